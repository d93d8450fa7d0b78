"""Lists of other stories' headlines, with or without a marker, on pages that were stripped of their menus.

Whole pages have such lists all over, and the surroundings tell them better. A story has lists of its own: steps,
ingredients, results, code. What tells the two apart is whether the lines speak of what the story's paragraphs speak
of, how many paragraphs follow, and whether the lines look like headlines; `training/headline_lists.py` fits how much
each counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.cohesion import Stems
from cleaner.analysis.counting import terms_of
from cleaner.analysis.endings import COLON, QUESTION, QUOTED_STOP, STOP
from cleaner.analysis.measures import LONG, Measures, Run
from cleaner.analysis.stories import STEM_LETTERS, content
from cleaner.model import Evidence
from cleaner.scoring import Feature, choice, scale
from cleaner.stages.topic import common

MIN_LINES: Final = 3
MIN_LINE_WORDS: Final = 3
"""Three words are enough for a line of such a list ("The Lean Years")."""

LIST_WEIGHT: Final = -3.0
"""As much as a strong rule says: the line from which a list is other stories' is set where few of a story's own are."""

_DIGIT: Final = re.compile(r"\d")

# Where bins begin was set by hand, narrow where the figures tell most. What a bin is worth is fitted.
LINES: Final = Feature("lines", scale("lines", 4, 5, 6, 8, 12))
_SHARE_KNOWN: Final = scale("share of words that the paragraphs have", 0.001, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
_PARAGRAPHS_BELOW: Final = scale("paragraphs below", 1, 2, 3, 7)
_CAPITALS: Final = scale("fifths of the words with a capital", 0.01, 0.5, 1, 1.5, 2, 2.5, 3.2)
_WORDS: Final = scale("words a line", 4, 5, 6, 7.5, 9, 11)
KNOWN: Final = Feature("known", _SHARE_KNOWN)
BELOW: Final = Feature("below", _PARAGRAPHS_BELOW)
KNOWN_BELOW: Final = Feature("known_below", _SHARE_KNOWN, _PARAGRAPHS_BELOW)
CAPITALS: Final = Feature("capitals", _CAPITALS)
WORDS: Final = Feature("words", _WORDS)
LOOK: Final = Feature("look", _CAPITALS, _WORDS)
ABOVE: Final = Feature("above", scale("paragraphs above", 2, 4, 7, 13))
LINE_ABOVE: Final = Feature("line_above", choice("line above", "short", "medium", "long", "none", "ends in a colon"))
ALIKE: Final = Feature("alike", scale("largest share of lines with one word", 0.16, 0.26, 0.34, 0.51))
ITEMS: Final = Feature("items", scale("share of list items and table rows", 0.01, 0.5))
QUESTIONS: Final = Feature("questions", scale("share of questions", 0.01, 0.34))
DIGITS: Final = Feature("digits", scale("share of lines with a digit", 0.01, 0.26, 0.51))
COLONS: Final = Feature("colons", scale("share of lines with a colon", 0.01, 0.26))
NAMED: Final = Feature("named", choice("rules name the head", "no", "yes"))
LAST: Final = Feature("last", choice("rules name all that follows", "no", "yes"))
FEATURES: Final = (
    *(LINES, KNOWN, BELOW, KNOWN_BELOW, CAPITALS, WORDS, LOOK, ABOVE, LINE_ABOVE),
    *(ALIKE, ITEMS, QUESTIONS, DIGITS, COLONS, NAMED, LAST),
)
"""Pairs are listed beside what they are made of, so that a pair has to earn what it says beyond them."""

_NO_LINE, _COLON = 3, 4


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence against the lines of each list of other stories."""
    measures = analysis.measures
    if not measures.is_stripped:
        return
    card = analysis.weights.card("headline_lists", FEATURES)
    for (start, end), bins in lists(measures, analysis.matches.furniture, common(analysis)):
        if card.base + sum(card.by_feature(bins).values()) > 0:
            note = f"{end - start} headlines in a row, of other things than the story"
            for block in range(start, end):
                yield Evidence(block, "headline_lists", "other-headlines", "related", LIST_WEIGHT, note)


def lists(measures: Measures, named: Collection[int], common: Stems) -> Iterator[tuple[Run, dict[str, int]]]:
    """The runs of lines that could be headlines, each with its bin of every feature."""
    runs = [run for run in measures.headline_runs(MIN_LINE_WORDS) if run.length >= MIN_LINES]
    paragraphs = [block for block in range(len(measures)) if runs and _is_paragraph(measures, block)]
    story: Stems = frozenset().union(*[content(measures, block, common) for block in paragraphs])
    last = max((block for block in range(len(measures)) if block not in named), default=-1)
    for run in runs:
        said = [_stems(text, common) for text in measures.plain[run.start : run.end]]
        counts = Counter(stem for stems in said for stem in stems)
        known = sum(count for stem, count in counts.items() if stem in story) / (counts.total() or 1)
        below = len(paragraphs) - bisect_left(paragraphs, run.end)
        yield (
            run,
            {
                **_of_lines(measures, run),
                "known": _bin(KNOWN, known),
                "below": _bin(BELOW, below),
                "known_below": _bin(KNOWN_BELOW, known, below),
                "above": _bin(ABOVE, bisect_left(paragraphs, run.start)),
                "line_above": _line_above(measures, run.start - 1),
                "alike": _bin(ALIKE, max(counts.values(), default=0) / run.length),
                "named": int(run.start in named or run.start - 1 in named),
                "last": int(run.end > last),
            },
        )


def _of_lines(measures: Measures, run: Run) -> dict[str, int]:
    """The bins of what the lines look like."""
    here = slice(run.start, run.end)
    texts = measures.plain[here]
    items = (
        kind == "item" or "\t" in text or " | " in text
        for kind, text in zip(measures.kinds[here], measures.page.texts[here], strict=True)
    )
    capitals, words = (sum(counts[here]) / run.length for counts in (measures.capitals, measures.words))
    return {
        "lines": _bin(LINES, run.length),
        "capitals": _bin(CAPITALS, capitals),
        "words": _bin(WORDS, words),
        "look": _bin(LOOK, capitals, words),
        "items": _bin(ITEMS, sum(items) / run.length),
        "questions": _bin(QUESTIONS, measures.endings[here].count(QUESTION) / run.length),
        "digits": _bin(DIGITS, sum(map(bool, map(_DIGIT.search, texts))) / run.length),
        "colons": _bin(COLONS, sum(": " in text for text in texts) / run.length),
    }


def _bin(feature: Feature, *values: float) -> int:
    return feature.bin(*[axis.bin(value) for axis, value in zip(feature.axes, values, strict=True)])


def _is_paragraph(measures: Measures, block: int) -> bool:
    return measures.sizes[block] == LONG and measures.endings[block] in (STOP, QUOTED_STOP)


def _line_above(measures: Measures, block: int) -> int:
    if block < 0:
        return _NO_LINE
    return _COLON if measures.endings[block] == COLON else measures.sizes[block]


def _stems(text: str, common: Stems) -> Stems:
    return frozenset([term[:STEM_LETTERS] for term in terms_of(text)]) - common
