"""The story's region: the element of an HTML page inside which the story stands.

What is kept so far is a list of blocks; the page is a tree, and a human eye parts its regions at once. The candidates
are the page itself and the elements that hold kept blocks. A card says of each how well it parts story from rest, by
what it takes in and what it leaves out; the best one restricts what is kept (docs/decisions/region.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import accumulate, chain
from operator import mul, or_
from typing import Final, NamedTuple

from cleaner.analysis import Analysis
from cleaner.analysis.counting import terms_of
from cleaner.markup import Containers, classes_of
from cleaner.scoring import Feature, choice, scale

MIN_CHARACTERS: Final = 200
"""A region has so many characters of kept blocks: two sentences."""

MOST_CANDIDATES: Final = 24
"""Those with most kept words. Of 3,755 pages one in a hundred has more."""

CAUSES: Final = 2
"""As many of the features that spoke most for the region are named in the reason."""

NOTHING: Final = -99.0
"""Stands for what cannot be measured: the score of what is left out, where nothing is."""

_SCORE: Final = scale("score", -90, -3, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 5)
_SHARE: Final = scale("share", -1, 0.001, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.999)
"""From -1 on, since what cannot be measured lies below."""

IN_CONTEXT: Final = Feature("context_inside", _SCORE)
OUT_CONTEXT: Final = Feature("context_outside", _SCORE)
IN_OWN: Final = Feature("own_inside", _SCORE)
OUT_OWN: Final = Feature("own_outside", _SCORE)
TITLE: Final = Feature("title", choice("title", "none", "inside", "right above", "further above", "below"))
SHARED: Final = Feature("shared_terms", _SHARE)
COHESION: Final = Feature("cohesion", scale("share", -1, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5))
LINKS: Final = Feature("links", scale("link density", 0.01, 0.03, 0.07, 0.15, 0.3, 0.5))
SHARE: Final = Feature("share", _SHARE)
BELOW: Final = Feature("share_below", _SHARE)
NEXT: Final = Feature("next_kept", scale("blocks away", 0, 1, 2, 3, 5, 10, 20, 50))
"""Blocks from the region's end to the next kept one; -1 if there is none."""

ALIKE: Final = Feature("alike", scale("elements", 2, 3, 5, 10, 30))
"""Elements of the page with the same name and classes: a list of teasers has many."""

TITLE_INSIDE: Final = Feature("title_inside", _SHARE)
TITLE_OUTSIDE: Final = Feature("title_outside", _SHARE)
WORDS: Final = Feature("words", scale("words", 25, 60, 120, 250, 500, 1000))
FEATURES: Final = (
    IN_CONTEXT,
    OUT_CONTEXT,
    IN_OWN,
    OUT_OWN,
    TITLE,
    SHARED,
    COHESION,
    LINKS,
    SHARE,
    BELOW,
    NEXT,
    ALIKE,
    TITLE_INSIDE,
    TITLE_OUTSIDE,
    WORDS,
)
_NOTES: Final = {
    "context_inside": "what it takes in",
    "context_outside": "what it leaves out",
    "own_inside": "what it takes in",
    "own_outside": "what it leaves out",
    "title": "where the title stands",
    "shared_terms": "what the rest speaks of",
    "cohesion": "its words that come again",
    "links": "its links",
    "share": "how much it takes in",
    "share_below": "what lies below it",
    "next_kept": "what lies below it",
    "alike": "the elements like it",
    "title_inside": "the title's words",
    "title_outside": "the title's words",
    "words": "how much it takes in",
}


class Candidate(NamedTuple):
    """An element, and the kept blocks inside it: those from place `start` to before `end` among all kept ones."""

    start: int
    end: int
    container: int


class Region(NamedTuple):
    """What was chosen: the element's index, and why it was, in a few words."""

    container: int
    note: str


def restrict(analysis: Analysis, kept: list[bool], own: Sequence[float], scores: Sequence[float]) -> Region | None:
    """Drops the kept blocks that stand outside the story's region; None if the region is the page.

    Args:
        analysis: an HTML page.
        kept: for each block whether it is kept; changed in place.
        own: the scores of the blocks' own words and markup.
        scores: the same, corrected by their context.
    """
    blocks = [block for block, keep_it in enumerate(kept) if keep_it]
    found = candidates(analysis, blocks)
    if len(found) < 2:
        return None
    card = analysis.weights.card("html/region", FEATURES)
    every = [card.by_feature(bins) for bins in codes(analysis, blocks, found, own, scores)]
    sums = [sum(points.values()) for points in every]
    best = max(range(len(found)), key=sums.__getitem__)
    if found[best].end - found[best].start == len(blocks):
        return None
    chosen = found[best]
    for block in (*blocks[: chosen.start], *blocks[chosen.end :]):
        kept[block] = False
    return Region(chosen.container, _note(analysis, chosen, every[best], every[0]))


