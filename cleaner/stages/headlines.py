"""Runs of headlines: a list of other stories, with or without a marker before it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.endings import QUOTED_STOP, STOP
from cleaner.analysis.measures import HEADLINES, Measures, Run
from cleaner.model import Evidence
from cleaner.scoring import Codes, Feature

RUN: Final = Feature("run", HEADLINES)
FEATURES: Final = (RUN,)

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


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on every block that stands in a run of headlines, which only weighs, and more on runs that speak of
    other things, which names them."""
    points = analysis.weights.card(f"{analysis.page.form}/headlines", FEATURES).points["run"]
    bins = analysis.measures.headline_bins
    for start, end in analysis.measures.headline_runs():
        if end - start > 1:
            note = f"one of {end - start} headlines in a row"
            for block in range(start, end):
                weight = points[bins[block]]
                yield Evidence(block, "headlines", "headline-run", "related", weight, note, names=False)
    yield from other_headlines(analysis.measures)


def other_headlines(measures: Measures) -> Iterator[Evidence]:
    """Evidence against runs that speak of other things than the page's sentences do, on a page that was stripped of
    its menus: whole pages have such runs all over, and the surroundings tell them better."""
    if not measures.is_stripped:
        return
    runs = [
        run
        for run in measures.headline_runs(MIN_OTHER_WORDS)
        if run.length >= MIN_OTHER_HEADLINES and _is_written_out(measures, run) and not _is_list(measures, run)
    ]
    sentences = [
        block
        for block, (size, ending) in enumerate(zip(measures.sizes, measures.endings, strict=True))
        if runs and size == 2 and ending in (STOP, QUOTED_STOP)
    ]
    story: frozenset[str] = frozenset().union(*[measures.terms[block] for block in sentences])
    for run in runs:
        said = measures.terms[run.start : run.end]
        known = sum(len(terms & story) for terms in said) / (sum(map(len, said)) or 1)
        below = len(sentences) - bisect_left(sentences, run.end)
        if known < MAX_KNOWN and below <= MOST_PROSE_BELOW:
            note = f"{run.length} headlines in a row below the story, of other things"
            for block in range(run.start, run.end):
                yield Evidence(block, "headlines", "other-headlines", "related", OTHER_HEADLINES_WEIGHT, note)


def _is_written_out(measures: Measures, run: Run) -> bool:
    """Whether the lines of a run are as long as headlines are, and have their capitals, in scripts that have any."""
    words, capitals = (sum(counts[run.start : run.end]) / run.length for counts in (measures.words, measures.capitals))
    return words >= MIN_MEAN_WORDS and (
        capitals >= MIN_MEAN_CAPITALS or (capitals == 0 and not measures.plain[run.start].upper().isupper())
    )


def _is_list(measures: Measures, run: Run) -> bool:
    """Whether the lines of a run belong together: most are bulleted or have cells, or one word is in half of them."""
    marked = sum(
        kind == "item" or "\t" in text or " | " in text
        for kind, text in zip(
            measures.kinds[run.start : run.end], measures.page.texts[run.start : run.end], strict=True
        )
    )
    counts = Counter(term for terms in measures.terms[run.start : run.end] for term in terms)
    return 2 * max(marked, *counts.values(), 0) > run.length


def codes(analysis: Analysis) -> Codes:
    """The bins of the page's blocks."""
    return {"run": analysis.measures.headline_bins}
