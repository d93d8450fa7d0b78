"""The region card: which element of a page is the story's.

For every page the candidates are tried, each gets the F1 that the page would have with it, and the card is fitted so
that a softmax over a page's candidates has the highest expected F1 (after a first fit to the best candidates by cross
entropy). Regressing each candidate's gain by itself gave a third of it. What is kept before, and the scores, are those
of cards that had not seen the page's site.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from cleaner.decision import region
from cleaner.decision.decide import before_region
from cleaner.scoring import Card
from training.blocks import Example, Fit
from training.fit import folds

STRENGTH = 1.0
"""The L2 penalty; from 1 to 10 it is the same."""
SHARPNESS = 50.0
"""How near a candidate's F1 must be to the best one's to be as good in the first fit: 0.02 less is a third."""
BAGS, BAG = 6, 0.6
"""The points are the mean of six fits, each on six sites in ten (Breiman, "Bagging Predictors", 1996): the expected F1
has many maxima, and a single fit moves by 0.002 when a page changes. On unseen sites the mean gains 0.0015 on html-dev,
0.001 on news-dev and languages-dev, 0.0005 on crawl-dev."""
CORPUS_WEIGHTS = {"html-dev": 1.0, "news-dev": 1.0, "crawl-dev": 1.0, "languages-dev": 0.5}


class Page(NamedTuple):
    """A page's candidates: their bins, and the F1 that each would give.

    Attributes:
        kept: for each block whether it was kept before a region is chosen.
        blocks: the kept ones.
        found: the candidates; a page with one has no choice, and no bins.
    """

    example: Example
    kept: list[bool]
    blocks: list[int]
    found: list[region.Candidate]
    bins: list[dict[str, int]]
    f1: np.ndarray

    def restricted(self, choice: int) -> tuple[list[bool], region.Region | None]:
        """What is kept, and the region, if this candidate is chosen."""
        start, end, container = self.found[choice]
        inside = set(self.blocks[start:end])
        kept = [block in inside for block in range(len(self.kept))]
        return kept, region.Region(container, "") if len(inside) < len(self.blocks) else None


def pages_of(fit: Fit, held_out: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[Page]:
    """The candidates of every page, given the own scores and the context scores of each."""
    return list(_pages(fit.examples, held_out))


def _pages(examples: Sequence[Example], held_out: Sequence[tuple[np.ndarray, np.ndarray]]) -> Iterator[Page]:
    for example, (own, scores) in zip(examples, held_out, strict=True):
        analysis = example.analysis
        own_list, score_list = own.tolist(), scores.tolist()
        summed = example.summed._replace(own=own_list)
        kept = before_region(analysis, summed, score_list, example.evidence)
        blocks = [block for block, keep_it in enumerate(kept) if keep_it]
        found = region.candidates(analysis, blocks)
        bins = region.codes(analysis, blocks, found, own_list, score_list) if len(found) > 1 else []
        f1 = np.array([f1_of(example, blocks[start:end]) for start, end, _ in found])
        yield Page(example, kept, blocks, found, bins, f1)


def f1_of(example: Example, blocks: Sequence[int]) -> float:
    """The F1 of a page's story if these blocks are kept."""
    labels = example.labels
    counted = labels.weights > 0 if example.corpus == "languages-dev" else np.ones(len(labels.words), bool)
    chosen = np.array([block for block in blocks if counted[block]], int)
    hit = float(labels.hits[chosen].sum())
    truth = example.truth or float(labels.hits[counted].sum())
    return 2 * hit / (float(labels.words[chosen].sum()) + truth) if hit else 0.0


class Candidates:
    """The candidates of many pages, as one matrix."""

    def __init__(self, pages: Sequence[Page]) -> None:
        sizes = [feature.size for feature in region.FEATURES]
        offsets = np.cumsum([0, *sizes])[:-1]
        rows = [[bins[feature.name] for feature in region.FEATURES] for page in pages for bins in page.bins]
        stacked = np.array(rows) + offsets
        index = (np.repeat(np.arange(len(stacked)), len(sizes)), stacked.ravel())
        self.matrix = csr_matrix((np.ones(stacked.size), index), shape=(len(stacked), sum(sizes)))
        self.starts = np.cumsum([0, *[len(page.f1) for page in pages]])
        self.page = np.repeat(np.arange(len(pages)), np.diff(self.starts))
        self.f1 = np.concatenate([page.f1 for page in pages])
        self.weight = np.array([CORPUS_WEIGHTS[page.example.corpus] for page in pages])

    def chances(self, points: np.ndarray) -> np.ndarray:
        """The softmax over each page's candidates."""
        scores = self.matrix @ points
        scores = scores - np.maximum.reduceat(scores, self.starts[:-1])[self.page]
        powers = np.exp(scores)
        chances: np.ndarray = powers / np.add.reduceat(powers, self.starts[:-1])[self.page]
        return chances

    def best(self, points: np.ndarray) -> np.ndarray:
        """The F1 of the candidate that is chosen on each page."""
        scores = self.matrix @ points
        return np.array(
            [self.f1[a + int(np.argmax(scores[a:b]))] for a, b in zip(self.starts[:-1], self.starts[1:], strict=True)]
        )


