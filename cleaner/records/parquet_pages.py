"""What the pages of a Parquet file say of themselves, read before any of them is unpacked.

A Parquet file's columns are stored in pages, each under a header with its sizes. Arrow unpacks a page whole, and takes
the memory that its header announces, which a few bytes of zeros can make gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

if TYPE_CHECKING:
    from pyarrow.parquet import ColumnChunkMetaData, ParquetSchema, RowGroupMetaData

# Where PageHeader and the headers in it have their fields:
# https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
_UNPACKED, _PACKED, _NUM_VALUES = 2, 3, 1
_DATA_HEADER, _DICTIONARY_HEADER, _DATA_HEADER_V2 = 5, 7, 8

# https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
_STOP, _TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(13)

DEEPEST_STRUCT: Final = 4
"""A page's header has three levels: itself, the header of its kind, and that one's statistics."""

UNPACKED_PAGES: Final = 2
MOST_PACKED: Final = 200
"""The pages of a row group that are held at once may unpack to twice `max_bytes`; to more only if they are no more than
200 times as large as they lie there. pyarrow writes 1,024 rows into a page, whatever they hold: 200 MB are no bomb if
they come of 2. Pages of one site that differ in their stories alone packed to a 138th at most (300 of each of 51 pages
of html-dev, zstd at level 9; to a 38th at the usual level); a bomb's zeros pack to a thousandth with gzip, to a
ten-thousandth with zstd."""

MOST_UNPACKED_PAGES: Final = 32
"""What no packing allows, 1 GB: pyarrow's page of 1,024 rows takes 600 MB where they are 200 KB each."""

BATCH_BYTES: Final = 16 << 20
"""So much may be held of rows that are unpacked."""

DICTIONARY_COPIES: Final = 4
"""Arrow keeps a dictionary's page, its values, an array of them and another for each batch: 120 MB of 30."""

VALUE_BYTES: Final = 8
"""What a member of a list takes, once read, whatever it takes in its page."""

LONGEST_VARINT: Final = 10
"""Bytes that 64 bits take, seven at a time."""


class TooLargeError(ValueError):
    """A row group whose pages cannot be held."""


class PageHeader(NamedTuple):
    """A page's sizes.

    Attributes:
        packed: bytes as it lies in the file, behind its header.
        unpacked: bytes once unpacked.
        values: cells in it, nulls included; 0 if it is a dictionary.
    """

    packed: int
    unpacked: int
    values: int


def rows_at_once(file: BinaryIO, group: RowGroupMetaData, schema: ParquetSchema, max_bytes: int) -> int:
    """How many rows of a row group may be held, of which each may be as large as a page: dictionaries, and text that is
    stored as what differs from the text before, repeat a value for a byte or two.

    Raises:
        TooLargeError: its pages would take too much.
        ValueError: it is damaged.
    """
    place = file.tell()
    row = held = unpacked = packed = 0
    for number in range(group.num_columns):
        headers = list(page_headers(file, group.column(number)))
        dictionary = max((header.unpacked for header in headers if not header.values), default=0)
        data = max((header.unpacked for header in headers if header.values), default=0)
        has_lists = schema.column(number).max_repetition_level > 0
        members = VALUE_BYTES * sum(header.values for header in headers) if has_lists else 0
        row += max(dictionary, data)
        held += DICTIONARY_COPIES * dictionary + data + members
        unpacked += dictionary + data + members
        packed += max((header.packed for header in headers), default=0)
    file.seek(place)
    is_bomb = unpacked > MOST_PACKED * packed or held > max_bytes * MOST_UNPACKED_PAGES
    if held > max_bytes * UNPACKED_PAGES and is_bomb:
        raise TooLargeError(f"would take {held} bytes, unpacked from {packed}; a larger --max-bytes allows it")
    return max(1, BATCH_BYTES // max(1, row))


def page_headers(file: BinaryIO, column: ColumnChunkMetaData) -> Iterator[PageHeader]:
    """The headers of a column chunk's pages, dictionary first, as Arrow goes through them.

    Raises:
        ValueError: there is something else.
    """
    position = column.data_page_offset
    if column.has_dictionary_page and 0 < column.dictionary_page_offset < position:
        position = column.dictionary_page_offset
    end = position + column.total_compressed_size
    values = 0
    while position < end and values < column.num_values:
        file.seek(position)
        header = _page_header(_structure(file.read, DEEPEST_STRUCT))
        yield header
        values += header.values
        position = file.tell() + header.packed


def _page_header(fields: dict[int, Any]) -> PageHeader:
    packed, unpacked = fields.get(_PACKED, -1), fields.get(_UNPACKED, -1)
    if packed < 0 or unpacked < 0:
        raise ValueError("damaged Parquet: a page has no size")
    data = fields.get(_DATA_HEADER) or fields.get(_DATA_HEADER_V2) or {}
    return PageHeader(packed, unpacked, max(0, data.get(_NUM_VALUES, 0)))


def _structure(read: Callable[[int], bytes], depth: int) -> dict[int, Any]:
    """A structure in Thrift's compact protocol: its numbers and structures by their field numbers."""
    fields: dict[int, Any] = {}
    number = 0
    while head := _bytes(read, 1)[0]:
        step, kind = head >> 4, head & 15
        number = number + step if step else _signed(read)
        fields[number] = _value(read, kind, depth - 1)
    return fields


def _value(read: Callable[[int], bytes], kind: int, depth: int) -> Any:
    if kind in (_TRUE, _FALSE):
        return kind == _TRUE
    if kind == _BYTE:
        return _bytes(read, 1)[0]
    if kind in (_I16, _I32, _I64):
        return _signed(read)
    if kind == _DOUBLE:
        return _bytes(read, 8)
    if kind == _BINARY:
        return _bytes(read, _unsigned(read))
    if kind == _STRUCT and depth > 0:
        return _structure(read, depth)
    raise ValueError("damaged Parquet: no page's header is where one should be")


def _signed(read: Callable[[int], bytes]) -> int:
    number = _unsigned(read)
    return number >> 1 ^ -(number & 1)


def _unsigned(read: Callable[[int], bytes]) -> int:
    number = 0
    for place in range(LONGEST_VARINT):
        byte = _bytes(read, 1)[0]
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return number
    raise ValueError("damaged Parquet: a number in a page's header has no end")


MOST_HEADER_BYTES: Final = 16 << 20
"""What Arrow reads of a header at most; statistics may hold a cell."""


def _bytes(read: Callable[[int], bytes], size: int) -> bytes:
    content = read(size) if size <= MOST_HEADER_BYTES else b""
    if len(content) < size:
        raise ValueError("damaged Parquet: a page's header is cut off")
    return content
