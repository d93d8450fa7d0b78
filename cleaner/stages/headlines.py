"""Runs of headlines: a list of other stories, with or without a marker before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cleaner.columns import BRACKET, DIGIT, NO_MARK, QUESTION, QUOTE, QUOTED_STOP, STOP, Columns, Run
from cleaner.model import Evidence
from cleaner.scorecard import Card, Codes

MIN_WORDS, MAX_WORDS = 4, 22
"""Headlines are phrases: shorter lines are labels, longer ones sentences."""

RUN_EDGES: Final = (2, 3, 5, 8)
"""Headlines in a row at which a bin begins; the first bin is a headline that stands alone."""

BINS: Final = {"run": len(RUN_EDGES) + 2}
"""Bin 0: not a headline; bins 1 to 5: in a run of so many."""

_RUN_BIN: Final = [bisect_right(RUN_EDGES, length) + 1 for length in range(RUN_EDGES[-1] + 1)]

MIN_OTHER_HEADLINES: Final = 4
MIN_OTHER_WORDS: Final = 3
MIN_MEAN_WORDS: Final = 5.5
MIN_MEAN_CAPITALS: Final = 2
MAX_KNOWN: Final = 0.35
MOST_PROSE_BELOW: Final = 3
OTHER_HEADLINES_WEIGHT: Final = -3.0
"""Four headlines in a row and more, of 5.5 words in the mean and two fifths of them with a capital (checklists have
fewer), less than 0.35 of whose terms stand in the page's sentences, with three paragraphs below them at most. Of such
runs of mixed-dev 197 are lists of other stories; of those, and of what four extractors return of html-dev, 13 are part
of a story. Three words are enough for a line of such a list ("The Lean Years")."""

_UNFINISHED: Final = frozenset({NO_MARK, DIGIT, QUOTE, QUESTION, BRACKET})
_IN_A_ROW: Final = re.compile(b"\1+")


def headlines(columns: Columns, card: Card) -> Iterator[Evidence]:
    """Evidence on every block that stands in a run of headlines, and more on runs that speak of other things."""
    points = card["run"]
    for run in _runs(columns):
        if run.length >= RUN_EDGES[0]:
            note = f"one of {run.length} headlines in a row"
            for block in range(run.start, run.end):
                yield Evidence(
                    block,
                    "headlines",
                    "headline-run",
                    "related",
                    points[_RUN_BIN[min(run.length, RUN_EDGES[-1])]],
                    note,
                )
    yield from other_headlines(columns)


def other_headlines(columns: Columns) -> Iterator[Evidence]:
    """Evidence against runs that speak of other things than the page's sentences do, on a page that was stripped of
    its menus: whole pages have such runs all over, and the surroundings tell them better."""
    if not columns.is_stripped:
        return
    runs = [
        run
        for run in _runs(columns, MIN_OTHER_WORDS)
        if run.length >= MIN_OTHER_HEADLINES and _is_written_out(columns, run) and not _is_list(columns, run)
    ]
    sentences = [
        block
        for block, (size, ending) in enumerate(zip(columns.sizes, columns.endings, strict=True))
        if runs and size == 2 and ending in (STOP, QUOTED_STOP)
    ]
    story: frozenset[str] = frozenset().union(*[columns.terms[block] for block in sentences])
    for run in runs:
        said = columns.terms[run.start : run.end]
        known = sum(len(terms & story) for terms in said) / (sum(map(len, said)) or 1)
        below = len(sentences) - bisect_left(sentences, run.end)
        if known < MAX_KNOWN and below <= MOST_PROSE_BELOW:
            note = f"{run.length} headlines in a row below the story, of other things"
            for block in range(run.start, run.end):
                yield Evidence(block, "headlines", "other-headlines", "related", OTHER_HEADLINES_WEIGHT, note)


def _is_written_out(columns: Columns, run: Run) -> bool:
    """Whether the lines of a run are as long as headlines are, and have their capitals, in scripts that have any."""
    words, capitals = (sum(counts[run.start : run.end]) / run.length for counts in (columns.words, columns.capitals))
    return words >= MIN_MEAN_WORDS and (
        capitals >= MIN_MEAN_CAPITALS or (capitals == 0 and not columns.plain[run.start].upper().isupper())
    )


def _is_list(columns: Columns, run: Run) -> bool:
    """Whether the lines of a run belong together: most are bulleted or have cells, or one word is in half of them."""
    marked = sum(
        kind == "item" or "\t" in text or " | " in text
        for kind, text in zip(columns.kinds[run.start : run.end], columns.page.texts[run.start : run.end], strict=True)
    )
    counts = Counter(term for terms in columns.terms[run.start : run.end] for term in terms)
    return 2 * max(marked, *counts.values(), 0) > run.length


def codes(columns: Columns) -> Codes:
    """The bins of the page's blocks."""
    bins = [0] * len(columns)
    for start, end in _runs(columns):
        bins[start:end] = [_RUN_BIN[min(end - start, RUN_EDGES[-1])]] * (end - start)
    return {"run": bins}


def _runs(columns: Columns, min_words: int = MIN_WORDS) -> list[Run]:
    runs = columns.runs.get(min_words)
    if runs is None:
        may_be_lower = not columns.is_stripped  # Menus have entries in lower case; headlines have none.
        alike = [
            ending in _UNFINISHED and min_words <= words <= MAX_WORDS and (may_be_lower or not text[0].islower())
            for text, words, ending in zip(columns.plain, columns.words, columns.endings, strict=True)
        ]
        runs = columns.runs[min_words] = [Run._make(run.span()) for run in _IN_A_ROW.finditer(bytes(alike))]
    return runs
