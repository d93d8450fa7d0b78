"""WARC files: the responses of a crawl, and the texts that WET files hold."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from cleaner.records.extras import extra
from cleaner.records.inputs import Source
from cleaner.records.record import Failure, Form, Item, Reading, Record
from cleaner.records.streams import UNPACKING_ERRORS
from cleaner.records.warc_stream import MAX_HEADER_BYTES, Damage, WarcHeader, WarcStream

_FORMS: Final[dict[str | None, Form]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}


def read_warc(stream: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The pages of a WARC file from its record number `start` on.

    A page is a response with a status from 200 to 299 and a content type of HTML or plain text, or none at all, or a
    conversion record. Other records are passed over. What stands between records and is none is a failure,
    counted as a record; the reading goes on behind it.

    Raises:
        EOFError: the file ends within a record.
    """
    warc = extra("fastwarc.warc", "warc")
    content = WarcStream(stream)
    for index, header in enumerate(content):
        if index < start:
            continue
        if isinstance(header, Damage):
            reason = f"{header.size} bytes from byte {header.offset} on are no whole WARC record"
            yield Failure(f"{source.name}:{index}", source.name, index, "corrupt", reason)
        elif (item := _item(warc, header, content, source, index, reading)) is not None:
            yield item


def _item(
    warc: Any, header: WarcHeader, stream: WarcStream, source: Source, index: int, reading: Reading
) -> Item | None:
    """The page that a record holds; None if it is to be passed over."""
    # The library reads one record at a time: in a whole file it would pass over damage without a word.
    content = stream.read(reading.max_bytes + MAX_HEADER_BYTES)
    record = _parsed(warc, header.content + content)
    id = (record.record_id or f"{source.name}:{index}").strip("<>")
    kind = record.record_type
    if kind not in (warc.WarcRecordType.response, warc.WarcRecordType.conversion):
        known = kind != warc.WarcRecordType.unknown
        return None if known else Failure(id, source.name, index, "corrupt", "its WARC-Type is unknown or missing")
    encoding: str | None = None
    form: Form | None = "text"
    if kind == warc.WarcRecordType.response:
        if not _has_http_headers(content):
            reason = f"its HTTP headers do not end within {MAX_HEADER_BYTES} bytes"
            return Failure(id, source.name, index, "corrupt", reason)
        record.parse_http(quirks_mode=True)
        type = (record.http_content_type or "").strip().lower()
        if record.http_headers is None or not _is_success(record) or (type and type not in _FORMS):
            return None
        encoding, form = _known(record.http_charset), _FORMS.get(type)
    if record.content_length > reading.max_bytes:
        return _too_large(id, source, index, reading)
    body = record.reader.read(record.content_length)
    try:
        page = _decoded(record, body, reading.max_bytes) if kind == warc.WarcRecordType.response else body
    except UNPACKING_ERRORS as error:
        return Failure(id, source.name, index, "corrupt", f"its HTTP encoding is damaged: {error}")
    if len(page) > reading.max_bytes:
        return _too_large(id, source, index, reading)
    url = record.headers.get("WARC-Target-URI")
    return Record(id, page, url and url.strip("<>"), form, encoding, source.name, index)


def _parsed(warc: Any, content: bytes) -> Any:
    return next(warc.ArchiveIterator(io.BytesIO(content), parse_http=False, quirks_mode=True, stream_detect=False))


def _has_http_headers(content: bytes) -> bool:
    """Whether a response's headers end where they may, so that the library can be given them."""
    head = content[:MAX_HEADER_BYTES]
    return len(content) < MAX_HEADER_BYTES or b"\r\n\r\n" in head or b"\n\n" in head


def _decoded(record: Any, body: bytes, max_bytes: int) -> bytes:
    """A response's body without its HTTP encodings, at most one byte more than allowed. Crawlers that decode bodies
    themselves often leave the headers as they were, so that a body that is not encoded is taken as it is."""
    streams = extra("fastwarc.stream_io", "warc")
    stream: Any = io.BytesIO(body)
    if "chunked" in (record.http_headers.get("Transfer-Encoding") or "").lower() and _is_chunked(body):
        body = streams.ChunkedReader(stream).read(max_bytes + 1)
        stream = io.BytesIO(body)
    encoding = (record.http_headers.get("Content-Encoding") or "").strip().lower()
    if encoding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        return _all(streams.GzipReader(stream), max_bytes)
    if encoding == "deflate" and body[:1] == b"\x78":
        return _all(streams.GzipReader(stream, zlib=True), max_bytes)
    if encoding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        return _all(streams.ZstdReader(stream), max_bytes)
    if encoding == "br" and body.lstrip()[:1] != b"<":
        return _all(streams.BrotliReader(stream), max_bytes)
    return body


def _all(reader: Any, max_bytes: int) -> bytes:
    content = bytearray()
    while len(content) <= max_bytes and (more := reader.read(max_bytes + 1 - len(content))):
        content += more
    return bytes(content)


def _is_chunked(body: bytes) -> bool:
    """Whether a body begins with the size of a chunk in hexadecimal digits."""
    size = body[:18].partition(b"\r\n")[0].partition(b";")[0].strip()
    return bool(size) and all(byte in b"0123456789abcdefABCDEF" for byte in size)


def _is_success(record: Any) -> bool:
    status = record.http_headers.status_code
    return status is None or 200 <= status < 300


def _known(charset: str | None) -> str | None:
    """A charset that Python knows; servers name many that nobody does."""
    try:
        return codecs.lookup(charset.strip("\"' ")).name if charset else None
    except (LookupError, ValueError):
        return None


def _too_large(id: str, source: Source, index: int, reading: Reading) -> Failure:
    return Failure(
        id, source.name, index, "too-large", f"is larger than {reading.max_bytes} bytes; --max-bytes allows more"
    )
