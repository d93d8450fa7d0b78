"""Guesses the charset of bytes that name none, by the languages that their readings would be in.

chardet does the work: it decodes with each charset that can and keeps the reading whose pairs of letters a language
knows best. Here is what it is asked: only the passages that tell charsets apart, and only charsets that pages of their
kind are written in (docs/decisions/charsets.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LATIN: Final = frozenset(
    "cp1250 cp1252 cp1254 cp1257 cp1258 iso8859-1 iso8859-2 iso8859-9 iso8859-13 iso8859-15 mac-roman".split()
)
"""Charsets whose bytes beyond ASCII are letters with marks, between others that are ASCII."""

TWO_BYTES: Final = frozenset("big5hkscs cp932 cp949 euc_jis_2004 euc_kr gb18030 shift_jis_2004".split())
"""Charsets whose characters take two bytes, of which the second may be ASCII."""

ALPHABETS: Final = frozenset(
    "cp1251 cp1253 cp1255 cp1256 cp866 cp874 iso8859-5 iso8859-6 iso8859-7 iso8859-8 koi8-r koi8-u mac-cyrillic "
    "tis-620".split()
)
"""Charsets whose words are all beyond ASCII. What the three sets leave out of the charsets that browsers know (WHATWG
Encoding, 4.2) are Celtic, Nordic and southern variants, which only take pages from the others."""

_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "euc_jis_2004": "euc_jp",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
}
"""What browsers read in place of a charset: the one that has all of its characters, and those that pages use
(WHATWG Encoding, 4.2)."""


def as_browsers_read(name: str) -> str:
    """The charset that browsers read where a page names this one, both as Python names them."""
    return _WIDER.get(name, name)


SAMPLE_BYTES: Final = 8_192
"""A page is judged by this much of the text in which it is not ASCII. By 1,024 bytes, which may be a menu and a
script, 2 pages of 100 more are read wrong; 32,768 read one of 1,000 more right."""

MAX_ALONE: Final = 0.5
"""The share of bytes beyond ASCII with ASCII on both sides: in Latin letters most stand alone, in words of another
alphabet next to none."""

_PASSAGE: Final = re.compile(rb"[^<>\x00-\x1f]+")
"""A piece of text between tags and line ends, which are no part of a character in any of these charsets."""

_BEYOND_ASCII: Final = re.compile(rb"[\x80-\x9f\xa1-\xff]+")
"""Bytes beyond ASCII in a row, without no-break spaces, which scripts are indented with."""


_SIGNS: Final = "€…‘’“”•–—™\xa0£©«®°·»".encode("cp1252")
"""What an English page has beyond ASCII. It tells no language, and chardet finds letters in it: a lone apostrophe is
one of Mac Roman's."""


def guessed(data: bytes) -> str | None:
    """The charset that bytes are most likely in, by Python's name; None if they fit none."""
    from chardet import detect

    sample = _sample(data)
    if sample.translate(None, _SIGNS).isascii():
        return "cp1252"
    candidates = LATIN | TWO_BYTES | (frozenset() if _is_latin(sample) else ALPHABETS)
    found = detect(sample, include_encodings=candidates, compat_names=False)["encoding"]
    return None if found is None else as_browsers_read(found)


def _sample(data: bytes) -> bytes:
    """The first passages with bytes beyond ASCII. The markup of most pages is English, and drowns their language."""
    passages, size = [], 0
    for passage in _passages(data):
        passages.append(passage)
        size += len(passage)
        if size >= SAMPLE_BYTES:
            break
    return b"\n".join(passages)[:SAMPLE_BYTES]


def _passages(data: bytes) -> Iterator[bytes]:
    return (match[0] for match in _PASSAGE.finditer(data) if not match[0].isascii())


def _is_latin(sample: bytes) -> bool:
    """Whether bytes beyond ASCII stand alone, as letters with marks do, and not in words."""
    runs = [len(run) for run in _BEYOND_ASCII.findall(sample)]
    return runs.count(1) > MAX_ALONE * sum(runs)
