"""Files that appear whole or not at all: written aside, then renamed into place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

NAME_LETTERS: Final = 40
"""As much of a file's name goes into the one that it is written under: names are limited to 255 bytes, and a letter may
take four of them."""


@contextmanager
def replacing(path: Path, *, aside: Path | None = None, sync: bool = False) -> Iterator[Path]:
    """Gives a path to write to. What is there when the block ends becomes `path`, in one step; if the block raises, it
    is removed, and `path` stays as it was.

    Args:
        path: the file to make or to replace.
        aside: where it is written first, in the same file system; None for a new name beside `path`. Give a name where
            a kill must leave no litter: the next run overwrites it.
        sync: whether the content is on the disk, safe from a power cut, before it becomes `path`.

    Raises:
        OSError: the file cannot be written or renamed.
    """
    aside = aside or path.with_name(f".{path.name[:NAME_LETTERS]}.{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        yield aside
        if sync:
            with aside.open("rb+") as content:
                os.fsync(content.fileno())
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Makes sure that a power cut does not undo what was renamed in a folder; Windows has no way to ask for it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
