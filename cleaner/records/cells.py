"""What becomes of a cell of an Arrow table: its size, its page, and its value as JSON has it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from cleaner.records.column_names import named
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from pyarrow import Array

FIXED_BYTES: Final = 8
"""About what a number or a date takes."""

_UNITS: Final = {"s": 0, "ms": -3, "us": -6, "ns": -9}


def plain(column: Array) -> Array:
    """A column of one cell, as what its dictionary's index or its run of equal cells stands for. Nothing is copied: of
    one large value a file can have a million cells."""
    arrow = extra("pyarrow", "parquet")
    if arrow.types.is_dictionary(column.type):
        index = column.indices[0].as_py()
        return arrow.nulls(1, column.type.value_type) if index is None else plain(column.dictionary.slice(index, 1))
    if arrow.types.is_run_end_encoded(column.type):
        return plain(column.values.slice(column.find_physical_offset(), 1))
    return column


def cell_bytes(column: Array) -> int:
    """The bytes of a plain column's only cell. Nothing is copied, as that would be too late."""
    arrow = extra("pyarrow", "parquet")
    if isinstance(column, arrow.ExtensionArray):
        return cell_bytes(column.storage)
    try:
        return extra("pyarrow.compute", "parquet").binary_length(column)[0].as_py() or 0
    except arrow.ArrowNotImplementedError:
        return int(column.nbytes) if arrow.types.is_nested(column.type) else _size_of_view(column)


def _size_of_view(column: Array) -> int:
    arrow = extra("pyarrow", "parquet")
    cell = column[0]
    return int(cell.as_buffer().size) if isinstance(cell, arrow.BinaryScalar) and cell.is_valid else FIXED_BYTES


def page_cell(column: Array) -> Any:
    """A plain column's only cell as a page, an address or a name: text, or bytes where it is said to be no text or is
    no UTF-8."""
    arrow = extra("pyarrow", "parquet")
    cell = _stored(column[0])
    if not isinstance(cell, arrow.BinaryScalar) or not cell.is_valid:
        return json_cell(column[0])
    content = cell.as_buffer()
    if isinstance(cell, arrow.StringScalar):
        with suppress(UnicodeDecodeError):
            return str(content, "utf-8")
    return content.to_pybytes()


def _stored(cell: Any) -> Any:
    """The scalar that a dictionary, a run of equal cells, or an extension type stands for."""
    arrow = extra("pyarrow", "parquet")
    while isinstance(cell, arrow.DictionaryScalar | arrow.RunEndEncodedScalar | arrow.ExtensionScalar):
        cell = cell.value
    return cell


def json_cell(cell: Any) -> Any:
    """A cell as plain data: docs/batch.md says what becomes of each type.

    Arrow's own `as_py` raises on nanoseconds without pandas, on years beyond 9999, on text that is no UTF-8, and on two
    fields of one name.
    """
    arrow = extra("pyarrow", "parquet")
    if isinstance(cell, arrow.UuidScalar):
        return None if not cell.is_valid else str(cell.as_py())
    cell = _stored(cell)
    if cell is None or not cell.is_valid:
        return None
    for kind, convert in _converters(arrow):
        if isinstance(cell, kind):
            return convert(cell)
    return cell.as_py()


def _converters(arrow: Any) -> tuple[tuple[Any, Callable[[Any], Any]], ...]:
    return (
        (arrow.StringScalar, lambda cell: str(cell.as_buffer(), "utf-8", "replace")),
        (arrow.BinaryScalar, lambda cell: base64.b64encode(cell.as_buffer()).decode()),
        (arrow.StructScalar, _object),
        (arrow.MapScalar, _map),
        (arrow.ListScalar, lambda cell: [json_cell(member) for member in cell.values]),
        (arrow.UnionScalar, lambda cell: json_cell(cell.value)),
        (arrow.TimestampScalar, _timestamp),
        (arrow.DurationScalar, lambda cell: f"PT{Decimal(cell.value).scaleb(_UNITS[cell.type.unit]):f}S"),
        (
            (
                arrow.Date32Scalar,
                arrow.Date64Scalar,
                arrow.Time32Scalar,
                arrow.Time64Scalar,
            ),
            _text,
        ),
        (arrow.MonthDayNanoIntervalScalar, lambda cell: list(cell.as_py())),
        ((arrow.Decimal32Scalar, arrow.Decimal64Scalar, arrow.Decimal128Scalar, arrow.Decimal256Scalar), _decimal),
    )


def _object(cell: Any) -> dict[str, Any]:
    return named([(field.name, json_cell(cell[place])) for place, field in enumerate(cell.type)])


def _map(cell: Any) -> Any:
    """An object if the keys are text; else pairs of key and value, as JSON's keys are text."""
    kinds = extra("pyarrow", "parquet").types
    key_type = cell.type.key_type
    pairs = [(json_cell(pair[0]), json_cell(pair[1])) for pair in cell.values or ()]
    is_text = kinds.is_string(key_type) or kinds.is_large_string(key_type) or kinds.is_string_view(key_type)
    return named(pairs) if is_text else [list(pair) for pair in pairs]


def _timestamp(cell: Any) -> str:
    """ISO 8601, in UTC if the type has a zone: Arrow would look the zone up, where Windows has none to look up."""
    arrow = extra("pyarrow", "parquet")
    text = _text(arrow.scalar(cell.value, arrow.timestamp(cell.type.unit))).replace(" ", "T")
    return f"{text}Z" if cell.type.tz and "T" in text else text


def _text(cell: Any) -> str:
    """As Arrow prints it; the number behind it where that is beyond all calendars."""
    text = str(cell.cast(extra("pyarrow", "parquet").string()).as_py())
    return str(cell.value) if text.startswith("<") else text


def _decimal(cell: Any) -> str:
    return str(cell.cast(extra("pyarrow", "parquet").string()).as_py())
