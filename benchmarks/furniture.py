"""How many lines of furniture stay in a story when they stand alone between two of its paragraphs.

    python benchmarks/furniture.py [--show LANGUAGE] [--corpus FOLDER]

The paragraphs are those of the stories in fixtures/. The lines are the `drop` examples of the built-in rules, by
strength, and those of furniture-languages.json, which no rule was written from. Prints a row a language; `--show` also
prints what stays.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpora import ROOT, add_options, complain

from cleaner import Cleaner
from cleaner.analysis.counting import count
from cleaner.analysis.measures import LONG_WORDS
from cleaner.language import spoken
from cleaner.rulebook import load

FURNITURE = "furniture-languages.json"
KINDS = ("certain", "strong", "unseen")
SITE = {"{site}": "Harbor Courier", "{site_host}": "harborcourier.example"}
"""What the placeholders of furniture-languages.json for names are replaced with."""

HEADLINE_WORDS, HEADLINE_SIGNS = 7, 14
"""A headline, where one is wanted, is the beginning of the story's last paragraph: it is in the story's language. In
Chinese and Japanese it has 14 signs."""


def stories() -> dict[str, list[str]]:
    """For each language the long paragraphs of its longest fixture."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "fixtures").glob("*.story.txt")):
        text = path.read_text(encoding="utf-8")
        languages = spoken(text)
        if len(languages) == 1:
            paragraphs = [line for line, words in lines_with_words(text) if words >= LONG_WORDS]
            (language,) = languages
            found[language] = max(found.get(language, []), paragraphs, key=len)
    return found


def lines_with_words(text: str) -> Iterator[tuple[str, int]]:
    lines = text.split("\n")
    return zip(lines, count(lines).words, strict=True)


def headline(paragraph: str) -> str:
    words = paragraph.split()[:HEADLINE_WORDS]
    return (" ".join(words) if len(words) == HEADLINE_WORDS else paragraph[:HEADLINE_SIGNS]).rstrip(" ,.;:。、，")


def examples(corpus: Path, told: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Kind, language and text of every line of furniture. A line that is the story's title and nothing else is none."""
    path = next((path for path in (corpus / FURNITURE, corpus / "corpus" / FURNITURE) if path.exists()), None)
    if path is None:
        complain(f"no {FURNITURE} in {corpus}: give it with --corpus FOLDER or $CLEANER_CORPUS")
    for language, groups in json.loads(path.read_text(encoding="utf-8")).items():
        title = headline(told[language][-1]) if language in told else ""
        for line in filter("{title}".__ne__, _lines(groups)):
            for placeholder, name in {**SITE, "{title}": title, "{other}": title}.items():
                line = line.replace(placeholder, name)
            yield "unseen", language, line
    for rule in load(examples=True).rules:
        if rule.strength in KINDS and rule.language and rule.weight < 0:
            for line in rule.drop:
                yield rule.strength, rule.language, line


def _lines(groups: object) -> Iterator[str]:
    if isinstance(groups, str):
        if groups.strip():
            yield groups
    else:
        for group in groups.values() if isinstance(groups, dict) else groups:  # type: ignore[attr-defined]
            yield from _lines(group)


def stays(cleaner: Cleaner, paragraphs: list[str], line: str) -> bool:
    """Whether the line is still there once a story with it in its midst has been cleaned."""
    half = (len(paragraphs) + 1) // 2
    page = "\n\n".join([*paragraphs[:half], line, *paragraphs[half:]])
    return line.strip() in cleaner.clean(page, form="text").text.split("\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", metavar="LANGUAGE", help="print the lines of this language that stay")
    add_options(parser)
    options = parser.parse_args()
    cleaner, told = Cleaner(), stories()
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for kind, language, line in examples(options.corpus, told):
        if language in told:
            stayed = stays(cleaner, told[language], line)
            counts[kind, language].append(stayed)
            if stayed and language == options.show:
                print(f"{kind}: {line[:140]}")
    print("language  " + "  ".join(f"{kind:>16}" for kind in KINDS) + "   (lines that stay)")
    for language in sorted(told):
        print(f"{language:8}  " + "  ".join(_cell(counts[kind, language]) for kind in KINDS))
    print(
        "all       " + "  ".join(_cell([x for (k, _), xs in counts.items() if k == kind for x in xs]) for kind in KINDS)
    )


def _cell(stayed: list[bool]) -> str:
    return f"{sum(stayed):4} of {len(stayed):4} {sum(stayed) / len(stayed):4.0%}" if stayed else f"{'-':>16}"


if __name__ == "__main__":
    main()
