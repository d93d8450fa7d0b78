"""What is measured once about every block of a page, as parallel lists that all stages read."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Final, NamedTuple

from cleaner.analysis import counting
from cleaner.analysis.counting import SHORT_WORDS
from cleaner.analysis.endings import BRACKET, DIGIT, NO_MARK, QUESTION, QUOTE, ending
from cleaner.characters import STOPLESS
from cleaner.model import Page
from cleaner.scoring import choice, scale

LONG_WORDS: Final = 16
"""From 16 words on a line hardly ever is a label or headline."""

LONG_CHARACTERS: Final = 110
"""And neither does a line of that many characters, in languages whose words are long: twelve words of Finnish."""

SIZE: Final = choice("size", "short", "medium", "long")
LONG: Final = 2
MOST_TENTHS: Final = 6
"""More function words than six in ten say no more."""

MOST_SHORT_IN_A_ROW: Final = 12
"""A page without menus: 95 in 100 pages of mixed-dev have no longer run of short lines, 11 in 100 of flat-dev."""

SITE_TAGS: Final = frozenset({"aside", "footer", "form", "header", "nav"})
"""Elements of whole pages that no extractor leaves in the story that it cuts out."""

MIN_CELLS: Final = 8
"""Lines with nothing but a figure that make a table: where four extractors return 8 and more of them of a page of
html-dev, 1,265 of 1,750 are story; lists of other stories have a date for each, and hardly more than five."""

MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 4, 22
"""Headlines are phrases: shorter lines are labels, longer ones sentences."""

HEADLINES: Final = scale("headlines in a row", 1, 2, 3, 5, 8)
"""How many lines that could be headlines stand in a row; the first bin is what is none."""

_MENU: Final = bytes(MOST_SHORT_IN_A_ROW + 1)
"""The sizes of the lines of the shortest menu."""

_STOPLESS: Final = re.compile(f"[{STOPLESS}]").search
_FIGURE: Final = re.compile(r"[^\w\s]*\d[^a-zA-Z\s]*").fullmatch
_UNFINISHED: Final = frozenset({NO_MARK, DIGIT, QUOTE, QUESTION, BRACKET})
_IN_A_ROW: Final = re.compile(b"\1+")


class Run(NamedTuple):
    """Blocks of a kind in a row: those from `start` to before `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class Measures:
    """Counts of the blocks of a page; every list has one entry a block.

    Attributes:
        page: the page.
        is_sifted: whether its menus were set aside.
        kinds: what the blocks are on the page.
        plain: the blocks' plain texts.
        words: words in the block; two Chinese or Japanese characters count as one.
        functions: function words in the measured text.
        capitals: fifths of the measured words that begin with a capital letter, 0 to 5.
        endings: how the block ends: `NO_MARK`, `STOP`, ….
        sentences: sentence ends inside the measured text.
        sizes: 0 for short blocks, 1 for medium ones, 2 for long ones.
        shares: tenths of the measured words that are function words, 0 to 6.
        repeats: how often the same text stands on the page.
    """

    def __init__(self, page: Page, plain_texts: list[str], is_sifted: bool = False) -> None:
        self.page = page
        self.is_sifted = is_sifted
        self.kinds = page.kinds
        self.plain = plain_texts
        self.repeats = list(map(Counter(plain_texts).__getitem__, plain_texts))
        self.endings = list(map(ending, plain_texts))
        counts = counting.count(plain_texts)
        self.words, self.functions, measured, capitals, self.sentences, self._encoded = counts
        self.sizes = [
            0 if count < SHORT_WORDS else 1 if count < LONG_WORDS and len(text) < LONG_CHARACTERS else 2
            for count, text in zip(self.words, plain_texts, strict=True)
        ]
        self.capitals = [5 * count // words if count else 0 for count, words in zip(capitals, measured, strict=True)]
        shares = [10 * count // words if count else 0 for count, words in zip(self.functions, measured, strict=True)]
        self.shares = [share if share < MOST_TENTHS else MOST_TENTHS for share in shares]
        self._runs: dict[int, list[Run]] = {}

    def __len__(self) -> int:
        return len(self.plain)

    @cached_property
    def has_menu(self) -> bool:
        """Whether the page has a run of short lines as long as a menu (a table's figures break it), or elements that
        sites put around their stories."""
        if self.is_sifted:
            return True
        sizes = bytearray(self.sizes)
        for cell in self.cells:
            sizes[cell] = 1
        containers = self.page.containers
        return _MENU in sizes or (containers is not None and not SITE_TAGS.isdisjoint(containers.tags))

    @property
    def is_stripped(self) -> bool:
        """Whether the page is text that has been stripped of its menus already: a story and what was left around
        it."""
        return self.page.form == "text" and not self.has_menu

    @cached_property
    def cells(self) -> frozenset[int]:
        """The blocks that are nothing but a figure, if there are enough to be the cells of a table, a line each."""
        found = [
            block
            for block, (count, text) in enumerate(zip(self.words, self.plain, strict=True))
            if count == 1 and _FIGURE(text)
        ]
        return frozenset(found if len(found) >= MIN_CELLS else ())

    @cached_property
    def terms(self) -> list[frozenset[str]]:
        """The terms of each block; short blocks, which say too little to be compared, have none."""
        return counting.terms(self._encoded, self.plain, self.sizes)

    def headline_runs(self, min_words: int = MIN_HEADLINE_WORDS) -> list[Run]:
        """The lines that could be headlines of so many words at least, in rows as long as they go. Where no mark ends a
        sentence none can be told from a paragraph."""
        runs = self._runs.get(min_words)
        if runs is None:
            may_be_lower = not self.is_stripped  # Menus have entries in lower case; headlines have none.
            alike = [
                ending in _UNFINISHED
                and min_words <= words <= MAX_HEADLINE_WORDS
                and (may_be_lower or not text[0].islower())
                and (text.isascii() or not _STOPLESS(text))
                for text, words, ending in zip(self.plain, self.words, self.endings, strict=True)
            ]
            runs = self._runs[min_words] = [Run._make(run.span()) for run in _IN_A_ROW.finditer(bytes(alike))]
        return runs

    @cached_property
    def headline_bins(self) -> list[int]:
        """For each block the bin of `HEADLINES`: how long the run of headlines is that it stands in."""
        bins = [0] * len(self)
        for start, end in self.headline_runs():
            bins[start:end] = [HEADLINES.bin(end - start)] * (end - start)
        return bins
