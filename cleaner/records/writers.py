"""How stories are written: a worker renders one, the parent joins what was rendered and makes files of it.

A table is first written to a spool that only grows, so that a run which was cut off can take up where it was sure of:
lines for JSON Lines, Arrow messages for Parquet. A finished spool becomes a file of its format.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from cleaner.atomic import replacing
from cleaner.records.cells import json_cell
from cleaner.records.column_names import carried_name
from cleaner.records.extras import extra
from cleaner.records.record import ArrowRow, Item, Record
from cleaner.records.rows import as_json, carried, encodable, row
from cleaner.records.schema import batch_types
from cleaner.records.source import Source

if TYPE_CHECKING:
    from pyarrow import Array, DataType, Field, RecordBatch, Schema

    from cleaner.story import Story

GZIP_LEVEL: Final = 6
ZSTD_LEVEL: Final = 3
"""The libraries' own defaults: what more saves a few per cent of space and costs a multiple of the time."""

GROUP_ROWS: Final = 10_000
GROUP_BYTES: Final = 64 << 20
"""A row group of a Parquet file ends at the first of the two. Readers take whole groups: so many rows pack well, and
so many bytes fit anywhere."""

NAME_LETTERS: Final = 60
"""As much of a record's id goes into the name of its file: names are limited to 255 bytes."""


class Rendered(Protocol):
    """Renders a story where it was cleaned, in a worker; goes there pickled."""

    def __call__(self, record: Record, story: Story) -> Any: ...


class Spooler(Protocol):
    """Makes a file of what workers return, by way of a spool.

    Attributes:
        suffix: what its files' names end with.
        keeps_other: whether `joined` needs the other columns of tables, which then need not go to the workers.
    """

    suffix: str
    keeps_other: bool

    def opening(self) -> bytes:
        """What a spool begins with."""

    def joined(self, rendered: Sequence[Any], items: Sequence[Item]) -> bytes:
        """What a chunk of results adds to the spool; `items` are those that they come from."""

    def finished(self, spool: Path, file: Path) -> None:
        """Makes a file of the format of a spool; it appears whole or not at all, and the spool may be gone then."""


class Writer(Spooler, Protocol):
    """A format of stories.

    Attributes:
        render: makes of a story what `joined` takes.
    """

    @property
    def render(self) -> Rendered: ...


class JsonLines:
    """One JSON object a line, packed chunk by chunk: gzip members and zstd frames may follow one another."""

    keeps_other = False

    def __init__(self, blocks: bool, packing: str = "") -> None:
        self.suffix = f".jsonl.{packing}" if packing else ".jsonl"
        self.render = _Line(blocks)
        self._packing = packing

    def opening(self) -> bytes:
        return b""

    def joined(self, rendered: Sequence[bytes], items: Sequence[Item]) -> bytes:
        lines = b"".join(rendered)
        if not lines or not self._packing:
            return lines
        if self._packing == "gz":
            return gzip.compress(lines, GZIP_LEVEL, mtime=0)
        packed: bytes = extra("zstandard", "zstd").ZstdCompressor(level=ZSTD_LEVEL).compress(lines)
        return packed

    def finished(self, spool: Path, file: Path) -> None:
        os.replace(spool, file)


class _Line:
    def __init__(self, blocks: bool) -> None:
        self._blocks = blocks

    def __call__(self, record: Record, story: Story) -> bytes:
        values = row(record, story, blocks=self._blocks) | carried(record)
        # A page may hold half a surrogate pair, which no file can.
        return as_json(values).encode("utf-8", "replace") + b"\n"


