"""The second look: each block of an HTML page once more, now that most of the story is known.

The first look knows a block's own words and markup, and the blocks before and after it. What the story's blocks have in
common (the element they stand in, its classes, how deep they lie) is known only once most of them are found; a card
says what that is worth (docs/decisions/second_look.md).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import accumulate
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.measures import SIZE
from cleaner.intake.elements import HEADINGS
from cleaner.markup import Containers, classes_of
from cleaner.model import Evidence
from cleaner.rulebook.rule import CERTAIN_SCORE
from cleaner.scoring import Codes, Feature, choice, scale

LEAST, MOST = 0.5, 2.0
"""The first look stands if the second leaves less than half of its words or more than twice as many: it mends a story,
it does not look for another one."""

TEXT_ELEMENTS: Final = HEADINGS | {"blockquote", "dd", "dt", "figcaption", "li", "p", "pre"}
"""Elements that hold one paragraph: what paragraphs of a story have in common is the element around these."""

FARTHEST: Final = 30
"""Blocks further away than this are told apart no more."""

CERTAIN: Final = 6.0
"""Scores count up to this when they are averaged: one certain block must not speak for all others."""

NONE: Final = -99.0
"""Stands for the mean over no blocks."""

_SCORE: Final = scale("score", -4, -2.5, -1.5, -0.7, 0, 0.7, 1.5, 2.5, 4)
_MEAN: Final = scale("mean score of the others", -90, -3, -1.5, -0.5, 0.5, 1.5, 2.5, 4)
_SHARE: Final = scale("share of the others kept", -1, 0.001, 0.2, 0.5, 0.8, 0.999)
_WORDS: Final = scale("words of the others", 1, 20, 60, 200, 600)
_AWAY: Final = scale("blocks away", 1, 2, 3, 5, 10, FARTHEST)
_STEPS: Final = scale("elements", 1, 2, 3, 4)
_KINDS: Final = choice("kind", "other", "text", "heading", "item", "quote")
_NEIGHBOUR: Final = choice("neighbour", "dropped", "kept", "dropped sibling", "kept sibling")

OWN: Final = Feature("own", _SCORE, SIZE)
CONTEXT: Final = Feature("context", _SCORE, SIZE)
ALIKE: Final = Feature("alike", _MEAN, _WORDS)
"""The other blocks whose element has the same name and classes, and stands in one with the same."""

ALIKE_KEPT: Final = Feature("alike_kept", _SHARE, _WORDS)
SIBLINGS: Final = Feature("siblings", _MEAN, _WORDS)
SIBLINGS_KEPT: Final = Feature("siblings_kept", _SHARE, _WORDS)
WAY: Final = Feature("way", _STEPS, _STEPS)
"""Elements up from the one that holds most of the story to one that holds the block too, and down from there."""

DEPTH: Final = Feature("depth", scale("levels below the story's", -3, -1, 0, 1, 2, 4))
KEPT_BELOW: Final = Feature("kept_below", _AWAY, SIZE)
KEPT_ABOVE: Final = Feature("kept_above", _AWAY, SIZE)
PROGRESS: Final = Feature("progress", scale("share above", 0.001, 0.02, 0.1, 0.5, 0.9, 0.98, 0.999), SIZE)
KIND: Final = Feature("kind", _KINDS, _NEIGHBOUR, _NEIGHBOUR)
NEIGHBOURS: Final = Feature("neighbours", SIZE, _NEIGHBOUR, _NEIGHBOUR)
"""The blocks above and below; siblings are elements of the same name in the same one."""

KEPT: Final = Feature("kept_words", scale("words", 30, 80, 150, 300, 600, 1200))
FEATURES: Final = (
    OWN,
    CONTEXT,
    ALIKE,
    ALIKE_KEPT,
    SIBLINGS,
    SIBLINGS_KEPT,
    WAY,
    DEPTH,
    KEPT_BELOW,
    KEPT_ABOVE,
    PROGRESS,
    KIND,
    NEIGHBOURS,
    KEPT,
)
_AWAY_BIN: Final = _AWAY.table(range(FARTHEST + 1))
_FAR: Final = int(_STEPS.edges[-1])
_WAY_BIN: Final = [[WAY.bin(_STEPS.bin(up), _STEPS.bin(down)) for down in range(_FAR + 1)] for up in range(_FAR + 1)]
_KIND_BIN: Final = {"text": 1, "heading": 2, "item": 3, "quote": 4}


def look_again(
    analysis: Analysis,
    kept: list[bool],
    own: Sequence[float],
    scores: Sequence[float],
    may_keep: Sequence[bool],
    evidence: Sequence[Evidence] = (),
) -> list[float]:
    """Keeps and drops blocks by their scores at the second look, and returns these.

    Args:
        analysis: an HTML page.
        kept: for each block whether it is kept; changed in place.
        own: the scores of the blocks' own words and markup.
        scores: the same, corrected by their context.
        evidence: what names a block counts once more, as it does at the first look: it stands among the story's blocks.
        may_keep: for each block whether it stands in the story's region and no certain hit removes it.
    """
    words = analysis.measures.words
    if not any(kept):
        return list(scores)
    card = analysis.weights.card("html/second_look", FEATURES)
    again = card.scores(codes(analysis, kept, own, scores))
    for hit in evidence:
        if hit.names and hit.weight > CERTAIN_SCORE:
            again[hit.block] += hit.weight
    found = [score > 0 and may for score, may in zip(again, may_keep, strict=True)]
    if not stands(kept, found, words):
        return list(scores)
    kept[:] = found
    return again


def stands(first: Sequence[bool], second: Sequence[bool], words: Sequence[int]) -> bool:
    """Whether what is kept at the second look takes the place of what was at the first."""
    before = _kept_words(first, words)
    return LEAST * before <= _kept_words(second, words) <= MOST * before


def _kept_words(kept: Sequence[bool], words: Sequence[int]) -> int:
    return sum([count for count, keep_it in zip(words, kept, strict=True) if keep_it])


def codes(analysis: Analysis, kept: Sequence[bool], own: Sequence[float], scores: Sequence[float]) -> Codes:
    """The bins of every block, given what is kept so far and the scores of the first look."""
    containers, measures = analysis.page.containers, analysis.measures
    assert containers is not None
    sizes, words = measures.sizes, measures.words
    holders = [block.markup.container if block.markup else 0 for block in analysis.page.blocks]
    depths = _depths(containers)
    main = _main([_around_text(containers, holder) for holder in holders], kept, words)
    mass = list(accumulate([count if keep_it else 0 for count, keep_it in zip(words, kept, strict=True)], initial=0))
    weighted = [
        count * (CERTAIN if score > CERTAIN else -CERTAIN if score < -CERTAIN else score)
        for score, count in zip(scores, words, strict=True)
    ]
    alike, alike_kept = _others(_looks(containers, holders), kept, weighted, words)
    parents = [containers.parents[holder] for holder in holders]
    siblings, siblings_kept = _others(parents, kept, weighted, words)
    places = [(containers.tags[holder], parent) for holder, parent in zip(holders, parents, strict=True)]
    above, below = _above(places, kept), _above(places[::-1], kept[::-1])[::-1]
    whole = mass[-1] or 1
    return {
        "own": OWN.cross(_SCORE.table(own), sizes),
        "context": CONTEXT.cross(_SCORE.table(scores), sizes),
        "alike": alike,
        "alike_kept": alike_kept,
        "siblings": siblings,
        "siblings_kept": siblings_kept,
        "way": _way(containers, holders, main),
        "depth": DEPTH.axes[0].table([depths[holder] - depths[main] for holder in holders]),
        "kept_below": KEPT_BELOW.cross(_nearest(kept[::-1])[::-1], sizes),
        "kept_above": KEPT_ABOVE.cross(_nearest(kept), sizes),
        "progress": PROGRESS.cross(PROGRESS.axes[0].table([before / whole for before in mass[:-1]]), sizes),
        "kind": KIND.cross([_KIND_BIN.get(kind, 0) for kind in measures.kinds], above, below),
        "neighbours": NEIGHBOURS.cross(sizes, above, below),
        "kept_words": [KEPT.axes[0].bin(mass[-1])] * len(words),
    }


def _above(places: Sequence[tuple[str, int]], kept: Sequence[bool]) -> list[int]:
    """What the block before each one is: the bins of `_NEIGHBOUR`."""
    before = zip(places, ((("", -1)), *places), (False, *kept), strict=False)
    return [keep_it + 2 * (place == other) for place, other, keep_it in before]


def _depths(containers: Containers) -> list[int]:
    depths = [0]
    for parent in containers.parents[1:]:
        depths.append(depths[parent] + 1)
    return depths


def _main(around: Sequence[int], kept: Sequence[bool], words: Sequence[int]) -> int:
    """The element that has most of the kept words right inside it."""
    sums: dict[int, int] = {}
    for container, keep_it, count in zip(around, kept, words, strict=True):
        if keep_it:
            sums[container] = sums.get(container, 0) + count
    return max(sums, key=sums.__getitem__, default=0)


def _around_text(containers: Containers, holder: int) -> int:
    """The element that a block's siblings stand in too."""
    return containers.parents[holder] if containers.tags[holder] in TEXT_ELEMENTS else holder


