"""The rows of a CSV file, of which one that is too large is passed over in step, whatever its cells hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import IO, Final

from cleaner.records.streams import SKIPPED_BYTES

MAX_CELLS: Final = 1 << 19
"""A row of more cells is passed over: Python takes up to 60 bytes for each, and no table has so many columns."""


LARGE_ROW_BYTES: Final = 1 << 20
"""After a row of this size the module's buffer is given back: it takes four bytes for each of the largest cell."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class CsvProblem(csv.Error):
    """A row cannot be read; the next one can."""


class TooLargeRow(CsvProblem):
    """A row is larger than allowed."""


class CsvRows:
    """The rows of a CSV file in UTF-8, as Python's csv module reads them, in bounded memory.

    The next row can be asked for after any of these errors:

    Raises:
        TooLargeRow: the row is larger than allowed.
        CsvProblem: the file ends within the row.
        csv.Error: the module cannot read the row.

    Args:
        stream: the file.
        delimiter: what stands between cells.
        max_bytes: the size of the largest row.
    """

    def __init__(self, stream: IO[bytes], delimiter: str, max_bytes: int) -> None:
        # The module's limit on a cell is one for the whole process; it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
        self._delimiter = delimiter
        self._lines = _Lines(stream, delimiter, max_bytes)
        self._rows = csv.reader(self._lines, delimiter=delimiter)

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self._lines.begin_row()
        try:
            row = next(self._rows)
        finally:
            if self._lines.row_bytes > LARGE_ROW_BYTES:
                self._rows = csv.reader(self._lines, delimiter=self._delimiter)
        if self._lines.end_within_row:
            raise CsvProblem("the file ends within a quoted cell of this row")
        return [_decoded(cell) for cell in row]


def _decoded(cell: str) -> str:
    """A cell's text, of a letter for each of its bytes."""
    return cell if cell.isascii() else cell.encode("latin-1").decode("utf-8", "replace")


class _Lines:
    """The lines of the file for the csv module, which asks for another in the middle of a row only if a quoted cell
    goes on: what a line begins with is known without looking at each quote.

    The module wants text, and gets a letter for each byte: decoded, one emoji would make a line four times as large.
    """

    def __init__(self, stream: IO[bytes], delimiter: str, max_bytes: int) -> None:
        self._stream = stream
        self._delimiter = delimiter.encode()
        self._max_bytes = max_bytes
        self._is_first = True
        self.begin_row()

    def begin_row(self) -> None:
        self.row_bytes = self._delimiters = self._cells = 0
        self.end_within_row = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        in_quotes = self.row_bytes > 0
        line = self._stream.readline(self._max_bytes - self.row_bytes + 1)
        if not line:
            self.end_within_row = in_quotes
            raise StopIteration
        self.row_bytes += len(line)
        if self.row_bytes > self._max_bytes:
            self._pass_over_row(line, in_quotes)
            raise TooLargeRow(f"is larger than {self._max_bytes} bytes; --max-bytes allows more")
        self._count_cells(line, in_quotes)
        if self._is_first:
            line = line.removeprefix(_BYTE_ORDER_MARK)
            self._is_first = False
        return line.decode("latin-1")

    def _count_cells(self, line: bytes, in_quotes: bool) -> None:
        """Raises TooLargeRow if the row has too many cells. What stands in quotes is told apart only where there are
        enough delimiters that it matters."""
        delimiters = line.count(self._delimiter)
        if self._delimiters + delimiters <= MAX_CELLS:
            self._delimiters += delimiters
            return
        row = RowEnd(self._delimiter, in_quotes)
        row.feed(line)
        self._cells += row.delimiters
        if self._cells > MAX_CELLS:
            self._pass_over_row(line, in_quotes)
            raise TooLargeRow(f"has more than {MAX_CELLS} cells")

    def _pass_over_row(self, line: bytes, in_quotes: bool) -> None:
        row = RowEnd(self._delimiter, in_quotes)
        row.feed(line)
        while not row.ended and (piece := self._stream.readline(SKIPPED_BYTES)):
            row.feed(piece)


class RowEnd:
    """Finds where a row of CSV ends, by the rules of Python's csv module: a quote means something at the beginning of
    a cell and in a quoted cell, and nowhere else.

    Args:
        delimiter: what stands between cells.
        in_quotes: whether the row's first piece begins in a quoted cell.

    Attributes:
        ended: whether the row is at its end.
        delimiters: how many there were outside of quotes.
    """

    def __init__(self, delimiter: bytes, in_quotes: bool) -> None:
        self.ended = False
        self.delimiters = 0
        self._delimiter = delimiter
        self._outside = re.compile(rb'[\r\n]|%b"' % re.escape(delimiter))
        self._step = self._in_quotes if in_quotes else self._at_cell

    def feed(self, piece: bytes) -> None:
        """Takes the next piece of the row, a line or the part of one."""
        place = 0
        while place < len(piece) and not self.ended:
            place = self._step(piece, place)

    def _at_cell(self, piece: bytes, place: int) -> int:
        if piece[place] == _QUOTE:
            self._step = self._in_quotes
            return place + 1
        return self._in_cell(piece, place)

    def _in_cell(self, piece: bytes, place: int) -> int:
        found = self._outside.search(piece, place)
        end = found.start() if found else len(piece)
        self.delimiters += piece.count(self._delimiter, place, end)
        if not found:
            self._step = self._at_cell if piece.endswith(self._delimiter) else self._in_cell
            return end
        if found[0] in b"\r\n":
            return self._in_line_end(piece, end)
        self.delimiters += 1
        self._step = self._in_quotes
        return found.end()

    def _in_quotes(self, piece: bytes, place: int) -> int:
        quotes = _QUOTES.search(piece, place)
        if not quotes:
            return len(piece)
        if len(quotes[0]) % 2:
            self._step = self._behind_quote
        return quotes.end()

    def _behind_quote(self, piece: bytes, place: int) -> int:
        if piece[place] == _QUOTE:
            self._step = self._in_quotes
            return place + 1
        return self._in_cell(piece, place)

    def _in_line_end(self, piece: bytes, place: int) -> int:
        """The module takes what follows a bare carriage return, up to the line's end, for damage."""
        self.ended = b"\n" in piece[place:]
        self._step = self._in_line_end
        return len(piece)


_QUOTE: Final = ord('"')
_QUOTES: Final = re.compile(b'"+')
