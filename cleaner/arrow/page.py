"""What is done with one page, here or in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.arrow.cells import Page
from cleaner.errors import CleanerError, fault
from cleaner.model import InputForm
from cleaner.pipeline import Cleaner
from cleaner.records.rows import encodable


@dataclass(frozen=True)
class CleanPage:
    """Cleans a page and gives the columns of its row that are wanted, as Arrow takes them; None if there is no page."""

    cleaner: Cleaner
    columns: tuple[str, ...]
    form: InputForm | None
    encoding: str | None
    about: str | Sequence[str] | None
    min_relevance: float

    def __call__(self, page: Page) -> tuple[Any, ...] | None:
        if page.content is None:
            return None
        story = self.cleaner.clean(
            page.content,
            url=page.url,
            about=self.about,
            min_relevance=self.min_relevance,
            encoding=self.encoding,
            form=self.form or page.form,
        )
        row: dict[str, Any] = {**story.row()}
        return tuple(encodable(_as_pairs(row[name])) for name in self.columns)


def _as_pairs(value: Any) -> Any:
    """What Arrow makes a map of."""
    return list(value.items()) if isinstance(value, dict) else value


def named(error: Exception) -> str:
    """An error as a table has it: its name, and what is wrong."""
    if isinstance(error, CleanerError):
        said = f"{type(error).__name__}: {error}"
    else:
        said = "MemoryError: takes more memory than there is" if isinstance(error, MemoryError) else fault(error)
    return str(encodable(said))