class Parquet:
    """Rows of stories beside the columns of the input; the spool is an Arrow stream without an end."""

    suffix = ".parquet"
    keeps_other = True

    def __init__(self, blocks: bool, carried: Schema | None) -> None:
        arrow = extra("pyarrow", "parquet")
        self.render = _Cells(blocks)
        self._arrow = arrow
        self._carried = {field.name: field.type for field in carried or () if _is_parquet(arrow, field)}
        own = [*batch_types(arrow).items(), *([("blocks", arrow.string())] if blocks else [])]
        self._own = len(own)
        renamed = [(carried_name(name), type) for name, type in self._carried.items()]
        self._schema = arrow.schema([*own, *renamed, ("other", arrow.string())])

    def opening(self) -> bytes:
        return bytes(self._schema.serialize())

    def joined(self, rendered: Sequence[tuple[Any, ...]], items: Sequence[Item | None]) -> bytes:
        if not rendered:
            return b""
        columns = list(zip(*rendered, strict=True))
        types = self._schema.types
        # Where a worker has rendered the other columns already, none of them is carried.
        items = [item if other is None else None for item, other in zip(items, columns[-1], strict=True)]
        arrays = [self._arrow.array(cells, type) for cells, type in zip(columns, types[: self._own], strict=False)]
        arrays += [self._column(name, type, items) for name, type in self._carried.items()]
        arrays.append(self._arrow.array(self._rest(columns[-1], items), types[-1]))
        batch = self._arrow.RecordBatch.from_arrays(arrays, schema=self._schema)
        return bytes(batch.serialize())

    def finished(self, spool: Path, file: Path) -> None:
        parquet = extra("pyarrow.parquet", "parquet")
        with (
            replacing(file, aside=spool.with_suffix(".finishing"), sync=True) as aside,
            self._arrow.OSFile(str(spool)) as content,
            self._arrow.ipc.open_stream(content) as batches,
            parquet.ParquetWriter(str(aside), self._schema, compression="zstd") as out,
        ):
            for group in _groups(batches):
                out.write_table(self._arrow.Table.from_batches(group), row_group_size=GROUP_ROWS * 2)

    def _column(self, name: str, type: DataType, items: Sequence[Item | None]) -> Array:
        """The cells of one carried column: nulls for rows whose input does not have it, in this type."""
        cells = [_cell(item, name) for item in items]
        found = [cell if self._has_place(name, cell) else None for cell in cells]
        if type == self._arrow.string() and not any(isinstance(cell, self._arrow.Array) for cell in found):
            return self._arrow.array([encodable(cell) for cell in found], type)
        null = self._arrow.nulls(1, type)
        return self._arrow.concat_arrays([null if cell is None else self._as_array(cell) for cell in found])

    def _as_array(self, cell: Any) -> Array:
        return self._arrow.array([encodable(cell)]) if isinstance(cell, str) else cell

    def _has_place(self, name: str, cell: Any) -> bool:
        """Whether the output has a column for a cell: text, or an array of one cell."""
        type = self._arrow.string() if isinstance(cell, str) else getattr(cell, "type", None)
        return type is not None and self._carried.get(name) == type

    def _rest(self, rendered: Sequence[str | None], items: Sequence[Item | None]) -> list[str | None]:
        """As JSON, what the inputs' other columns hold that no column of the output takes."""
        return [text if text is not None else self._uncarried(item) for text, item in zip(rendered, items, strict=True)]

    def _uncarried(self, item: Item | None) -> str | None:
        if not isinstance(item, Record) or not item.other:
            return None
        names = item.other.batch.schema.names if isinstance(item.other, ArrowRow) else list(item.other)
        values = {
            carried_name(name): json_cell(cell[0]) if isinstance(cell, self._arrow.Array) else cell
            for name in names
            if not self._has_place(name, cell := _cell(item, name))
        }
        return as_json(values).encode("utf-8", "replace").decode() if values else None


class _Cells:
    """A row's values in the order of the columns; the last is the other columns of a line of JSON."""

    def __init__(self, blocks: bool) -> None:
        self._blocks = blocks

    def __call__(self, record: Record, story: Story) -> tuple[Any, ...]:
        values = row(record, story, blocks=self._blocks)
        values["removed"] = list(values["removed"].items())
        if self._blocks:
            values["blocks"] = as_json(values["blocks"])
        other = as_json(carried(record)) if record.other and not isinstance(record.other, ArrowRow) else None
        return tuple(encodable(value) for value in (*values.values(), other))


class Texts:
    """A folder of text files that mirrors the input; pages without a story leave none."""

    keeps_other = False

    def __init__(self, format: str) -> None:
        self.suffix = ".md" if format == "markdown" else ".txt"
        self.render = _Text(format)

    def opening(self) -> bytes:
        return b""

    def joined(self, rendered: Sequence[Any], items: Sequence[Item]) -> bytes:
        return b""

    def finished(self, spool: Path, file: Path) -> None:
        spool.unlink()

    def save(self, rendered: Sequence[tuple[str, bytes]], items: Sequence[tuple[Source, int]], folder: Path) -> None:
        """Writes a file for each story below the folder; `items` say from which place in which file it is."""
        for (id, text), (source, index) in zip(rendered, items, strict=True):
            if text:
                file = folder / (_target(source, id, index) + self.suffix)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text)


class _Text:
    def __init__(self, format: str) -> None:
        self._markdown = format == "markdown"

    def __call__(self, record: Record, story: Story) -> tuple[str, bytes]:
        text = story.markdown.rstrip("\n") if self._markdown else story.text
        return record.id, f"{text}\n".encode("utf-8", "replace") if text else b""


def _groups(batches: Iterable[RecordBatch]) -> Iterator[list[RecordBatch]]:
    """The batches of a spool, gathered to row groups."""
    group: list[RecordBatch] = []
    rows = size = 0
    for batch in batches:
        group.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            yield group
            group, rows, size = [], 0, 0
    if group:
        yield group


def _cell(item: Item | None, name: str) -> Any:
    """A cell of a carried column: an array of one, or plain data; None if there is none."""
    other = item.other if isinstance(item, Record) else None
    if isinstance(other, ArrowRow):
        return other.batch.column(name) if name in other.batch.schema.names else None
    return other.get(name) if other else None


def _is_parquet(arrow: Any, field: Field) -> bool:
    """Whether a column can be in a Parquet file, by way of a spool, which has no place for dictionaries."""
    try:
        table = arrow.schema([field]).empty_table()
        extra("pyarrow.parquet", "parquet").write_table(table, arrow.BufferOutputStream())
    except (arrow.lib.ArrowException, NotImplementedError):
        return False
    return not _has_dictionary(arrow, field.type)


def _has_dictionary(arrow: Any, type: DataType) -> bool:
    if isinstance(type, arrow.BaseExtensionType):
        return _has_dictionary(arrow, type.storage_type)
    members = [type.field(place).type for place in range(type.num_fields)]
    return arrow.types.is_dictionary(type) or any(_has_dictionary(arrow, member) for member in members)


def _target(source: Source, id: str, index: int) -> str:
    """The path of a story's file: that of its page, or its number in the file that its page is from."""
    if source.format == "page":
        return source.target
    name = re.sub(r"\W+", "-", id).strip("-")[-NAME_LETTERS:]
    return f"{source.target}/{index:08d}-{name}"
