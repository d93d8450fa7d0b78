"""Bytes become text: byte order mark, what the caller or HTTP says, what the page says, then detection."""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import Final, NamedTuple

from cleaner.errors import NotTextError, UnknownEncodingError
from cleaner.intake.charsets import as_browsers_read, guessed

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.I
)
_NO_CHARSETS: Final = frozenset(
    "charmap idna mbcs oem punycode raw-unicode-escape undefined unicode-escape utf-7".split()
)
"""Codecs of Python's that read text and are no charsets of pages: notations for names and program text, of which some
take the square of the length or write halves of surrogate pairs; the code page of a machine, which another machine
would read otherwise; and UTF-7, which browsers refuse (WHATWG Encoding, 4.2) since it hides markup from filters."""

_BINARY_SIGNATURES: Final = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "gzip data",
    b"\x28\xb5\x2f\xfd": "zstd data",
    b"\x7fELF": "a program",
    b"RIFF": "a media file",
    b"\x00\x00\x00\x18ftyp": "a video",
}
_SAMPLE_BYTES: Final = 65_536
_CONTROLS: Final = bytes(sorted(set(range(32)) - set(b"\t\n\v\f\r\x1b") | {127}))
MAX_CONTROL_SHARE: Final = 0.1
"""Text in any charset but UTF-16 and UTF-32 has next to no control bytes; compressed data has a tenth of them."""


_JAPANESE: Final = b"\x1b$B"
"""Where ISO-2022-JP, all of whose bytes are ASCII, goes over to kanji (RFC 1468)."""

MAX_REPLACED: Final = 0.1
"""Of ten characters beyond ASCII, one may have been damaged on the way; in the wrong charset, most fit nothing."""

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f\ufffd]")


class Decoded(NamedTuple):
    """The text, the charset it was read with, and a warning for each thing that had to be guessed or replaced."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def charset(name: str) -> str:
    """The name by which Python knows a charset, or the wider one that browsers read in its place: pages that say
    ISO-8859-1 have the quotes of Windows-1252, and pages that say GB2312 the characters of GB18030.

    Raises:
        UnknownEncodingError: there is no charset of that name, only another kind of codec or none.
    """
    for spelling in (name, name.lower().removeprefix("x-")):  # Shift JIS is often declared as x-sjis
        try:
            info = codecs.lookup(spelling)
        except (LookupError, ValueError):
            continue
        if info._is_text_encoding and info.name not in _NO_CHARSETS:
            return as_browsers_read(info.name)
    raise UnknownEncodingError(f"unknown encoding {name!r}; use a name such as utf-8, windows-1252 or shift_jis")


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes a page.

    Args:
        data: the page's bytes, in any charset, with or without a byte order mark.
        encoding: the charset that the caller or the HTTP header names; it is believed unless a byte order
            mark says otherwise. Bytes that do not fit become U+FFFD, with a warning.

    Raises:
        UnknownEncodingError: there is no charset of that name.
        NotTextError: the bytes are an image, an archive or other binary data.
    """
    if encoding is not None:
        encoding = charset(encoding)
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    _refuse_signatures(data)
    sample = data[:_SAMPLE_BYTES]
    wide = _wide_encoding(sample)
    if encoding is not None:
        decoded = _replacing(data, encoding)
        if not wide:
            start = decoded.text[:_SAMPLE_BYTES]
            _refuse_controls(start.encode("ascii", "ignore"), len(start))
        return decoded
    if wide:
        return _replacing(data, wide)
    _refuse_controls(sample, len(sample))
    for name in ("iso2022_jp", "utf-8") if _JAPANESE in data else ("utf-8",):
        with contextlib.suppress(UnicodeDecodeError):
            return Decoded(data.decode(name), name)
    return _detected(data)


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    if text.startswith("\ufeff"):
        text = text[1:]
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    warnings = (f"{lost} characters are not valid {encoding} and were replaced",) if lost > 0 else ()
    return Decoded(text, encoding, warnings)


def _refuse_signatures(data: bytes) -> None:
    for signature, what in _BINARY_SIGNATURES.items():
        if data.startswith(signature):
            raise NotTextError(f"this is {what}, not a page; give the HTML or text of the page")


def _refuse_controls(ascii_part: bytes, whole: int) -> None:
    """Refuses so many characters, or bytes, as no text if too many of those that are ASCII are controls."""
    controls = len(ascii_part) - len(ascii_part.translate(None, _CONTROLS))
    if controls > MAX_CONTROL_SHARE * whole:
        raise NotTextError("this is binary data, not a page; give the HTML or text of the page")


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin text is zero."""
    if 0 not in sample:
        return None
    half = len(sample) // 2
    for name, zeros, others in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        if half >= 4 and zeros.count(0) > 0.4 * half and others.count(0) == 0:
            return name
    return None


def _detected(data: bytes) -> Decoded:
    declared, warnings = _declared(data)
    for encoding in ("utf-8", *declared):
        decoded = _replacing(data, encoding)
        if _is_nearly_right(decoded.text):
            return decoded
    guess = guessed(data) or "windows-1252"
    decoded = _replacing(data, guess)
    if not _is_nearly_right(decoded.text):
        decoded = _replacing(data, (*declared, "windows-1252")[0])
    return decoded._replace(warnings=(*warnings, f"charset guessed: {decoded.encoding}", *decoded.warnings))


def _is_nearly_right(text: str) -> bool:
    """Whether next to none of a decoded page's characters beyond ASCII had to be replaced."""
    right = sum(1 for _ in _BEYOND_ASCII.finditer(text[:_SAMPLE_BYTES]))
    return text.count("\ufffd") <= MAX_REPLACED * right


def _declared(data: bytes) -> tuple[list[str], tuple[str, ...]]:
    """The charset that a page names, if it names one, and what there is to say about it."""
    match = _DECLARED.search(data[:_SAMPLE_BYTES])
    if match is None:
        return [], ()
    name = match[1].decode("ascii")
    try:
        return [charset(name)], ()
    except UnknownEncodingError:
        return [], (f"the page names the charset {name!r}, which does not exist",)
