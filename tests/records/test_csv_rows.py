"""A row of CSV that is too large costs itself and no other, whatever quotes and line ends its cells hold."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.records import Failure, read
from cleaner.records.csv_rows import MAX_CELLS, CsvRows, RowEnd, TooLargeRow
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
