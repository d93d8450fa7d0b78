"""Bytes become text: byte order mark, what the caller or HTTP says, what the page says, then detection."""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import Final, NamedTuple

from cleaner.errors import NotTextError, UnknownEncodingError

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_BYTES: Final = 4096
"""The HTML standard has browsers look for a charset in the first 1,024 bytes; real pages put it a bit later."""

_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
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


class Decoded(NamedTuple):
    """The text, the charset it was read with, and a warning for each thing that had to be guessed or replaced."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes a page.

    Args:
        data: the page's bytes, in any charset, with or without a byte order mark.
        encoding: the charset that the caller or the HTTP header names; it is believed unless a byte order
            mark says otherwise. Bytes that do not fit become U+FFFD, with a warning.

    Raises:
        UnknownEncodingError: Python has no codec of that name.
        NotTextError: the bytes are an image, an archive or other binary data.
    """
    if encoding is not None:
        encoding = _known(encoding)
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    if encoding is not None:
        return _replacing(data, encoding)
    _refuse_binary(data)
    wide = _wide_encoding(data[:_SAMPLE_BYTES])
    if wide:
        return _replacing(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _detected(data)


def _known(encoding: str) -> str:
    try:
        info = codecs.lookup(encoding)
        if not info._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError):
        raise UnknownEncodingError(
            f"unknown encoding {encoding!r}; use a name such as utf-8, windows-1252 or shift_jis"
        ) from None
    return info.name


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    if text.startswith("\ufeff"):
        text = text[1:]
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    warnings = (f"{lost} characters are not valid {encoding} and were replaced",) if lost > 0 else ()
    return Decoded(text, encoding, warnings)


def _refuse_binary(data: bytes) -> None:
    for signature, what in _BINARY_SIGNATURES.items():
        if data.startswith(signature):
            raise NotTextError(f"this is {what}, not a page; give the HTML or text of the page")
    sample = data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > MAX_CONTROL_SHARE * len(sample) and not _wide_encoding(sample):
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
    declared = _META_CHARSET.search(data[:_META_BYTES])
    candidates = []
    if declared:
        with contextlib.suppress(UnknownEncodingError):
            candidates.append(_known(declared.group(1).decode("ascii")))
    mostly_utf8 = data.decode("utf-8", errors="replace")
    bad = mostly_utf8.count("\ufffd")
    good = sum(1 for _ in re.finditer(r"[^\x00-\x7f\ufffd]", mostly_utf8[:_SAMPLE_BYTES]))
    if bad * 10 < good:
        return Decoded(mostly_utf8, "utf-8", (f"{bad} characters are not valid utf-8 and were replaced",))
    from bs4.dammit import UnicodeDammit

    dammit = UnicodeDammit(data, candidates)
    if dammit.unicode_markup is None or dammit.original_encoding is None:
        return Decoded(
            data.decode("windows-1252", errors="replace"), "windows-1252", ("charset guessed: windows-1252",)
        )
    was_declared = dammit.original_encoding.lower() in candidates
    warnings = () if was_declared else (f"charset guessed: {dammit.original_encoding}",)
    return Decoded(dammit.unicode_markup, dammit.original_encoding, warnings)
