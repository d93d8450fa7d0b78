"""WARC files: the responses of a crawl, and the texts that WET files hold."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final, NamedTuple

from cleaner.errors import UnknownEncodingError
from cleaner.intake.decode import charset
from cleaner.records.extras import extra
from cleaner.records.record import Failure, Form, Item, Reading, Record
from cleaner.records.source import Source
from cleaner.records.streams import UNPACKING_ERRORS
from cleaner.records.warc_stream import MAX_HEADER_BYTES, Damage, WarcHeader, WarcStream

_FORMS: Final[dict[str | None, Form]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
}

_OTHER_TYPES: Final = ("warcinfo", "request", "metadata", "revisit", "resource", "continuation")
"""The types of records that hold no page (ISO 28500:2017, 6). Another one is taken for damage."""

_CHARSET: Final = re.compile(r"""\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([^\s;,"']{1,200})""", re.I)
"""The charset in a Content-Type. RFC 9110, 8.3.1 allows no blanks around "=", and servers send them."""

SHOWN_LETTERS: Final = 40
"""A message shows as much of what a server sent."""

_OTHER_PROTOCOLS: Final = ("dns", "ftp", "ftps", "gemini", "gopher", "whois")
"""Crawlers write responses of these too, which are no pages."""


def read_warc(stream: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The pages of a WARC file from its record number `start` on.

    A page is a response with a status from 200 to 299 and a content type of HTML, plain text or Markdown, or none at
    all, or a conversion record. Other records are passed over. What stands between records and is none is a failure,
    counted as a record; the reading goes on behind it.

    Raises:
        EOFError: the file ends within a record.
    """
    warc = extra("fastwarc.warc", "warc")
    records = WarcStream(stream)
    for index, header in enumerate(records):
        if index < start:
            continue
        where = _Where(f"{source.name}:{index}", source.name, index)
        if isinstance(header, Damage):
            yield where.corrupt(f"{header.size} bytes from byte {header.offset} on are no whole WARC record")
        elif (item := _item(warc, header, records, where, reading.max_bytes)) is not None:
            yield item


class _Where(NamedTuple):
    """A record's id, its file, and its place in it."""

    id: str
    source: str
    number: int

    def corrupt(self, reason: str) -> Failure:
        return Failure(*self, "corrupt", reason)

    def too_large(self, max_bytes: int) -> Failure:
        return Failure(*self, "too-large", f"is larger than {max_bytes} bytes; --max-bytes allows more")

    def page(self, page: bytes, record: Any, form: Form | None) -> Record:
        url = record.headers.get("WARC-Target-URI")
        return Record(self.id, page, url and url.strip("<>"), form, None, self.source, self.number)


def _item(warc: Any, header: WarcHeader, records: WarcStream, where: _Where, max_bytes: int) -> Item | None:
    """The page that a record holds; None if it is to be passed over."""
    # The library reads one record at a time: in a whole file it would pass over damage without a word.
    content = records.read(max_bytes + MAX_HEADER_BYTES)
    record = _parsed(warc, header.content + content)
    if record is None:
        return where.corrupt("is no WARC record")
    where = where._replace(id=(record.record_id or where.id).strip("<>"))
    if record.record_type == warc.WarcRecordType.response:
        return _response(record, content, where, max_bytes)
    if record.record_type == warc.WarcRecordType.conversion:
        return where.page(content, record, "text") if len(content) <= max_bytes else where.too_large(max_bytes)
    known = (record.headers.get("WARC-Type") or "").lower() in _OTHER_TYPES
    return None if known else where.corrupt("its WARC-Type is unknown or missing")


def _response(record: Any, content: bytes, where: _Where, max_bytes: int) -> Item | None:
    """The page that a server has sent; None if it is no success, or no page."""
    if not _has_http_headers(content):
        return where.corrupt(f"its HTTP headers do not end within {MAX_HEADER_BYTES} bytes")
    record.parse_http(quirks_mode=True)
    if record.http_headers is None:
        return _without_http(record, where)
    type = (record.http_content_type or "").strip().lower()
    if not _is_success(record) or (type and type not in _FORMS):
        return None
    if record.content_length > max_bytes:
        return where.too_large(max_bytes)
    try:
        page = _decoded(record, record.reader.read(record.content_length), max_bytes)
    except UNPACKING_ERRORS as error:
        return where.corrupt(f"its HTTP encoding is damaged: {error}")
    if len(page) > max_bytes:
        return where.too_large(max_bytes)
    content_type = record.http_headers.get("Content-Type") or ""
    found = where.page(page, record, _FORMS.get(type))._replace(seen_at=_fetched(record))
    return _with_charset(found, content_type)


def _fetched(record: Any) -> datetime | None:
    """When the server sent a response; None where a crawler has written no time. A conversion's date may be that of the
    conversion (ISO 28500:2017, 5.4)."""
    try:
        written = datetime.fromisoformat(record.headers.get("WARC-Date") or "")
    except ValueError:
        return None
    return written if written.tzinfo else written.replace(tzinfo=UTC)


def _without_http(record: Any, where: _Where) -> Failure | None:
    """What a response without HTTP headers is: damaged, or one of another protocol, such as an answer of DNS."""
    scheme = (record.headers.get("WARC-Target-URI") or "").strip("<>").lower().partition(":")[0]
    if scheme in _OTHER_PROTOCOLS:
        return None
    return where.corrupt("it is a response, and its Content-Type is not application/http")


def _parsed(warc: Any, content: bytes) -> Any:
    """The record that headers and content are; None if the library sees none in them."""
    records = warc.ArchiveIterator(io.BytesIO(content), parse_http=False, quirks_mode=True, stream_detect=False)
    return next(records, None)


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


def _with_charset(page: Record, content_type: str) -> Record:
    """A page with the charset that the server names. If there is none of that name, it is read as if the server had
    named none."""
    named = _CHARSET.search(content_type)
    name = named[1] if named else ""
    try:
        return page._replace(encoding=charset(name)) if name else page
    except UnknownEncodingError:
        return page._replace(warnings=(f"the server names the charset {name[:SHOWN_LETTERS]!r}, which does not exist",))


def _is_success(record: Any) -> bool:
    status = record.http_headers.status_code
    return status is None or 200 <= status < 300
