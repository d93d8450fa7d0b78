"""WARC files, cut into their records: by the lengths that they say, which must lead from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from cleaner.records.streams import skip

MAX_HEADER_BYTES: Final = 1 << 20
"""The headers of a record, and of the HTTP response in it, may be this large. Servers and browsers refuse HTTP headers
of more than 8 to 256 KB."""

_MAGIC: Final = b"WARC/"


class WarcHeader(NamedTuple):
    """The headers of a record; its content is the next to be read from the stream.

    Attributes:
        content: the headers as they stand, with the line that begins and the one that ends them.
        length: the size of the record's content.
    """

    content: bytes
    length: int


class Damage(NamedTuple):
    """Bytes that belong to no record."""

    offset: int
    size: int


class WarcStream:
    """The records of a WARC file.

    Args:
        stream: the file, unpacked.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._offset = 0
        self._left = 0

    def __iter__(self) -> Iterator[WarcHeader | Damage]:
        """What the file holds, in order.

        Raises:
            EOFError: the file ends within a record.
        """
        lost_from = -1
        while line := self._line():
            header = self._header(line) if line.startswith(_MAGIC) else None
            if header is None:
                if lost_from < 0 and (line.strip() or line.startswith(_MAGIC)):
                    lost_from = self._offset - len(line)
                continue
            if lost_from >= 0:
                yield Damage(lost_from, self._offset - len(header.content) - lost_from)
                lost_from = -1
            self._left = header.length
            yield header
            self._pass_over_content()
        if lost_from >= 0:
            yield Damage(lost_from, self._offset - lost_from)

    def read(self, size: int) -> bytes:
        """At most `size` bytes of the content of the record that came last.

        Raises:
            EOFError: the file ends before.
        """
        wanted = min(size, self._left)
        content = self._stream.read(wanted)
        self._left -= len(content)
        self._offset += len(content)
        if len(content) < wanted:
            raise EOFError("the file ends within a record")
        return content

    def _pass_over_content(self) -> None:
        passed = skip(self._stream, self._left)
        self._offset += passed
        if passed < self._left:
            raise EOFError("the file ends within a record")

    def _line(self) -> bytes:
        line = self._stream.readline(MAX_HEADER_BYTES)
        self._offset += len(line)
        return line

    def _header(self, first: bytes) -> WarcHeader | None:
        """The headers that begin with a line; None if they are too many, or do not say a length."""
        lines = [first]
        size = len(first)
        length = -1
        while size < MAX_HEADER_BYTES:
            line = self._line()
            if not line:
                raise EOFError("the file ends within the headers of a record")
            lines.append(line)
            size += len(line)
            if not line.strip():
                return WarcHeader(b"".join(lines), length) if length >= 0 else None
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length" and value.strip().isdigit():
                length = int(value)
        return None
