"""Many pages: means, groups, calibration, and two runs beside each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev
from typing import Final, NamedTuple

from cleaner.evaluation.scoring import Account, PageScore

GOOD_F1: Final = 0.95
"""Above it a page is as good as right: what differs is a byline or a caption on a page of average length."""

DECILES: Final = 10

SURE: Final = 1.96
"""Standard errors on both sides of a mean that hold the true one in 95 cases of 100."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over pages, each over the pages that have the figure; None if none has.

    Attributes:
        pages: how many pages there are.
        precision, recall, f1, in_order: means of the pages' own (not of all words together).
        good: share of pages whose F1 is above `GOOD_F1`.
        exact: share of pages that are right but for white space.
        leak: mean share of the known junk in the output.
        snippet_precision, snippet_recall, snippet_f1: over all snippets of all pages together.
        title: share of pages with a title whose title is right, white space and case aside.
        is_story: share of pages that hold a story by the cleaner's word.
        top_half_gain: mean F1 of the half of the pages that the cleaner is surer of, minus that of the other half.
        ms: mean milliseconds a page.
    """

    pages: int
    precision: float | None
    recall: float | None
    f1: float | None
    in_order: float | None
    good: float | None
    exact: float | None
    leak: float | None
    snippet_precision: float | None
    snippet_recall: float | None
    snippet_f1: float | None
    title: float | None
    is_story: float | None
    top_half_gain: float | None
    ms: float | None


class Decile(NamedTuple):
    """Pages of like confidence: how many, and the means of their confidence and F1."""

    pages: int
    confidence: float
    f1: float


class Paired(NamedTuple):
    """Two runs over the same pages: the mean change of F1, its 95 % margin, and on how many pages it rose and fell."""

    change: float
    margin: float
    better: int
    worse: int


def summed_up(pages: Sequence[PageScore]) -> Figures:
    """The figures of some pages."""
    halves = calibration(pages, 2)
    snippets = _snippets(pages)
    return Figures(
        pages=len(pages),
        precision=_mean(page.precision for page in pages),
        recall=_mean(page.recall for page in pages),
        f1=_mean(page.f1 for page in pages),
        in_order=_mean(page.in_order for page in pages),
        good=_mean(page.f1 > GOOD_F1 for page in pages if page.f1 is not None),
        exact=_mean(page.exact for page in pages),
        leak=_mean(page.leak for page in pages),
        snippet_precision=snippets[0],
        snippet_recall=snippets[1],
        snippet_f1=snippets[2],
        title=_mean(page.title_right for page in pages),
        is_story=_mean(page.is_story for page in pages),
        top_half_gain=halves[1].f1 - halves[0].f1 if len(halves) == 2 else None,
        ms=_mean(page.seconds * 1000 for page in pages),
    )


def grouped(pages: Iterable[PageScore], by: str) -> dict[str, list[PageScore]]:
    """Pages by a field of the gold's records; by "id", by what stands before the first number in the pages' ids."""
    groups: dict[str, list[PageScore]] = defaultdict(list)
    for page in pages:
        groups[re.split(r"[-_.]?\d", page.gold.id)[0] if by == "id" else page.gold.fields.get(by, "")].append(page)
    return dict(sorted(groups.items()))


def calibration(pages: Iterable[PageScore], parts: int = DECILES) -> list[Decile]:
    """Pages in as many parts of like size by confidence, least sure first; fewer if there are fewer pages."""
    known = [(page.confidence, page.f1) for page in pages if page.confidence is not None and page.f1 is not None]
    known.sort()
    cuts = [len(known) * part // parts for part in range(parts + 1)]
    slices = [known[start:end] for start, end in pairwise(cuts) if end > start]
    return [Decile(len(part), fmean(c for c, _ in part), fmean(f1 for _, f1 in part)) for part in slices]


def account_of(pages: Iterable[PageScore]) -> Account:
    """The pages' accounts, added up."""
    total = Account()
    for page in pages:
        total.add(page.account)
    return total


def worst(pages: Iterable[PageScore], number: int) -> list[PageScore]:
    """The pages of the lowest F1; of those that have only snippets, the ones with most of them wrong."""
    return sorted(pages, key=_goodness)[:number]


def paired(pages: Sequence[PageScore], others: Sequence[PageScore]) -> Paired:
    """How the same pages changed from one run to another."""
    changes = [_goodness(other) - _goodness(page) for page, other in zip(pages, others, strict=True)]
    margin = SURE * stdev(changes) / sqrt(len(changes)) if len(changes) > 1 else 0.0
    return Paired(fmean(changes) if changes else 0.0, margin, sum(x > 0 for x in changes), sum(x < 0 for x in changes))


def most_changed(
    pages: Sequence[PageScore], others: Sequence[PageScore], number: int
) -> list[tuple[PageScore, PageScore]]:
    """The pages that changed most from one run to another, each in both; none that did not change."""
    changes = sorted(zip(pages, others, strict=True), key=lambda pair: -abs(paired([pair[0]], [pair[1]]).change))
    return [(old, new) for old, new in changes[:number] if paired([old], [new]).change]


def _goodness(page: PageScore) -> float:
    if page.f1 is not None:
        return page.f1
    right = page.wanted + len(page.gold.unwanted) - page.unwanted
    return right / (len(page.gold.wanted) + len(page.gold.unwanted))


def _snippets(pages: Iterable[PageScore]) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1 of snippets, as trafilatura's own evaluation has them (Barbaresi, "Trafilatura", ACL
    2021), over the pages of which no more is known."""
    known = [page for page in pages if page.gold.story is None]
    if not any(page.gold.wanted for page in known):
        return None, None, None
    hits, extra = sum(page.wanted for page in known), sum(page.unwanted for page in known)
    missed = sum(len(page.gold.wanted) for page in known) - hits
    return (
        hits / (hits + extra) if hits + extra else 1.0,
        hits / (hits + missed),
        2 * hits / (2 * hits + extra + missed),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
