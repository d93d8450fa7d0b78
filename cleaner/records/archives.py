"""Pages as files: one alone, or many in a tar or zip archive."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO, Final

from cleaner.records.inputs import Source, form_of, is_page
from cleaner.records.record import Failure, Item, Reading, Record
from cleaner.records.streams import UNPACKING_ERRORS

_MEMBER_ERRORS: Final = (*UNPACKING_ERRORS, zipfile.BadZipFile, NotImplementedError, RuntimeError)
"""What reading a zip archive's member raises if it is damaged, encrypted, or packed in a way that Python lacks."""


def read_page(stream: IO[bytes], source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The one page that a file is."""
    if start == 0:
        yield _page(stream, source.name, source, 0, reading)


def read_tar(stream: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The pages in a tar archive, told by their suffixes, from its member number `start` on."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for index, member in enumerate(archive):
            # The library keeps all members that it has seen, for those who want to come back to them.
            archive.members = []  # type: ignore[attr-defined]
            if index < start or not member.isfile() or not is_page(member.name):
                continue
            file = archive.extractfile(member)
            assert file is not None, "isfile() says that it has content"
            yield _page(file, member.name, source, index, reading)


def read_zip(file: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The pages in a zip archive, told by their suffixes, from its member number `start` on."""
    with zipfile.ZipFile(file) as archive:
        for index, member in enumerate(archive.infolist()):
            if index < start or member.is_dir() or not is_page(member.filename):
                continue
            try:
                with archive.open(member) as content:
                    yield _page(content, member.filename, source, index, reading)
            except _MEMBER_ERRORS as error:
                yield Failure(member.filename, source.name, index, "corrupt", str(error))


def _page(file: IO[bytes], name: str, source: Source, index: int, reading: Reading) -> Record | Failure:
    page = file.read(reading.max_bytes + 1)
    if len(page) > reading.max_bytes:
        reason = f"is larger than {reading.max_bytes} bytes; --max-bytes allows more"
        return Failure(name, source.name, index, "too-large", reason)
    return Record(name, page, None, form_of(name), None, source.name, index)
