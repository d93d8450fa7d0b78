"""JSON Lines and CSV: text tables, read a row at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import IO, Any, Final

from cleaner.errors import InputError
from cleaner.records.csv_rows import CsvRows, TooLargeRow
from cleaner.records.inputs import Source
from cleaner.records.record import Failure, FailureKind, Form, Item, Line, PageColumns, Reading, Record, guessed_columns
from cleaner.records.streams import bounded_lines

Cells = dict[str, Any]

SHOWN_COLUMNS: Final = 20
"""A message names no more columns than this."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def read_jsonl(stream: IO[bytes], source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The lines of a JSON Lines file from number `start` on, not yet parsed; blank ones are passed over.

    Raises:
        InputError: the first object has no column that could hold a page.
    """
    columns: PageColumns | None = None
    for index, line in enumerate(bounded_lines(stream, reading.max_bytes)):
        if columns is None and line is not None:
            columns = _columns_of_line(line, source, reading)
        if index < start:
            continue
        if line is None:
            yield too_large(source, index, reading)
        elif not line.isspace():
            yield Line(line, source.name, index, columns or PageColumns())


def parsed(line: Line) -> Record | Failure:
    """The record that a line of JSON Lines holds."""
    place = f"{line.source}:{line.number}"
    try:
        cells = json.loads(line.data.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as error:
        return Failure(place, line.source, line.number, "corrupt", f"is not JSON: {error}")
    if not isinstance(cells, dict):
        return Failure(place, line.source, line.number, "corrupt", "is JSON, but no object")
    return record_of(cells, line.columns, line.source, line.number)


def read_csv(stream: IO[bytes], source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The rows of a CSV or TSV file, in UTF-8, under a header; `start` counts rows without it.

    Raises:
        InputError: the header names no column that could hold a page.
    """
    rows = CsvRows(stream, "\t" if source.format == "tsv" else ",", reading.max_bytes)
    header = next(rows, None)
    if header is None:
        return
    columns = page_columns(header, source.name, reading)
    index = -1
    while True:
        index += 1
        kind: FailureKind = "corrupt"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            row, problem = [], str(error)
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
    own_id = cells.get(columns.id) if columns.id else None
    id = place if own_id is None or own_id == "" else str(own_id)
    page = cells.get(columns.html) if columns.html else None
    form: Form = "html"
    if page is None or page == "":
        page, form = (cells.get(columns.text) if columns.text else None), "text"
    if not isinstance(page, str | bytes):
        wanted = " or ".join(name for name in (columns.html, columns.text) if name)
        return Failure(id, source, index, "corrupt", f"has no page in {wanted}")
    url = cells.get(columns.url) if columns.url else None
    other = {name: cell for name, cell in cells.items() if name not in columns}
    return Record(id, page, None if url is None else str(url), form, None, source, index, other or None)


def _columns_of_line(line: bytes, source: Source, reading: Reading) -> PageColumns | None:
    """The columns that a line's object has; None if it is no object."""
    try:
        cells = json.loads(line.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError):
        return None
    return page_columns(list(cells), source.name, reading) if isinstance(cells, dict) else None


def too_large(source: Source, index: int, reading: Reading) -> Failure:
    """The dead letter for a page, or a line that holds one, that is larger than allowed."""
    reason = f"is larger than {reading.max_bytes} bytes; --max-bytes allows more"
    return Failure(f"{source.name}:{index}", source.name, index, "too-large", reason)
