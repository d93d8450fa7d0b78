"""Whole other stories: where the text stops speaking of what it spoke of, below a line that looks like a headline.

A paragraph of a story repeats words of the paragraphs before it, its most frequent words above all; how many
depends on the language and the writer, so what follows a headline is compared with what the paragraphs above it
share among themselves. This is lexical cohesion (Hearst, "TextTiling", Computational Linguistics 23, 1997), tried
only where a story could begin. How the measures add up is fitted by `benchmarks/fit_topic.py`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from operator import truediv
from pathlib import Path
from typing import Final, NamedTuple

from cleaner.columns import BRACKET, DIGIT, NO_MARK, QUESTION, QUOTE, Columns, terms_of
from cleaner.function_words import FUNCTION_WORDS
from cleaner.model import Evidence

OTHER_STORY_WEIGHT: Final = -6.0
"""More than the prose of any block says for itself: what is measured is a whole stretch, not the block."""

ABOUT_WEIGHT: Final = 1.5
"""For a block that names what the reader is after: as much as a weak rule and a half against it."""

MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 4, 22

MIN_BLOCKS_ABOVE: Final = 3
"""Below three paragraphs there is not enough of a story to be told from another."""

MOST_BLOCKS_ABOVE: Final = 40
"""So many paragraphs say what a story is about; the limit keeps long pages linear."""

MOST_BLOCKS_BELOW: Final = 5
"""The first paragraphs below the headline are compared: what stands further down may be a third story."""

MIN_STORY_SHARE: Final = 0.5
"""Most of a page is not another story. Without this bound what other extractors return loses 0.002 of F1 (trafilatura,
readability-lxml, newspaper4k); with it mixed-dev loses 0.001, and flat-dev gains as much."""

STEM_LETTERS: Final = 6
"""Enough letters to tell words apart, few enough to drop most endings."""

KEY_SHARE: Final = 0.2
"""A story's key words stand in a fifth of its paragraphs, and in two at least."""

FEATURES: Final = (
    "shared",
    "shared_ratio",
    "key_ratio",
    "key_loss",
    "headline_above",
    "headline_key",
    "headline_below",
    "capitals",
    "words",
    "size_above",
    "size_below",
    "blocks_above",
)
"""The measures of a place where another story may begin; `features` computes them in this order."""

_HEADLINE_ENDINGS: Final = frozenset({NO_MARK, DIGIT, QUOTE, QUESTION, BRACKET})
_WEIGHTS: Final = Path(__file__).parents[1] / "weights" / "topic.json"

Stems = frozenset[str]


class Weights(NamedTuple):
    """The fitted card: natural log-odds that another story begins, and stems too common to tell topics apart."""

    base: float
    features: tuple[float, ...]
    threshold: float
    common: Stems


@cache
def weights() -> Weights:
    """The weights that the package carries."""
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    function_words = {word[:STEM_LETTERS] for word in FUNCTION_WORDS}
    points = tuple(data["features"][name] for name in FEATURES)
    return Weights(data["base"], points, data["threshold"], frozenset(data["common"]) | function_words)


def content(columns: Columns, block: int) -> Stems:
    """The stems of a block that can tell its topic from another."""
    return frozenset([term[:STEM_LETTERS] for term in columns.terms[block]]) - weights().common


class Stretch(NamedTuple):
    """The blocks from `start` to before `end`, which speak of the same things."""

    start: int
    end: int


def topic(columns: Columns, about: str | None, named: Collection[int] = ()) -> Iterator[Evidence]:
    """Evidence against stretches that are not the story: the first is it, or with `about` the one that names it
    most often. Blocks that name it have evidence for them. A block that a rule has a name for (`named`) begins no
    story and tells no topic."""
    wanted = terms_of(about) or {about.casefold()} if about else frozenset()
    mentions = [sum(term in text.casefold() for term in wanted) for text in columns.plain] if wanted else []
    for block, count in enumerate(mentions):
        if count and columns.sizes[block] == 2:
            yield Evidence(block, "topic", "about", "story", ABOUT_WEIGHT, f"speaks of {about}")
    if not (wanted or columns.is_stripped):
        return
    stretches = _stretches(columns, named)
    chosen = max(stretches, key=lambda stretch: sum(mentions[stretch.start : stretch.end]))
    if not wanted and sum(columns.words[chosen.start : chosen.end]) < MIN_STORY_SHARE * sum(columns.words):
        return  # These are sections of one story that share no words, such as reviews.
    note = f"another story: it shares few words with the one from block {chosen.start}"
    for stretch in stretches:
        if stretch is not chosen:
            for block in range(stretch.start, stretch.end):
                yield Evidence(block, "topic", "other-story", "other-story", OTHER_STORY_WEIGHT, note)


