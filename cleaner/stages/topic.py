"""Whole other stories: where the text stops speaking of what it spoke of, below a line that looks like a headline.

A paragraph of a story repeats words of the paragraphs before it; how many depends on the language and the
writer, so a new paragraph is compared with what the story's own paragraphs shared so far. This is lexical
cohesion (Hearst, "TextTiling", Computational Linguistics 23, 1997), tried only where a story could begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from cleaner.columns import BRACKET, DIGIT, NO_MARK, QUESTION, QUOTE, Columns, terms_of
from cleaner.function_words import FUNCTION_WORDS
from cleaner.model import Evidence

OTHER_STORY_WEIGHT: Final = -6.0
"""More than the prose of any block says for itself: what is measured is a whole stretch, not the block."""

ABOUT_WEIGHT: Final = 1.5
"""For a block that names what the reader is after: as much as a weak rule and a half against it."""

MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 4, 22
MIN_WORDS_BEFORE: Final = 60
MIN_BLOCKS_BEFORE: Final = 3
"""Before three paragraphs there is not enough of a story to be told from another."""

BLOCKS_AFTER: Final = 5
LOOK_AHEAD: Final = 8
"""The first paragraphs after the headline are compared: what stands further down may be a third story."""

MIN_COHESION: Final = 0.12
"""Below this the story's own paragraphs share too little for a comparison (lists, results, unspaced scripts)."""

MAX_SHORT_SHARE: Final = 0.4
"""On flat-dev, where menus make most of the blocks short, cutting at headlines costs 0.006 of F1; on mixed-dev,
where a scraper took the menus away, it gains 0.005."""

MAX_RATIO: Final = 0.45
MAX_HEADLINE_SHARED: Final = 0.25
MIN_HEADLINE_TAKEN_UP: Final = 0.2
"""Fitted on mixed-dev: of the headlines of other stories half share less than 0.35 of the usual cohesion, of 4,382
subheadings within a story 2 in 100 share less than 0.45. A headline's own words are new and the text below takes
them up."""

_HEADLINE_ENDINGS: Final = frozenset({NO_MARK, DIGIT, QUOTE, QUESTION, BRACKET})


class Stretch(NamedTuple):
    """The blocks from `start` to before `end`, which speak of the same things."""

    start: int
    end: int


def topic(columns: Columns, about: str | None) -> Iterator[Evidence]:
    """Evidence against stretches that are not the story: of several the longest is it, or with `about` the one
    that names it most often. Blocks that name it have evidence for them."""
    wanted = terms_of(about) or {about.casefold()} if about else frozenset()
    mentions = [sum(term in text.casefold() for term in wanted) for text in columns.plain] if wanted else []
    whole = [Stretch(0, len(columns))]
    stretches = _stretches(columns) if wanted or _is_mostly_text(columns) else whole
    weights = mentions or [words if size == 2 else 0 for words, size in zip(columns.words, columns.sizes, strict=True)]
    chosen = max(stretches, key=lambda stretch: sum(weights[stretch.start : stretch.end]))
    if wanted:
        for block, count in enumerate(mentions):
            if count and columns.sizes[block] == 2:
                yield Evidence(block, "topic", "about", "story", ABOUT_WEIGHT, f"speaks of {about}")
    for stretch in stretches:
        if stretch is not chosen:
            note = f"another story: it shares few words with the one from block {chosen.start}"
            for block in range(stretch.start, stretch.end):
                yield Evidence(block, "topic", "other-story", "other-story", OTHER_STORY_WEIGHT, note)


def _is_mostly_text(columns: Columns) -> bool:
    """Whether a text page has been stripped of its menus already; on whole pages the surroundings tell better."""
    short = sum(size == 0 for size in columns.sizes)
    return columns.page.form == "text" and short <= MAX_SHORT_SHARE * len(columns)


def _stretches(columns: Columns) -> list[Stretch]:
    """The page, cut at the headlines of other stories."""
    starts = [0]
    story: set[str] = set()
    shares: list[float] = []
    words = 0
    for block, terms in enumerate(columns.terms):
        enough = words >= MIN_WORDS_BEFORE and len(shares) >= MIN_BLOCKS_BEFORE and _is_headline(columns, block)
        if enough and _turns_away(columns, block, story, sum(shares) / len(shares)):
            starts.append(block)
            story, shares, words = set(), [], 0
        content = terms - FUNCTION_WORDS
        if columns.sizes[block] == 2 and content:
            if story:
                shares.append(len(content & story) / len(content))
            words += columns.words[block]
        story |= content
    ends = [*starts[1:], len(columns)]
    return [Stretch(start, end) for start, end in zip(starts, ends, strict=True)]


def _is_headline(columns: Columns, block: int) -> bool:
    return (
        MIN_HEADLINE_WORDS <= columns.words[block] <= MAX_HEADLINE_WORDS
        and columns.endings[block] in _HEADLINE_ENDINGS
        and block + 1 < len(columns)
        and columns.sizes[block + 1] > 0
    )


def _turns_away(columns: Columns, block: int, story: set[str], cohesion: float) -> bool:
    """Whether the text below a headline leaves the story above it."""
    if cohesion < MIN_COHESION:
        return False
    headline = terms_of(columns.plain[block]) - FUNCTION_WORDS
    if not headline or len(headline & story) > MAX_HEADLINE_SHARED * len(headline):
        return False
    below = [
        columns.terms[index] - FUNCTION_WORDS
        for index in range(block + 1, min(len(columns), block + LOOK_AHEAD))
        if columns.sizes[index] == 2
    ][:BLOCKS_AFTER]
    below = [terms for terms in below if terms]
    if not below:
        return False
    taken_up = len(headline & set().union(*below))
    shared = sum(len(terms & story) / len(terms) for terms in below) / len(below)
    return taken_up >= MIN_HEADLINE_TAKEN_UP * len(headline) and shared < MAX_RATIO * cohesion
