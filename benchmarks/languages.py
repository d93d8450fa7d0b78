"""Language by language: what is known of it, and how well that measures.

    python benchmarks/languages.py [--corpus FOLDER]

Prints the table of docs/languages.md: rules, fixed lines and function words; the share of unseen lines of furniture
that go when they stand alone between two paragraphs (furniture-languages.json); the share of the reference stories of
crawl-dev and news-dev, handed in as text, of which no paragraph is lost; and of the pages of mixed-dev and
mixed-languages-dev the share that comes out exactly, the share of the furniture that stays, and F1.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from statistics import mean
from typing import Any

from corpora import Corpora, add_options
from furniture import examples, stays, stories

from cleaner import Cleaner
from cleaner.analysis.counting import count
from cleaner.analysis.measures import LONG_WORDS
from cleaner.evaluation.words import bag_scores, words
from cleaner.language import languages, spoken
from cleaner.rulebook import load

MIXED = ("mixed-dev", "mixed-languages-dev")
WHOLE = ("crawl-dev", "news-dev")
MIN_STORIES = 10
"""Of fewer stories a share says little."""


def known() -> Iterator[tuple[str, str, int, int, int]]:
    """Code, name, rules, lines and function words of every language."""
    rules = load().rules
    for code, language in sorted(languages().items()):
        own = [rule for rule in rules if rule.language == code]
        function_words = len(language.function_words) + len(language.function_characters)
        yield code, language.name, len(own), sum(len(rule.lines) for rule in own), function_words


def removed(cleaner: Cleaner, options: argparse.Namespace) -> dict[str, float]:
    """The share of unseen lines of furniture that go, by language."""
    told, gone = stories(), defaultdict(list)
    for kind, language, line in examples(options.corpus, told):
        if kind == "unseen" and language in told:
            gone[language].append(not stays(cleaner, told[language], line))
    return {language: mean(found) for language, found in gone.items()}


def whole(cleaner: Cleaner, corpora: Corpora) -> dict[str, float]:
    """The share of stories that are handed in clean and come out with all their paragraphs, by language."""
    kept = defaultdict(list)
    for corpus in WHOLE:
        for row in corpora.rows(corpus):
            lines = [line.strip() for line in row["truth"].splitlines()]
            long = [line for line, size in zip(lines, count(lines).words, strict=True) if size >= LONG_WORDS]
            told = spoken(row["truth"])
            if len(told) == 1 and long:
                text = " ".join(cleaner.clean(row["truth"], form="text").text.split())
                kept[next(iter(told))].append(all(" ".join(line.split()) in text for line in long))
    return {language: mean(found) for language, found in kept.items() if len(found) >= MIN_STORIES}


def mixed(cleaner: Cleaner, corpora: Corpora) -> dict[str, tuple[float, float, float]]:
    """Exact pages, furniture that stays, and F1, by language."""
    figures: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for corpus in MIXED:
        for row in corpora.rows(corpus):
            figures[row.get("lang", "en")].append(_figures(cleaner, row))
    return {language: tuple(map(mean, zip(*found, strict=True))) for language, found in figures.items()}  # type: ignore[misc]


def _figures(cleaner: Cleaner, row: dict[str, Any]) -> tuple[float, float, float]:
    text = cleaner.clean(row["text"], form="text").text
    kept = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line.strip() for line in row["text"].splitlines() if line.strip()]
    marked = list(zip(lines, row["story"], strict=True))
    furniture = [line for line, story in marked if not story]
    leak = sum(line in set(kept) for line in furniture) / max(1, len(furniture))
    exact = kept == [line for line, story in marked if story]
    return float(exact), leak, bag_scores(words(text), words(row["truth"])).f1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    cleaner, corpora = Cleaner(), Corpora(options.corpus, options.split)
    on_mixed, on_whole = mixed(cleaner, corpora), whole(cleaner, corpora)
    gone = removed(cleaner, options)
    print(
        "| | language | rules | lines | function words | furniture removed | clean stories whole | exact | stays | F1 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for code, *row in known():
        shares = [_percent(gone.get(code)), _percent(on_whole.get(code))]
        figures = on_mixed.get(code)
        shares += [_percent(figures[0]), _percent(figures[1]), f"{figures[2]:.3f}"] if figures else ["", "", ""]
        print(f"| `{code}` | " + " | ".join([*map(str, row), *shares]) + " |")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


if __name__ == "__main__":
    main()
