"""From what the user names to files: folders are walked, globs and remote paths resolved, formats told by suffix."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.errors import InputError
from cleaner.records.extras import file_system
from cleaner.records.record import Form
from cleaner.records.streams import is_remote

PAGE_FORMS: Final[dict[str, Form | None]] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": None,
    ".text": None,
}
"""The suffixes of files that are one page each, and what the page is; scrapers save HTML under .txt too."""

FORMATS: Final = ("page", "jsonl", "csv", "tsv", "parquet", "arrow", "warc", "tar", "zip")

_FORMAT_OF: Final = dict.fromkeys(PAGE_FORMS, "page") | {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".ipc": "arrow",
    ".feather": "arrow",
    ".warc": "warc",
    ".wet": "warc",
    ".tar": "tar",
    ".tgz": "tar",
    ".zip": "zip",
}
_PACKED: Final = (".gz", ".zst", ".zstd")
_GLOB: Final = re.compile(r"[*?[]")
STDIN: Final = "-"


class Source(NamedTuple):
    """A file to read pages from.

    Attributes:
        path: where it is.
        name: how it is called in ids and messages: below a folder, its path from there.
        format: one of `FORMATS`.
        form: what its page is, if it is a page and its suffix says so.
        size: its bytes, as it lies; 0 if nobody knows.
        stamp: what changes when the file does.
        target: where the story goes in a mirrored folder, without suffix.
    """

    path: str
    name: str
    format: str
    form: Form | None
    size: int
    stamp: str
    target: str


@dataclass
class Survey:
    """What there is to read.

    Attributes:
        files: how many files there are.
        bytes: their size as they lie.
        passed_over: files in folders whose suffixes say that they hold no pages.
        identity: hash of all files' names, sizes and times of change; "" if standard input is among them.
    """

    files: int = 0
    bytes: int = 0
    passed_over: int = 0
    identity: str = ""


@dataclass
class Inputs:
    """The files at the paths, globs and URLs that a user names, in the order of the names, folders sorted.

    Args:
        names: files, folders, globs, URLs that fsspec knows, or `-` for standard input.
        format: the format of all of them; None if their suffixes say it.
        leave_out: paths below the folders that are not to be read, such as the output's.

    Raises:
        InputError: an input does not exist or comes twice, or there are no pages at all.
    """

    names: Sequence[str]
    format: str | None = None
    leave_out: Collection[str | os.PathLike[str]] = ()
    passed_over: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not self.names:
            raise InputError("no input is named; give files, folders, or - for standard input")
        self._left_out = {os.path.realpath(path) for path in self.leave_out}
        self._check_overlaps()

    def __iter__(self) -> Iterator[Source]:
        self.passed_over = 0
        targets: set[str] = set()
        for name in self.names:
            if name == STDIN:
                yield Source(STDIN, "stdin", self.format or "jsonl", None, 0, "", "stdin")
            elif is_remote(name):
                yield from self._remote(name, targets)
            elif os.path.isdir(name):
                yield from self._folder(name)
            elif _GLOB.search(name) and not os.path.lexists(name):
                yield from self._glob(name, targets)
            else:
                yield self._file(name, name, targets)

    def survey(self) -> Survey:
        """Looks at all files without opening them.

        Raises:
            InputError: there is none.
        """
        found = Survey()
        identity = sha256()
        for source in self:
            found.files += 1
            found.bytes += source.size
            identity.update(
                f"{source.name}\0{source.format}\0{source.size}\0{source.stamp}\n".encode("utf-8", "replace")
            )
        found.passed_over = self.passed_over
        if not found.files:
            hint = f"; {found.passed_over} files have none of the suffixes {', '.join(_FORMAT_OF)}"
            raise InputError(f"no pages in {', '.join(self.names)}{hint if found.passed_over else ''}")
        found.identity = "" if STDIN in self.names else identity.hexdigest()
        return found

    def _check_overlaps(self) -> None:
        """A page that two inputs hold would be cleaned twice."""
        local = [name for name in self.names if name != STDIN and not is_remote(name)]
        real = sorted(os.path.join(os.path.realpath(name), "") for name in local)
        for first, second in pairwise(real):
            if second.startswith(first):
                raise InputError(f"{second[:-1]} is named twice, alone or with the folder it is in; name it once")
        if list(self.names).count(STDIN) > 1:
            raise InputError("standard input is named twice; name it once")

    def _file(self, path: str, name: str, targets: set[str]) -> Source:
        try:
            status = os.stat(path)
        except OSError as error:
            raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}; check the name") from None
        return self._source(path, name, status.st_size, str(status.st_mtime_ns), targets, named=True)

    def _glob(self, pattern: str, targets: set[str]) -> Iterator[Source]:
        found = sorted(path for path in glob.glob(pattern, recursive=True) if os.path.isfile(path))
        if not found:
            raise InputError(f"{pattern}: no file matches; check the pattern")
        for path in found:
            if os.path.realpath(path) not in self._left_out:
                yield self._file(path, path, targets)

    def _folder(self, folder: str) -> Iterator[Source]:
        """The files of known suffixes in a folder, one directory in memory at a time; hidden ones are passed over."""
        alone = len(self.names) == 1
        directories = [folder]
        while directories:
            directory = directories.pop()
            targets: set[str] = set()
            below = []
            for entry in _entries(directory):
                if os.path.realpath(entry.path) in self._left_out:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append(entry.path)
                elif entry.is_file() and (self.format or _format_of(entry.name)):
                    name = os.path.relpath(entry.path, folder) if alone else entry.path
                    status = entry.stat()
                    yield self._source(entry.path, name, status.st_size, str(status.st_mtime_ns), targets)
                else:
                    self.passed_over += 1
            directories += reversed(below)

    def _remote(self, url: str, targets: set[str]) -> Iterator[Source]:
        system, path = file_system(url)
        if _GLOB.search(path):
            paths = sorted(system.glob(path))
        elif system.isdir(path):
            paths = sorted(system.find(path))
        elif system.exists(path):
            paths = [path]
        else:
            raise InputError(f"{url}: no such file or folder; check the name")
        for found in paths:
            if self.format or _format_of(found) or len(paths) == 1:
                name = system.unstrip_protocol(found)
                yield self._source(
                    name, name, int(system.size(found) or 0), str(system.ukey(found)), targets, named=True
                )
            else:
                self.passed_over += 1

    def _source(self, path: str, name: str, size: int, stamp: str, targets: set[str], *, named: bool = False) -> Source:
        format = self.format or _format_of(path) or ("page" if named else "")
        return Source(path, name, format, form_of(path), size, stamp, mirrored(name, targets))


def form_of(name: str) -> Form | None:
    """What a page of that name is, by its suffix."""
    return PAGE_FORMS.get(_suffix(name))


def is_page(name: str) -> bool:
    """Whether a file of that name is a page."""
    return _suffix(name) in PAGE_FORMS


def _format_of(name: str) -> str | None:
    return _FORMAT_OF.get(_suffix(name))


def _suffix(name: str) -> str:
    """What a name ends with, packing aside: `.html` of `page.html.gz`."""
    stem, suffix = os.path.splitext(name.lower())
    return os.path.splitext(stem)[1] if suffix in _PACKED else suffix


def _entries(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return sorted((entry for entry in entries if entry.name[0] != "."), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{directory}: {(error.strerror or 'cannot be read').lower()}") from None


def mirrored(name: str, taken: set[str]) -> str:
    """A relative path that no other story of these goes to: without suffix where that is enough."""
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".", "..")]
    whole = "/".join(part.replace(":", "_") for part in parts) or "page"
    short = whole
    while os.path.splitext(short)[1].lower() in (*PAGE_FORMS, *_PACKED):
        short = os.path.splitext(short)[0]
    target = next(name for name in (short, whole, *(f"{whole}-{n}" for n in range(2, 10))) if name.lower() not in taken)
    taken.add(target.lower())
    return target
