"""Parquet and Arrow IPC files: a few rows at a time, and only as much of a row group as they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.records.extras import extra
from cleaner.records.inputs import Source
from cleaner.records.record import ArrowRow, Failure, Item, PageColumns, Reading
from cleaner.records.streams import is_remote
from cleaner.records.tables import page_columns, record_of, too_large

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

BATCH_ROWS: Final = 32
"""Rows held at once: of usual pages (200 KB) this is 6 MB."""

READ_BYTES: Final = 1 << 20


def read_parquet(file: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The rows of a Parquet file from number `start` on.

    Raises:
        InputError: no column could hold a page.
    """
    # Without a buffer size, or with pre-buffering, a whole row group is held packed.
    table = extra("pyarrow.parquet", "parquet").ParquetFile(file, buffer_size=READ_BYTES, pre_buffer=False)
    columns = page_columns(table.schema_arrow.names, source.name, reading)
    first, groups = 0, list(range(table.num_row_groups))
    while groups and first + (rows := table.metadata.row_group(groups[0]).num_rows) <= start:
        first += rows
        del groups[0]
    yield from _items(table.iter_batches(BATCH_ROWS, groups), first, columns, source, reading, start)


def read_arrow(file: BinaryIO, source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The rows of an Arrow IPC file or stream from number `start` on. Record batches are units: one is held at a
    time, whole if it is packed or remote.

    Raises:
        InputError: no column could hold a page.
    """
    table = _ipc_reader(file, source)
    columns = page_columns(table.schema.names, source.name, reading)
    batches = map(table.get_batch, range(table.num_record_batches)) if hasattr(table, "get_batch") else iter(table)
    yield from _items(batches, 0, columns, source, reading, start)


def carried_columns(file: BinaryIO, source: Source, reading: Reading) -> Schema:
    """The columns of a Parquet or Arrow file that are carried through."""
    if source.format == "parquet":
        schema = extra("pyarrow.parquet", "parquet").ParquetFile(file).schema_arrow
    else:
        schema = _ipc_reader(file, source).schema
    columns = page_columns(schema.names, source.name, reading)
    no_rows = extra("pyarrow", "parquet").RecordBatch.from_pylist([], schema=schema)
    return _others(no_rows, columns).schema


def _ipc_reader(file: BinaryIO, source: Source) -> Any:
    arrow = extra("pyarrow", "parquet")
    ipc = extra("pyarrow.ipc", "parquet")
    mapped = file if is_remote(source.path) else arrow.memory_map(source.path)
    try:
        return ipc.open_file(mapped)
    except arrow.ArrowInvalid:
        mapped.seek(0)
        return ipc.open_stream(mapped)


def _items(
    batches: Iterable[RecordBatch], first: int, columns: PageColumns, source: Source, reading: Reading, start: int
) -> Iterator[Item]:
    for whole in batches:
        for offset in range(max(0, start - first), whole.num_rows, BATCH_ROWS):
            yield from _rows(whole.slice(offset, BATCH_ROWS), first + offset, columns, source, reading)
        first += whole.num_rows


def _rows(batch: RecordBatch, first: int, columns: PageColumns, source: Source, reading: Reading) -> Iterator[Item]:
    others = _others(batch, columns)
    cells = {name: batch.column(name) for name in columns if name}
    sizes = [_sizes(cells[name]) for name in (columns.html, columns.text) if name]
    for row in range(batch.num_rows):
        if any((size[row].as_py() or 0) > reading.max_bytes for size in sizes):
            yield too_large(source, first + row, reading)
            continue
        values = {name: column[row].as_py() for name, column in cells.items()}
        record = record_of(values, columns, source.name, first + row)
        if isinstance(record, Failure) or not others.num_columns:
            yield record
        else:
            yield record._replace(other=ArrowRow(others, row))


def _sizes(column: Any) -> Any:
    """The cells' sizes in bytes; zeros if the column holds no text."""
    arrow = extra("pyarrow", "parquet")
    try:
        return extra("pyarrow.compute", "parquet").binary_length(column)
    except arrow.ArrowNotImplementedError:
        return arrow.array([0] * len(column))


def _others(batch: RecordBatch, columns: PageColumns) -> RecordBatch:
    """The columns that are carried through; dictionaries become what they stand for, as files are appended to."""
    arrow = extra("pyarrow", "parquet")
    names = [name for name in batch.schema.names if name not in columns]
    arrays = [batch.column(name) for name in names]
    plain = [array.dictionary_decode() if arrow.types.is_dictionary(array.type) else array for array in arrays]
    return arrow.RecordBatch.from_arrays(plain, names=names)