def inside(analysis: Analysis, chosen: Region | None) -> list[bool]:
    """For each block whether it stands in the region."""
    containers, blocks = analysis.page.containers, analysis.page.blocks
    if chosen is None or containers is None:
        return [True] * len(blocks)
    within = [False] * len(containers)
    within[chosen.container] = True
    for container in range(chosen.container + 1, len(within)):
        within[container] = within[containers.parents[container]]
    return [block.markup is not None and within[block.markup.container] for block in blocks]


def _note(analysis: Analysis, chosen: Candidate, points: Mapping[str, float], of_page: Mapping[str, float]) -> str:
    """The element outside which a block stands, and what spoke most for it against the whole page."""
    containers = analysis.page.containers
    assert containers is not None
    gains = {name: value - of_page[name] for name, value in points.items()}
    causes = dict.fromkeys(_NOTES[name] for name in sorted(gains, key=gains.__getitem__, reverse=True)[:CAUSES])
    classes = classes_of(containers.attributes[chosen.container])
    name = containers.tags[chosen.container] + (f' class="{classes}"' if classes else "")
    return f"outside <{name}>, chosen over the page by {' and '.join(causes)}"


def candidates(analysis: Analysis, blocks: Sequence[int]) -> list[Candidate]:
    """The page, and the elements that could be the story's region; of those with the same kept blocks the outermost."""
    containers = analysis.page.containers
    assert containers is not None
    firsts, lasts = _firsts(analysis, containers, blocks), _firsts(analysis, containers, blocks[::-1])
    sums = list(accumulate([len(analysis.measures.plain[block]) for block in blocks], initial=0))
    count = len(blocks)
    outermost: dict[tuple[int, int], int] = {}
    for container in sorted(firsts):
        start, end = firsts[container], count - lasts[container]
        if sums[end] - sums[start] >= MIN_CHARACTERS:
            outermost.setdefault((start, end), container)
    whole = outermost.pop((0, count), 0)
    found = [Candidate(start, end, container) for (start, end), container in outermost.items()]
    words = list(accumulate([analysis.measures.words[block] for block in blocks], initial=0))
    found.sort(key=lambda candidate: words[candidate.start] - words[candidate.end])
    return [Candidate(0, count, whole), *found[: MOST_CANDIDATES - 1]]


def _firsts(analysis: Analysis, containers: Containers, blocks: Sequence[int]) -> dict[int, int]:
    """The place of the first of these blocks in each element around one of them."""
    firsts: dict[int, int] = {}
    parents = containers.parents
    for place, block in enumerate(blocks):
        markup = analysis.page.blocks[block].markup
        container = markup.container if markup else 0
        while container > 0 and container not in firsts:
            firsts[container] = place
            container = parents[container]
    return firsts


def codes(
    analysis: Analysis,
    blocks: Sequence[int],
    found: Sequence[Candidate],
    own: Sequence[float],
    scores: Sequence[float],
) -> list[dict[str, int]]:
    """The bins of each candidate, by feature. Sums over what lies in an element and outside it are taken from running
    sums over the kept blocks."""
    measures = analysis.measures
    words = [measures.words[block] for block in blocks]
    markups = [analysis.page.blocks[block].markup for block in blocks]
    links = [markup.link_density if markup else 0.0 for markup in markups]
    of_words = list(accumulate(words, initial=0))
    of_own = _Sums([own[block] for block in blocks], words)
    of_scores = _Sums([scores[block] for block in blocks], words)
    of_links = _Sums(links, words)
    title_terms = terms_of(analysis.title.text) if analysis.title else frozenset()
    terms = _Terms([measures.terms[block] for block in blocks], title_terms)
    title = _Title(analysis, blocks)
    alike = _alike(analysis.page.containers, found)
    whole = of_words[-1] or 1
    bins = []
    for candidate in found:
        start, end, container = candidate
        inside, below = of_words[end] - of_words[start], of_words[-1] - of_words[end]
        shared, cohesion, title_inside, title_outside = terms.measures(start, end)
        bins.append(
            {
                "context_inside": _SCORE.bin(of_scores.mean(start, end)),
                "context_outside": _SCORE.bin(of_scores.mean_outside(start, end)),
                "own_inside": _SCORE.bin(of_own.mean(start, end)),
                "own_outside": _SCORE.bin(of_own.mean_outside(start, end)),
                "title": title.place(candidate),
                "shared_terms": _SHARE.bin(shared),
                "cohesion": COHESION.axes[0].bin(cohesion),
                "links": LINKS.axes[0].bin(max(0.0, of_links.mean(start, end))),
                "share": _SHARE.bin(inside / whole),
                "share_below": _SHARE.bin(below / whole),
                "next_kept": NEXT.axes[0].bin(blocks[end] - blocks[end - 1] if end < len(blocks) else -1),
                "alike": ALIKE.axes[0].bin(alike[container]),
                "title_inside": _SHARE.bin(title_inside),
                "title_outside": _SHARE.bin(title_outside),
                "words": WORDS.axes[0].bin(inside),
            }
        )
    return bins


