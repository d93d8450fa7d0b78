"""Parquet and Arrow IPC files: a few rows at a time, and only as much of a row group as they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.records.cells import cell_bytes, page_cell, plain
from cleaner.records.column_names import distinct
from cleaner.records.extras import extra
from cleaner.records.parquet_pages import TooLargeError, rows_at_once
from cleaner.records.record import ArrowRow, Failure, Item, PageColumns, Reading
from cleaner.records.source import Source
from cleaner.records.streams import is_remote
from cleaner.records.tables import page_columns, record_of, too_large

if TYPE_CHECKING:
    from pyarrow import Array, DataType, RecordBatch

BATCH_ROWS: Final = 32
"""Rows looked at together: enough to make checking their text cheap."""

READ_BYTES: Final = 1 << 20


def read_parquet(file: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The rows of a Parquet file from number `start` on. A row group that is damaged, or would take too much memory,
    is one failure in the place of the rows that are lost with it.

    Raises:
        InputError: no column could hold a page.
    """
    # Without a buffer size, or with pre-buffering, a whole row group is held packed.
    parquet = extra("pyarrow.parquet", "parquet").ParquetFile(file, buffer_size=READ_BYTES, pre_buffer=False)
    table = _Table.of(parquet.schema_arrow.names, source, reading)
    end = 0
    for number in range(parquet.num_row_groups):
        first, end = end, end + parquet.metadata.row_group(number).num_rows
        if end > start:
            yield from _group_rows(parquet, file, number, table, first, start)


def _group_rows(parquet: Any, file: BinaryIO, number: int, table: _Table, first: int, start: int) -> Iterator[Item]:
    """The rows of a row group from number `start` on, the first of which has number `first`."""
    group = parquet.metadata.row_group(number)
    row = first
    try:
        count = rows_at_once(file, group, parquet.schema, table.reading.max_bytes)
        for batch in parquet.iter_batches(min(count, BATCH_ROWS), [number]):
            yield from table.rows(batch, row, start)
            row += batch.num_rows
            # Not held while the next one is read.
            del batch
    except TooLargeError as error:
        kind, reason = "too-large", str(error)
    except _errors() as error:
        kind, reason = "corrupt", f"cannot be read: {_why(error)}"
    else:
        return
    if row >= start:
        place = f"rows {row} to {first + group.num_rows - 1}, of row group {number}:"
        yield table.failure(row, kind, f"{place} {reason}")


