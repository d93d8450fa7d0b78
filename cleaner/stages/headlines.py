"""Runs of headlines: how long the run is that a block stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.measures import HEADLINES
from cleaner.model import Evidence
from cleaner.scoring import Codes, Feature

RUN: Final = Feature("run", HEADLINES)
FEATURES: Final = (RUN,)


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on every block that stands in a run of headlines. It only weighs, and names none."""
    points = analysis.weights.card(f"{analysis.page.form}/headlines", FEATURES).points["run"]
    bins = analysis.measures.headline_bins
    for start, end in analysis.measures.headline_runs():
        if end - start > 1:
            note = f"one of {end - start} headlines in a row"
            for block in range(start, end):
                weight = points[bins[block]]
                yield Evidence(block, "headlines", "headline-run", "related", weight, note, names=False)


def codes(analysis: Analysis) -> Codes:
    """The bins of the page's blocks."""
    return {"run": analysis.measures.headline_bins}
