"""What stands around a block: its score, corrected by the scores of the page it stands in.

A story is mostly contiguous, its prose is dense, what ends it (a comment form, a list of other stories)
lies between it and what is not it any more, and its paragraphs speak of the same things. Each of these is
a feature with few bins; a scorecard turns them into points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, compress, count
from math import exp
from operator import mul, sub
from typing import Final, NamedTuple

from cleaner.columns import MEASURED_WORDS, Columns
from cleaner.scorecard import Codes
from cleaner.stages import headlines

SCORE_EDGES: Final = (-4.0, -2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 2.5, 4.0)
DENSITY_EDGES: Final = (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
MASS_EDGES: Final = (5, 15, 40, 100, 200, 400)
CORE_EDGES: Final = (30, 80, 150, 300, 600, 1200)
SINCE_EDGES: Final = (1, 3, 8, 20, 60)
PROGRESS_EDGES: Final = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
"""Where bins begin: set by hand, narrow where the figures tell most. What a bin is worth is fitted."""

NAMED_EDGES: Final = (1, 2, 4, 8, 20)
"""Blocks of a page that a rule or an echo names as furniture: a page without any was cleaned already."""

NEAREST_EDGES: Final = (1, 2, 3, 6, 99)
"""Blocks to the nearest named one."""

NEAR: Final = 2
"""Blocks to each side over which the density of the story is taken. Wider windows were measured and add nothing."""

MOST_TAILS: Final = 5
NO_TERMS, OVERLAP_BINS = 0, 7

BINS: Final = {
    "own": 2 * 10,
    "before": 10,
    "after": 10,
    "near": 8 * 7,
    "tails": 3 * 6,
    "between": 2 * 7 + 1,
    "core": 7,
    "since_tail": 2 * 3 * 6,
    "progress": 8,
    "topic": 3 * 8,
    "named": 6 * 2 * 10,
    "named_above": 2 * 3 * 6,
    "named_below": 2 * 3 * 6,
    "run": 2 * 6 * 6,
}
"""How many bins each feature has. Those of twice as many are counted apart for stripped pages, where a short line is
more often a subheading than a menu entry."""

APART: Final = ("own", "since_tail", "named_above", "named_below", "run")

STEPS_A_UNIT: Final = 8
LARGEST_SCORE: Final = 8
"""Scores are looked up in steps of 1/8 between -8 and 8; beyond, a block is as good as certain."""

_STEPS: Final = [step / STEPS_A_UNIT - LARGEST_SCORE for step in range(2 * LARGEST_SCORE * STEPS_A_UNIT + 1)]
_SCORE_BIN: Final = [bisect_right(SCORE_EDGES, score) for score in _STEPS]
DENSITY_STEPS: Final = 20
_DENSITY_BIN: Final = [7 * bisect_right(DENSITY_EDGES, step / DENSITY_STEPS) for step in range(DENSITY_STEPS + 1)]
_MASS_BIN: Final = [bisect_right(MASS_EDGES, mass) for mass in range(MASS_EDGES[-1] + 1)]
_NEAREST_BIN: Final = [bisect_right(NEAREST_EDGES, distance) for distance in range(NEAREST_EDGES[-1] + 1)]
_SINCE_BIN: Final = [bisect_right(SINCE_EDGES, since) for since in range(SINCE_EDGES[-1] + 1)]
_PROBABILITY: Final = [1 / (1 + exp(-score)) for score in _STEPS]


class Core(NamedTuple):
    """The blocks from `start` to before `end`: the densest stretch of story on the page."""

    start: int
    end: int


class Field(NamedTuple):
    """The page as scores: one entry a block, and running sums with one entry more."""

    steps: list[int]
    chances: list[float]
    words: list[int]
    mass: list[float]
    mass_sums: list[float]
    word_sums: list[int]


def codes(scores: Sequence[float], columns: Columns, tails: Sequence[bool], named: Sequence[bool]) -> Codes:
    """The bins of the page's blocks, given each block's own score, whether it begins a tail, and whether a rule or
    an echo names it as furniture."""
    field = _field(scores, columns)
    core = _core(field)
    own = list(map(_SCORE_BIN.__getitem__, field.steps))
    tail_count, between = _outward(field, core, tails)
    found = {
        "own": own,
        "before": [0, *own][: len(own)],
        "after": [*own, 0][1:],
        "near": _density(field),
        "tails": tail_count,
        "between": between,
        "core": [bisect_right(CORE_EDGES, field.mass_sums[core.end] - field.mass_sums[core.start])] * len(own),
        "since_tail": _since_tail(columns.sizes, tails),
        "progress": _progress(field),
        "topic": _topic(field, core, columns),
        "named": _named(own, named),
        "named_above": _nearest(columns.sizes, named),
        "named_below": _nearest(columns.sizes[::-1], named[::-1])[::-1],
        "run": _runs(columns, named),
    }
    if columns.is_stripped:
        for name in APART:
            half = BINS[name] // 2
            found[name] = [half + bin_ for bin_ in found[name]]
    return found


def _named(own: Sequence[int], named: Sequence[bool]) -> list[int]:
    """The block's own score, apart for named blocks and by how many the page has."""
    level = 20 * bisect_right(NAMED_EDGES, sum(named))
    return [level + 10 * is_named + score for score, is_named in zip(own, named, strict=True)]


