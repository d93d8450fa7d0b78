"""A page as a list of stories: where one ends and another begins, for a reader who asks for a subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from cleaner.analysis.cohesion import Stems, apart
from cleaner.analysis.endings import BRACKET, DIGIT, NO_MARK, QUESTION, QUOTE
from cleaner.analysis.measures import Measures

STEM_LETTERS: Final = 6
"""Enough letters to tell words apart, few enough to drop most endings."""

MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 3, 22
"""Shorter lines are labels, longer ones sentences; two other stories of mixed-dev have headlines of three words."""

APART: Final = 0.35
HEADLESS: Final = 1.25
ONE_SIDED: Final = 0.8
MIN_SIDE_BLOCKS: Final = 3
BY_CHANCE: Final = 0.01
"""A page is cut where its sides share a third of what they share within, and less; in front
of a paragraph where they share a quarter. Two bodies of html-dev or news-dev in a row share 0.32 in the ninth decile,
the two sides of one story 0.38 in the first."""

MOST_STORIES, MOST_BLOCKS_CUT = 12, 2000
"""Newsletters have ten stories; beyond 2,000 blocks nothing is compared."""

HEADLINE_ENDINGS: Final = frozenset({NO_MARK, DIGIT, QUOTE, QUESTION, BRACKET})
_NUMBERED: Final = re.compile(r"\d{1,3} ?[.):–-] ")


class Stretch(NamedTuple):
    """The blocks from `start` to before `end`, which speak of the same things."""

    start: int
    end: int


def content(measures: Measures, block: int, common: Stems) -> Stems:
    """The stems of a block that can tell its topic from another."""
    return frozenset([term[:STEM_LETTERS] for term in measures.terms[block]]) - common


def stories(measures: Measures, told: Sequence[Stems], asked: Sequence[bool]) -> list[Stretch]:
    """The page, cut wherever its two sides have little in common, for a reader who asks for one subject.

    Args:
        measures: the page.
        told: the stems of what each block speaks of; none for what is furniture.
        asked: for each block whether it names the subject.
    """
    done: list[Stretch] = []
    left = [Stretch(0, len(measures))]
    while left:
        stretch = left.pop()
        cut = (
            _widest_gap(measures, told[:MOST_BLOCKS_CUT], asked, stretch)
            if len(done) + len(left) < MOST_STORIES
            else None
        )
        if cut is None:
            done.append(stretch)
        else:
            left += [Stretch(stretch.start, cut), Stretch(cut, stretch.end)]
    return sorted(done)


def _widest_gap(measures: Measures, stems: Sequence[Stems], asked: Sequence[bool], stretch: Stretch) -> int | None:
    """The block of a stretch where another story begins, if one does: where its sides have least in common. A headline
    is likelier to begin one than a paragraph, and so is a place with all that name the subject on one side."""
    start, end = stretch
    told = list(accumulate(map(bool, stems[start:end]), initial=0))
    hits = list(accumulate(asked[start:end], initial=0))
    places = []
    for place, ratio in enumerate(apart(stems[start:end])):
        above, below = told[place], told[-1] - told[place]
        if min(above, below) >= MIN_SIDE_BLOCKS:
            ratio *= 1 if could_be_headline(measures, start + place) else HEADLESS
            ratio *= ONE_SIDED if _is_one_sided(hits[place], above, hits[-1] - hits[place], below) else 1
            places.append((ratio, start + place))
    ratio, block = min(places, default=(1.0, 0))
    return block if ratio < APART else None


def _is_one_sided(hits_above: int, above: int, hits_below: int, below: int) -> bool:
    """Whether the subject is named on one side only, where chance would name it on the other too."""
    hits, here, there = (hits_above, above, below) if not hits_below else (hits_below, below, above)
    return min(hits_above, hits_below) == 0 < hits and (1 - min(1.0, hits / (here + 1))) ** there < BY_CHANCE


def with_neighbours(stretches: Sequence[Stretch], chosen: Stretch, named: Sequence[bool]) -> Stretch:
    """The chosen stretch, with its neighbours as far as they name the subject too: sections of one story."""
    place = stretches.index(chosen)
    first = last = place
    while first and any(named[stretches[first - 1].start : stretches[first - 1].end]):
        first -= 1
    while last + 1 < len(stretches) and any(named[stretches[last + 1].start : stretches[last + 1].end]):
        last += 1
    return Stretch(stretches[first].start, stretches[last].end)


def could_be_headline(measures: Measures, block: int) -> bool:
    return measures.endings[block] in HEADLINE_ENDINGS and is_headline(measures, block)


def is_headline(measures: Measures, block: int) -> bool:
    return (
        MIN_HEADLINE_WORDS <= measures.words[block] <= MAX_HEADLINE_WORDS
        and measures.kinds[block] != "item"
        and not _NUMBERED.match(measures.plain[block])
    )
