"""Finds pack files and makes a rulebook of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cleaner.builtin import rules_folder
from cleaner.errors import RulebookError
from cleaner.language import FILE_NAME
from cleaner.rulebook import cache
from cleaner.rulebook.matcher import Rulebook


def load(paths: Sequence[str | Path] = (), *, builtin: bool = True, examples: bool = False) -> Rulebook:
    """The rulebook of the built-in packs and of those at `paths`.

    Args:
        paths: TOML files, and folders whose TOML files are read at any depth, in the order of their names.
        builtin: whether the packs that come with `cleaner` are part of it.
        examples: whether the rules have their examples, which nothing but tests and people need and which take more
            time to read than all the rest.

    Raises:
        RulebookError: a path or a pack cannot be used; the message names the file, the line and the rule.
    """
    files, problems = _pack_files(paths, builtin)
    if not problems:
        checked = None if examples else cache.read(files)
        if checked is not None:
            return Rulebook(*checked)
        # Parsing and testing packs needs modules that a start from the cache does without.
        from cleaner.rulebook.packs import combine, read_pack

        # Those that come with the package were tested with it.
        shipped = set(map(Path, _toml_files(rules_folder()))) if builtin else set()
        rules, words, found = combine([read_pack(file, tested=file not in shipped) for file in files])
        problems = [str(problem) for problem in found]
        if not problems:
            bare = [replace(rule, drop=(), keep=()) for rule in rules]
            cache.write(files, bare, words)
            return Rulebook(rules if examples else bare, words)
    raise RulebookError(tuple(problems))


def check(paths: Sequence[str | Path] = (), *, builtin: bool = True) -> list[str]:
    """All that is wrong with the languages and the packs that `load` would read, one line each; empty if nothing is.
    The examples of the built-in packs, which take seconds, are tried out where no others are named."""
    from cleaner.language import checking

    broken_languages = checking.check()
    if broken_languages:
        return broken_languages  # Without them no pattern can be tried out.
    from cleaner.rulebook.packs import combine, read_pack

    files, problems = _pack_files(paths, builtin)
    shipped = set(map(Path, _toml_files(rules_folder()))) if builtin and paths else set()
    *_, found = combine([read_pack(file, tested=file not in shipped) for file in files])
    return problems + [str(problem) for problem in found]


Versions = tuple[tuple[str, int, int], ...]
"""Files with the time of their last change, in nanoseconds, and their size in bytes."""


def versions(path: str | os.PathLike[str]) -> Versions:
    """The packs at a path, with what shows that one was edited; none if there is no such path."""
    place = Path(path)
    files = _toml_files(place) if place.is_dir() else [place] * place.exists()
    states = [(str(file), file.stat()) for file in files]
    return tuple([(name, state.st_mtime_ns, state.st_size) for name, state in states])


def _pack_files(paths: Sequence[str | Path], builtin: bool) -> tuple[list[Path], list[str]]:
    """The packs at the paths, each once, and a line for each path that gives none or holds a language."""
    files: dict[object, Path] = {}
    problems = []
    for path in [rules_folder()] * builtin + [Path(path) for path in paths]:
        found = _toml_files(path) if path.is_dir() else [path] * path.exists()
        if not found:
            what = "has no .toml files" if path.is_dir() else "does not exist"
            problems.append(f"{path}:1: {what}; give a pack of rules or a folder of them")
        for file in found:
            files.setdefault(_identity(file), file)
    packs = []
    for file in files.values():
        if file.name != FILE_NAME:
            packs.append(file)
        elif file.parent.parent != rules_folder():
            problems.append(f"{file}:1: languages are not read from here; add a folder to {rules_folder()}")
    return packs, problems


def _toml_files(folder: Path) -> list[Path]:
    """The TOML files in a folder and below, sorted; hidden files and folders are passed over."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.join(parent, name) for name in names if name.endswith(".toml") and name[0] != "."]
    return list(map(Path, sorted(found)))


def _identity(file: Path) -> object:
    """What two paths of the same file have in common; ten times as quick as resolving them."""
    try:
        status = os.stat(file)
    except OSError:
        return file
    return status.st_dev, status.st_ino