def _stretches(columns: Columns, named: Collection[int]) -> list[Stretch]:
    """The page, cut at the headlines of other stories."""
    card = weights()
    starts = [0]
    for block, measured in places(columns, named, starts, card.common):
        if card.base + sum(map(float.__mul__, card.features, measured)) > card.threshold:
            starts.append(block)
    ends = [*starts[1:], len(columns)]
    return [Stretch(start, end) for start, end in zip(starts, ends, strict=True)]


def places(
    columns: Columns, named: Collection[int], starts: Sequence[int], common: Stems
) -> Iterator[tuple[int, list[float]]]:
    """The headlines below which another story may begin, each with its features. `starts` are the stories' first
    blocks so far: whoever adds to it while iterating begins a new story there."""
    prose = [block for block, size in enumerate(columns.sizes) if size == 2 and block not in named]
    stems = {block: frozenset([term[:STEM_LETTERS] for term in columns.terms[block]]) - common for block in prose}
    prose = [block for block in prose if stems[block]]
    paragraphs = [stems[block] for block in prose]
    above = Above()
    place = first = 0
    for block in range(1, len(columns) - 1):
        while place < len(prose) and prose[place] < block:
            place += 1
        while first < len(prose) and prose[first] < starts[-1]:
            first += 1
        if place - first < MIN_BLOCKS_ABOVE or block in named or not _is_headline(columns, block):
            continue
        next_one = place + (place < len(prose) and prose[place] == block)
        below = paragraphs[next_one : next_one + MOST_BLOCKS_BELOW]
        if below:
            above.move(paragraphs, max(first, place - MOST_BLOCKS_ABOVE), place)
            yield block, features(columns, block, above, below, common)


class Above:
    """The paragraphs above a headline, counted on from one headline to the next.

    Attributes:
        paragraphs: the stems of each.
        first: the paragraph in which each stem stands first.
        repeated: the stems that stand in more than one, and in how many.
        repeated_in: how many of its stems each paragraph shares with others.
    """

    def __init__(self) -> None:
        self.start = 0
        self._clear()

    def _clear(self) -> None:
        self.paragraphs: list[Stems] = []
        self.first: dict[str, int] = {}
        self.repeated: dict[str, int] = {}
        self.repeated_in: list[int] = []

    def move(self, paragraphs: Sequence[Stems], start: int, end: int) -> None:
        """Makes it the paragraphs from `start` to before `end`; neither ever goes back."""
        if start != self.start:
            self.start = start
            self._clear()
        for stems in paragraphs[start + len(self.paragraphs) : end]:
            self._add(stems)

    def _add(self, stems: Stems) -> None:
        here = len(self.paragraphs)
        again = stems & self.first.keys()
        for stem in again:
            if stem in self.repeated:
                self.repeated[stem] += 1
            else:
                self.repeated[stem] = 2
                self.repeated_in[self.first[stem]] += 1
        self.first.update(dict.fromkeys(stems - again, here))
        self.paragraphs.append(stems)
        self.repeated_in.append(len(again))


def features(columns: Columns, block: int, above: Above, below: Sequence[Stems], common: Stems) -> list[float]:
    """The measures of a headline, given the paragraphs above it and the stems of those below, in the order of
    `FEATURES`."""
    size = len(above.paragraphs)
    story = above.first.keys()
    enough = max(2, KEY_SHARE * size)
    key = {stem: count for stem, count in above.repeated.items() if count >= enough}
    keys = frozenset(key)
    cohesion = sum(map(truediv, above.repeated_in, map(len, above.paragraphs))) / size
    shared = sum(len(stems & story) / len(stems) for stems in below) / len(below)
    key_above = sum(count * count for count in key.values()) / size
    key_below = sum(sum(key[stem] for stem in stems & keys) for stems in below) / len(below)
    without_key_above = sum(map(keys.isdisjoint, above.paragraphs)) / size
    without_key_below = sum(map(keys.isdisjoint, below)) / len(below)
    headline = frozenset([term[:STEM_LETTERS] for term in terms_of(columns.plain[block])]) - common
    said = len(headline) or 1
    return [
        shared,
        shared / (cohesion + 0.05),
        key_below / (key_above + 0.05),
        without_key_below - without_key_above,
        len(headline & story) / said,
        float(len(headline & keys)),
        len(headline & frozenset().union(*below)) / said,
        float(columns.capitals[block]),
        float(columns.words[block]),
        float(columns.sizes[block - 1]),
        float(columns.sizes[block + 1]),
        float(min(size, 15)),
    ]


def _is_headline(columns: Columns, block: int) -> bool:
    return (
        MIN_HEADLINE_WORDS <= columns.words[block] <= MAX_HEADLINE_WORDS and columns.endings[block] in _HEADLINE_ENDINGS
    )
