"""Fits cards: logistic regression on bins, and the same without the pages of a site, for honest figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from cleaner.scoring import Card, Feature, Weights

FOLDS = 5
Points = dict[str, list[float]]


class Drafts(Weights):
    """Cards while they are being fitted: those that are there already, and for all others cards that say nothing."""

    def __init__(self, cards: Mapping[str, Card]) -> None:
        super().__init__()
        self._cards = dict(cards)

    def card(self, name: str, features: Sequence[Feature]) -> Card:
        if name not in self._cards:
            self._cards[name] = Card(
                name, tuple(features), 0.0, {feature.name: [0.0] * feature.size for feature in features}
            )
        return self._cards[name]


def folds(sites: Sequence[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Five times, which pages are fitted on and which, of other sites, are measured on."""
    yield from GroupKFold(FOLDS).split(sites, groups=sites)


def matrix(codes: Sequence[Mapping[str, Sequence[int]]], features: Sequence[Feature]) -> csr_matrix:
    """One row a block, one column a bin."""
    sizes = [feature.size for feature in features]
    offsets = np.cumsum([0, *sizes])[:-1]
    stacked = np.concatenate([np.column_stack([page[feature.name] for feature in features]) for page in codes])
    count = len(stacked)
    index = (np.repeat(np.arange(count), len(features)), (stacked + offsets).ravel())
    return csr_matrix((np.ones(stacked.size), index), shape=(count, sum(sizes)))


def logistic(
    rows: csr_matrix, target: np.ndarray, weight: np.ndarray, features: Sequence[Feature], strength: float
) -> tuple[float, Points]:
    """The base and the points of each feature, rounded to thousandths; `strength` is the inverse of the L2 penalty."""
    used = weight > 0
    model = LogisticRegression(C=strength, max_iter=1000, tol=1e-3)
    model.fit(rows[used], target[used], sample_weight=weight[used])
    points: Points = {}
    start = 0
    for feature in features:
        points[feature.name] = [round(float(value), 3) for value in model.coef_[0][start : start + feature.size]]
        start += feature.size
    return round(float(model.intercept_[0]), 3), points


def scored(codes: Mapping[str, Sequence[int]], base: float, points: Points) -> np.ndarray:
    """The scores of a page's blocks."""
    total = np.full(len(next(iter(codes.values()))), base)
    for name, bins in codes.items():
        total += np.array(points[name])[np.array(bins, dtype=int)]
    return total


def log_loss(scores: np.ndarray, target: np.ndarray, weight: np.ndarray) -> float:
    """The weighted mean of the log loss, in nats."""
    loss = np.logaddexp(0.0, np.where(target, -scores, scores))
    return float((loss * weight).sum() / weight.sum())
