"""The pages that are at hand: those of the inputs, as far as they were read, and those that were pasted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from cleaner.model import InputForm
from cleaner.records.record import Record

MOST_BYTES: Final = 256 << 20
"""So much of pages is held. They are looked at one by one; a crawl is not loaded."""


class LoadedPage(NamedTuple):
    """A page with what is known about it.

    Attributes:
        id: what it is called; no two pages on a shelf are called the same.
        page: the page, as `Cleaner.clean` takes it.
        url, form, encoding, seen_at: what its source says of it.
    """

    id: str
    page: str | bytes
    url: str | None = None
    form: InputForm | None = None
    encoding: str | None = None
    seen_at: datetime | None = None


class Shelf:
    """Pages that were read, and the inputs that have more.

    Args:
        records: the pages of the inputs.

    Attributes:
        pages: the pages that are here.
        has_more: whether the inputs may have more.
    """

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self.pages: list[LoadedPage] = []
        self.has_more = True
        self._ids: set[str] = set()
        self._bytes = 0

    def load(self, count: int) -> None:
        """Reads so many pages more, if there are so many."""
        wanted = len(self.pages) + count
        while self.has_more and len(self.pages) < wanted and self._bytes < MOST_BYTES:
            record = next(self._records, None)
            if record is None:
                self.has_more = False
            else:
                self.add(record.page, record.id, record.url, record.form, record.encoding, record.seen_at)

    def add(
        self,
        page: str | bytes,
        name: str,
        url: str | None = None,
        form: InputForm | None = None,
        encoding: str | None = None,
        seen_at: datetime | None = None,
    ) -> int:
        """Puts a page on the shelf; returns its number."""
        self.pages.append(LoadedPage(self._free_id(name), page, url, form, encoding, seen_at))
        self._bytes += len(page)
        return len(self.pages) - 1

    def _free_id(self, name: str) -> str:
        number, free = 2, name
        while free in self._ids:
            number, free = number + 1, f"{name} ({number})"
        self._ids.add(free)
        return free
