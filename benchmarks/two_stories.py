"""Two stories on one page: does `about` give the one that is asked for, and is a name that neither has told as such?

    python benchmarks/two_stories.py [--pairs N] [--headless] [--corpus FOLDER]
    python benchmarks/two_stories.py --relevance      # how often a headline has a name that so many paragraphs have

Pages are made of the titles and bodies of two pages of html-dev from different sites, and of news-dev pages in one
language. Each is asked for by a name of the first story, by a name of the second, and by a name of a third story that
neither has: a word with a capital that stands in the story three times and more, once in its first third, and nowhere
in the other. `--headless` leaves the titles out. F1 is over words, as everywhere. "closed" is the share of pages that
`min_relevance=0.5` closes or would close.
"""

from __future__ import annotations

import argparse
import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import mean
from typing import Any, NamedTuple

from corpora import Corpora, add_options

from cleaner import Cleaner
from cleaner.analysis.subject import Subject
from cleaner.decision.relevance import LEAD_BLOCKS, PARAGRAPHS
from cleaner.evaluation.words import bag_scores, words

SEED = 5
MIN_MENTIONS = 3
ENOUGH = 0.5
MIN_WORDS = 120
"""Shorter bodies have too few names to be asked for by one."""

_NAME = re.compile(r"(?<![.!?:\"“”] )(?<!\A)(?<!\n)\b[^\W\d_a-z][^\W\d_]{3,}\b")


class Pair(NamedTuple):
    first: dict[str, Any]
    second: dict[str, Any]
    third: dict[str, Any]


def pairs(rows: list[dict[str, Any]], count: int) -> Iterator[Pair]:
    """Stories of different sites, at random but always the same."""
    chance = random.Random(SEED)
    long = [row for row in rows if len(row["truth"].split()) >= MIN_WORDS]
    for _ in range(count):
        yield Pair(*chance.sample(long, 3))


def name_of(story: str, *others: str) -> str | None:
    """A name by which to ask for a story, that none of the others has."""
    counts = Counter(_NAME.findall(story))
    elsewhere = " ".join(others).casefold()
    early = story[: len(story) // 3]
    known = [name for name, count in counts.most_common() if count >= MIN_MENTIONS and name in early]
    return next((name for name in known if name.casefold() not in elsewhere), None)


def page_of(pair: Pair, with_titles: bool) -> str:
    parts = [(row["title"] if with_titles else "", row["truth"]) for row in (pair.first, pair.second)]
    return "\n\n".join(part for title, body in parts for part in (title, body) if part)


def measure(cleaner: Cleaner, found: Iterator[Pair], with_titles: bool) -> dict[str, list[float]]:
    results: dict[str, list[float]] = defaultdict(list)
    for pair in found:
        first, second, third = (row["truth"] for row in pair)
        page = page_of(pair, with_titles)
        wanted = (("first", name_of(first, second), first), ("second", name_of(second, first), second))
        for which, name, body in wanted:
            if name:
                story = cleaner.clean(page, about=name, form="text")
                results[which].append(bag_scores(words(story.text), words(body)).f1)
                results[f"{which} closed"].append((story.relevance or 0) < ENOUGH)
        absent = name_of(third, page)
        if absent:
            story = cleaner.clean(page, about=absent, form="text", min_relevance=ENOUGH)
            results["absent closed"].append(not story.is_story)
    return results


NAMES_A_STORY = 9
MIN_STORY_WORDS = 60


def print_chances(corpora: Corpora) -> None:
    """For each number of paragraphs with a name, without and with one of the lead: how often the headline has it."""
    found: dict[tuple[bool, int], list[bool]] = defaultdict(list)
    for corpus in ("html-dev", "news-dev", "crawl-dev"):
        for row in corpora.rows(corpus):
            if row.get("title") and len(row["truth"].split()) >= MIN_STORY_WORDS:
                for key, in_headline in _namings(row["truth"], row["title"]):
                    found[key].append(in_headline)
    every = [in_headline for row in found.values() for in_headline in row]
    odds = len(every) / sum(every) - 1
    print(f"{len(every):,} names, {sum(every) / len(every):.1%} of them in the headline; as if half were")
    print("paragraphs      " + "".join(f"{number:>8}" for number in PARAGRAPHS))
    for lead in (False, True):
        shares = [mean(found[lead, column]) for column in range(len(PARAGRAPHS))]
        row = "".join(f"{share * odds / (share * odds + 1 - share):8.2f}" for share in shares)
        print(f"{'with the lead' if lead else 'without it':16}{row}")


def _namings(body: str, title: str) -> Iterator[tuple[tuple[bool, int], bool]]:
    names = list(dict.fromkeys(_NAME.findall(body)))
    random.Random(SEED).shuffle(names)
    paragraphs = [line for line in body.splitlines() if line.strip()]
    for name in names[:NAMES_A_STORY]:
        subject = Subject([name])
        named = [subject.is_named(paragraph) for paragraph in paragraphs]
        if any(named):
            column = bisect_right(PARAGRAPHS, sum(named)) - 1
            yield (any(named[:LEAD_BLOCKS]), column), subject.is_named(title)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=300, help="pages to make (default: %(default)s)")
    parser.add_argument("--headless", action="store_true", help="leave the titles out")
    parser.add_argument("--relevance", action="store_true", help="print the table that relevance is read from")
    add_options(parser)
    options = parser.parse_args()
    corpora = Corpora(options.corpus, options.split)
    if options.relevance:
        print_chances(corpora)
        return
    print(f"{'':14}{'pages':>6}  {'first':>6}  {'second':>6}  {'closed':>15}  {'absent, closed':>14}")
    for corpus in ("html-dev", "news-dev"):
        rows = list(corpora.rows(corpus))
        if corpus == "news-dev":
            rows = [row for row in rows if row["lang"] in ("de", "at", "ch")]
        found = measure(Cleaner(), pairs(rows, options.pairs), not options.headless)
        print(
            f"{corpus:14}{options.pairs:6}  {mean(found['first']):6.3f}  {mean(found['second']):6.3f}  "
            f"{mean(found['first closed']):6.3f} / {mean(found['second closed']):6.3f}  "
            f"{mean(found['absent closed']):14.3f}"
        )


if __name__ == "__main__":
    main()
