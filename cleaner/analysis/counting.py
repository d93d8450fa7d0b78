"""Words, function words, capitals and sentence ends of many short texts, counted over all of them at once.

A page has hundreds of blocks, most of a word or two, and a call in Python for each would be most of the time. So the
texts are written in Windows-1252, a byte a character, and translated and counted as bytes; a text with characters that
that charset lacks is counted by itself. tests/analysis/test_counting.py has the plain counterpart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import compress, repeat
from operator import itemgetter
from typing import Final, NamedTuple

from cleaner.characters import PHRASED, SENTENCE_ENDS, UNSPACED
from cleaner.language import words_of

MEASURED_WORDS: Final = 80
"""A block shows what it is in its first 80 words; counting further would only cost time."""

MEASURED_CHARACTERS: Final = 600
"""About as much text as `MEASURED_WORDS` in the languages that put spaces between words."""

SHORT_WORDS: Final = 6
"""Below 6 words a line is hardly ever a sentence."""

MIN_TERM_LETTERS: Final = 4
"""Shorter words are nearly all function words, in every language that puts spaces between words."""

CHARACTERS_A_WORD: Final = 2
"""A Chinese or Japanese word is about two characters long."""

CHARACTERS_A_PHRASED_WORD: Final = 5
"""A Thai word is about five characters long, vowel signs and tone marks included. The same story takes a tenth less in
Lao, as much in Khmer and a sixth more in Burmese."""

_TERM: Final = re.compile(rf"\b[가-힣]{{2}}|[^\W\d_{UNSPACED}{PHRASED}가-힣]{{{MIN_TERM_LETTERS},}}")
"""A Korean word is known by its first two syllables: what follows is often a particle."""

_PAIR: Final = re.compile(rf"(?=([{UNSPACED}]{{2}}))")
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
_FIRST_LETTER: Final = itemgetter(slice(1))
_NO_TERMS: Final[frozenset[str]] = frozenset()


class Counts(NamedTuple):
    """What was counted; every list has one entry a text.

    Attributes:
        words: words in the text; two characters of a script without spaces count as one, and five of a script with
            spaces between phrases only.
        functions: function words among the first `MEASURED_CHARACTERS`; those of Thai and its like wherever they
            stand in a phrase.
        measured: words among the first `MEASURED_WORDS`, with two unspaced characters as one beside them.
        capitals: measured words that begin with a capital letter.
        sentences: sentence ends inside the first `MEASURED_CHARACTERS`, in texts longer than `SHORT_WORDS`.
        encoded: the texts' heads in Windows-1252, which `terms` reads.
    """

    words: list[int]
    functions: list[int]
    measured: list[int]
    capitals: list[int]
    sentences: list[int]
    encoded: bytes


def count(texts: Sequence[str]) -> Counts:
    """Counts the plain texts of a page's blocks."""
    heads = [text[:MEASURED_CHARACTERS] for text in texts]
    encoded = _encoded(heads)
    marked = _marked_words(encoded)[: len(heads)]  # no heads are read as an empty one
    words = list(map(len, marked))
    functions = list(map(bytes.count, marked, repeat(_IS_FUNCTION)))
    cut = [block for block, (head, text) in enumerate(zip(heads, texts, strict=True)) if head is not text]
    for block in cut:
        words[block] = texts[block].count(" ") + 1
    if "" in texts:
        words = [count if text else 0 for text, count in zip(texts, words, strict=True)]
    measured = [count if count < MEASURED_WORDS else MEASURED_WORDS for count in words]
    shapes = _shapes(encoded)[: len(heads)]
    capitals = list(map(bytes.count, shapes, repeat(b" A")))
    sentences = [shape.count(b". ") if count > SHORT_WORDS else 0 for shape, count in zip(shapes, words, strict=True)]
    for block in {*cut, *[block for block, count in enumerate(words) if count > MEASURED_WORDS]}:
        capitals[block] = capitals_of(texts[block])
    counts = Counts(words, functions, measured, capitals, sentences, encoded)
    for block in [block for block, shape in enumerate(shapes) if _UNKNOWN in shape]:
        _count_by_itself(counts, block, heads[block], texts[block])
    return counts


def _count_by_itself(counts: Counts, block: int, head: str, text: str) -> None:
    """Counts a text with characters that Windows-1252 does not have."""
    in_phrases = _words_in_phrases()
    counts.functions[block] = sum(
        word not in in_phrases for word in head.lower().split(" ") if word in words_of("function_words")
    )
    unspaced = len(_script(UNSPACED).findall(head))
    if unspaced:
        counts.words[block] += len(text) * unspaced // (len(head) * CHARACTERS_A_WORD)
        counts.functions[block] += sum(map(head.count, words_of("function_characters")))
        counts.measured[block] += unspaced // CHARACTERS_A_WORD
    phrased = len(_script(PHRASED).findall(head))
    if phrased:
        counts.words[block] += len(text) * phrased // (len(head) * CHARACTERS_A_PHRASED_WORD)
        counts.functions[block] += sum(map(head.count, in_phrases))
        counts.measured[block] += phrased // CHARACTERS_A_PHRASED_WORD
    counts.capitals[block] = capitals_of(text)
    is_short = counts.words[block] <= SHORT_WORDS
    counts.sentences[block] = 0 if is_short else sum(map(head.count, SENTENCE_ENDS))


@cache
def _words_in_phrases() -> frozenset[str]:
    """Function words of the scripts that put no spaces around them."""
    return frozenset(filter(_script(PHRASED).match, words_of("function_words")))


@cache
def _script(characters: str) -> re.Pattern[str]:
    """One character of a script. Compiled when a text has one: a range of ideographs takes a millisecond."""
    return re.compile(f"[{characters}]")


def terms(encoded: bytes, texts: Sequence[str], sizes: Sequence[int]) -> list[frozenset[str]]:
    """The terms of each text that is not short (`sizes` above 0); `encoded` are the texts as `count` encoded them."""
    letters = encoded.translate(_LETTERS).decode("cp1252").split("\n")
    found = [_NO_TERMS] * len(texts)
    for block in compress(range(len(texts)), sizes):
        if "?" in letters[block]:
            found[block] = terms_of(texts[block])
        else:
            found[block] = frozenset([word for word in letters[block].split() if len(word) >= MIN_TERM_LETTERS])
    return found


def terms_of(text: str) -> frozenset[str]:
    """The content words of a text, lower-cased: those of four letters and more among the measured ones, the first two
    syllables of Korean ones, and all pairs of neighbours where words are not spaced. Where only phrases are, no word is
    told from its neighbours: none."""
    head = text[:MEASURED_CHARACTERS].lower()
    return frozenset(_TERM.findall(head) + _PAIR.findall(head))


def capitals_of(text: str) -> int:
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
    return bytes(map(_marks().get, words, repeat(0))).split(_NEXT_HEAD)


@cache
def _marks() -> dict[bytes, int]:
    """What function words and line ends become, each as the one byte that stands for it."""
    # Where a word has characters beyond those of Windows-1252 the marks are not read.
    words = [word.encode("cp1252", "replace") for word in words_of("function_words")]
    return dict.fromkeys(words, _IS_FUNCTION[0]) | {b"\n": _NEXT_HEAD[0]}


def _shapes(encoded: bytes) -> list[bytes]:
    """Each head as its capitals ("A"), sentence ends, quotation marks and spaces, one byte a character after a first
    space, but for a quotation mark that follows a stop; "?" is a character that Windows-1252 does not have."""
    shapes = encoded.translate(_SHAPES).replace(b"! ", b". ").replace(b'." ', b". ")
    return shapes.split(b"\n")
