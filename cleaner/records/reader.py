"""All inputs as one stream of items, which can be entered at any place."""

from __future__ import annotations

import csv
import os
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from stat import S_ISREG
from typing import BinaryIO, Final, NamedTuple

from cleaner.errors import InputError
from cleaner.records.inputs import Inputs
from cleaner.records.readers import READERS
from cleaner.records.record import Failure, Item, Reading
from cleaner.records.source import STDIN, UNREADABLE_FOLDER, Source
from cleaner.records.streams import UNPACKING_ERRORS, is_remote, open_file, unpacked


class Place(NamedTuple):
    """A place in the stream: behind `items` items of file number `file`, both from 0."""

    file: int = 0
    items: int = 0


class Reader:
    """Reads pages from inputs, one file after another, in bounded memory.

    Args:
        inputs: the files.
        reading: how to read them.

    Attributes:
        place: behind the item that came last.
        source: the file that it came from.
        bytes_read: how much of the files, as they lie, is behind it.
    """

    def __init__(self, inputs: Inputs, reading: Reading) -> None:
        self.inputs = inputs
        self.reading = reading
        self.place = Place()
        self.source: Source
        self._finished_bytes = 0
        self._file: BinaryIO | None = None

    @property
    def bytes_read(self) -> int:
        return self._finished_bytes + (self._file.tell() if self._file and not self._file.closed else 0)

    def items(self, start: Place = Place()) -> Iterator[Item]:  # noqa: B008
        """The items from a place on. A file that cannot be read, or not to its end, is one more failure.

        Raises:
            InputError: the very first file has no column that could hold pages.
            MissingExtraError: a format needs a library that is not installed.
        """
        for number, source in enumerate(self.inputs):
            if number < start.file:
                self._finished_bytes += source.size
                continue
            self.source = source
            first = start.items if number == start.file else 0
            self.place = Place(number, first)
            yield from self._file_items(source, self.place)
            self._finished_bytes += source.size

    def _file_items(self, source: Source, start: Place) -> Iterator[Item]:
        """The items of one file; `place` is set before each is given."""
        if source.format == UNREADABLE_FOLDER:
            yield self._unreadable(source, f"the folder cannot be read: {source.stamp}")
            return
        try:
            with ExitStack() as files:
                for item in self._opened(source, files)(source, self.reading, start.items):
                    self.place = Place(start.file, item.number + 1)
                    yield item
                    # Not held while the next one is read.
                    del item
                _check_unchanged(self._file, source)
        except InputError as error:
            if self.place == Place():
                raise
            yield self._unreadable(source, str(error))
        except UNREADABLE as error:
            yield self._unreadable(source, f"the rest of the file cannot be read: {_why(error)}")
        finally:
            self._file = None

    def _unreadable(self, source: Source, reason: str) -> Failure:
        index = self.place.items
        self.place = Place(self.place.file + 1, 0)
        return Failure(source.name, source.name, index, "corrupt", reason)

    def _opened(self, source: Source, files: ExitStack) -> Callable[[Source, Reading, int], Iterator[Item]]:
        """The reader of a file's format, with the file opened for it."""
        read, _, as_it_lies = READERS[source.format]
        if source.path == STDIN:
            if as_it_lies:
                raise InputError(f"{source.format} cannot be read from a pipe; name the file")
            return partial(read, unpacked(sys.stdin.buffer))
        self._file = files.enter_context(open_file(source.path))
        return partial(read, self._file if as_it_lies else files.enter_context(unpacked(self._file)))


UNREADABLE: Final = (*UNPACKING_ERRORS, tarfile.TarError, zipfile.BadZipFile, NotImplementedError, csv.Error)
"""What a file raises that is damaged, truncated, or not what its suffix says."""


def _check_unchanged(file: BinaryIO | None, source: Source) -> None:
    """Raises OSError if a file on a local disk has changed since it was found: what was read may be a part of it."""
    if file is None or is_remote(source.path):
        return
    status = os.fstat(file.fileno())
    if S_ISREG(status.st_mode) and (status.st_size, str(status.st_mtime_ns)) != (source.size, source.stamp):
        raise OSError(f"it has changed while it was read, from {source.size} to {status.st_size} bytes")


def _why(error: BaseException) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return " ".join(reason.split())
