"""A scorecard: the points of every bin of some features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaner.scoring.feature import Feature

Codes = Mapping[str, Sequence[int]]
"""The bin of every block, by feature."""


@dataclass(frozen=True, slots=True)
class Card:
    """Points by feature and bin, in natural log-odds that a block belongs to the story (or whatever the card judges).

    Attributes:
        name: what the card judges.
        features: what it listens to.
        base: what everything gets before any feature speaks.
        points: a list for each feature, one number a bin.
        common: words that the card's features pass over, as too common to tell anything; most cards have none.
    """

    name: str
    features: tuple[Feature, ...]
    base: float
    points: Mapping[str, Sequence[float]]
    common: frozenset[str] = frozenset()

    def scores(self, codes: Codes) -> list[float]:
        """The sum of points of every block. Points are added in the order of `codes`, so that the same page has the
        same scores to the last bit."""
        columns = [_looked_up(self.points[feature], bins) for feature, bins in codes.items()]
        return list(map(self.base.__add__, map(sum, zip(*columns, strict=True))))

    def by_feature(self, bins: Mapping[str, int]) -> dict[str, float]:
        """What each feature says of one thing."""
        return {feature: self.points[feature][bin_] for feature, bin_ in bins.items()}


def _looked_up(points: Sequence[float], bins: Sequence[int]) -> list[float]:
    return [points[bin_] for bin_ in bins]
