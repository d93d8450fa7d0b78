"""Checked copies of TOML files in the user's cache folder, so that a start need not parse and test them again.

A copy is one JSON file for each list of files. It holds a key made of all that it depends on, and is made anew when
the key differs. Whatever goes wrong here only costs the time to read the files again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from importlib.util import source_hash
from pathlib import Path
from typing import Any


def read(kind: str, files: Sequence[Path], layout: object) -> Any:
    """What was stored for these files; None if there is no copy that still holds.

    Args:
        kind: the first part of the copy's name.
        files: the files that it was made of.
        layout: what it depends on besides the files' bytes, as something with a `repr`.
    """
    try:
        stored = json.loads(_copy_of(kind, files).read_bytes())
        return stored["content"] if stored["key"] == _key(files, layout) else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(kind: str, files: Sequence[Path], layout: object, content: object) -> None:
    """Stores what these files hold, as data for JSON; silent where nothing can be written."""
    import tempfile

    try:
        copy = _copy_of(kind, files)
        stored = json.dumps({"key": _key(files, layout), "content": content})  # ASCII is read twice as fast as UTF-8
        copy.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=copy.parent, prefix=copy.name)
        try:
            with open(handle, "w", encoding="ascii") as file:
                file.write(stored)
            os.replace(aside, copy)
        except BaseException:
            os.unlink(aside)
            raise
    except (OSError, ValueError):
        return


def folder() -> Path:
    """The folder for this program's cache, by the platform's custom; raises OSError if there is no home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
    base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")
    if not os.path.isabs(base):
        raise OSError("no home folder")
    return Path(base, "cleaner")


def _copy_of(kind: str, files: Sequence[Path]) -> Path:
    names = "\0".join(os.path.abspath(file) for file in files)
    return folder() / f"{kind}-{source_hash(os.fsencode(names)).hex()}.json"


def _key(files: Sequence[Path], layout: object) -> str:
    """Hash of the files' names and bytes, and of the layout."""
    parts = [repr((layout, [str(file) for file in files])).encode()]
    parts += [_bytes(file) for file in files]
    return source_hash(b"\0".join(parts)).hex()


def _bytes(file: Path) -> bytes:
    with open(file, "rb", buffering=0) as content:
        return content.read()
