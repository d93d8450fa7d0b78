"""All languages of the built-in rules, from a checked copy where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from cleaner import checked_copy
from cleaner.builtin import rules_folder
from cleaner.errors import RulebookError
from cleaner.language.language import Language

FILE_NAME: Final = "language.toml"
"""The file that makes a folder of rules a language."""

FORMAT: Final = 1
"""Goes up when the checks on language files change, so that older copies are not trusted."""

_LAYOUT: Final = (FORMAT, [field.name for field in fields(Language)])


@cache
def languages() -> Mapping[str, Language]:
    """What is known of each language, by its code.

    Raises:
        RulebookError: a file cannot be used; the message names it and the line.
    """
    files = _files()
    stored = checked_copy.read("languages", files, _LAYOUT)
    if stored is None:
        from cleaner.language.reading import read

        found, problems = read(files)
        if problems:
            raise RulebookError(tuple(problems))
        stored = list(map(astuple, found))
        checked_copy.write("languages", files, _LAYOUT, stored)
    known = [_language(row) for row in stored]
    return MappingProxyType({language.code: language for language in known})


@cache
def words_of(key: str) -> tuple[str, ...]:
    """What one attribute of `Language` holds over all languages, each word once.

    A block is judged by the words of all languages together: a menu has few function words of any.
    """
    return tuple(dict.fromkeys([word for language in languages().values() for word in getattr(language, key)]))


def check() -> list[str]:
    """All that is wrong with the language files, one line each; empty if nothing is."""
    from cleaner.language.reading import read

    return read(_files())[1]


def _language(row: list[Any]) -> Language:
    cells: list[Any] = [tuple(cell) if isinstance(cell, list) else cell for cell in row]
    return Language(*cells)


def _files() -> list[Path]:
    return sorted(rules_folder().glob(f"*/{FILE_NAME}"))
