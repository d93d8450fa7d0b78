"""The items of a reader in portions: what goes to a worker at once, and what the manifest counts in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cleaner.records.reader import Place, Reader
from cleaner.records.record import ArrowRow, Failure, Item, Line, Record
from cleaner.records.source import Source

CHUNK_PAGES: Final = 64
CHUNK_BYTES: Final = 4 << 20
"""A chunk ends at the first of the two, so that its bounds follow from the input alone. It is what goes to a worker at
once: large enough that the way costs little beside the cleaning (a fifth of a second), small enough to have a dozen."""


START: Final = Place()


@dataclass
class Chunk:
    """Consecutive items, and where the reader stands behind them."""

    items: list[Item] = field(default_factory=list)
    places: list[tuple[Source, int]] = field(default_factory=list)
    bytes: int = 0
    end: Place = START
    bytes_read: int = 0

    def without_pages(self, *, keeps_other: bool) -> Chunk:
        """What is still needed once the pages are with a worker; of tables perhaps the other columns."""
        return replace(self, items=[_without_page(item, keeps_other=keeps_other) for item in self.items])


def chunks(reader: Reader, start: Place) -> Iterator[Chunk]:
    """The reader's items from a place on, in chunks whose bounds are the same in every run."""
    chunk = Chunk()
    for item in reader.items(start):
        size = _size(item)
        chunk.items.append(item)
        chunk.places.append((reader.source, item.number))
        chunk.bytes += size
        chunk.end = reader.place
        # A page may be large; it is not held while the next one is read.
        del item
        if len(chunk.items) >= CHUNK_PAGES or chunk.bytes >= CHUNK_BYTES:
            chunk.bytes_read = reader.bytes_read
            yield chunk
            chunk = Chunk()
    if chunk.items:
        chunk.bytes_read = reader.bytes_read
        yield chunk


def _size(item: Item) -> int:
    if isinstance(item, Line):
        return len(item.data)
    if isinstance(item, Failure):
        return len(item.id)
    return len(item.page) + len(item.id) + len(item.url or "") + _other_size(item.other)


def _other_size(other: Mapping[str, Any] | ArrowRow | None) -> int:
    """Bytes of the columns that are carried through; numbers hardly count."""
    if isinstance(other, ArrowRow):
        return int(other.batch.nbytes)
    return sum(len(cell) for cell in (other or {}).values() if isinstance(cell, str | bytes))


def _without_page(item: Item, *, keeps_other: bool) -> Item:
    if isinstance(item, Line):
        return item._replace(data=b"")
    if isinstance(item, Record):
        return item._replace(page="", other=item.other if keeps_other else None)
    return item
