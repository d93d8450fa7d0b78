"""The files of a batch: spools that grow beside the output, and the output, which appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final

from cleaner.atomic import sync_folder
from cleaner.batch.manifest import LOCK
from cleaner.errors import OptionError, ResumeError
from cleaner.records.record import Item
from cleaner.records.source import Source
from cleaner.records.writers import JsonLines, Spooler, Texts


class Paths:
    """Where the files of a batch are: all beside its output.

    Attributes:
        output: the file or folder that the batch makes.
        manifest: what is finished.
        failures: the dead letters.
        work: the folder with all that is not finished, which is gone in the end.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.manifest = output.with_name(f"{output.name}.manifest.json")
        self.failures = output.with_name(f"{output.name}.failures.jsonl")
        self.work = output.with_name(f"{output.name}.unfinished")

    def findings(self, chunks: int) -> Path:
        """What a report knows after so many chunks. Like the spools it may be ahead of the manifest, which says how
        many count."""
        return self.work / f"findings-{chunks}.json"

    def forget_findings(self, chunks: int) -> None:
        """Removes what a report knew before."""
        for path in self.work.glob("findings-*.json"):
            if path != self.findings(chunks):
                path.unlink()

    def all(self) -> tuple[Path, ...]:
        return self.output, self.manifest, self.failures, self.work


class Spool:
    """A file that is only appended to, after it was cut back to what is known to be good."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self.size = size
        self._file: IO[bytes] = path.open("ab")
        if self._file.tell() < size:
            self._file.close()
            raise ResumeError(f"{path} is shorter than the manifest says; begin again with --restart")
        self._file.truncate(size)

    def append(self, content: bytes) -> None:
        self._file.write(content)
        self.size += len(content)

    def sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


class Output:
    """What a batch writes.

    Args:
        paths: where.
        writer: in which format.
        single: whether the output is one file, and not a folder of parts.
        part_bytes: a part ends with the chunk that fills its spool to this size.
    """

    def __init__(self, paths: Paths, writer: Spooler, *, single: bool, part_bytes: int) -> None:
        self.paths = paths
        self.part = 0
        self._writer = writer
        self._single = single
        self._part_bytes = part_bytes
        self._files = paths.work / FILES
        self._spool: Spool | None = None
        self._failures: Spool | None = None

    def open(self, part: int, size: int, failures: int) -> None:
        """Gets ready to append behind what the manifest has for good.

        Args:
            part: the number of the last part.
            size: bytes of its spool.
            failures: bytes of the file of failures.

        Raises:
            ResumeError: there is less than that.
        """
        self.part = part
        self._files.mkdir(parents=True, exist_ok=True)
        self._failures = Spool(self._failures_path, failures)
        if not self._is_full(size):
            self._spool = self._opened(size)

    @property
    def size(self) -> int:
        """Bytes of the current part's spool."""
        return self._spool.size if self._spool else 0

    @property
    def failures_size(self) -> int:
        return self._failures.size if self._failures else 0

    def append(self, rendered: Sequence[Any], items: Sequence[Item], places: Sequence[tuple[Source, int]]) -> None:
        """Takes the stories of a chunk, with the items and places that they come from."""
        if self._spool is None or self._is_full(self._spool.size):
            self._next_part()
        if isinstance(self._writer, Texts):
            self._writer.save(rendered, places, self._files)
        elif self._spool:
            self._spool.append(self._writer.joined(rendered, items))

    def append_failure(self, line: bytes) -> None:
        if self._failures:
            self._failures.append(line)

    def sync(self) -> None:
        """Writes all to the disk that was appended."""
        for spool in self._spools():
            spool.sync()
        if isinstance(self._writer, Texts) and hasattr(os, "sync"):
            os.sync()  # Thousands of small files: one by one they would take longer than the cleaning.

    def finish_parts(self) -> None:
        """Makes files of all spools but the current one; only what the manifest has for good may be finished."""
        if not self._single:
            for part in range(self.part):
                self._finish(part)

    def publish(self, last_part: int) -> None:
        """Puts the output in its place. Done again after a crash, by an output that was not opened, it goes on where
        it was."""
        self.close()
        for part in range(last_part + 1):
            self._finish(part)
        made = self._single_file() if self._single else self._files
        if made.exists():
            _replace(made, self.paths.output, self.paths.work / "before")
        if self._failures_path.exists():
            if self._failures_path.stat().st_size:
                os.replace(self._failures_path, self.paths.failures)
            else:
                self.paths.failures.unlink(missing_ok=True)
        sync_folder(self.paths.output.parent)

    def close(self) -> None:
        for spool in self._spools():
            spool.close()

    def _spools(self) -> list[Spool]:
        return [spool for spool in (self._spool, self._failures) if spool]

    def _is_full(self, size: int) -> bool:
        return not self._single and size >= self._part_bytes

    def _opened(self, size: int) -> Spool:
        spool = Spool(self._spool_path(self.part), size)
        if not size:
            spool.append(self._writer.opening())
        return spool

    def _next_part(self) -> None:
        if self._spool:
            self._spool.sync()
            self._spool.close()
        self.part += 1
        self._spool = self._opened(0)

    def _spool_path(self, part: int) -> Path:
        return self.paths.work / f"part-{part:05}.spool"

    @property
    def _failures_path(self) -> Path:
        return self.paths.work / "failures.jsonl"

    def _single_file(self) -> Path:
        return self._files / self.paths.output.name

    def _finish(self, part: int) -> None:
        spool = self._spool_path(part)
        if not spool.exists():
            return
        if isinstance(self._writer, Texts):
            spool.unlink()
            return
        file = self._single_file() if self._single else self._files / f"part-{part:05}{self._writer.suffix}"
        self._writer.finished(spool, file)
        spool.unlink(missing_ok=True)


class StandardOutput:
    """Standard output, to which stories go as they come; dead letters go to a file in the working folder.

    Raises:
        OptionError: the format is not one that a pipe can take.
    """

    part = size = failures_size = 0

    def __init__(self, writer: Spooler) -> None:
        if not isinstance(writer, JsonLines):
            raise OptionError("standard output takes JSON Lines only; give a file or folder with --output")
        self.failures_path = Path("failures.jsonl")
        self._writer = writer
        self._failures: IO[bytes] | None = None

    def append(self, rendered: Sequence[Any], items: Sequence[Item], places: Sequence[tuple[Source, int]]) -> None:
        sys.stdout.buffer.write(self._writer.joined(rendered, items))
        sys.stdout.buffer.flush()

    def append_failure(self, line: bytes) -> None:
        if not self._failures:
            self._failures = self.failures_path.open("wb")
        self._failures.write(line)

    def close(self) -> None:
        if self._failures:
            self._failures.close()


FILES: Final = "files"
"""The folder with the finished files, in the work folder."""


def clear(folder: Path) -> None:
    """Removes all that is in a work folder but its lock."""
    for path in folder.iterdir():
        if path.name != LOCK:
            remove(path)


def remove(path: Path) -> None:
    """Removes a file or a folder, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _replace(new: Path, place: Path, before: Path) -> None:
    """Puts a file or folder where another may be."""
    if place.is_dir() or (place.exists() and new.is_dir()):
        remove(before)
        os.rename(place, before)
    os.replace(new, place)
