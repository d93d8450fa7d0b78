"""Echoes: the title told again, a paragraph that stands twice, a teaser that repeats what follows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from cleaner.columns import ELLIPSIS, LONG_WORDS, SHORT_WORDS, Columns
from cleaner.facts import Title
from cleaner.model import Evidence

TITLE_WEIGHT: Final = -5.0
"""In the development pages a line equal to the title is part of the body 4 times in 100 (40 of 936)."""

LIKELY_TITLE_WEIGHT: Final = -4.0
"""A line that only stands where titles stand may be the story's first subheading."""

TWICE_WEIGHT: Final = -4.0
"""A paragraph of 16 words does not come twice by chance."""

TEASER_WEIGHT: Final = -4.0
TEASER_SHARE: Final = 0.8
"""Share of a teaser's word pairs that stand in the blocks after it; a cut-off sentence loses a few."""

MIN_TITLE_LETTERS: Final = 20
"""A shorter title can begin a sentence by chance."""

MAX_TITLE_WORDS: Final = 40


def echoes(columns: Columns, title: Title | None) -> Iterator[Evidence]:
    """Evidence on blocks that say what another block says."""
    yield from _titles(columns, title)
    yield from _twice(columns)
    yield from _teasers(columns)


def _titles(columns: Columns, title: Title | None) -> Iterator[Evidence]:
    if title is None:
        return
    wanted = _squeezed(title.text)
    weight = TITLE_WEIGHT if title.sure else LIKELY_TITLE_WEIGHT
    for block, (text, words) in enumerate(zip(columns.plain, columns.words, strict=True)):
        could_be = words <= MAX_TITLE_WORDS and len(wanted) <= len(text) <= 3 * len(title.text)
        if could_be and _is_title(_squeezed(text), wanted):
            yield Evidence(block, "echoes", "title", "title", weight, "the story's title")


def _is_title(text: str, title: str) -> bool:
    """Whether a line is the title, alone or between a breadcrumb trail and the site's name."""
    return text == title or (
        len(title) >= MIN_TITLE_LETTERS
        and len(text) <= 2 * len(title)
        and (text.startswith(title) or text.endswith(title))
    )


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _twice(columns: Columns) -> Iterator[Evidence]:
    seen: dict[str, int] = {}
    for block, (text, count) in enumerate(zip(columns.plain, columns.repeats, strict=True)):
        if count > 1 and columns.words[block] >= LONG_WORDS:
            first = seen.setdefault(text, block)
            if first != block:
                note = f"stands already as block {first}"
                yield Evidence(block, "echoes", "twice", "duplicate", TWICE_WEIGHT, note)


def _teasers(columns: Columns) -> Iterator[Evidence]:
    """Cut-off blocks whose words, in pairs, stand in the blocks after them."""
    cut_off = [
        block
        for block, (ending, words) in enumerate(zip(columns.endings, columns.words, strict=True))
        if ending == ELLIPSIS and words >= SHORT_WORDS
    ]
    if not cut_off:
        return
    last_place = _last_places(columns)
    for block in cut_off:
        pairs = _pairs(columns.plain[block])
        again = sum(last_place.get(pair, -1) > block for pair in pairs)
        if pairs and again >= TEASER_SHARE * len(pairs):
            note = "cut off, and told in full further down"
            yield Evidence(block, "echoes", "teaser", "duplicate", TEASER_WEIGHT, note)


def _last_places(columns: Columns) -> dict[tuple[str, str], int]:
    """The last block in which each pair of neighbouring words stands, cut-off blocks left aside."""
    places: dict[tuple[str, str], int] = {}
    for block, text in enumerate(columns.plain):
        if columns.endings[block] != ELLIPSIS:
            places.update(dict.fromkeys(_pairs(text), block))
    return places


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.lower().split(" ")
    return list(itertools.pairwise(words))
