"""Many phrases looked for at once in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from re import escape
from typing import Final

import re2  # type: ignore[import-untyped]

MEMORY: Final = 32 << 20
"""Bytes that the automaton may grow to: the phrases of all 38 languages take a quarter of it."""

SHORT_PHRASE: Final = 3
"""Latin letters up to which too many words begin like a phrase: "app" and German "Apparat", "Appell"."""

_BEFORE: Final = r"""(?:^|[ \x{a0}\n\t\-–—/|(\["“”„«»‘’'*#:])"""
_BEHIND: Final = r"""(?:$|[ \x{a0}\n\t\-–—/|)\]"“”„«»‘’'*.,:;!?…])"""
"""What stands around words. RE2 knows their borders (`\\b`) between ASCII letters only, and a class of all that is no
letter in any script makes the automaton many times as large."""


def phrase_finder(patterns: Iterable[str]) -> Callable[[str], Sequence[int]]:
    """What says which of these patterns (RE2's syntax) stand anywhere in a text, by their places among them."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    automaton = re2.Set.SearchSet(options)
    for pattern in patterns:
        automaton.Add(pattern)
    automaton.Compile()
    return lambda text: automaton.Match(text.encode(errors="replace")) or ()


def phrase_pattern(phrase: str, *, is_spaced: bool = True) -> str:
    """The pattern of a phrase: a beginning of words if it is in lower case, a whole word if that has up to
    `SHORT_PHRASE` Latin letters, the end of a word if it begins with a hyphen, as it is and whole if it has a
    capital; where words are not spaced, a part of the text."""
    if phrase.startswith("-"):
        return rf"\pL{escape(phrase[1:])}{_BEHIND}"
    if not is_spaced:
        return rf"(?i){escape(phrase)}"
    if phrase != phrase.lower():
        return f"{_BEFORE}{escape(phrase)}{_BEHIND}"
    is_short = phrase.isascii() and len(phrase) <= SHORT_PHRASE
    return rf"(?i){_BEFORE}{escape(phrase)}{_BEHIND if is_short else ''}"