def read_arrow(file: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The rows of an Arrow IPC file or stream from number `start` on. Record batches are units: one is held at a
    time, whole if it is packed or remote; one of a file that is damaged is one failure, and counts as one row.

    Raises:
        InputError: no column could hold a page.
    """
    ipc = _ipc_reader(file, source)
    table = _Table.of(ipc.schema.names, source, reading)
    first = 0
    if not hasattr(ipc, "get_batch"):
        for batch in ipc:
            yield from table.rows(batch, first, start)
            first += batch.num_rows
        return
    for number in range(ipc.num_record_batches):
        try:
            batch = ipc.get_batch(number)
        except _errors() as error:
            if first >= start:
                yield table.failure(first, "corrupt", f"record batch {number} cannot be read: {_why(error)}")
            first += 1
            continue
        yield from table.rows(batch, first, start)
        first += batch.num_rows


def _ipc_reader(file: BinaryIO, source: Source) -> Any:
    arrow = extra("pyarrow", "parquet")
    ipc = extra("pyarrow.ipc", "parquet")
    mapped = file if is_remote(source.path) else arrow.memory_map(source.path)
    try:
        return ipc.open_file(mapped)
    except arrow.ArrowInvalid:
        mapped.seek(0)
        return ipc.open_stream(mapped)


@dataclass(frozen=True)
class _Table:
    """A table to read rows from.

    Attributes:
        names: of its columns, no two of them the same.
        columns: which of them hold what.
    """

    names: list[str]
    columns: PageColumns
    source: Source
    reading: Reading

    @classmethod
    def of(cls, names: list[str], source: Source, reading: Reading) -> _Table:
        names = distinct(names)
        return cls(names, page_columns(names, source.name, reading), source, reading)

    def rows(self, whole: RecordBatch, first: int, start: int) -> Iterator[Item]:
        """The rows of a batch from number `start` on, the first of which has number `first`."""
        for offset in range(max(0, start - first), whole.num_rows, BATCH_ROWS):
            batch = whole.slice(offset, BATCH_ROWS).rename_columns(self.names)
            is_sound = _is_sound(batch)
            for row in range(batch.num_rows):
                try:
                    yield self._row(batch.slice(row, 1), first + offset + row, is_sound=is_sound)
                except _errors() as error:
                    yield self.failure(first + offset + row, "corrupt", f"cannot be read: {_why(error)}")

    def failure(self, number: int, kind: Any, reason: str) -> Failure:
        return Failure(f"{self.source.name}:{number}", self.source.name, number, kind, reason)

    def _row(self, row: RecordBatch, number: int, *, is_sound: bool) -> Item:
        """What a row, as a batch of its own, holds. Its size is looked at before any cell is copied."""
        if not is_sound:
            _check_bounds(row)
        arrays = {name: plain(column) for name, column in zip(self.names, row.columns, strict=True)}
        if sum(map(cell_bytes, arrays.values())) > self.reading.max_bytes:
            return too_large(self.source, number, self.reading)
        cells = {name: page_cell(arrays.pop(name)) for name in self.columns if name}
        record = record_of(cells, self.columns, self.source.name, number)
        if isinstance(record, Failure) or not arrays:
            return record
        if not is_sound:
            arrays = {name: array if _is_sound(array) else _mended(array) for name, array in arrays.items()}
        return record._replace(other=ArrowRow(extra("pyarrow", "parquet").RecordBatch.from_pydict(arrays)))


def _is_sound(cells: RecordBatch | Array) -> bool:
    """Whether all text is UTF-8, and nothing points beyond what there is."""
    try:
        cells.validate(full=True)
    except _errors():
        return False
    return True


def _check_bounds(row: RecordBatch) -> None:
    """Text that is not UTF-8 can be mended, but what points beyond its column must not be followed."""
    for column in row.columns:
        if _is_sound(column):
            continue
        if hasattr(column, "dictionary"):
            index = column.indices[0].as_py() or 0
            if not 0 <= index < len(column.dictionary):
                raise ValueError(f"a cell points to value {index} of a dictionary of {len(column.dictionary)}")
            column = column.dictionary.slice(index, 1)
        column.view(_of_bytes(column.type)).validate(full=True)


def _mended(column: Array) -> Array:
    """A column of one cell, with U+FFFD for what is not UTF-8 in it."""
    arrow = extra("pyarrow", "parquet")
    cells = column.view(_of_bytes(column.type)).to_pylist()
    return arrow.array([_decoded(cell, column.type) for cell in cells], column.type)


def _decoded(cell: Any, type: DataType) -> Any:
    kinds = extra("pyarrow", "parquet").types
    if cell is None:
        return None
    if kinds.is_struct(type):
        return {field.name: _decoded(cell[field.name], field.type) for field in type}
    if kinds.is_map(type):
        return [(_decoded(key, type.key_type), _decoded(item, type.item_type)) for key, item in cell]
    if kinds.is_list(type) or kinds.is_large_list(type):
        return [_decoded(member, type.value_type) for member in cell]
    is_text = kinds.is_string(type) or kinds.is_large_string(type) or kinds.is_string_view(type)
    return cell.decode("utf-8", "replace") if is_text else cell


def _of_bytes(type: DataType) -> DataType:
    """The type with bytes wherever it has text."""
    arrow = extra("pyarrow", "parquet")
    kinds = arrow.types
    for is_text, binary in (
        (kinds.is_string, arrow.binary),
        (kinds.is_large_string, arrow.large_binary),
        (kinds.is_string_view, arrow.binary_view),
    ):
        if is_text(type):
            return binary()
    if kinds.is_struct(type):
        return arrow.struct([field.with_type(_of_bytes(field.type)) for field in type])
    if kinds.is_map(type):
        return arrow.map_(_of_bytes(type.key_type), _of_bytes(type.item_type))
    for is_list, list_of in ((kinds.is_list, arrow.list_), (kinds.is_large_list, arrow.large_list)):
        if is_list(type):
            return list_of(type.value_field.with_type(_of_bytes(type.value_type)))
    return type


def _errors() -> tuple[type[BaseException], ...]:
    """What Arrow raises, and Python on what Arrow gives."""
    return (extra("pyarrow", "parquet").lib.ArrowException, OSError, ValueError, TypeError, RecursionError)


def _why(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
