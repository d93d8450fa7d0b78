"""Runs of headlines: a list of other stories, with or without a marker before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.columns import BRACKET, DIGIT, NO_MARK, QUESTION, QUOTE, Columns
from cleaner.model import Evidence
from cleaner.scorecard import Card, Codes

MIN_WORDS, MAX_WORDS = 4, 22
"""Headlines are phrases: shorter lines are labels, longer ones sentences."""

RUN_EDGES: Final = (2, 3, 5, 8)
"""Headlines in a row at which a bin begins; the first bin is a headline that stands alone."""

BINS: Final = {"run": len(RUN_EDGES) + 2}
"""Bin 0: not a headline; bins 1 to 5: in a run of so many."""

_UNFINISHED: Final = frozenset({NO_MARK, DIGIT, QUOTE, QUESTION, BRACKET})


def headlines(columns: Columns, card: Card) -> Iterator[Evidence]:
    """Evidence on every block that stands in a run of headlines."""
    for block, run in enumerate(_runs(columns)):
        if run >= RUN_EDGES[0]:
            weight = card["run"][_bin(run)]
            yield Evidence(block, "headlines", "headline-run", "related", weight, f"one of {run} headlines in a row")


def codes(columns: Columns) -> Codes:
    """The bins of the page's blocks."""
    return {"run": [_bin(run) for run in _runs(columns)]}


def _bin(run: int) -> int:
    return sum(run >= edge for edge in RUN_EDGES) + 1 if run else 0


def _runs(columns: Columns) -> list[int]:
    """For each block, how many headlines stand in a row with it; 0 for a block that is none."""
    runs = [0] * len(columns)
    start = 0
    alike = [
        MIN_WORDS <= words <= MAX_WORDS and ending in _UNFINISHED
        for words, ending in zip(columns.words, columns.endings, strict=True)
    ]
    for index, is_headline in enumerate([*alike, False]):
        if not is_headline:
            runs[start:index] = [index - start] * (index - start)
            start = index + 1
    return runs
