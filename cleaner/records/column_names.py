"""The names of columns, so that no two of an output meet: one rule for all formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from cleaner.records.schema import COLUMNS

INPUT_PREFIX: Final = "input_"
"""Stands before the name of an input's column that one of ours has as well."""

_BATCH_COLUMNS: Final = (*COLUMNS, "blocks", "other")


def carried_name(name: str, columns: tuple[str, ...] = _BATCH_COLUMNS) -> str:
    """The name in the output of an input's column: one that is like ours, with or without `input_` before it, gets an
    `input_` more.

    So no two names of an input become one, a name becomes the same in every row, file and format, and the story of a
    story of a story tells by the number of `input_` how many cleanings ago a column was one of ours.

    Args:
        columns: ours.
    """
    return INPUT_PREFIX + name if _like(columns)(name) else name


@lru_cache(maxsize=8)
def _like(columns: tuple[str, ...]) -> Callable[[str], object]:
    """In any case: Spark and others who read Parquet tell no `Title` from a `title`."""
    return re.compile(rf"(?:{INPUT_PREFIX})*(?:{'|'.join(map(re.escape, columns))})", re.IGNORECASE).fullmatch


def distinct(names: Iterable[str]) -> list[str]:
    """The names of a table's columns: one that is there already gets the first number from 2 on that makes it new."""
    names = list(names)
    taken = set(names)
    if len(taken) == len(names):
        return names
    seen: set[str] = set()
    numbers: dict[str, int] = {}
    found = []
    for name in names:
        new = name
        while new in seen or (new != name and new in taken):
            numbers[name] = numbers.get(name, 1) + 1
            new = f"{name}_{numbers[name]}"
        seen.add(new)
        found.append(new)
    return found


def named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, from all its pairs: a key that is there twice loses no value."""
    cells = dict(pairs)
    if len(cells) == len(pairs):
        return cells
    return dict(zip(distinct(name for name, _ in pairs), (cell for _, cell in pairs), strict=True))
