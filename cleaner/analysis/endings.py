"""How a block ends: like a sentence, like a headline, cut off, …"""

from __future__ import annotations

from typing import Final

from cleaner.characters import CLOSING_QUOTES, STOPS
from cleaner.scoring import choice

NO_MARK, STOP, QUESTION, ELLIPSIS, COLON, COMMA, QUOTED_STOP, BRACKET, QUOTE, DIGIT, SYMBOL = range(11)
"""What `ending` tells apart; `Measures.endings` holds one of these a block."""

ENDING: Final = choice(
    "ending",
    "no mark",
    "stop",
    "question",
    "ellipsis",
    "colon",
    "comma",
    "quoted stop",
    "bracket",
    "quote",
    "digit",
    "symbol",
)
"""The same as an axis of features."""

_ENDINGS: Final = {
    **dict.fromkeys(".。।۔។။", STOP),
    **dict.fromkeys("!?！？؟", QUESTION),
    "…": ELLIPSIS,
    **dict.fromkeys(":：៖", COLON),
    **dict.fromkeys(",;，、،؛၊", COMMA),
}


def ending(text: str) -> int:
    """How a text ends: `NO_MARK`, `STOP`, …; an empty text has no mark."""
    last = text[-1:]
    if last.isalpha() or not last:
        return NO_MARK
    kind = _ENDINGS.get(last)
    if kind is not None:
        return ELLIPSIS if kind == STOP and text.endswith("...") else kind
    if last in CLOSING_QUOTES:
        return QUOTED_STOP if text[-2:-1] in STOPS else QUOTE
    if last in ")）]":
        if text.endswith(("[...]", "[…]")):
            return ELLIPSIS
        return QUOTED_STOP if text[-2:-1] in STOPS else BRACKET
    return DIGIT if last.isdigit() else SYMBOL
