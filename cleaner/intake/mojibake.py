"""Repairs text that was read in another charset: "cafÃ©" for "café", "Ïîãîäà" for "Погода".

Scrapers that trust a wrong header store such pages as text, and neither rules nor readers know their words. What is
told, and what is mended when: docs/decisions/charsets.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from cleaner.errors import MissingExtraError, NotTextError
from cleaner.intake.telltales import has_neighbours

if TYPE_CHECKING:
    from cleaner.intake.decode import Decoded

MIN_CHARACTERS: Final = 6
"""Two or three letters that came apart: a page that only shows what mojibake looks like has no more."""

MAX_SOUND: Final = 0.1
"""The share of characters beyond ASCII that may be sound: a copyright sign from a template, a name from a script."""

_UNASSIGNED: Final = "\x81\x8d\x8f\x90\x9d"
_BYTE_OF: Final = {
    ord(bytes([byte]).decode("windows-1252")): byte for byte in range(0x80, 0x100) if chr(byte) not in _UNASSIGNED
}
"""The byte behind each character that Windows-1252 makes of one. The bytes that it does not assign stay C1 controls
(https://encoding.spec.whatwg.org/#index-windows-1252), as all of that range do in Latin-1."""

_LEADING = "\xc2-\xf4"
_TRAILING = re.escape("".join(chr(code) for code, byte in _BYTE_OF.items() if byte < 0xC0)) + _UNASSIGNED
_SEQUENCE: Final = re.compile(f"[{_LEADING}][{_TRAILING}\x80-\xbf]")
"""What the first two bytes of a letter become."""

_RUN: Final = re.compile("[^\x00-\x7f]+")

MIN_SIGNS: Final = 40
"""A page of another alphabet has as many characters beyond ASCII at least; a list of letters with marks has fewer."""

MIN_SIGNS_SHARE: Final = 0.5
"""Their share of the characters that are no white space. Languages with Latin letters have two in ten at most; pages in
Russian, Greek and Chinese that were misread have three in four."""


def is_misread(source: str, texts: Sequence[str]) -> bool:
    """Whether the characters beyond ASCII of a page are UTF-8 that was read as something else.

    Args:
        source: the page.
        texts: what it shows. These are looked at first, since there is less of them; the page decides, for in its
            texts references like `&nbsp;` have become characters too.
    """
    text = "\n".join(texts)
    return has_neighbours(text) and bool(_SEQUENCE.search(text)) and _is_broken(source)


def _is_broken(source: str) -> bool:
    broken = sound = 0
    for run in _RUN.findall(source):
        if _read_again(run) != run:
            broken += len(run)
        else:
            sound += len(run)
            if sound >= MIN_CHARACTERS and sound > broken:
                return False
    return broken >= MIN_CHARACTERS and sound <= MAX_SOUND * (sound + broken)


def repaired(text: str) -> str:
    """The text as it was before it was misread. Every run of characters beyond ASCII is put back into bytes and read as
    UTF-8, which hardly any sound run is by chance."""
    return _RUN.sub(lambda run: _read_again(run[0]), text)


def _read_again(run: str) -> str:
    try:
        return run.translate(_BYTE_OF).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run


def in_its_charset(source: str, texts: Sequence[str]) -> Decoded | None:
    """A page all of which was read as Latin-1 or Windows-1252 although its charset is that of another alphabet, decoded
    again; None if it is no such page. Libraries for HTTP do that where a server names no charset (RFC 2616, 3.7.1).

    Args:
        source: the page.
        texts: what it shows.
    """
    if not _is_mostly_signs("\n".join(texts)):
        return None
    from cleaner.intake.charsets import ALPHABETS, TWO_BYTES
    from cleaner.intake.decode import decode

    try:
        decoded = decode(source.translate(_BYTE_OF).encode("latin-1"))
    except (UnicodeEncodeError, NotTextError):
        return None
    return decoded if decoded.encoding in ALPHABETS | TWO_BYTES else None


def _is_mostly_signs(text: str) -> bool:
    if not has_neighbours(text):
        return False
    signs = sum(map(len, _RUN.findall(text)))
    return signs >= MIN_SIGNS and signs >= MIN_SIGNS_SHARE * sum(map(len, text.split()))


def mended(source: str) -> str:
    """A source in which ftfy has read such text again, line by line. None of ftfy's other repairs is done.

    Raises:
        MissingExtraError: ftfy is not installed.
    """
    mend = mender()
    return "\n".join([line if line.isascii() else mend(line) for line in source.split("\n")])


def mender() -> Callable[[str], str]:
    """ftfy's repair of a text's encoding.

    Raises:
        MissingExtraError: ftfy is not installed.
    """
    try:
        from ftfy import fix_encoding
    except ImportError:
        raise MissingExtraError(
            "repair needs ftfy, which is not installed: pip install 'story-cleaner[repair]'"
        ) from None
    return fix_encoding
