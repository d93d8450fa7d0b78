"""Where the story of a page goes in a folder of texts that mirrors the input: each to a place of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import count
from typing import Final

PAGE_ENDINGS: Final = (".txt", ".md")
"""What the name of a story's file ends with: text or Markdown."""

PACKED_SUFFIXES: Final = (".gz", ".zst", ".zstd")

MAX_NAME_BYTES: Final = 200
"""A name is cut to this: file systems take 255 bytes, and there must be room for an ending and a number."""


class Targets:
    """The paths that are given out in one folder and below. Disks that do not tell case apart must tell them apart.

    Args:
        page_suffixes: what is left out at the end of a page's name, if that leaves it a name of its own.
    """

    def __init__(self, page_suffixes: tuple[str, ...]) -> None:
        self._suffixes = page_suffixes
        self._taken: set[str] = set()
        self._below: dict[str, tuple[str, Targets]] = {}

    def of_page(self, path: str) -> str:
        """A path for the file of a page's story, without its ending."""
        folder, targets, name = self._place(path)
        return folder + targets._first_free(targets._candidates(name), PAGE_ENDINGS)

    def of_table(self, path: str) -> str:
        """A path for the folder with the stories of a table or an archive."""
        folder, targets, name = self._place(path)
        return folder + targets._first_free(targets._candidates(name), ("",))

    def of_folder(self, path: str) -> str:
        """A path for a folder of pages."""
        folder, targets, name = self._place(path)
        return folder + targets._first_free(_numbered(name), ("",))

    def _place(self, path: str) -> tuple[str, Targets, str]:
        """The folder that a path is in, what is given out there, and the path's name in it."""
        *above, name = _parts(path)
        folder, targets = "", self
        for part in above:
            if part not in targets._below:
                own = targets._first_free(_numbered(part), ("",))
                targets._below[part] = own, Targets(self._suffixes)
            own, targets = targets._below[part]
            folder += f"{own}/"
        return folder, targets, name

    def _candidates(self, name: str) -> Iterator[str]:
        short = name
        while os.path.splitext(short)[1].lower() in (*self._suffixes, *PACKED_SUFFIXES):
            short = os.path.splitext(short)[0]
        yield short
        yield from _numbered(name)

    def _first_free(self, candidates: Iterator[str], endings: tuple[str, ...]) -> str:
        for target in candidates:
            names = {f"{target}{ending}".casefold() for ending in endings}
            if not names & self._taken:
                self._taken |= names
                return target
        raise AssertionError("there are as many candidates as numbers")


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _parts(path: str) -> list[str]:
    """A path's names, as all disks take them, and so that it stays in its folder."""
    parts = [part for part in re.split(r"[/\\]", path) if part not in ("", ".")]
    return ["_" if part == ".." else _short(part.replace(":", "_")) for part in parts] or ["page"]


def _short(part: str) -> str:
    encoded = part.encode("utf-8", "surrogateescape")
    if len(encoded) <= MAX_NAME_BYTES:
        return part
    return encoded[:MAX_NAME_BYTES].decode("utf-8", "ignore")
