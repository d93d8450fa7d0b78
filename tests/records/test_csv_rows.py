"""A row of CSV that is too large costs itself and no other, whatever quotes and line ends its cells hold."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cleaner.records import Failure, read
from cleaner.records.csv_rows import MAX_CELLS, CsvRows, RowEnd, TooLargeRow
from cleaner.records.tables import MAX_NAME_LETTERS
from tests.records import files
from tests.records.files import html, rows

ODD_CELLS = {
    "doubled quotes": '<a href="/tide">tide</a>' * 200,
    "quotes alone": '"' * 3001,
    "line ends": "one\ntwo\r\nthree\rfour\n\n" * 200,
    "rows of a table": '\n"forged","https://forged.example/","<p>not a page</p>","night 0"\r\n' * 100,
    "delimiters": ",,,,\t\t\t," * 500,
}


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
@pytest.mark.parametrize("cell", ODD_CELLS.values(), ids=ODD_CELLS)
@pytest.mark.parametrize("column", ["id", "html", "crawl"])
def test_an_oversized_cell_is_one_failure_and_all_other_rows_come(
    suffix: str, cell: str, column: str, tmp_path: Path
) -> None:
    table = rows(5)
    table[2][column] = cell * 5
    path = files.write_csv(tmp_path / f"pages.{suffix}", table)
    failures: list[Failure] = []
    records = list(read(path, max_bytes=2500, failed=failures.append))
    assert [record.id for record in records] == ["berth-0", "berth-1", "berth-3", "berth-4"]
    assert [record.page for record in records] == [html(n) for n in (0, 1, 3, 4)]
    assert [(failure.kind, failure.number) for failure in failures] == [("too-large", 2)]


def rows_within(content: bytes, max_bytes: int) -> list[list[str] | None]:
    """All rows; None stands for one that is too large."""
    csv_rows = CsvRows(io.BytesIO(content), ",", max_bytes)
    found: list[list[str] | None] = []
    while True:
        try:
            found.append(next(csv_rows))
        except StopIteration:
            return found
        except TooLargeRow:
            found.append(None)
        except csv.Error:
            found.append(["damaged"])


@settings(max_examples=300)
@given(st.text(alphabet='a",\r\n', max_size=60), st.integers(1, 20))
def test_a_small_limit_takes_rows_out_and_changes_no_other(text: str, limit: int) -> None:
    whole, limited = rows_within(text.encode(), 1000), rows_within(text.encode(), limit)
    assert len(limited) == len(whole)
    assert all(few is None or few == many for few, many in zip(limited, whole, strict=True))


@given(st.text(alphabet='a",\r\n', max_size=40), st.integers(1, 5))
def test_the_end_of_a_row_does_not_depend_on_the_pieces_it_comes_in(text: str, size: int) -> None:
    content = text.encode()
    whole, pieces = RowEnd(b",", in_quotes=False), RowEnd(b",", in_quotes=False)
    line = content[: content.find(b"\n") + 1] or content
    whole.feed(line)
    for start in range(0, len(line), size):
        pieces.feed(line[start : start + size])
    assert (pieces.ended, pieces.delimiters) == (whole.ended, whole.delimiters)


def test_a_row_of_too_many_cells_is_a_failure_and_commas_on_a_page_are_not() -> None:
    many = b"," * (MAX_CELLS + 1)
    found = rows_within(b"id,text\n1," + many + b'\n2,"' + many + b'"\n3,short\n', 1 << 24)
    assert found[1] is None
    assert [row and row[0] for row in found] == ["id", None, "2", "3"]


def test_a_file_that_ends_within_a_quoted_cell_says_so(tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    path.write_text('id,text\n1,"whole"\n2,"cut o')
    failures: list[Failure] = []
    records = list(read(path, failed=failures.append))
    assert [record.id for record in records] == ["1"]
    assert [failure.reason for failure in failures] == ["the file ends within a quoted cell of this row"]


def plain_rows(content: bytes) -> list[list[str]]:
    """The rows as Python's csv module reads them from text."""
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", "replace", newline="\n")
    reader, found = csv.reader(text), []
    while True:
        try:
            found.append(next(reader))
        except StopIteration:
            return found
        except csv.Error:
            found.append(["damaged"])


PIECES = st.sampled_from(
    [
        b"a",
        b",",
        b'"',
        b"\r",
        b"\n",
        "é".encode(),
        "🦉".encode(),
        "\u2028\x85".encode(),
        b"\xc3",
        b"\xff",
        b"\xef\xbb\xbf",
    ]
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=40))
def test_rows_are_those_that_the_module_reads_from_text(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    assume(content != b"\xef\xbb\xbf")
    found, plain = rows_within(content, 1000), plain_rows(content)
    if found and found[-1] == ["damaged"]:
        # The module does not say that a file ends within a quoted cell.
        plain[-1] = ["damaged"]
    assert found == plain


def test_rows_behind_a_large_one_are_read_as_well() -> None:
    content = "page,id\n" + "".join(f'"🦉{"a" * size}",{size}\n' for size in (1 << 21, 5, 1 << 21, 7))
    assert rows_within(content.encode(), 1 << 22) == plain_rows(content.encode())


@pytest.mark.parametrize("column", ["id", "url"])
def test_an_id_or_url_of_a_megabyte_is_a_failure_named_by_its_place(column: str, tmp_path: Path) -> None:
    table = rows(3)
    table[1][column] = "a" * (MAX_NAME_LETTERS + 1)
    for path in (
        files.write_csv(tmp_path / "pages.csv", table),
        files.write_jsonl(tmp_path / "pages.jsonl", table),
        files.write_parquet(tmp_path / "pages.parquet", table),
    ):
        failures: list[Failure] = []
        assert [record.id for record in read(path, failed=failures.append)] == ["berth-0", "berth-2"]
        assert [(failure.id, failure.kind) for failure in failures] == [(f"{path}:1", "too-large")]
        assert column in failures[0].reason
