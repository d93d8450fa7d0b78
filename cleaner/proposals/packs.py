"""A rule into a pack on the disk, once it is checked."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cleaner.atomic import replacing
from cleaner.errors import OptionError, RulebookError
from cleaner.rulebook import Rule, Words, check
from cleaner.rulebook.writing import as_toml, quoted

_PACK_NAME: Final = re.compile("[a-z0-9][a-z0-9_-]{0,59}")


def pack_file(folder: Path, name: str) -> Path:
    """The file of a pack directly in a folder.

    Raises:
        OptionError: the name could lead elsewhere, or to a file that is no pack.
    """
    if not _PACK_NAME.fullmatch(name):
        raise OptionError(f"a pack cannot be called {name!r}; use small letters, digits, - and _")
    file = folder / f"{name}.toml"
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise OptionError(f"{file} is no file of its own; give the pack another name")
    return file


def save(folder: Path, name: str, table: Rule | Words, others: Sequence[Path] = ()) -> Path:
    """Adds a rule, or a list of words, to a pack in a folder; the pack is made if there is none. What is in it stays as
    it is.

    Args:
        folder: where the pack is, and nothing else is written.
        name: the pack's name.
        table: what to add, with its examples.
        others: packs and folders of packs that are used with it.

    Raises:
        OptionError: the name is none, or the file that it names is no pack.
        RulebookError: the pack would not be right: all that `cleaner rules check` would say.
        OSError: it cannot be written.
    """
    file = pack_file(folder, name)
    before = _read(file) if file.exists() else _header(name)
    folder.mkdir(parents=True, exist_ok=True)
    # Hidden, so that nobody takes it for a pack while it is checked.
    with replacing(file, aside=folder / f".{name}.{os.getpid()}.toml") as aside:
        aside.write_text(f"{before.rstrip()}\n\n{as_toml(table)}", encoding="utf-8")
        packs = [pack for pack in sorted(folder.rglob("*.toml")) if pack not in (file, aside)]
        problems = check([*others, *packs, aside])
        if problems:
            raise RulebookError(tuple([problem.replace(str(aside), str(file)) for problem in problems]))
    return file


def _read(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8")
        is_pack = "pack" in tomllib.loads(text)
    except ValueError:
        is_pack = False
    if not is_pack:
        raise OptionError(f"{file} is no pack of rules; give the pack another name")
    return text


def _header(name: str) -> str:
    return f"[pack]\nname = {quoted(name)}\nabout = 'Rules made from marked blocks in cleaner serve'\n"
