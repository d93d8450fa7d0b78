"""Prose or furniture: what a block's own words say about it, whatever stands around it.

Length, function words, capitals and sentence ends, in the spirit of the shallow text features of
Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010).
"""

from __future__ import annotations

from functools import partial
from typing import Final

from cleaner.columns import COLON, COMMA, ELLIPSIS, QUESTION, QUOTED_STOP, STOP, Columns
from cleaner.model import Likelihood
from cleaner.scorecard import Card, Codes, points

LENGTH_BINS: Final = (2, 3, 4, 6, 9, 13, 19, 29, 46, 81)
"""Words at which a length bin begins: each about half as long again as the one before."""

BINS: Final = {
    "length": 11,
    "function_words": 3 * 7,
    "ending": 3 * 11,
    "capitals": 3 * 6,
    "sentences": 5,
    "repeats": 3 * 3,
}
"""How many bins each feature has; those of three times as many are counted apart for short, medium and long blocks."""

MOST_REPEATS: Final = 3
"""A text that stands on the page three times says no more about itself by standing there four times."""

_LENGTH_BIN: Final = [sum(words >= edge for edge in LENGTH_BINS) for words in range(LENGTH_BINS[-1] + 1)]
_SENTENCE_BIN: Final = (0, 1, 2, 3, 3, 4)
_ENDING_NOTES: Final = {
    STOP: "ends like a sentence",
    QUOTED_STOP: "ends like a sentence",
    QUESTION: "ends with ? or !",
    ELLIPSIS: "cut off",
    COLON: "ends with a colon",
    COMMA: "ends with a comma",
}
_SIZE_NOTES: Final = ("short", "medium length", "long")


def prose(columns: Columns, card: Card) -> Likelihood:
    """Whether each block reads like prose."""
    return Likelihood("prose", points(card, codes(columns)), partial(_notes, columns))


def _notes(columns: Columns) -> list[str]:
    return [
        f"{_SIZE_NOTES[size]}, {_ENDING_NOTES.get(ending, 'no sentence end')}"
        for size, ending in zip(columns.sizes, columns.endings, strict=True)
    ]


def codes(columns: Columns) -> Codes:
    """The bins of the page's blocks."""
    sizes = columns.sizes
    longest, most = LENGTH_BINS[-1], len(_SENTENCE_BIN) - 1
    return {
        "length": [_LENGTH_BIN[words] if words < longest else 10 for words in columns.words],
        "function_words": [7 * size + share for size, share in zip(sizes, columns.shares, strict=True)],
        "ending": [11 * size + ending for size, ending in zip(sizes, columns.endings, strict=True)],
        "capitals": [6 * size + capitals for size, capitals in zip(sizes, columns.capitals, strict=True)],
        "repeats": [
            3 * size + (count if count < MOST_REPEATS else MOST_REPEATS) - 1
            for size, count in zip(sizes, columns.repeats, strict=True)
        ],
        "sentences": [_SENTENCE_BIN[count] if count < most else 4 for count in columns.sentences],
    }
