"""What is measured once about every block of a page, as parallel lists that all stages read."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, repeat
from operator import is_not, itemgetter
from typing import Final, NamedTuple

from cleaner.intake.text import BULLETS
from cleaner.language import words_of
from cleaner.model import Page

MEASURED_WORDS: Final = 80
"""A block shows what it is in its first 80 words; counting further would only cost time."""

MEASURED_CHARACTERS: Final = 600
"""About as much text as `MEASURED_WORDS` in the languages that put spaces between words."""

MOST_TENTHS: Final = 6
"""More function words than six in ten say no more."""

SHORT_WORDS: Final = 6
LONG_WORDS: Final = 16
"""Below 6 words a line is hardly ever a sentence; from 16 on it hardly ever is a label or headline."""

MOST_SHORT_IN_A_ROW: Final = 12
"""A page without menus: 95 in 100 pages of mixed-dev have no longer run of short lines, 11 in 100 of flat-dev."""

SITE_TAGS: Final = frozenset({"aside", "footer", "form", "header", "nav"})
"""Elements of whole pages that no extractor leaves in the story that it cuts out."""

MIN_CELLS: Final = 8
"""Lines with nothing but a figure that make a table: where four extractors return 8 and more of them of a page of
html-dev, 1,265 of 1,750 are story; lists of other stories have a date for each, and hardly more than five."""

_MENU: Final = bytes(MOST_SHORT_IN_A_ROW + 1)
"""The sizes of the lines of the shortest menu."""

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
_SENTENCE_ENDS: Final = (". ", "? ", "! ", '." ', ".” ", "؟ ", "। ", "。", "！", "？")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_TERM: Final = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff]{{2}}|[^\W\d_]{{{MIN_TERM_LETTERS},}}")
_FIGURE: Final = re.compile(r"[^\w\s]*\d[^a-zA-Z\s]*").fullmatch
_LATIN_LETTER: Final = re.compile("[a-z²³¹¼½¾ªºµß-öø-ÿœšžƒˆ]").fullmatch
"""What a term is of in lower-case text that has no character beyond those of Windows-1252."""
_SHAPES: Final = bytes(
    ord("A" if letter.isupper() else letter if letter in " .!?\n" else '"' if letter in '"”' else "\0")
    for letter in bytes(range(256)).decode("cp1252", "replace")
)
_LOWER: Final = bytes(range(256)).decode("cp1252", "replace").lower().encode("cp1252", "replace")
_LETTERS: Final = bytes(
    code if letter in "?\n" or _LATIN_LETTER(letter) else ord(" ")
    for code, letter in zip(_LOWER, _LOWER.decode("cp1252", "replace"), strict=True)
)
"""Windows-1252 in lower case, and with spaces for all that is neither a letter nor "?"."""
_UNKNOWN: Final = ord("?")
_IS_FUNCTION, _NEXT_HEAD = b"\1", b"\2"
_FUNCTION_WORDS: Final = frozenset(words_of("function_words"))
_FUNCTION_CHARACTERS: Final = words_of("function_characters")
# Where a word has characters beyond those of Windows-1252 the marks are not read.
_MARKS: Final = {word.encode("cp1252", "replace"): _IS_FUNCTION[0] for word in _FUNCTION_WORDS} | {b"\n": _NEXT_HEAD[0]}
_FIRST_LETTER: Final = itemgetter(slice(1))
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


class Run(NamedTuple):
    """Blocks of a kind in a row: those from `start` to before `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class Columns:
    """Counts of the blocks of a page; every list has one entry a block.

    Attributes:
        page: the page.
        kinds: what the blocks are on the page.
        plain: the blocks' plain texts.
        words: words in the block; two Chinese or Japanese characters count as one.
        functions: function words among the first `MEASURED_WORDS`.
        capitals: fifths of the measured words that begin with a capital letter, 0 to 5.
        endings: how the block ends: `NO_MARK`, `STOP`, ….
        sentences: sentence ends inside the measured text.
        sizes: 0 for short blocks, 1 for medium ones, 2 for long ones.
        shares: tenths of the measured words that are function words, 0 to 6.
        repeats: how often the same text stands on the page.
        runs: headlines in a row, by the fewest words of one, once `stages/headlines.py` has looked for them.
    """

    __slots__ = (
        "_cells",
        "_encoded",
        "_has_menu",
        "_terms",
        "capitals",
        "endings",
        "functions",
        "kinds",
        "page",
        "plain",
        "repeats",
        "runs",
        "sentences",
        "shares",
        "sizes",
        "words",
    )

    def __init__(self, page: Page, plain_texts: list[str]) -> None:
        self.page = page
        self.kinds = page.kinds
        self.plain = plain_texts
        self.runs: dict[int, list[Run]] = {}
        self._terms: list[frozenset[str]] | None = None
        self._has_menu: bool | None = None
        self._cells: frozenset[int] | None = None
        self.repeats = list(map(Counter(plain_texts).__getitem__, plain_texts))
        self.endings = list(map(ending, plain_texts))
        # A page has hundreds of blocks, most of a word or two: what can be is counted over all of them at once.
        heads = [text[:MEASURED_CHARACTERS] for text in plain_texts]
        self._encoded = _encoded(heads)
        words = _marked_words(self._encoded)[: len(heads)]  # no heads are read as an empty one
        self.words = list(map(len, words))
        self.functions = list(map(bytes.count, words, repeat(_IS_FUNCTION)))
        cut = list(compress(range(len(heads)), map(is_not, heads, plain_texts)))
        for block in cut:
            self.words[block] = plain_texts[block].count(" ") + 1
        if "" in plain_texts:
            self.words = [count if text else 0 for text, count in zip(plain_texts, self.words, strict=True)]
        measured = [count if count < MEASURED_WORDS else MEASURED_WORDS for count in self.words]
        capitals, self.sentences = self._count_by_shape(heads, cut, measured)
        self.sizes = [0 if count < SHORT_WORDS else 1 if count < LONG_WORDS else 2 for count in self.words]
        self.capitals = [5 * count // words if count else 0 for count, words in zip(capitals, measured, strict=True)]
        shares = [10 * count // words if count else 0 for count, words in zip(self.functions, measured, strict=True)]
        self.shares = [share if share < MOST_TENTHS else MOST_TENTHS for share in shares]

    def _count_by_shape(self, heads: list[str], cut: list[int], measured: list[int]) -> tuple[list[int], list[int]]:
        """The words that begin with a capital and the sentence ends of each block, counted in the shapes of the heads;
        where a shape does not show all, in the text, and function words too. `cut` are the blocks that are longer than
        their heads."""
        shapes = _shapes(self._encoded)[: len(heads)]
        capitals = list(map(bytes.count, shapes, repeat(b" A")))
        sentences = [
            shape.count(b". ") if count > SHORT_WORDS else 0 for shape, count in zip(shapes, self.words, strict=True)
        ]
        for block in {*cut, *[block for block, count in enumerate(self.words) if count > MEASURED_WORDS]}:
            capitals[block] = _capitals(self.plain[block])
        for block in [block for block, shape in enumerate(shapes) if _UNKNOWN in shape]:
            self.functions[block] = sum(map(_FUNCTION_WORDS.__contains__, heads[block].lower().split(" ")))
            measured[block] += self._count_unspaced(block, heads[block])
            capitals[block] = _capitals(self.plain[block])
            is_short = self.words[block] <= SHORT_WORDS
            sentences[block] = 0 if is_short else sum(map(heads[block].count, _SENTENCE_ENDS))
        return capitals, sentences

    def _count_unspaced(self, block: int, head: str) -> int:
        """Adds the words and function words of a block in a script that puts no spaces between words; returns how many
        words of its head these are."""
        unspaced = len(_UNSPACED.findall(head))
        if unspaced:
            self.words[block] += len(self.plain[block]) * unspaced // (len(head) * CHARACTERS_A_WORD)
            self.functions[block] += sum(map(head.count, _FUNCTION_CHARACTERS))
        return unspaced // CHARACTERS_A_WORD

    def __len__(self) -> int:
        return len(self.plain)

    @property
    def has_menu(self) -> bool:
        """Whether the page has a run of short lines as long as a menu (a table's figures break it), or elements that
        sites put around their stories."""
        if self._has_menu is None:
            sizes = bytearray(self.sizes)
            for cell in self.cells:
                sizes[cell] = 1
            containers = self.page.containers
            self._has_menu = _MENU in sizes or (containers is not None and not SITE_TAGS.isdisjoint(containers.tags))
        return self._has_menu

    @property
    def is_stripped(self) -> bool:
        """Whether the page is text that has been stripped of its menus already: a story and what was left around
        it."""
        return self.page.form == "text" and not self.has_menu

    @property
    def cells(self) -> frozenset[int]:
        """The blocks that are nothing but a figure, if there are enough to be the cells of a table, a line each."""
        if self._cells is None:
            found = [
                block
                for block, (count, text) in enumerate(zip(self.words, self.plain, strict=True))
                if count == 1 and _FIGURE(text)
            ]
            self._cells = frozenset(found if len(found) >= MIN_CELLS else ())
        return self._cells

    @property
    def terms(self) -> list[frozenset[str]]:
        """The terms of each block; short blocks, which say too little to be compared, have none."""
        if self._terms is None:
            letters = self._encoded.translate(_LETTERS).decode("cp1252").split("\n")
            terms = [_NO_TERMS] * len(self)
            for block in compress(range(len(self)), self.sizes):
                if "?" in letters[block]:
                    terms[block] = terms_of(self.plain[block])
                else:
                    terms[block] = frozenset([word for word in letters[block].split() if len(word) >= MIN_TERM_LETTERS])
            self._terms = terms
        return self._terms


def terms_of(text: str) -> frozenset[str]:
    """The content words of a text, lower-cased: those of four letters and more among the measured ones, and pairs
    of characters where words are not spaced."""
    head = text[:MEASURED_CHARACTERS].lower()
    return frozenset(_TERM.findall(head))


def _capitals(text: str) -> int:
    """How many of the measured words of a text begin with a capital letter."""
    words = text.split(" ", MEASURED_WORDS)[:MEASURED_WORDS]
    return sum(map(str.isupper, map(_FIRST_LETTER, words)))


def _encoded(heads: list[str]) -> bytes:
    """The heads in Windows-1252, a line each, after a space; "?" is a character that it does not have."""
    lines = " " + "\n ".join(heads).replace("?", "!")
    return lines.encode() if lines.isascii() else lines.encode("cp1252", "replace")


def _marked_words(encoded: bytes) -> list[bytes]:
    """The words of each head, a byte each: whether it is a function word."""
    words = encoded[1:].translate(_LOWER).replace(b"\n", b" \n").split(b" ")
    return bytes(map(_MARKS.get, words, repeat(0))).split(_NEXT_HEAD)


def _shapes(encoded: bytes) -> list[bytes]:
    """Each head as its capitals ("A"), sentence ends, quotation marks and spaces, one byte a character after a first
    space, but for a quotation mark that follows a stop; "?" is a character that Windows-1252 does not have."""
    shapes = encoded.translate(_SHAPES).replace(b"! ", b". ").replace(b'." ', b". ")
    return shapes.split(b"\n")


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