def fitted(pages: Sequence[Page]) -> np.ndarray:
    """The points of all bins."""
    pages = [page for page in pages if page.bins]
    sites = sorted({page.example.site for page in pages})
    random = np.random.default_rng(0)
    points = np.zeros(sum(feature.size for feature in region.FEATURES))
    for _ in range(BAGS):
        bag = set(random.choice(sites, int(BAG * len(sites)), replace=False))
        once = _fitted_once(Candidates([page for page in pages if page.example.site in bag]))
        points += once / np.linalg.norm(once)
    return points


def _fitted_once(candidates: Candidates) -> np.ndarray:
    size = candidates.matrix.shape[1]
    best = np.maximum.reduceat(candidates.f1, candidates.starts[:-1])[candidates.page]
    target = np.exp(SHARPNESS * (candidates.f1 - best))
    target = target / np.add.reduceat(target, candidates.starts[:-1])[candidates.page]
    weight = candidates.weight[candidates.page]
    matters = best - np.minimum.reduceat(candidates.f1, candidates.starts[:-1])[candidates.page]

    def cross_entropy(points: np.ndarray) -> tuple[float, np.ndarray]:
        chances = candidates.chances(points)
        loss = -(weight * matters * target * np.log(chances + 1e-12)).sum()
        gradient = candidates.matrix.T @ (weight * matters * (chances - target))
        return loss + STRENGTH * points @ points / 2, gradient + STRENGTH * points

    def expected(points: np.ndarray) -> tuple[float, np.ndarray]:
        chances = candidates.chances(points)
        mean = np.add.reduceat(chances * candidates.f1, candidates.starts[:-1])[candidates.page]
        gain = weight * chances * (candidates.f1 - mean)
        value = -(weight * chances * candidates.f1).sum()
        return value + STRENGTH * points @ points / 200, -(candidates.matrix.T @ gain) + STRENGTH * points / 100

    first = minimize(cross_entropy, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    second: np.ndarray = minimize(expected, first, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return second


def chosen(pages: Sequence[Page]) -> list[int]:
    """The candidate that is chosen on each page by a card that has not seen its site."""
    choice = [0] * len(pages)
    for train, test in folds([page.example.site for page in pages]):
        points = fitted([pages[i] for i in train])
        for i in test:
            if pages[i].bins:
                choice[i] = int(np.argmax(Candidates([pages[i]]).matrix @ points))
    return choice


def gain(pages: Sequence[Page], choice: Sequence[int]) -> Iterator[str]:
    """Lines that say what the region gains on unseen sites, on the pages that have a choice."""
    for corpus in sorted({page.example.corpus for page in pages}):
        of = [i for i, page in enumerate(pages) if page.example.corpus == corpus and page.bins]
        page, region_, best = (
            np.array(values)
            for values in zip(*[(pages[i].f1[0], pages[i].f1[choice[i]], pages[i].f1.max()) for i in of], strict=True)
        )
        yield (
            f"{corpus:14} {len(of):4} pages with a choice: F1 {page.mean():.4f} of the page, {region_.mean():.4f}"
            f" of the region, {best.mean():.4f} of the best candidate; lost {100 * (page < 0.5).mean():.1f} %,"
            f" {100 * (region_ < 0.5).mean():.1f} %"
        )


def fit(pages: Sequence[Page]) -> Card:
    """The card."""
    points = fitted(pages)
    by_feature = {}
    start = 0
    for feature in region.FEATURES:
        by_feature[feature.name] = [round(float(value), 3) for value in points[start : start + feature.size]]
        start += feature.size
    return Card("html/region", region.FEATURES, 0.0, by_feature)
