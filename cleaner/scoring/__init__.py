"""Scorecards: each feature of a block falls into a bin, each bin has points, and the points add up.

A feature is declared once (`Feature`): its name, its edges, and what it is crossed with. How many bins it has and where
each stands follow from that. A card's points are data (`cleaner/weights/`), fitted by `python -m training`.
"""

from cleaner.scoring.card import Card, Codes
from cleaner.scoring.feature import Axis, Feature, choice, scale
from cleaner.scoring.weights import Weights, read_card, write_card

__all__ = ["Axis", "Card", "Codes", "Feature", "Weights", "choice", "read_card", "scale", "write_card"]
