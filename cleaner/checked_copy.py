"""Checked copies of TOML files in the user's cache folder, so that a start need not parse and test them again.

A copy is one file for each list of files, in the form of Python's own compiled modules (marshal), behind a hash of its
bytes: it is read five times as fast as JSON. It holds a key made of all that it depends on, and is made anew when the
key differs. Files that are as old and as long as they were when it was written are not read for that: to read all rules
takes a tenth of a start. A copy that others could have written is neither read nor made. Whatever goes wrong here only
costs the time to read the files again.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Sequence
from importlib.util import source_hash
from pathlib import Path
from typing import Any, Final

from cleaner.atomic import replacing

HASH_BYTES: Final = len(source_hash(b""))


def read(kind: str, files: Sequence[Path], layout: object) -> Any:
    """What was stored for these files; None if there is no copy that still holds.

    Args:
        kind: the first part of the copy's name.
        files: the files that it was made of.
        layout: what it depends on besides the files' bytes, as something with a `repr`.
    """
    try:
        stored = _read_own(_copy_of(kind, files))
        body = stored[HASH_BYTES:]
        if source_hash(body) != stored[:HASH_BYTES]:
            return None
        (states, key), content = marshal.loads(body)
        if states == _states(files, layout):
            return content
        if key != _key(files, layout):
            return None
        write(kind, files, layout, content)
        return content
    except (OSError, ValueError, TypeError, EOFError):
        return None


def write(kind: str, files: Sequence[Path], layout: object, content: Any) -> None:
    """Stores what these files hold, as plain data; silent where nothing can be written."""
    try:
        copy = _copy_of(kind, files)
        body = marshal.dumps(((_states(files, layout), _key(files, layout)), content))
        _make_own(copy.parent)
        with replacing(copy) as aside:
            aside.touch(mode=0o600, exist_ok=False)
            aside.write_bytes(source_hash(body) + body)
    except (OSError, ValueError):
        return


def folder() -> Path:
    """This program's cache folder, where the platform keeps such folders; raises OSError if there is no home."""
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


def _copy_of(kind: str, files: Sequence[Path]) -> Path:
    names = "\0".join(os.path.abspath(file) for file in files)
    return folder() / f"{kind}-{source_hash(os.fsencode(names)).hex()}.{sys.implementation.cache_tag}"


def _states(files: Sequence[Path], layout: object) -> str:
    """Hash of the files' names, sizes and times of change, and of the layout. The time of the inode's change counts, as
    installers set the other one to the same for every version."""
    parts = [repr(layout)]
    for file in map(str, files):
        found = os.stat(file)
        parts.append(f"{file}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}")
    return source_hash("\0".join(parts).encode("utf-8", "surrogateescape")).hex()


def _key(files: Sequence[Path], layout: object) -> str:
    """Hash of the files' names and bytes, and of the layout."""
    parts = [repr((layout, [str(file) for file in files])).encode()]
    parts += [_bytes(file) for file in files]
    return source_hash(b"\0".join(parts)).hex()


def _bytes(file: Path) -> bytes:
    with open(file, "rb", buffering=0) as content:
        return content.read()