def _looks(containers: Containers, holders: Sequence[int]) -> list[str]:
    """The name and classes of each block's element and of the one around it."""
    tags, attributes, parents = containers.tags, containers.attributes, containers.parents
    around: dict[int, str] = {}
    looks = []
    for holder in holders:
        parent = parents[holder]
        if parent not in around:
            around[parent] = f"<{tags[parent]} {classes_of(attributes[parent])}"
        written = attributes[holder]
        looks.append(f"{tags[holder]} {classes_of(written) if written else ''}{around[parent]}")
    return looks


def _way(containers: Containers, holders: Sequence[int], main: int) -> list[int]:
    """The bins of `WAY`."""
    steps = {container: step for step, container in enumerate(containers.chain(main))}
    steps[0] = len(steps)
    bins: dict[int, int] = {}
    for holder in dict.fromkeys(holders):
        container, down = holder, 0
        while container not in steps:
            container = containers.parents[container]
            down += 1
        bins[holder] = _WAY_BIN[min(steps[container], _FAR)][min(down, _FAR)]
    return list(map(bins.__getitem__, holders))


def _others(
    groups: Sequence[Hashable], kept: Sequence[bool], weighted: Sequence[float], words: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Of the other blocks of each block's group, the mean score and the share that is kept, both weighted by words and
    crossed with how many words these are: the bins of `ALIKE` and `ALIKE_KEPT`, or of `SIBLINGS` and so on."""
    sums: dict[Hashable, list[float]] = {}
    for group, keep_it, value, count in zip(groups, kept, weighted, words, strict=True):
        entry = sums.get(group)
        if entry is None:
            entry = sums[group] = [0.0, 0.0, 0.0]
        entry[0] += value
        entry[1] += count * keep_it
        entry[2] += count
    means, shares, others = [], [], []
    for group, keep_it, value, count in zip(groups, kept, weighted, words, strict=True):
        whole, kept_words, all_words = sums[group]
        left = all_words - count
        others.append(left)
        means.append((whole - value) / left if left else NONE)
        shares.append((kept_words - count * keep_it) / left if left else NONE)
    sizes = _WORDS.table(others)
    return ALIKE.cross(_MEAN.table(means), sizes), ALIKE_KEPT.cross(_SHARE.table(shares), sizes)


def _nearest(kept: Sequence[bool]) -> list[int]:
    """How many blocks further up the nearest kept one stands."""
    bins = []
    away = FARTHEST
    for keep_it in kept:
        bins.append(_AWAY_BIN[away])
        away = 1 if keep_it else min(away + 1, FARTHEST)
    return bins
