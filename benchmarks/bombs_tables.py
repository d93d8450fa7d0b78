"""Parquet and Arrow files that are small and unpack to gigabytes; bombs.py measures what they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MB = 1 << 20
PAGE = "<article><p>The harbour crane was repainted on Monday, the port’s warden said, and the owls took no notice.</p>"


def repeated(size: int, rows: int) -> pa.Array:
    """A column with one text of a size in all its rows, held once."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([" " * size]))


def ordinary(path: Path) -> None:
    pq.write_table(pa.table({"html": [PAGE]}), path)


def dictionary_of_huge_pages(path: Path) -> None:
    pq.write_table(pa.table({"html": repeated(200 * MB, 1000)}), path, compression="zstd")


def dictionary_of_pages_just_too_large(path: Path) -> None:
    pq.write_table(pa.table({"html": repeated(33 * MB, 1000)}), path, compression="zstd")


def dictionary_of_large_carried_cells(path: Path) -> None:
    pq.write_table(pa.table({"html": [PAGE] * 12, "tide": repeated(30 * MB, 12)}), path, compression="zstd")


def dictionary_of_carried_cells(path: Path) -> None:
    pq.write_table(pa.table({"html": [PAGE] * 24, "tide": repeated(15 * MB, 24)}), path, compression="zstd")


def plain_page_of_two_large_rows(path: Path) -> None:
    pq.write_table(pa.table({"html": [" " * 31 * MB] * 2}), path, compression="zstd", use_dictionary=False)


def dictionaries_in_many_columns(path: Path) -> None:
    pq.write_table(pa.table({"html": [PAGE], **{f"tide-{n}": repeated(50 * MB, 1) for n in range(20)}}), path)


def plain_page_of_one_row(path: Path) -> None:
    pq.write_table(pa.table({"html": [" " * 1600 * MB]}), path, compression="zstd", use_dictionary=False)


def plain_page_of_many_rows(path: Path) -> None:
    pq.write_table(pa.table({"html": [" " * 2 * MB] * 400}), path, compression="zstd", use_dictionary=False)


def texts_like_the_one_before(path: Path) -> None:
    batch = pa.record_batch({"html": [" " * 20 * MB] * 4})
    options = {"use_dictionary": False, "column_encoding": {"html": "DELTA_BYTE_ARRAY"}}
    with pq.ParquetWriter(path, batch.schema, compression="zstd", **options) as writer:
        for _ in range(20):
            writer.write_batch(batch)


def row_with_a_long_list(path: Path) -> None:
    cells = pa.ListArray.from_arrays([0, 200_000_000], pa.nulls(200_000_000, pa.int8()))
    pq.write_table(pa.table({"html": [PAGE], "tides": cells}), path)


def many_row_groups(path: Path) -> None:
    table = pa.table({"html": [" " * 60 * MB]})
    with pq.ParquetWriter(path, table.schema, compression="zstd", use_dictionary=False) as writer:
        for _ in range(30):
            writer.write_table(table)


def arrow_dictionary(path: Path) -> None:
    batch = pa.record_batch({"html": repeated(200 * MB, 1000)})
    with pa.ipc.new_file(path, batch.schema, options=pa.ipc.IpcWriteOptions(compression=None)) as writer:
        writer.write_batch(batch)


ORDINARY: tuple[str, Callable[[Path], None]] = ("parquet", ordinary)

BOMBS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "dictionary: a page of 200 MB in 1,000 rows": ("parquet", dictionary_of_huge_pages),
    "dictionary: a page of 33 MB in 1,000 rows": ("parquet", dictionary_of_pages_just_too_large),
    "dictionary: a carried cell of 30 MB in 12 rows": ("parquet", dictionary_of_large_carried_cells),
    "dictionary: a carried cell of 15 MB in 24 rows": ("parquet", dictionary_of_carried_cells),
    "dictionaries of 50 MB in 20 columns": ("parquet", dictionaries_in_many_columns),
    "data page of one row, 1.6 GB": ("parquet", plain_page_of_one_row),
    "data page of 2 rows of 31 MB": ("parquet", plain_page_of_two_large_rows),
    "data page of 400 rows of 2 MB": ("parquet", plain_page_of_many_rows),
    "80 rows of 20 MB, each like the one before": ("parquet", texts_like_the_one_before),
    "a row with a list of 200 million": ("parquet", row_with_a_long_list),
    "30 row groups of 60 MB": ("parquet", many_row_groups),
    "Arrow dictionary: a page of 200 MB in 1,000 rows": ("arrow", arrow_dictionary),
}
