"""Scorecards: each feature of a block falls into a bin, each bin has points, and the points add up.

A scorecard is data (`weights/*.json`): a list of points a feature, in natural log-odds that the block
belongs to the story. `benchmarks/fit_weights.py` fits them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

Card = Mapping[str, Sequence[float]]
"""Points by feature and bin; the feature "base" has one bin, which every block gets."""

Codes = Mapping[str, Sequence[int]]
"""The bin of every block, by feature."""

_WEIGHTS: Final = Path(__file__).parent / "weights"


@cache
def load(form: str) -> dict[str, Card]:
    """The scorecards for pages of one form ("text" or "html"), by name."""
    cards: dict[str, Card] = json.loads((_WEIGHTS / f"{form}.json").read_text(encoding="utf-8"))
    return cards


def points(card: Card, codes: Codes) -> list[float]:
    """The sum of points of every block."""
    columns = [_looked_up(card[feature], bins) for feature, bins in codes.items()]
    return list(map(card["base"][0].__add__, map(sum, zip(*columns, strict=True))))


def _looked_up(points: Sequence[float], bins: Sequence[int]) -> list[float]:
    return [points[bin_] for bin_ in bins]
