"""Context: a block's score, corrected by what stands around it.

A story is mostly contiguous, its prose is dense, what ends it (a comment form, a list of other stories)
lies between it and what is not it any more, and its paragraphs speak of the same things. Each of these is
a feature with few bins; a scorecard turns them into points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, compress, count
from math import exp
from operator import mul, sub
from typing import Final, NamedTuple

from cleaner.analysis.counting import MEASURED_WORDS
from cleaner.analysis.measures import HEADLINES, SIZE, Measures
from cleaner.scoring import Codes, Feature, choice, scale

NEAR: Final = 2
"""Blocks to each side over which the density of the story is taken. Wider windows were measured and add nothing."""

STEPS_A_UNIT: Final = 8
LARGEST_SCORE: Final = 8
"""Scores are looked up in steps of 1/8 between -8 and 8; beyond, a block is as good as certain."""

DENSITY_STEPS: Final = 20

# Where bins begin was set by hand, narrow where the figures tell most. What a bin is worth is fitted.
SCORE: Final = scale("score", -4.0, -2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 2.5, 4.0)
DENSITY: Final = scale("density", 0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
MASS: Final = scale("words of story", 5, 15, 40, 100, 200, 400)
SINCE: Final = scale("blocks since", 1, 3, 8, 20, 60)
NEAREST: Final = scale("blocks away", 1, 2, 3, 6, 99)
NAMED_BLOCKS: Final = scale("named blocks", 1, 2, 4, 8, 20)
"""Blocks of a page that a rule or an echo names as furniture: a page without any was cleaned already."""

TRIM: Final = choice("page", "whole", "stripped")
"""Counted apart for stripped pages, where a short line is more often a subheading than a menu entry."""

SIDE: Final = choice("side", "in the core", "below", "above")
IS_NAMED: Final = choice("block", "not named", "named")
TAILS_MET: Final = scale("tails", 1, 2, 3, 4, 5)
SHARED: Final = choice(
    "shared terms", "no terms", *[f"{eighths} eighths" for eighths in range(6)], "6 eighths and more"
)

OWN: Final = Feature("own", TRIM, SCORE)
BEFORE: Final = Feature("before", SCORE)
AFTER: Final = Feature("after", SCORE)
DENSE: Final = Feature("near", DENSITY, MASS)
TAILS: Final = Feature("tails", SIDE, TAILS_MET)
BETWEEN: Final = Feature("between", SIDE, MASS)
CORE: Final = Feature("core", scale("words of story", 30, 80, 150, 300, 600, 1200))
SINCE_TAIL: Final = Feature("since_tail", TRIM, SIZE, SINCE)
PROGRESS: Final = Feature("progress", scale("share above", 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98))
TOPIC: Final = Feature("topic", SIZE, SHARED)
NAMED: Final = Feature("named", NAMED_BLOCKS, IS_NAMED, SCORE)
NAMED_ABOVE: Final = Feature("named_above", TRIM, SIZE, NEAREST)
NAMED_BELOW: Final = Feature("named_below", TRIM, SIZE, NEAREST)
RUN: Final = Feature("run", TRIM, NAMED_BLOCKS, HEADLINES)
FEATURES: Final = (
    OWN,
    BEFORE,
    AFTER,
    DENSE,
    TAILS,
    BETWEEN,
    CORE,
    SINCE_TAIL,
    PROGRESS,
    TOPIC,
    NAMED,
    NAMED_ABOVE,
    NAMED_BELOW,
    RUN,
)

_STEPS: Final = [step / STEPS_A_UNIT - LARGEST_SCORE for step in range(2 * LARGEST_SCORE * STEPS_A_UNIT + 1)]
_SCORE_BIN: Final = SCORE.table(_STEPS)
_DENSITY_BIN: Final = DENSITY.table([step / DENSITY_STEPS for step in range(DENSITY_STEPS + 1)])
_MASS_BIN: Final = MASS.table(range(int(MASS.edges[-1]) + 1))
_NEAREST_BIN: Final = NEAREST.table(range(int(NEAREST.edges[-1]) + 1))
_SINCE_BIN: Final = SINCE.table(range(int(SINCE.edges[-1]) + 1))
_MOST_SHARED: Final = len(SHARED) - 2
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


def codes(scores: Sequence[float], measures: Measures, tails: Sequence[bool], named: Sequence[bool]) -> Codes:
    """The bins of the page's blocks, given each block's own score, whether it begins a tail, and whether a rule or
    an echo names it as furniture."""
    field = _field(scores, measures)
    core = _core(field)
    own = list(map(_SCORE_BIN.__getitem__, field.steps))
    sizes, trim, named_blocks = measures.sizes, int(measures.is_stripped), NAMED_BLOCKS.bin(sum(named))
    tails_met, between = _outward(field, core, tails)
    return {
        "own": OWN.cross(trim, own),
        "before": [0, *own][: len(own)],
        "after": [*own, 0][1:],
        "near": _density(field),
        "tails": tails_met,
        "between": between,
        "core": [CORE.axes[0].bin(field.mass_sums[core.end] - field.mass_sums[core.start])] * len(own),
        "since_tail": SINCE_TAIL.cross(trim, sizes, _since_tail(tails)),
        "progress": _progress(field),
        "topic": _topic(field, core, measures),
        "named": NAMED.cross(named_blocks, named, own),
        "named_above": NAMED_ABOVE.cross(trim, sizes, _nearest(named)),
        "named_below": NAMED_BELOW.cross(trim, sizes, _nearest(named[::-1])[::-1]),
        "run": RUN.cross(trim, named_blocks, measures.headline_bins),
    }


def _nearest(named: Sequence[bool]) -> list[int]:
    """How many blocks further up the nearest named one stands."""
    bins = []
    distance = farthest = int(NEAREST.edges[-1])
    for is_named in named:
        bins.append(_NEAREST_BIN[distance])
        distance = 1 if is_named else distance + 1 if distance < farthest else farthest
    return bins


def _field(scores: Sequence[float], measures: Measures) -> Field:
    lowest, highest = 0.0, float(len(_STEPS) - 1)
    places = [(score + LARGEST_SCORE) * STEPS_A_UNIT for score in scores]
    steps = [int(lowest if place < lowest else highest if place > highest else place) for place in places]
    chances = list(map(_PROBABILITY.__getitem__, steps))
    words = [count if count < MEASURED_WORDS else MEASURED_WORDS for count in measures.words]
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
    largest = MASS.edges[-1]
    densities, masses = [], []
    for mass, words in zip(_window_sums(field.mass_sums), _window_sums(field.word_sums), strict=True):
        densities.append(_DENSITY_BIN[int(DENSITY_STEPS * mass / words)] if words else 0)
        masses.append(_MASS_BIN[int(mass if mass < largest else largest)])
    return DENSE.cross(densities, masses)


def _window_sums(sums: Sequence[float]) -> list[float]:
    """Sums over the nearest entries of every entry, from running sums."""
    size = len(sums) - 1
    ends = [*sums[NEAR + 1 :], *[sums[-1]] * min(NEAR, size)]
    starts = [*[0] * min(NEAR, size), *sums[: max(0, size - NEAR)]]
    return list(map(sub, ends, starts))


def _outward(field: Field, core: Core, tails: Sequence[bool]) -> tuple[list[int], list[int]]:
    """From the core outwards: how many tails and how much prose lie between it and the block."""
    size, most = len(field.steps), len(TAILS_MET) - 1
    tails_met, between = [0] * size, [0] * size
    for side, indices in ((1, range(core.end, size)), (2, range(core.start - 1, -1, -1))):
        prose, met = 0.0, 0
        first_met, first_between = TAILS.bin(side, 0), BETWEEN.bin(side, 0)
        for index in indices:
            if tails[index] and met < most:
                met += 1
            tails_met[index] = first_met + met
            between[index] = first_between + MASS.bin(prose)
            prose += field.mass[index]
    return tails_met, between


def _since_tail(tails: Sequence[bool]) -> list[int]:
    """How many blocks further up the last tail begins."""
    bins = []
    since = farthest = int(SINCE.edges[-1])
    for tail in tails:
        if tail:
            since = 0
        bins.append(_SINCE_BIN[since])
        since = since + 1 if since < farthest else farthest
    return bins


def _progress(field: Field) -> list[int]:
    """How much of the page's story stands before the block."""
    whole = field.mass_sums[-1] or 1.0
    find = PROGRESS.axes[0].bin
    return [find(mass / whole) for mass in field.mass_sums[:-1]]


def _topic(field: Field, core: Core, measures: Measures) -> list[int]:
    """The share of a block's terms that the rest of the core uses too."""
    all_terms = measures.terms
    inside = {index for index in range(core.start, core.end) if field.chances[index] > 0.5 and all_terms[index]}
    once: set[str] = set()
    twice: set[str] = set()
    for index in inside:
        twice |= once & all_terms[index]
        once |= all_terms[index]
    bins = [0] * len(all_terms)
    for index in compress(count(), all_terms):
        terms = all_terms[index]
        shared = 8 * len(terms & (twice if index in inside else once)) // len(terms)
        bins[index] = 1 + (shared if shared < _MOST_SHARED else _MOST_SHARED)
    return TOPIC.cross(measures.sizes, bins)
