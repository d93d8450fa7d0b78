"""Rows for the coats that are given one page after the other, not tables: `Story.row()`, and `error`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cleaner.arrow.cells import address, is_null
from cleaner.errors import named
from cleaner.facts.row import ROW_COLUMNS
from cleaner.pipeline import Cleaner
from cleaner.story import Story
from cleaner.workers.stories import clean_many

COLUMNS: Final = (*ROW_COLUMNS, "error")
NO_ROW: Final[Mapping[str, Any]] = dict.fromkeys(COLUMNS)

Call = tuple[Any, Mapping[str, Any]]
"""A page, and what is known about it as `Cleaner.clean` takes it."""


@dataclass(frozen=True)
class CleanRow:
    """Makes the row of a page: nulls for a page that is None, or NaN as tables have it. Pickles, for workers."""

    cleaner: Cleaner

    def __call__(self, call: Call) -> dict[str, Any]:
        page, known = call
        known = {**known, "url": address(known.get("url"))}
        if is_null(page):
            return {**NO_ROW, "url": known["url"]}
        return {**self.row(self.cleaner.clean(page, **known)), "error": None}

    def row(self, story: Story) -> Mapping[str, Any]:
        return story.row()


def rows(
    pages: Iterable[Call], clean: CleanRow, *, workers: int | None = 1, timeout: float | None = None
) -> Iterator[dict[str, Any]]:
    """A row for each page, in order. One that cannot be cleaned has nulls, and what is wrong as its `error`.

    Args:
        pages: the pages, of which a few dozen a worker are held.
        clean: how to clean.
        workers, timeout: as `Cleaner.clean_many` takes them.

    Raises:
        OptionError: an option has an invalid value.
        WorkerError: workers cannot be started.
    """
    return map(row_or_error, clean_many(clean, pages, workers, "yield", timeout))  # type: ignore[arg-type]


def row_or_error(result: Any) -> dict[str, Any]:
    """The row that `CleanRow` made, or that of the exception in its place."""
    return {**NO_ROW, "error": named(result)} if isinstance(result, Exception) else result


def flat(row: Mapping[str, Any]) -> dict[str, str | bool | float]:
    """What is known about a story, as vector stores take it: no nulls, lists and dictionaries, and not its text."""
    known = {name: value for name, value in row.items() if name not in ("url", "text", "removed", "warnings")}
    known["authors"] = ", ".join(row["authors"] or ())
    return {name: value for name, value in known.items() if value is not None and value != ""}
