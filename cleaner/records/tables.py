"""JSON Lines and CSV: text tables, read a row at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import IO, Any, Final

from cleaner.errors import InputError
from cleaner.records.column_names import distinct, named
from cleaner.records.csv_rows import CsvRows, TooLargeRow
from cleaner.records.record import Failure, FailureKind, Form, Item, Line, PageColumns, Reading, Record, guessed_columns
from cleaner.records.source import Source
from cleaner.records.streams import bounded_lines

Cells = dict[str, Any]

FIRST_LINES: Final = 100
"""Among so many lines one has a page, if the file is meant: crawlers note what they could not fetch among the rest."""

LOOKED_AT_BYTES: Final = 1 << 20
"""A line that is larger is left to a worker: parsed, it can take 25 times its size."""

MARKDOWN_COLUMN: Final = "markdown"
"""What crawlers and reader services call the column of their Markdown, in any case."""

SHOWN_COLUMNS: Final = 20
"""A message names no more columns than this."""

MAX_NAME_LETTERS: Final = 1 << 20
"""An id or a URL that is longer is none: they stay in memory while the page is cleaned elsewhere. Browsers take URLs of
2 MB at most."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def read_jsonl(stream: IO[bytes], source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The lines of a JSON Lines file from number `start` on, not yet parsed; blank ones are passed over. Each object
    has columns of its own: one without a page is a row that fails.

    Raises:
        InputError: no object has a column that could hold a page, as far as one looks: to the end, or, if the user
            named no such column, for `FIRST_LINES`; in any case to a line of more than `LOOKED_AT_BYTES`.
    """
    columns_are_known = start > 0
    names: dict[str, None] = {}
    failed: list[Item] = []
    for index, line in enumerate(bounded_lines(stream, reading.max_bytes)):
        if index < start or (line is not None and line.isspace()):
            continue
        item = too_large(source, index, reading) if line is None else Line(line, source.name, index, reading.columns)
        if not columns_are_known and len(line or b"") > LOOKED_AT_BYTES:
            columns_are_known = True
            yield from failed
        if not columns_are_known:
            cells = _cells(item)
            names |= dict.fromkeys(cells)
            columns_are_known = _tell_columns(list(cells), source, reading)
            if not columns_are_known and len(failed) < FIRST_LINES:
                failed.append(parsed(item) if isinstance(item, Line) else item)
                continue
            if not columns_are_known and names and not (reading.columns.html or reading.columns.text):
                page_columns(list(names), source.name, reading)
            columns_are_known = True
            yield from failed
        yield item
    if not columns_are_known:
        if names:
            page_columns(list(names), source.name, reading)
        yield from failed


def _cells(item: Item) -> Cells:
    """The cells of a line; none if it is no object."""
    try:
        cells = _loaded(item) if isinstance(item, Line) else None
    except (ValueError, RecursionError):
        return {}
    return cells if isinstance(cells, dict) else {}


def _tell_columns(names: list[str], source: Source, reading: Reading) -> bool:
    """Whether an object has a column of pages; if so, the user is told of its columns."""
    columns = guessed_columns(names, reading.columns)
    found = PageColumns(*(name if name in names else None for name in columns))
    if (found.html or found.text) and reading.notice:
        reading.notice(source.name, found)
    return bool(found.html or found.text)


def parsed(line: Line) -> Record | Failure:
    """The record that a line of JSON Lines holds."""
    place = f"{line.source}:{line.number}"
    try:
        cells = _loaded(line)
    except (ValueError, RecursionError) as error:
        return Failure(place, line.source, line.number, "corrupt", f"is not JSON: {error}")
    if not isinstance(cells, dict):
        return Failure(place, line.source, line.number, "corrupt", "is JSON, but no object")
    return record_of(cells, guessed_columns(list(cells), line.columns), line.source, line.number)


def _loaded(line: Line) -> Any:
    return json.loads(line.data.removeprefix(_BYTE_ORDER_MARK), object_pairs_hook=named)


def read_csv(stream: IO[bytes], source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The rows of a CSV or TSV file, in UTF-8, under a header; `start` counts rows without it.

    Raises:
        InputError: the header names no column that could hold a page.
    """
    rows = CsvRows(stream, "\t" if source.format == "tsv" else ",", reading.max_bytes)
    header = next(rows, None)
    if header is None:
        return
    header = distinct(header)
    columns = page_columns(header, source.name, reading)
    index = -1
    while True:
        index += 1
        kind: FailureKind = "corrupt"
        # The last row may be large; it is not held while the next one is read.
        row: list[str] = []
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            problem = str(error)
            kind = "too-large" if isinstance(error, TooLargeRow) else "corrupt"
        else:
            problem = f"has {len(row)} cells, the header {len(header)}" if len(row) != len(header) else ""
        if index < start or (not row and not problem):
            continue
        if problem:
            yield Failure(f"{source.name}:{index}", source.name, index, kind, problem)
        else:
            yield record_of(dict(zip(header, row, strict=True)), columns, source.name, index)


def page_columns(names: list[str], source: str, reading: Reading) -> PageColumns:
    """The columns to read pages from, of a table with these column names.

    Raises:
        InputError: none of them could hold a page, or one that the user named is not there.
    """
    missing = [name for name in reading.columns if name and name not in names]
    shown = ", ".join(names[:SHOWN_COLUMNS]) or "none"
    if missing:
        raise InputError(f"{source}: has no column {missing[0]!r}; its columns are {shown}")
    columns = guessed_columns(names, reading.columns)
    if not columns.html and not columns.text:
        raise InputError(
            f"{source}: no column looks like pages; name one with --html-column or --text-column; there are {shown}"
        )
    if reading.notice:
        reading.notice(source, columns)
    return columns


def record_of(cells: Cells, columns: PageColumns, source: str, index: int) -> Record | Failure:
    """The record that a table's row holds."""
    place = f"{source}:{index}"
    id = _text(cells.get(columns.id) if columns.id else None) or place
    url = _text(cells.get(columns.url) if columns.url else None)
    if max(len(id), len(url or "")) > MAX_NAME_LETTERS:
        reason = (
            f"its {columns.id if len(id) > MAX_NAME_LETTERS else columns.url} has more than {MAX_NAME_LETTERS} letters"
        )
        return Failure(place, source, index, "too-large", reason)
    page = cells.get(columns.html) if columns.html else None
    form: Form = "html"
    if page is None or page == "":
        page = cells.get(columns.text) if columns.text else None
        form = "markdown" if columns.text and columns.text.lower() == MARKDOWN_COLUMN else "text"
    if not isinstance(page, str | bytes):
        wanted = " or ".join(name for name in (columns.html, columns.text) if name)
        reason = f"has no page in {wanted}" if wanted else "has no column that looks like pages"
        return Failure(id, source, index, "corrupt", reason)
    other = {name: cell for name, cell in cells.items() if name not in columns}
    return Record(id, page, url, form, None, source, index, other or None)


def _text(cell: Any) -> str | None:
    """A name or an address, whatever the type of its column."""
    if cell is None or isinstance(cell, str):
        return cell
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def too_large(source: Source, index: int, reading: Reading) -> Failure:
    """The dead letter for a page, or a line that holds one, that is larger than allowed."""
    reason = f"is larger than {reading.max_bytes} bytes; --max-bytes allows more"
    return Failure(f"{source.name}:{index}", source.name, index, "too-large", reason)
