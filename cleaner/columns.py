"""What is measured once about every block of a page, as parallel lists that all stages read."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Final

from cleaner.function_words import FUNCTION_CHARACTERS, FUNCTION_WORDS
from cleaner.intake.text import BULLETS
from cleaner.model import Page

MEASURED_WORDS: Final = 80
"""A block shows what it is in its first 80 words; counting further would only cost time."""

MEASURED_CHARACTERS: Final = 600
"""About as much text as `MEASURED_WORDS` in the languages that put spaces between words."""

SHORT_WORDS: Final = 6
LONG_WORDS: Final = 16
"""Below 6 words a line is hardly ever a sentence; from 16 on it hardly ever is a label or headline."""

MIN_TERM_LETTERS: Final = 4
"""Shorter words are nearly all function words, in every language that puts spaces between words."""

NO_MARK, STOP, QUESTION, ELLIPSIS, COLON, COMMA, QUOTED_STOP, BRACKET, QUOTE, DIGIT, SYMBOL = range(11)
"""How a block ends: `Columns.endings` holds one of these a block."""

_ENDINGS: Final = {
    **dict.fromkeys(".。।۔", STOP),
    **dict.fromkeys("!?！？؟", QUESTION),
    "…": ELLIPSIS,
    **dict.fromkeys(":：", COLON),
    **dict.fromkeys(",;，、،؛", COMMA),
}
_CLOSING_QUOTES: Final = "\"”’'»“›」』"
_STOPS: Final = ".!?。！？…,؟।"
_SENTENCE: Final = re.compile(r"[.!?؟।][\"'”’)»]*\s+\S|[。！？]\S")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_TERM: Final = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff]{{2}}|[^\W\d_]{{{MIN_TERM_LETTERS},}}")
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")

CHARACTERS_A_WORD: Final = 2
"""A Chinese or Japanese word is about two characters long."""


def plain(text: str) -> str:
    """The text as rules and counts read it: single spaces, no invisible characters, no leading bullet."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    text = " ".join(text.split())
    return text[1:].lstrip() if text[:1] in BULLETS and text[1:2] == " " else text


class Columns:
    """Counts of the blocks of a page; every list has one entry a block.

    Attributes:
        page: the page.
        plain: the blocks' plain texts.
        words: words in the block; two Chinese or Japanese characters count as one.
        functions: function words among the first `MEASURED_WORDS`.
        capitals: fifths of the measured words that begin with a capital letter, 0 to 5.
        endings: how the block ends: `NO_MARK`, `STOP`, ….
        sentences: sentence ends inside the measured text.
        sizes: 0 for short blocks, 1 for medium ones, 2 for long ones.
        shares: tenths of the measured words that are function words, 0 to 6.
        repeats: how often the same text stands on the page.
    """

    __slots__ = (
        "__dict__",
        "capitals",
        "endings",
        "functions",
        "page",
        "plain",
        "repeats",
        "sentences",
        "shares",
        "sizes",
        "words",
    )

    def __init__(self, page: Page, plain_texts: list[str]) -> None:
        self.page = page
        self.plain = plain_texts
        self.words: list[int] = []
        self.functions: list[int] = []
        self.capitals: list[int] = []
        self.endings: list[int] = []
        self.sentences: list[int] = []
        self.sizes: list[int] = []
        self.shares: list[int] = []
        counts = Counter(plain_texts)
        self.repeats = [counts[text] for text in plain_texts]
        for text in plain_texts:
            self._measure(text)

    def __len__(self) -> int:
        return len(self.plain)

    def _measure(self, text: str) -> None:
        words = text.split(" ")
        count = len(words)
        if count > MEASURED_WORDS:
            del words[MEASURED_WORDS:]
        head = text if len(text) < MEASURED_CHARACTERS else text[:MEASURED_CHARACTERS]
        functions = sum(map(FUNCTION_WORDS.__contains__, head.lower().split(" ")))
        measured = len(words)
        if not text.isascii():
            unspaced = len(_UNSPACED.findall(head))
            if unspaced:
                count += len(text) * unspaced // (len(head) * CHARACTERS_A_WORD)
                measured += unspaced // CHARACTERS_A_WORD
                functions += sum(map(head.count, FUNCTION_CHARACTERS))
        self.words.append(count)
        self.functions.append(functions)
        self.shares.append(min(6, 10 * functions // measured))
        self.capitals.append(5 * sum([word[:1].isupper() for word in words]) // measured)
        self.endings.append(ending(text))
        self.sentences.append(len(_SENTENCE.findall(head)) if count > SHORT_WORDS else 0)
        self.sizes.append(0 if count < SHORT_WORDS else 1 if count < LONG_WORDS else 2)

    @cached_property
    def terms(self) -> list[frozenset[str]]:
        """The content words of each block, lower-cased, from the measured text: those of four letters and more, and pairs of characters
        where words are not spaced."""
        find = _TERM.findall
        return [frozenset(find(text[:MEASURED_CHARACTERS].lower())) for text in self.plain]


def ending(text: str) -> int:
    """How a text ends: `NO_MARK`, `STOP`, …; an empty text has no mark."""
    last = text[-1:]
    if last.isalpha() or not last:
        return NO_MARK
    kind = _ENDINGS.get(last)
    if kind is not None:
        return ELLIPSIS if kind == STOP and text.endswith("...") else kind
    if last in _CLOSING_QUOTES:
        return QUOTED_STOP if text[-2:-1] in _STOPS else QUOTE
    if last in ")）]":
        if text.endswith(("[...]", "[…]")):
            return ELLIPSIS
        return QUOTED_STOP if text[-2:-1] in _STOPS else BRACKET
    return DIGIT if last.isdigit() else SYMBOL