class _Sums:
    """Means of a measure over stretches of blocks, each block weighted by its words."""

    def __init__(self, values: Sequence[float], words: Sequence[int]) -> None:
        weighted: list[float] = list(map(mul, values, words))
        self._sums: list[float] = list(accumulate(weighted, initial=0.0))
        self._words = list(accumulate(words, initial=0))
        self.total = self._sums[-1]

    def between(self, start: int, end: int) -> float:
        return self._sums[end] - self._sums[start]

    def mean(self, start: int, end: int) -> float:
        words = self._words[end] - self._words[start]
        return self.between(start, end) / words if words else NOTHING

    def mean_outside(self, start: int, end: int) -> float:
        words = self._words[-1] - self._words[end] + self._words[start]
        return (self.total - self.between(start, end)) / words if words else NOTHING


class _Terms:
    """What the terms of the blocks inside an element have to do with those outside, and with the title's.

    A set of terms is an integer with a bit for each, so that the terms of many blocks are united in a few steps.
    """

    def __init__(self, terms: Sequence[frozenset[str]], title: frozenset[str]) -> None:
        bits = {term: 1 << place for place, term in enumerate(dict.fromkeys(chain(title, *terms)))}
        self._terms = [sum(map(bits.__getitem__, found)) for found in terms]
        self._title = sum(map(bits.__getitem__, title))
        self._above = list(accumulate(self._terms, or_, initial=0))
        self._below = list(accumulate(reversed(self._terms), or_, initial=0))[::-1]
        self._counts = list(accumulate(map(len, terms), initial=0))

    def measures(self, start: int, end: int) -> tuple[float, float, float, float]:
        """The share of the terms outside that stand inside too; how often those inside come again; the shares of the
        title's terms inside and outside. `NOTHING` where there are none."""
        inside = reduce(or_, self._terms[start:end], 0)
        outside = self._above[start] | self._below[end]
        said = self._counts[end] - self._counts[start]
        title = self._title.bit_count()
        return (
            (inside & outside).bit_count() / outside.bit_count() if outside else NOTHING,
            1 - inside.bit_count() / said if said else NOTHING,
            (self._title & inside).bit_count() / title if title else NOTHING,
            (self._title & outside).bit_count() / title if title and outside else NOTHING,
        )


class _Title:
    """Where the title stands, or the first heading of the first level if no block is the title."""

    def __init__(self, analysis: Analysis, blocks: Sequence[int]) -> None:
        page, containers = analysis.page, analysis.page.containers
        block = analysis.title.block if analysis.title else -1
        if block < 0:
            block = next((i for i, b in enumerate(page.blocks) if b.kind == "heading" and b.level == 1), -1)
        markup = page.blocks[block].markup if block >= 0 else None
        self.block = block
        self._around = frozenset(containers.chain(markup.container)) if markup and containers else frozenset()
        self._kept = blocks

    def place(self, candidate: Candidate) -> int:
        """The bin of `TITLE`."""
        if self.block < 0:
            return 0
        if candidate.container == 0 or candidate.container in self._around:
            return 1
        if self.block > self._kept[candidate.start]:
            return 4
        between = any(self.block < block for block in self._kept[: candidate.start])
        return 3 if between else 2


def _alike(containers: Containers | None, found: Sequence[Candidate]) -> dict[int, int]:
    """For each candidate how many of the page's elements have its name and classes; the page is like no other."""
    if containers is None or len(found) < 2:
        return {candidate.container: 1 for candidate in found}
    # Most elements are written like others: their classes are read once.
    written = Counter(zip(containers.tags, containers.attributes, strict=True))
    looks: Counter[tuple[str, str]] = Counter()
    for (tag, attributes), count in written.items():
        looks[tag, classes_of(attributes)] += count
    numbers = [candidate.container for candidate in found]
    look = {number: (containers.tags[number], classes_of(containers.attributes[number])) for number in numbers}
    return {number: looks[look[number]] if number else 1 for number in numbers}
