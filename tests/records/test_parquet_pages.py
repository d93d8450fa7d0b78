"""Parquet's pages are measured before they are unpacked; a row group that cannot be read costs its own rows."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.records import Failure, Record, read
from cleaner.records.inputs import Inputs
from cleaner.records.parquet_pages import TooLargeError, page_headers, rows_at_once
from cleaner.records.reader import Place, Reader
from cleaner.records.record import Item, Reading
from tests.records.files import html, rows, write_parquet

MB = 1 << 20


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "brotli", "lz4"])
@pytest.mark.parametrize(
    "options", [{}, {"use_dictionary": False}, {"data_page_version": "2.0"}, {"data_page_size": 99}]
)
def test_the_headers_of_pages_are_those_that_arrow_reads(
    options: dict[str, Any], compression: str, tmp_path: Path
) -> None:
    table = pa.table({"html": [html(n) for n in range(200)], "tides": [[n] * (n % 4) for n in range(200)]})
    pq.write_table(table, tmp_path / "pages.parquet", compression=compression, row_group_size=60, **options)
    metadata = pq.read_metadata(tmp_path / "pages.parquet")
    with (tmp_path / "pages.parquet").open("rb") as file:
        for group in range(metadata.num_row_groups):
            for number in range(metadata.num_columns):
                column = metadata.row_group(group).column(number)
                headers = list(page_headers(file, column))
                assert sum(header.values for header in headers) == column.num_values
                assert 0 < sum(header.packed for header in headers) <= column.total_compressed_size
                assert sum(header.unpacked for header in headers) <= column.total_uncompressed_size
                assert sum(not header.values for header in headers) == column.has_dictionary_page


class Column:
    """What a footer says of a column whose pages can be anything."""

    data_page_offset, has_dictionary_page, dictionary_page_offset = 0, False, 0
    num_values = 1 << 40

    def __init__(self, size: int) -> None:
        self.total_compressed_size = size


@given(st.binary(max_size=200))
def test_bytes_that_are_no_headers_end_in_one_kind_of_error(content: bytes) -> None:
    try:
        list(page_headers(io.BytesIO(content), Column(len(content))))  # type: ignore[arg-type]
    except ValueError as error:
        assert "damaged Parquet" in str(error)


def write_groups(path: Path, groups: list[pa.Table], **options: Any) -> Path:
    with pq.ParquetWriter(path, groups[0].schema, compression="zstd", **options) as writer:
        for group in groups:
            writer.write_table(group)
    return path


def items_of(path: Path, start: Place = Place(), max_bytes: int = MB) -> list[Item]:  # noqa: B008
    return list(Reader(Inputs([str(path)]), Reading(max_bytes=max_bytes)).items(start))


def check_every_place(path: Path) -> list[Item]:
    """Reads a file from each place in it; what comes is what comes behind it when all is read."""
    reader = Reader(Inputs([str(path)]), Reading(max_bytes=MB))
    items, places = [], [Place()]
    for item in reader.items():
        items.append(item)
        places.append(reader.place)
    for number, place in enumerate(places):
        assert [repr(item)[:300] for item in items_of(path, place)] == [repr(item)[:300] for item in items[number:]]
    return items


@pytest.mark.parametrize("kind", ["dictionary", "data", "list"])
def test_a_row_group_that_unpacks_to_too_much_is_one_failure(kind: str, tmp_path: Path) -> None:
    bomb = {
        "dictionary": pa.table({"html": [" " * 8 * MB] * 3, "tides": [[1]] * 3}),
        "data": pa.table({"html": [" " * 3 * MB] * 3, "tides": [[1]] * 3}),
        "list": pa.table({"html": [html(0)] * 3, "tides": [[1], [1] * MB, [1]]}),
    }[kind]
    good = pa.table({"html": [html(n) for n in range(2)], "tides": [[1], [2]]})
    path = write_groups(tmp_path / "pages.parquet", [good, bomb, good], use_dictionary=kind != "data")
    items = check_every_place(path)
    assert [item.number for item in items] == [0, 1, 2, 5, 6]
    failure = items[2]
    assert isinstance(failure, Failure) and failure.kind == "too-large"
    assert failure.reason.startswith("rows 2 to 4, of row group 1: would take")
    assert "--max-bytes" in failure.reason


def test_a_large_page_of_ordinary_rows_is_no_bomb(tmp_path: Path) -> None:
    """pyarrow writes 1,024 rows into a page, whatever they hold."""
    pages = pa.table({"html": [html(n) for n in range(400)]})
    path = write_groups(tmp_path / "pages.parquet", [pages], use_dictionary=False)
    assert all(isinstance(item, Record) for item in items_of(path, max_bytes=10_000))
    parquet = pq.ParquetFile(path)
    with path.open("rb") as file, pytest.raises(TooLargeError):
        rows_at_once(file, parquet.metadata.row_group(0), parquet.schema, 100)


def test_few_rows_are_held_of_pages_that_may_be_large(tmp_path: Path) -> None:
    small = write_parquet(tmp_path / "small.parquet", rows(10))
    large = write_groups(tmp_path / "large.parquet", [pa.table({"html": ["x" * 10 * MB]})])
    found = []
    for path in (small, large):
        parquet = pq.ParquetFile(path)
        with path.open("rb") as file:
            found.append(rows_at_once(file, parquet.metadata.row_group(0), parquet.schema, 32 * MB))
    assert found[0] > 100 and found[1] == 1


def test_a_damaged_row_group_costs_its_own_rows(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "pages.parquet", rows(30))
    column = pq.read_metadata(path).row_group(1).column(2)
    content = bytearray(path.read_bytes())
    middle = column.data_page_offset + column.total_compressed_size // 2
    content[middle : middle + 40] = bytes(40)
    start = column.dictionary_page_offset
    content[start + 40 : start + 400] = b"\xff" * 360
    path.write_bytes(content)
    items = check_every_place(path)
    assert [item.number for item in items if isinstance(item, Record)] == [*range(10), *range(20, 30)]
    (failure,) = [item for item in items if isinstance(item, Failure)]
    assert (failure.number, failure.kind) == (10, "corrupt")
    assert failure.reason.startswith("rows 10 to 19, of row group 1: cannot be read")


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_a_value_of_a_dictionary_counts_in_each_of_its_rows(suffix: str, carried: bool, tmp_path: Path) -> None:
    large = pa.array(["small", html(1) + "x" * 50_000]).take(pa.array([0, 1, 1, 0]))
    cells = large.dictionary_encode().cast(pa.dictionary(pa.int32(), pa.string()))
    table = pa.table({"html": [html(n) for n in range(4)], "tide": cells} if carried else {"html": cells})
    path = tmp_path / f"pages.{suffix}"
    if suffix == "parquet":
        pq.write_table(table, path)
    else:
        with pa.ipc.new_file(path, table.schema) as file:
            file.write_table(table)
    failures: list[Failure] = []
    assert [record.number for record in read(path, max_bytes=20_000, failed=failures.append)] == [0, 3]
    assert [(failure.number, failure.kind) for failure in failures] == [(1, "too-large"), (2, "too-large")]


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    """A page of 100 MB in a thousand rows; in a process of its own, whose memory at its peak is read."""
    cells = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array([" " * 100 * MB]))
    pq.write_table(pa.table({"html": cells}), tmp_path / "bomb.parquet", compression="zstd")
    write_parquet(tmp_path / "pages.parquet", rows(2))
    program = (
        "import pathlib, re, sys\nfrom cleaner.records import read\n"
        "print(len(list(read(sys.argv[1], failed=lambda failure: None))))\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    peaks = []
    for name in ("pages.parquet", "bomb.parquet"):
        command = [sys.executable, "-c", program, str(tmp_path / name)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks.append(int(done.stdout.split()[1]))
    assert (tmp_path / "bomb.parquet").stat().st_size < 10_000
    assert peaks[1] - peaks[0] < 30_000
