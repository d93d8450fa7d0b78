"""Prose or furniture: what a block's own words say about it, whatever stands around it.

Length, function words, capitals and sentence ends, in the spirit of the shallow text features of
Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.endings import COLON, COMMA, ELLIPSIS, ENDING, QUESTION, QUOTED_STOP, STOP
from cleaner.analysis.measures import MOST_TENTHS, SIZE
from cleaner.model import Likelihood
from cleaner.scoring import Codes, Feature, scale

LENGTH_EDGES: Final = (2, 3, 4, 6, 9, 13, 19, 29, 46, 81)
"""Words at which a length bin begins: each about half as long again as the one before."""

MOST_REPEATS: Final = 3
"""A text that stands on the page three times says no more about itself by standing there four times."""

LENGTH: Final = Feature("length", scale("words", *LENGTH_EDGES))
FUNCTION_WORDS: Final = Feature("function_words", SIZE, scale("tenths", *range(1, MOST_TENTHS + 1)))
ENDINGS: Final = Feature("ending", SIZE, ENDING)
CAPITALS: Final = Feature("capitals", SIZE, scale("fifths", 1, 2, 3, 4, 5))
REPEATS: Final = Feature("repeats", SIZE, scale("times", *range(2, MOST_REPEATS + 1)))
SENTENCES: Final = Feature("sentences", scale("sentence ends", 1, 2, 3, 5))
FEATURES: Final = (LENGTH, FUNCTION_WORDS, ENDINGS, CAPITALS, REPEATS, SENTENCES)

_LENGTH_BIN: Final = LENGTH.axes[0].table(range(LENGTH_EDGES[-1] + 1))
_SENTENCE_BIN: Final = SENTENCES.axes[0].table(range(6))
_ENDING_NOTES: Final = {
    STOP: "ends like a sentence",
    QUOTED_STOP: "ends like a sentence",
    QUESTION: "ends with ? or !",
    ELLIPSIS: "cut off",
    COLON: "ends with a colon",
    COMMA: "ends with a comma",
}
_SIZE_NOTES: Final = ("short", "medium length", "long")


def run(analysis: Analysis) -> Likelihood:
    """Whether each block reads like prose."""
    measures = analysis.measures
    card = analysis.weights.card(f"{analysis.page.form}/prose", FEATURES)
    return Likelihood("prose", card.scores(codes(analysis)), partial(_notes, measures.sizes, measures.endings))


def _notes(sizes: Sequence[int], endings: Sequence[int]) -> list[str]:
    # Not the measures as a whole: a story that goes from one process to another takes along what its notes hold.
    return [
        f"{_SIZE_NOTES[size]}, {_ENDING_NOTES.get(ending, 'no sentence end')}"
        for size, ending in zip(sizes, endings, strict=True)
    ]


def codes(analysis: Analysis) -> Codes:
    """The bins of the page's blocks."""
    measures = analysis.measures
    sizes = measures.sizes
    longest, most = LENGTH_EDGES[-1], len(_SENTENCE_BIN) - 1
    return {
        "length": [_LENGTH_BIN[words if words < longest else longest] for words in measures.words],
        "function_words": FUNCTION_WORDS.cross(sizes, measures.shares),
        "ending": ENDINGS.cross(sizes, measures.endings),
        "capitals": CAPITALS.cross(sizes, measures.capitals),
        "repeats": REPEATS.cross(
            sizes, [count - 1 if count < MOST_REPEATS else MOST_REPEATS - 1 for count in measures.repeats]
        ),
        "sentences": [_SENTENCE_BIN[count if count < most else most] for count in measures.sentences],
    }