def _runs(columns: Columns, named: Sequence[bool]) -> list[int]:
    """How many headlines stand in a row, apart by how many named blocks the page has."""
    level = 6 * bisect_right(NAMED_EDGES, sum(named))
    return [level + run for run in headlines.codes(columns)["run"]]


def _nearest(sizes: Sequence[int], named: Sequence[bool]) -> list[int]:
    """How many blocks further up the nearest named one stands."""
    bins = []
    distance = farthest = NEAREST_EDGES[-1]
    for size, is_named in zip(sizes, named, strict=True):
        bins.append(6 * size + _NEAREST_BIN[distance])
        distance = 1 if is_named else distance + 1 if distance < farthest else farthest
    return bins


def _field(scores: Sequence[float], columns: Columns) -> Field:
    lowest, highest = 0.0, float(len(_STEPS) - 1)
    places = [(score + LARGEST_SCORE) * STEPS_A_UNIT for score in scores]
    steps = [int(lowest if place < lowest else highest if place > highest else place) for place in places]
    chances = list(map(_PROBABILITY.__getitem__, steps))
    words = [count if count < MEASURED_WORDS else MEASURED_WORDS for count in columns.words]
    mass = list(map(mul, words, chances))
    return Field(steps, chances, words, mass, list(accumulate(mass, initial=0.0)), list(accumulate(words, initial=0)))


def _core(field: Field) -> Core:
    """The stretch with the largest sum of words that are likelier story than not (Bentley, "Programming Pearls",
    1984, column 8: maximum subarray); each unlikely block costs one word more, so that long menus count."""
    best = current = 0.0
    start = core_start = core_end = 0
    for index, (words, chance) in enumerate(zip(field.words, field.chances, strict=True)):
        if current <= 0:
            current, start = 0.0, index
        current += words * (chance - 0.5) - (1 if chance < 0.5 else 0)
        if current > best:
            best, core_start, core_end = current, start, index + 1
    return Core(core_start, core_end)


def _density(field: Field) -> list[int]:
    """Story words as a share of all words, and their sum, over the nearest blocks."""
    largest = MASS_EDGES[-1]
    return [
        (_DENSITY_BIN[int(DENSITY_STEPS * mass / count)] if count else 0)
        + _MASS_BIN[int(mass) if mass < largest else largest]
        for mass, count in zip(_window_sums(field.mass_sums), _window_sums(field.word_sums), strict=True)
    ]


def _window_sums(sums: Sequence[float]) -> list[float]:
    """Sums over the nearest entries of every entry, from running sums."""
    size = len(sums) - 1
    ends = [*sums[NEAR + 1 :], *[sums[-1]] * min(NEAR, size)]
    starts = [*[0] * min(NEAR, size), *sums[: max(0, size - NEAR)]]
    return list(map(sub, ends, starts))


def _outward(field: Field, core: Core, tails: Sequence[bool]) -> tuple[list[int], list[int]]:
    """From the core outwards: how many tails and how much prose lie between it and the block."""
    size = len(field.steps)
    tail_count, between = [0] * size, [0] * size
    for side, indices in ((0, range(core.end, size)), (1, range(core.start - 1, -1, -1))):
        prose = 0.0
        tails_met = 6 * (side + 1)
        most = tails_met + MOST_TAILS
        first = 7 * side + 1
        for index in indices:
            if tails[index] and tails_met < most:
                tails_met += 1
            tail_count[index] = tails_met
            between[index] = first + bisect_right(MASS_EDGES, prose)
            prose += field.mass[index]
    return tail_count, between


def _since_tail(sizes: Sequence[int], tails: Sequence[bool]) -> list[int]:
    bins = []
    since = farthest = SINCE_EDGES[-1]
    for size, tail in zip(sizes, tails, strict=True):
        if tail:
            since = 0
        bins.append(6 * size + _SINCE_BIN[since])
        since = since + 1 if since < farthest else farthest
    return bins


def _progress(field: Field) -> list[int]:
    """How much of the page's story stands before the block."""
    whole = field.mass_sums[-1] or 1.0
    return [bisect_right(PROGRESS_EDGES, mass / whole) for mass in field.mass_sums[:-1]]


def _topic(field: Field, core: Core, columns: Columns) -> list[int]:
    """The share of a block's terms that the rest of the core uses too."""
    all_terms = columns.terms
    inside = {index for index in range(core.start, core.end) if field.chances[index] > 0.5 and all_terms[index]}
    counts = Counter(chain.from_iterable([all_terms[index] for index in inside]))
    once = frozenset(counts)
    twice = frozenset([term for term, blocks in counts.items() if blocks > 1])
    bins = [8 * size + NO_TERMS for size in columns.sizes]
    for index in compress(count(), all_terms):
        terms = all_terms[index]
        shared = 8 * len(terms & (twice if index in inside else once)) // len(terms)
        bins[index] += 1 + (shared if shared < OVERLAP_BINS else OVERLAP_BINS - 1)
    return bins
