"""Pages as files: one alone, or many in a tar or zip archive."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Iterator
from lzma import LZMAError
from typing import IO, BinaryIO, Final

from cleaner.records.record import Failure, Item, Reading, Record
from cleaner.records.source import Source, form_of, is_page
from cleaner.records.streams import UNPACKING_ERRORS
from cleaner.records.tar import Damage, TarStream
from cleaner.records.zip_members import read_member

_MEMBER_ERRORS: Final = (*UNPACKING_ERRORS, zipfile.BadZipFile, LZMAError, NotImplementedError, RuntimeError)
"""What reading a zip archive's member raises if it is damaged, encrypted, or packed in a way that Python lacks."""


def read_page(stream: IO[bytes], source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The one page that a file is."""
    if start == 0:
        yield _page(stream, source.name, source, 0, reading)


def read_tar(stream: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The pages in a tar archive, told by their suffixes, from its member number `start` on. A damaged stretch is
    a failure, counted as a member; the reading goes on behind it.

    Raises:
        EOFError: the archive ends before its end.
    """
    archive = TarStream(stream)
    for index, member in enumerate(archive):
        if index < start:
            continue
        if isinstance(member, Damage):
            reason = f"{member.size} bytes from byte {member.offset} on are no member of a tar archive"
            yield Failure(f"{source.name}:{index}", source.name, index, "corrupt", reason)
        elif member.is_file and is_page(member.name):
            if member.is_sparse:
                yield Failure(member.name, source.name, index, "corrupt", "is packed as a sparse file; pack it whole")
            else:
                yield _page(archive, member.name, source, index, reading)


def read_zip(file: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The pages in a zip archive, told by their suffixes, from its member number `start` on.

    Raises:
        BadZipFile: it has no directory, or one of fewer members than it says.
    """
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        for index, member in enumerate(members):
            if index < start:
                continue
            is_wanted = is_page(member.filename)
            try:
                # Of others nothing is read, but a damaged name may hide a page.
                page = read_member(archive, member, reading.max_bytes + 1 if is_wanted else 0)
                if is_wanted:
                    yield _record(page, member.filename, source, index, reading)
            except zipfile.BadZipFile as error:
                yield Failure(member.filename, source.name, index, "corrupt", str(error))
            except _MEMBER_ERRORS as error:
                if is_page(member.filename):
                    yield Failure(member.filename, source.name, index, "corrupt", str(error))
        _check_directory(file, archive)


_DIRECTORY_END: Final = struct.Struct("<4s4H2LH")
"""What ends a zip archive, before its comment: signature, two numbers of disks, members on this disk and on all, the
directory's size and offset, the comment's size (APPNOTE.TXT 4.3.16)."""

_IN_ZIP64: Final = 0xFFFF
"""Stands for a number of members that is written elsewhere, as it is too large."""


def _check_directory(file: BinaryIO, archive: zipfile.ZipFile) -> None:
    """Raises BadZipFile if the archive has other members than its directory lists: the library does not count."""
    members = archive.infolist()
    file.seek(-_DIRECTORY_END.size - len(archive.comment), os.SEEK_END)
    count = _DIRECTORY_END.unpack(file.read(_DIRECTORY_END.size))[4]
    if count not in (len(members), _IN_ZIP64):
        raise zipfile.BadZipFile(f"the directory of the archive should have {count} members, and has {len(members)}")
    file.seek(0)
    first = min((member.header_offset for member in members), default=archive.start_dir or 0)
    if first > 0 and file.read(4) == b"PK\3\4":
        raise zipfile.BadZipFile(f"another archive stands before this one, in {first} bytes; split the file there")


def _page(file: IO[bytes] | TarStream, name: str, source: Source, index: int, reading: Reading) -> Record | Failure:
    return _record(file.read(reading.max_bytes + 1), name, source, index, reading)


def _record(page: bytes, name: str, source: Source, index: int, reading: Reading) -> Record | Failure:
    if len(page) > reading.max_bytes:
        reason = f"is larger than {reading.max_bytes} bytes; --max-bytes allows more"
        return Failure(name, source.name, index, "too-large", reason)
    return Record(name, page, None, form_of(name), None, source.name, index)
