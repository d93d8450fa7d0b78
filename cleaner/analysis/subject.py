"""What the reader is after: names by which the wanted story is told from others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.analysis.counting import terms_of
from cleaner.characters import PHRASED, UNSPACED
from cleaner.errors import OptionError
from cleaner.language import words_of

MOST_NAME_WORDS: Final = 4
"""A longer text is a sentence, and no story has all of its words in a row."""

NAME_SHARE: Final = 1 / 2
SENTENCE_SHARE: Final = 1 / 3
SENTENCE_WORDS: Final = 2
"""A block speaks of a sentence if it has a third of its content words, and two at least, and of what a few words
describe ("goalkeeper Brandvold") if it has half of them."""

STEM_LETTERS: Final = 6
"""Enough letters of a content word to tell it from others, few enough to drop most endings."""

MIN_BENT_LETTERS: Final = 5
"""Shorter names are not taken apart: without its last letter "Iran" would be "Ira"."""

_VOWELS: Final = "aeioyäöüąęęаеиоуыьюяіїйαειουωης"
"""Last letters that bend: Warszawa, Warszawie; Москва, Москвы."""

_WORD: Final = re.compile(r"\w+")
_UNCUT: Final = re.compile(f"[{UNSPACED}{PHRASED}]")
_PREFIXED: Final = re.compile("[\u0590-\u06ff]")
"""Hebrew and Arabic, which write articles and prepositions in front of a word, without a space."""


class Subject:
    """The subject of the wanted story: a name, its aliases, or a sentence.

    Args:
        names: any of them will do.
        min_relevance: a story that is less about them is not given out.
    """

    def __init__(self, names: Sequence[str], min_relevance: float = 0.0) -> None:
        self.names = tuple(names)
        self.min_relevance = min_relevance
        patterns = [pattern for pattern in map(_pattern, filter(_is_name, names)) if pattern]
        self._names = re.compile("|".join(patterns)) if patterns else None
        self._described = [(_content(name), _least(name)) for name in names if not _is_name(name)]

    def __str__(self) -> str:
        return " or ".join(self.names)

    def is_named(self, text: str) -> bool:
        """Whether a text speaks of the subject."""
        if self._names and self._names.search(text):
            return True
        said = _content(text) if self._described else frozenset()
        return any(len(words & said) >= max(least, share * len(words)) for words, (least, share) in self._described)


def names_of(about: str | Sequence[str] | None) -> list[str]:
    """The names that a caller gives a subject; blank ones are none."""
    return [name for name in ([about] if isinstance(about, str) else about or ()) if name.strip()]


def subject_of(about: str | Sequence[str] | None, min_relevance: float = 0.0) -> Subject | None:
    """The subject that a caller names, None for none; raises OptionError."""
    names = names_of(about)
    if not 0 <= min_relevance <= 1:
        raise OptionError(f"min_relevance is {min_relevance}; give a number from 0 to 1")
    if min_relevance and not names:
        raise OptionError("min_relevance says how much a story must be about something; say about what")
    return Subject(names, min_relevance) if names else None


def _is_name(text: str) -> bool:
    """Whether a text is a name: one word, or a few that each have a capital or a script without any."""
    words = _WORD.findall(text)
    return len(words) <= 1 or (len(words) <= MOST_NAME_WORDS and not any(word[0].islower() for word in words))


def _least(description: str) -> tuple[int, float]:
    """How many of the content words of a description, and what share of them, a block must have."""
    is_short = len(_WORD.findall(description)) <= MOST_NAME_WORDS
    return (1, NAME_SHARE) if is_short else (SENTENCE_WORDS, SENTENCE_SHARE)


def _content(text: str) -> frozenset[str]:
    return frozenset([term[:STEM_LETTERS] for term in terms_of(text) - words_of("function_words")])


def _pattern(name: str) -> str:
    """What finds a name in its inflected forms; "" if it has no letters."""
    return r"[\W_]+".join(map(_word_pattern, _WORD.findall(name)))


def _word_pattern(word: str) -> str:
    if _UNCUT.search(word):
        return re.escape(word)
    before = r"(?<!\w)" + (r"\w{0,3}" if _PREFIXED.search(word) else "")
    first = (
        word[0] if word[0].isupper() else f"[{word[0]}{word[0].upper()}]" if word[0].islower() else re.escape(word[0])
    )
    if len(word) < MIN_BENT_LETTERS:
        return f"{before}{first}{_any_case(word[1:])}(?!\\w{{3}})"
    last = word[-1].lower()
    if last in _VOWELS:
        return f"{before}{first}{_any_case(word[1:-1])}(?:{_any_case(last)}\\w{{0,3}}|\\w{{1,3}})(?!\\w)"
    return f"{before}{first}{_any_case(word[1:])}\\w{{0,4}}(?!\\w)"


def _any_case(letters: str) -> str:
    return f"(?i:{re.escape(letters)})" if letters else ""
