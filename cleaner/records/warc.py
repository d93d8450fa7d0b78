"""WARC files: the responses of a crawl, and the texts that WET files hold."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from cleaner.records.extras import extra
from cleaner.records.inputs import Source
from cleaner.records.record import Failure, Form, Item, Reading, Record
from cleaner.records.streams import UNPACKING_ERRORS

_FORMS: Final[dict[str | None, Form]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}

ODD_SPACES_BYTES: Final = 64
"""How far a record's end may lie from where its headers say: some writers leave a space out, or add a line end. A
record that is lost takes more than this with its headers alone."""


def read_warc(stream: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The pages of a WARC file from its record number `start` on.

    A page is a response with a status from 200 to 299 and a content type of HTML or plain text, or none at all, or a
    conversion record. Other records are passed over. What stands between records and is none is a failure,
    counted as a record; the reading goes on behind it.
    """
    warc = extra("fastwarc.warc", "warc")
    content = _Counted(stream)
    index = end = 0
    for record in warc.ArchiveIterator(content, parse_http=False, quirks_mode=True, stream_detect=False):
        lost = record.stream_pos - end
        end = record.stream_pos + _header_bytes(record) + record.content_length
        if lost > ODD_SPACES_BYTES:
            if index >= start:
                yield _lost(source, index, lost)
            index += 1
        item = _item(warc, record, source, index, reading) if index >= start else None
        if item is not None:
            yield item
        index += 1
    lost = content.tell() - end
    if lost > ODD_SPACES_BYTES and index >= start:
        yield _lost(source, index, lost)


class _Counted:
    """A stream that says how much of it is read, which pipes do not."""

    def __init__(self, stream: BinaryIO) -> None:
        # Behind `read1` a file that is cut off still gives what it has before it says so.
        self._take: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        content = self._take(size)
        self._read += len(content)
        return content

    def tell(self) -> int:
        return self._read


def _item(warc: Any, record: Any, source: Source, index: int, reading: Reading) -> Item | None:
    """The page that a record holds; None if it is to be passed over."""
    id = (record.record_id or f"{source.name}:{index}").strip("<>")
    kind = record.record_type
    if kind not in (warc.WarcRecordType.response, warc.WarcRecordType.conversion):
        known = record.headers.get("WARC-Type")
        return None if known else Failure(id, source.name, index, "corrupt", "is no whole WARC record")
    encoding: str | None = None
    form: Form | None = "text"
    if kind == warc.WarcRecordType.response:
        record.parse_http(quirks_mode=True)
        type = (record.http_content_type or "").strip().lower()
        if record.http_headers is None or not _is_success(record) or (type and type not in _FORMS):
            return None
        encoding, form = _known(record.http_charset), _FORMS.get(type)
    if record.content_length > reading.max_bytes:
        return _too_large(id, source, index, reading)
    body = record.reader.read(record.content_length)
    if len(body) < record.content_length:
        return Failure(id, source.name, index, "corrupt", "the file ends within this record")
    try:
        page = _decoded(record, body, reading.max_bytes) if kind == warc.WarcRecordType.response else body
    except UNPACKING_ERRORS as error:
        return Failure(id, source.name, index, "corrupt", f"its HTTP encoding is damaged: {error}")
    if len(page) > reading.max_bytes:
        return _too_large(id, source, index, reading)
    url = record.headers.get("WARC-Target-URI")
    return Record(id, page, url and url.strip("<>"), form, encoding, source.name, index)


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
    content = b""
    while len(content) <= max_bytes and (more := reader.read(max_bytes + 1 - len(content))):
        content += more
    return content


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


def _header_bytes(record: Any) -> int:
    """How long a record's headers are as most writers write them, with the two line ends behind the record."""
    lines = sum(len(name) + len(value) + len(b": \r\n") for name, value in record.headers.items_bytes())
    return lines + len(b"WARC/1.1\r\n" + b"\r\n" + b"\r\n\r\n")


def _lost(source: Source, index: int, size: int) -> Failure:
    return Failure(f"{source.name}:{index}", source.name, index, "corrupt", f"{size} bytes here are no WARC record")


def _too_large(id: str, source: Source, index: int, reading: Reading) -> Failure:
    return Failure(
        id, source.name, index, "too-large", f"is larger than {reading.max_bytes} bytes; --max-bytes allows more"
    )
