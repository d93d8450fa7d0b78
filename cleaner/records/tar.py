"""Tar archives, read forward once: what is damaged is told with its place, and the reading goes on behind it.

Python's `tarfile` takes a damaged header for the end of the archive, stops at the end of the first of two joined
ones, and holds headers of any size. It is asked here for what it does well: to read one header block.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from cleaner.records.streams import skip

BLOCK: Final = tarfile.BLOCKSIZE

END_BLOCKS: Final = 2
"""So many blocks of zeros, or more, end an archive (POSIX.1-2024, pax, "ustar Interchange Format")."""

MAX_HEADER_BYTES: Final = 1 << 20
"""Headers that hold attributes may be this large. Linux allows 64 KB for all extended attributes of a file."""

MAX_NAME_BYTES: Final = 1 << 16
"""A member's name may be this long, as in zip archives. Linux allows 4 KB for a path."""

_LONG_NAME: Final = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_ATTRIBUTES: Final = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_LENGTH_DIGITS: Final = 20

_READ_ATTRIBUTES: Final = (b"path", b"size", b"GNU.sparse.name")
"""All others are passed over: any number of headers may stand before a member, and may make up names."""

_SPARSE: Final = "is sparse"
_HEADERS: Final = (*_LONG_NAME, *_ATTRIBUTES, tarfile.XGLTYPE)


class Member(NamedTuple):
    """A file, folder or link in an archive; what it holds is the next to be read from the stream.

    Attributes:
        name: its path.
        size: of what it holds, in bytes.
        is_file: whether it is a file.
        is_sparse: whether holes are left out of what it holds.
    """

    name: str
    size: int
    is_file: bool
    is_sparse: bool


class Damage(NamedTuple):
    """Bytes of an archive that are neither a member nor its end."""

    offset: int
    size: int


class TarStream:
    """The members of a tar archive, or of several joined ones.

    Args:
        stream: the archive, unpacked.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._offset = 0
        self._begin(0)

    def __iter__(self) -> Iterator[Member | Damage]:
        """What the archive holds, in order.

        Raises:
            EOFError: the archive ends within a member, or without its end blocks.
        """
        gap = _Gap(0)
        attributes: dict[str, str] = {}
        while block := self._stream.read(BLOCK):
            self._offset += len(block)
            header = _header(block)
            if header is None:
                gap.add(block)
                attributes = {}
                continue
            if gap.is_damage:
                yield Damage(gap.offset, gap.size)
            begin = self._offset - BLOCK
            if header.type not in _HEADERS:
                yield self._member(header, attributes)
                attributes = {}
            elif (told := self._attributes(header)) is not None:
                attributes |= told
            else:
                yield Damage(begin, BLOCK + header.size)
            self._pass_over_rest()
            gap = _Gap(self._offset)
        gap.check_end()

    def read(self, size: int) -> bytes:
        """At most `size` bytes of what the member holds that came last.

        Raises:
            EOFError: the archive ends before.
        """
        wanted = min(size, self._left)
        content = self._stream.read(wanted)
        if len(content) < wanted:
            raise EOFError(f"the archive ends within the member at byte {self._offset}")
        self._left -= wanted
        return content

    def _begin(self, size: int) -> None:
        """What is next in the stream is the content of a member."""
        self._size = self._left = size
        self._padding = -size % BLOCK

    def _pass_over_rest(self) -> None:
        """Goes on to the block behind a member."""
        rest = self._left + self._padding
        if skip(self._stream, rest) < rest:
            raise EOFError(f"the archive ends within the member at byte {self._offset}")
        self._offset += self._size + self._padding
        self._begin(0)

    def _member(self, header: tarfile.TarInfo, attributes: dict[str, str]) -> Member:
        size = int(attributes["size"]) if attributes.get("size", "").isdecimal() else header.size
        # Directories, links and devices may say a size, and hold nothing.
        holds_data = header.isreg() or header.type not in tarfile.SUPPORTED_TYPES
        self._begin(size if holds_data else 0)
        is_sparse = header.type == tarfile.GNUTYPE_SPARSE or _SPARSE in attributes
        name = attributes.get("GNU.sparse.name") or attributes.get("path") or header.name
        return Member(name, size, header.isreg(), is_sparse)

    def _attributes(self, header: tarfile.TarInfo) -> dict[str, str] | None:
        """What a header that only describes the next member says of it; None if it is damaged or too large."""
        self._begin(header.size)
        if header.size > (MAX_NAME_BYTES if header.type in _LONG_NAME else MAX_HEADER_BYTES):
            return None
        content = self.read(header.size)
        if header.type == tarfile.GNUTYPE_LONGNAME:
            return {"path": _text(content.partition(b"\0")[0])}
        return _pax_records(content) if header.type in _ATTRIBUTES else {}


class _Gap:
    """What stands between two members, or behind the last: nothing, the end of an archive, or damage."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.size = 0
        self._is_zeros = True

    def add(self, block: bytes) -> None:
        self.size += len(block)
        self._is_zeros = self._is_zeros and not block.strip(b"\0")

    @property
    def is_end(self) -> bool:
        return self._is_zeros and self.size >= END_BLOCKS * BLOCK

    @property
    def is_damage(self) -> bool:
        return self.size > 0 and not self.is_end

    def check_end(self) -> None:
        """Raises EOFError unless this, the last gap, is an archive's end."""
        if not self._is_zeros:
            raise EOFError(f"from byte {self.offset} on it is no tar archive")
        if not self.is_end:
            raise EOFError(f"at byte {self.offset} the end of the archive is missing")


def _header(block: bytes) -> tarfile.TarInfo | None:
    """The header that a block is; None if it is none."""
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return None
    return header if header.size >= 0 else None


def _pax_records(content: bytes) -> dict[str, str] | None:
    """The records of an extended header that are read here; None if one is damaged. Each is `LENGTH NAME=VALUE` and a
    line end, as long as it says."""
    records: dict[str, str] = {}
    place = 0
    while place < len(content):
        digits = content[place : place + _LENGTH_DIGITS].partition(b" ")[0]
        length = int(digits) if digits.isdigit() else 0
        record = content[place : place + length]
        name, equals, value = record[len(digits) + 1 :].partition(b"=")
        if not equals or not record.endswith(b"\n") or (name in _READ_ATTRIBUTES and len(value) > MAX_NAME_BYTES):
            return None
        if name in _READ_ATTRIBUTES:
            records[name.decode()] = _text(value[:-1])
        if name.startswith(b"GNU.sparse."):
            records[_SPARSE] = ""
        place += length
    return records


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
