"""Prose or furniture: what a block's own words say about it, whatever stands around it.

Length, function words, capitals and sentence ends, in the spirit of the shallow text features of
Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.columns import COLON, COMMA, ELLIPSIS, QUESTION, QUOTED_STOP, STOP, Columns
from cleaner.model import Evidence
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
_NOTES: Final = [
    [f"{size}, {_ENDING_NOTES.get(ending, 'no sentence end')}" for ending in range(11)]
    for size in ("short", "medium length", "long")
]


def prose(columns: Columns, card: Card) -> Iterator[Evidence]:
    """Evidence on every block: does it read like prose?"""
    weights = points(card, codes(columns))
    for block, weight in enumerate(weights):
        note = _NOTES[columns.sizes[block]][columns.endings[block]]
        yield Evidence(block, "prose", "prose", "story" if weight > 0 else "navigation", weight, note)


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
