"""From columns of Arrow to pages and addresses, one cell at a time, so that nothing is held twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.errors import OptionError
from cleaner.model import InputForm
from cleaner.records.cells import page_cell, plain
from cleaner.records.extras import extra
from cleaner.records.tables import MARKDOWN_COLUMN

if TYPE_CHECKING:
    from pyarrow import Array, DataType


class Page(NamedTuple):
    """A page on its way to a worker; `content` is None where the table has none."""

    content: Any
    form: InputForm | None
    url: str | None


def pages_of(
    html: Iterable[Any] | None, text: Iterable[Any] | None, urls: Iterable[str | None], text_form: InputForm
) -> Iterator[Page]:
    """The pages of columns whose cells are Python objects: what is null or NaN is none. `text` is read where `html` has
    no page, or an empty one."""
    nothing = repeat(None)
    for in_html, in_text, url in zip(
        nothing if html is None else html, nothing if text is None else text, urls, strict=False
    ):
        if is_null(in_html) or (_is_empty(in_html) and not is_null(in_text)):
            yield Page(None if is_null(in_text) else in_text, text_form, url)
        else:
            yield Page(in_html, "html", url)


def is_null(cell: Any) -> bool:
    """NaN is what pandas has for no text. It alone is not equal to itself."""
    return cell is None or (isinstance(cell, float) and cell != cell)


def _is_empty(cell: Any) -> bool:
    return isinstance(cell, str | bytes) and not cell


def form_of_column(name: str | None) -> InputForm:
    """What a column of texts holds by its name."""
    return "markdown" if name and name.lower() == MARKDOWN_COLUMN else "text"


def address(cell: Any) -> str | None:
    """An address, whatever its cell is; None for null, NaN and empty ones."""
    if is_null(cell) or _is_empty(cell):
        return None
    text = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
    return text.encode("utf-8", "replace").decode()


def cells(columns: dict[str, Array], name: str | None) -> Iterator[Any] | None:
    """The cells of a column as text, or as bytes where they are said to be no text or are no UTF-8.

    Raises:
        OptionError: the column's type is not one of text or bytes.
    """
    if name is None:
        return None
    column = columns[name]
    if not _has_text(column):
        raise OptionError(f"column {name!r} is of type {column.type}, which holds neither text nor bytes")
    return (page_cell(plain(column.slice(row, 1))) for row in range(len(column)))


def _has_text(column: Array) -> bool:
    """Whether a column's cells are text or bytes, or all of them null or NaN."""
    kinds = extra("pyarrow", "arrow").types
    type = _stored(column.type)
    if kinds.is_floating(type):
        return all(map(is_null, column.to_pylist()))
    return _is_text(kinds, type)


def _stored(type: DataType) -> DataType:
    """The type of the values of dictionaries, of runs of equal cells, and of extension types."""
    for inner in ("storage_type", "value_type"):
        if hasattr(type, inner) and not hasattr(type, "value_field"):
            return _stored(getattr(type, inner))
    return type


def _is_text(kinds: Any, type: DataType) -> bool:
    checks = (
        "is_null is_string is_large_string is_string_view is_binary is_large_binary is_binary_view is_fixed_size_binary"
    ).split()
    return any(getattr(kinds, check)(type) for check in checks)
