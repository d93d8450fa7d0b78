"""From what the user names to files: folders are walked, globs and remote paths resolved, formats told by suffix."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Final

from cleaner.errors import InputError
from cleaner.records.extras import file_system
from cleaner.records.folders import crosses_link, walk
from cleaner.records.readers import FORMAT_OF_SUFFIX, format_of
from cleaner.records.source import PAGE_FORMS, STDIN, UNREADABLE_FOLDER, Source, form_of
from cleaner.records.streams import is_remote
from cleaner.records.targets import Targets

_GLOB: Final = re.compile(r"[*?[]")


@dataclass
class Survey:
    """What there is to read.

    Attributes:
        files: how many files there are.
        bytes: their size as they lie.
        passed_over: files in folders whose suffixes say that they hold no pages.
        links: links below folders that are not followed.
        identity: hash of all files' names, sizes and times of change; "" if standard input is among them.
    """

    files: int = 0
    bytes: int = 0
    passed_over: int = 0
    links: int = 0
    identity: str = ""


@dataclass
class Inputs:
    """The files at the paths, globs and URLs that a user names, in the order of the names, folders sorted.

    Args:
        names: files, folders, globs, URLs that fsspec knows, or `-` for standard input.
        format: the format of all of them; None if their suffixes say it.
        leave_out: paths below the folders that are not to be read, such as the output's.
        follow_links: whether links below folders, or that globs find, are read as what they point to.

    Attributes:
        passed_over: files in folders whose suffixes say that they hold no pages, in the last pass.
        links: links that were not followed, in the last pass.

    Raises:
        InputError: an input does not exist or comes twice, or there are no pages at all.
    """

    names: Sequence[str]
    format: str | None = None
    leave_out: Collection[str | os.PathLike[str]] = ()
    follow_links: bool = False
    passed_over: int = field(default=0, init=False)
    links: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not self.names:
            raise InputError("no input is named; give files, folders, or - for standard input")
        self._left_out = {os.path.realpath(path) for path in self.leave_out}
        self._check_overlaps()

    def __iter__(self) -> Iterator[Source]:
        self.passed_over = self.links = 0
        targets = Targets(tuple(PAGE_FORMS))
        for name in self.names:
            if name == STDIN:
                yield Source(STDIN, "stdin", self.format or "jsonl", None, 0, "", targets.of_table("stdin"))
            elif is_remote(name):
                yield from self._remote(name, targets)
            elif os.path.isdir(name):
                yield from self._folder(name, targets)
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
        found.passed_over, found.links = self.passed_over, self.links
        if not found.files:
            hint = f"; {found.passed_over} files have none of the suffixes {', '.join(FORMAT_OF_SUFFIX)}"
            links = f"; {found.links} links are not followed without --follow-links"
            raise InputError(
                f"no pages in {', '.join(self.names)}{hint if found.passed_over else ''}{links if found.links else ''}"
            )
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

    def _file(self, path: str, name: str, targets: Targets) -> Source:
        try:
            status = os.stat(path)
        except OSError as error:
            raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}; check the name") from None
        return self._source(path, name, status.st_size, str(status.st_mtime_ns), targets, named=True)

    def _glob(self, pattern: str, targets: Targets) -> Iterator[Source]:
        found = sorted(path for path in glob.glob(pattern, recursive=True) if os.path.isfile(path))
        if not found:
            raise InputError(f"{pattern}: no file matches; check the pattern")
        base = os.path.dirname(pattern[: _GLOB.search(pattern).start()])  # type: ignore[union-attr]
        for path in found:
            if os.path.realpath(path) in self._left_out:
                continue
            if not self.follow_links and crosses_link(path, base):
                self.links += 1
            else:
                yield self._file(path, path, targets)

    def _folder(self, folder: str, targets: Targets) -> Iterator[Source]:
        """The files of known suffixes in a folder and below it. A folder below it that cannot be read is a source too.

        Raises:
            InputError: the folder itself cannot be read.
        """
        alone = len(self.names) == 1
        target_of = {folder: "" if alone else targets.of_folder(folder) + "/"}
        for listing in walk(folder, self._left_out, follow_links=self.follow_links):
            name = os.path.relpath(listing.path, folder) if alone else listing.path
            target = target_of.pop(listing.path)
            if listing.problem:
                if listing.path == folder:
                    raise InputError(f"{folder}: {listing.problem}")
                yield Source(listing.path, name, UNREADABLE_FOLDER, None, 0, listing.problem, target)
            here = Targets(tuple(PAGE_FORMS))
            for below in listing.folders:
                target_of[below] = f"{target}{here.of_folder(os.path.basename(below))}/"
            self.links += listing.links
            self.passed_over += listing.others
            for entry in listing.files:
                if self.format or format_of(entry.name):
                    source = self._entry(entry, os.path.normpath(os.path.join(name, entry.name)), here)
                    yield source._replace(target=target + source.target)
                else:
                    self.passed_over += 1

    def _entry(self, entry: os.DirEntry[str], name: str, targets: Targets) -> Source:
        try:
            status = entry.stat()
            size, stamp = status.st_size, str(status.st_mtime_ns)
        except OSError:
            size, stamp = 0, ""  # It is gone since; the reader will say so.
        source = self._source(entry.path, entry.name, size, stamp, targets)
        return source._replace(name=name)

    def _remote(self, url: str, targets: Targets) -> Iterator[Source]:
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
            if self.format or format_of(found) or len(paths) == 1:
                name = system.unstrip_protocol(found)
                yield self._source(
                    name, name, int(system.size(found) or 0), str(system.ukey(found)), targets, named=True
                )
            else:
                self.passed_over += 1

    def _source(self, path: str, name: str, size: int, stamp: str, targets: Targets, *, named: bool = False) -> Source:
        format = self.format or format_of(path) or ("page" if named else "")
        target = targets.of_page(name) if format == "page" else targets.of_table(name)
        return Source(path, name, format, form_of(path), size, stamp, target)
