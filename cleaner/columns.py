"""What is measured once about every block of a page, as parallel lists that all stages read."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from operator import itemgetter
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

MOST_SHORT_IN_A_ROW: Final = 12
"""A page without menus: 95 in 100 pages of mixed-dev have no longer run of short lines, 11 in 100 of flat-dev."""

MIN_TERM_LETTERS: Final = 4
"""Shorter words are nearly all function words, in every language that puts spaces between words."""

REMEMBERED_CHARACTERS: Final = 60
REMEMBERED_TEXTS: Final = 16384
"""Short lines come again on other pages; so many are remembered, in about 4 MB."""

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
_SENTENCE_ENDS: Final = (". ", "? ", "! ", '." ', ".” ", "؟ ", "। ", "。", "！", "？")
_ASCII_SENTENCE_ENDS: Final = (". ", "? ", "! ", '." ')
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_TERM: Final = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff]{{2}}|[^\W\d_]{{{MIN_TERM_LETTERS},}}")
_PUNCTUATION: Final = dict.fromkeys(map(ord, "!\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~"), " ")
_FIRST_LETTER: Final = itemgetter(0)
_NO_TERMS: Final[frozenset[str]] = frozenset()
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")

CHARACTERS_A_WORD: Final = 2
"""A Chinese or Japanese word is about two characters long."""


def plain(text: str) -> str:
    """The text as rules and counts read it: single spaces, no invisible characters, no leading bullet."""
    text = text.strip()
    # What is not printable is white space other than " ", or invisible: most lines have none, and no two spaces.
    if "  " in text or not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    return text[1:].lstrip() if text[1:2] == " " and text[0] in BULLETS else text


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
        "_stripped",
        "_terms",
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
        self._terms: list[frozenset[str]] | None = None
        self._stripped: bool | None = None
        counts = Counter(plain_texts)
        self.repeats = [counts[text] for text in plain_texts]
        measured = [
            _measured_before(text) if len(text) <= REMEMBERED_CHARACTERS else _measured(text) for text in plain_texts
        ]
        columns = [list(column) for column in zip(*measured, strict=True)] or [[] for _ in range(6)]
        self.words, self.functions, self.shares, self.capitals, self.endings, self.sentences = columns
        self.sizes = [0 if count < SHORT_WORDS else 1 if count < LONG_WORDS else 2 for count in self.words]

    def __len__(self) -> int:
        return len(self.plain)

    @property
    def is_stripped(self) -> bool:
        """Whether the page is text that has been stripped of its menus already: a story and what was left around
        it. A menu is a run of short lines."""
        if self._stripped is None:
            self._stripped = self.page.form == "text" and _most_short_in_a_row(self.sizes) <= MOST_SHORT_IN_A_ROW
        return self._stripped

    @property
    def terms(self) -> list[frozenset[str]]:
        """The terms of each block; short blocks, which say too little to be compared, have none."""
        if self._terms is None:
            self._terms = [
                terms_of(text) if size else _NO_TERMS for text, size in zip(self.plain, self.sizes, strict=True)
            ]
        return self._terms


def _most_short_in_a_row(sizes: list[int]) -> int:
    longest = in_a_row = 0
    for size in sizes:
        in_a_row = 0 if size else in_a_row + 1
        longest = max(longest, in_a_row)
    return longest


def terms_of(text: str) -> frozenset[str]:
    """The content words of a text, lower-cased: those of four letters and more among the measured ones, and pairs
    of characters where words are not spaced."""
    head = text[:MEASURED_CHARACTERS].lower()
    if head.isascii():
        return frozenset([word for word in head.translate(_PUNCTUATION).split() if len(word) >= MIN_TERM_LETTERS])
    return frozenset(_TERM.findall(head))


def _measured(text: str) -> tuple[int, int, int, int, int, int]:
    """Words, function words, their share, the share of capitals, the ending and the sentence ends of a text."""
    words = text.split()
    count = len(words)
    if count > MEASURED_WORDS:
        del words[MEASURED_WORDS:]
    head = text if len(text) < MEASURED_CHARACTERS else text[:MEASURED_CHARACTERS]
    functions = sum(map(FUNCTION_WORDS.__contains__, head.lower().split(" ")))
    measured = len(words) or 1
    if not text.isascii():
        unspaced = len(_UNSPACED.findall(head))
        if unspaced:
            count += len(text) * unspaced // (len(head) * CHARACTERS_A_WORD)
            measured += unspaced // CHARACTERS_A_WORD
            functions += sum(map(head.count, FUNCTION_CHARACTERS))
    capitals = 5 * sum(map(str.isupper, map(_FIRST_LETTER, words))) // measured
    ends = _ASCII_SENTENCE_ENDS if text.isascii() else _SENTENCE_ENDS
    sentences = sum(map(head.count, ends)) if count > SHORT_WORDS else 0
    return count, functions, min(6, 10 * functions // measured), capitals, ending(text), sentences


# A third of the lines of a crawl were seen on another page: menus, buttons, headings.
_measured_before = lru_cache(maxsize=REMEMBERED_TEXTS)(_measured)


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
