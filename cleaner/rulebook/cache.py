"""A checked copy of the packs in the user's cache folder, so that a start need not parse and test them again.

The copy is one JSON file for each list of pack files. It holds a key made of all that it depends on, and is
rebuilt when the key differs. A copy that others could have written is neither read nor made. Whatever goes wrong here
only costs the time to read the packs again.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from importlib.util import source_hash
from pathlib import Path
from typing import Any, Final

from cleaner.atomic import replacing
from cleaner.rulebook.matcher import RE2_FILE
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.vocabulary import Words

FORMAT: Final = 6
"""Goes up when the checks on packs or the copy's layout change, so that older copies are not trusted."""


def read(files: Sequence[Path]) -> tuple[list[Rule], list[Words]] | None:
    """What these pack files hold, as they were last checked; None if there is no copy that still holds."""
    try:
        stored = json.loads(_read_own(_copy_of(files)))
        if stored["key"] != _key(files):
            return None
        rules = [Rule(*_cells(row)) for row in stored["rules"]]
        return rules, [Words(*_cells(row)) for row in stored["words"]]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(files: Sequence[Path], rules: Sequence[Rule], words: Sequence[Words]) -> None:
    """Store checked rules and words; silent where nothing can be written."""
    try:
        copy = _copy_of(files)
        stored = {"key": _key(files), "rules": list(map(astuple, rules)), "words": list(map(astuple, words))}
        content = json.dumps(stored, ensure_ascii=False)
        _make_own(copy.parent)
        with replacing(copy) as aside:
            aside.touch(mode=0o600, exist_ok=False)
            aside.write_text(content, encoding="utf-8")
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


def _read_own(copy: Path) -> bytes:
    """The bytes of a copy; raises PermissionError if another user could have put it there."""
    if not _is_own(os.lstat(copy.parent)):
        raise PermissionError(f"others may write in {copy.parent}")
    with open(copy, "rb") as file:
        if not _is_own(os.fstat(file.fileno())):
            raise PermissionError(f"others may write to {copy}")
        return file.read()


def _make_own(folder: Path) -> None:
    """Makes the folder, or closes it to others; raises PermissionError if it is another user's, or a link."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or (os.name == "posix" and found.st_uid != os.geteuid()):
        raise PermissionError(f"{folder} is not the user's own")
    if not _is_own(found):
        folder.chmod(0o700)


def _is_own(found: os.stat_result) -> bool:
    """Whether a file or folder is this user's and nobody else may write to it. Windows keeps the folder of each user
    from the others."""
    return os.name != "posix" or (found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _cells(row: list[Any]) -> list[Any]:
    return [tuple(cell) if isinstance(cell, list) else cell for cell in row]


def _copy_of(files: Sequence[Path]) -> Path:
    names = "\0".join(os.path.abspath(file) for file in files)
    return folder() / f"rules-{source_hash(os.fsencode(names)).hex()}.json"


def _key(files: Sequence[Path]) -> str:
    """Hash of the packs' names and bytes, this format, and the RE2 that tested the patterns."""
    tested_by = os.stat(RE2_FILE).st_mtime_ns
    layout = [field.name for table in (Rule, Words) for field in fields(table)]
    parts = [repr((FORMAT, layout, tested_by, [str(file) for file in files])).encode()]
    parts += [file.read_bytes() for file in files]
    return source_hash(b"\0".join(parts)).hex()
