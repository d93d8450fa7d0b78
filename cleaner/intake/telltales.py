"""Tells whether a text holds UTF-8 that was read in another charset: "weiÃŸ" for "weiß"."""

from __future__ import annotations

import re
from typing import Final

_WESTERN: Final = re.compile(
    rb"[\xc2\xc3][\x80-\xbf]"  # letters with marks of western languages, no-break spaces
    rb"|(?<=[a-z])[\xc4-\xde][\x80-\xbf]"  # others, within a word: a capital after a small letter
    rb"|\xe2\x80[\x80-\xbf]"  # quotation marks and dashes
    rb"|(?:[\xc2-\xf4][\x80-\xbf]{1,3}){3}"  # words in other scripts
)
_CYRILLIC: Final = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]){2}")
"""UTF-8 that sound text in Windows-1252 and in Windows-1251 does not look like. One character is not enough: “café”…
has three that are one in UTF-8."""

_NEIGHBOURS: Final = re.compile(rb"\xc3[\x82-\xb4][\xc2-\xf4]")
"""In UTF-8, a letter from Â to ô and another character beyond ASCII: few sound texts have any. Bytes are searched ten
times as fast as characters."""

_VOWELS: Final = ("Р°", "Рµ", "Рѕ")
"""What the commonest letters of Russian become, а, е and о. The first of each two is a Cyrillic letter."""


def has_neighbours(text: str) -> bool:
    """Whether a text has two characters in a row that one character becomes when its UTF-8 is read as western."""
    return not text.isascii() and _NEIGHBOURS.search(text.encode(errors="replace")) is not None


def misreadings(text: str) -> tuple[str, ...]:
    """A warning, if a text holds UTF-8 that was read as Windows-1252, Latin-1 or Windows-1251."""
    if text.isascii():
        return ()
    places = 0
    if has_neighbours(text):
        places = sum(1 for _ in _WESTERN.finditer(text.encode("cp1252", "replace")))
    if any(vowel in text for vowel in _VOWELS):
        places += sum(1 for _ in _CYRILLIC.finditer(text.encode("cp1251", "replace")))
    where = "one place" if places == 1 else f"{places:,} places"
    return (f"UTF-8 was read in another charset in {where} (Ã¼ for ü); 'repair' mends it",) if places else ()
