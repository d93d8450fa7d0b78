"""Promotions of coins, bargains and prize draws among the paragraphs of a story that speaks of nothing of the kind.

What such a block says of itself (names of coins, prices, targets, codes, "while stocks last") is counted by the words
of the page's languages; that it is not the story is told by what it shares with the other paragraphs: no key word of
theirs, and hardly any other. A story about coins or bargains speaks of them throughout and keeps its own paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from cleaner.analysis import Analysis
from cleaner.analysis.cohesion import Stems
from cleaner.analysis.counting import terms_of
from cleaner.analysis.measures import LONG, LONG_WORDS
from cleaner.analysis.stories import STEM_LETTERS
from cleaner.language import languages
from cleaner.model import Evidence
from cleaner.rulebook.phrases import phrase_finder, phrase_pattern
from cleaner.stages.topic import PROMOTED_WEIGHT, Told, common

MOST_PROMOTED: Final = 1 / 3
"""Of a page's words. Where more of them stand in such blocks, the page is about them."""

MOST_KNOWN: Final = 0.1
"""Share of a block's stems that stand elsewhere in the story, too. Of 43,000 blocks of stories two are taken for
promotions, and of 191 promotions 164; at 0.2 four are, and 168."""

MOST_KNOWN_OF_SURE: Final = 1 / 3
"""The same for a block that names a coin and says three things of the kind; at 0.5 none more is found."""

MIN_WORDS: Final = 4
"""A shorter line is a label: of a story's list of subjects, say."""

MOST_FORECAST_WORDS: Final = 30
"""Of a block that says what prices will do and names neither a coin nor an offer: two sentences. Longer is news."""

_AMOUNTS: Final = (
    r"[$€£¥₹₽₩₺₴][ \x{a0}]?\d|\d[ \x{a0}\x{202f}]?[$€£¥₹₽₩₺₴]",
    r"\d[ \x{a0}\x{202f}]?[%٪％]|[%٪]\d",
    r"\([A-Z]{3,5}\)",
)
"""Prices, percentages, and the ticker of a coin behind its name."""

_NUMBER: Final = r"\d[ \x{a0}\x{202f}]?(?:[^ \d]{2,12} )?"
"""What stands before the name of a currency: "2", "2 million "."""

_HIRAGANA: Final = re.compile("[\u3041-\u309f]")
"""Japanese writes particles and endings in it, which every text shares."""


class Word(NamedTuple):
    """A word of promotions, and of which kind it is: a field of `Said`."""

    kind: str
    word: str


class Finder(NamedTuple):
    """What finds the words of promotions in a text, by their places among these."""

    find: Callable[[str], Sequence[int]]
    words: list[Word]


class Said(NamedTuple):
    """How many different words of each kind a block says."""

    coins: int
    trading: int
    offers: int
    money: int

    @property
    def is_sure(self) -> bool:
        return self.coins > 0 and self.coins + self.trading + self.money >= 3

    def is_promotion(self, words: int) -> bool:
        """Whether a block of so many words may be a promotion, if it is not what the story is about."""
        if words < MIN_WORDS:
            return False
        if self.coins or (self.money and self.offers):
            return True
        if self.money and self.trading + self.money >= 3 and words <= MOST_FORECAST_WORDS:
            return True
        return self.offers >= (2 if words < LONG_WORDS else 3)


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence against the blocks that promote something and share nothing with the rest of a stripped page."""
    measures = analysis.measures
    if not measures.is_stripped:
        return
    said = dict(_said(analysis))
    words = measures.words
    if not said or _is_about_promotion(analysis) or sum(map(words.__getitem__, said)) > MOST_PROMOTED * sum(words):
        return
    said.pop(_lead(analysis), None)
    stems = {block: stems_of(analysis, block) for block in range(len(measures))}
    story = Told()
    for block in sorted(stems.keys() - said.keys() - analysis.matches.furniture):
        story.add(stems[block])
    keys = story.keys().keys()
    note = "speaks of coins or offers, and of nothing the story speaks of"
    for block, telltales in said.items():
        here = stems[block]
        most = MOST_KNOWN_OF_SURE if telltales.is_sure else MOST_KNOWN
        if keys.isdisjoint(here) and len(here & story.seen) <= most * len(here):
            yield Evidence(block, "promotions", "off-topic", "promotion", PROMOTED_WEIGHT, note)


def _lead(analysis: Analysis) -> int:
    """The first paragraph that no rule names: what it speaks of is what the story is about. -1 if there is none."""
    sizes, named = analysis.measures.sizes, analysis.matches.furniture
    return next((block for block, size in enumerate(sizes) if size == LONG and block not in named), -1)


def _is_about_promotion(analysis: Analysis) -> bool:
    """Whether the page's title speaks of coins or offers."""
    title = analysis.title.text if analysis.title else analysis.measures.plain[0]
    return not {"coins", "offers"}.isdisjoint(_kinds(_finders(analysis.matches.languages), title))


def stems_of(analysis: Analysis, block: int) -> Stems:
    """The stems of a block that are not too common to tell topics apart."""
    terms = terms_of(analysis.measures.plain[block])
    return frozenset([term[:STEM_LETTERS] for term in terms if term.isascii() or not _HIRAGANA.search(term)]) - common(
        analysis
    )


def _said(analysis: Analysis) -> Iterator[tuple[int, Said]]:
    """The blocks that may be promotions and that no rule names."""
    finders = _finders(analysis.matches.languages)
    named = analysis.matches.named
    for block, text in enumerate(analysis.measures.plain):
        if block not in named and (found := _kinds(finders, text)):
            said = Said(*map(found.count, Said._fields))
            if said.is_promotion(analysis.measures.words[block]):
                yield block, said


def _kinds(finders: Sequence[Finder], text: str) -> list[str]:
    """The kind of each different word of promotions that a text says; one that two languages share counts once."""
    return [kind for kind, _ in {words[index]: None for find, words in finders for index in find(text)}]


def _finders(spoken: frozenset[str]) -> list[Finder]:
    """What finds the words of promotions in each of a page's languages."""
    return [_finder(code) for code, one in languages().items() if one.coins and (one.everywhere or code in spoken)]


@cache
def _finder(code: str) -> Finder:
    """The same for one language."""
    language = languages()[code]
    patterns = {
        phrase_pattern(word, is_spaced=not language.function_characters): Word(kind, word)
        for kind in ("coins", "trading", "offers")
        for word in getattr(language, kind)
    }
    # One pattern for all currencies: RE2 keeps a state for each that has been met once, and all pairs of these.
    amount = rf"(?i){_NUMBER}(?:{'|'.join(map(re.escape, language.money))})"
    patterns |= {amount: Word("money", "an amount"), f"{amount}.*{amount}": Word("money", "two amounts")}
    patterns |= {pattern: Word("money", pattern) for pattern in _AMOUNTS if language.everywhere}
    return Finder(phrase_finder(patterns), list(patterns.values()))
