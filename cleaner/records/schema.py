"""The columns of tables of stories, and their Arrow types; docs/schema.md and docs/batch.md say what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner.facts.row import ROW_COLUMNS

if TYPE_CHECKING:
    from pyarrow import DataType

COLUMNS: Final = ("id", "source", *ROW_COLUMNS, "facts")
"""The columns of a row of a batch. `blocks` follows if it is asked for, then all columns of the input that were not the
page, its url or its id, and in Parquet `other`."""


def row_types(arrow: Any) -> dict[str, DataType]:
    """The Arrow type of each column of `Story.row()`, in its order.

    Args:
        arrow: the module `pyarrow`, which only callers that use it have loaded.
    """
    special = {
        "authors": arrow.list_(arrow.string()),
        "is_story": arrow.bool_(),
        "confidence": arrow.float64(),
        "relevance": arrow.float64(),
        "removed": arrow.map_(arrow.string(), arrow.float64()),
        "warnings": arrow.list_(arrow.string()),
    }
    return {name: special.get(name, arrow.string()) for name in ROW_COLUMNS}


def batch_types(arrow: Any) -> dict[str, DataType]:
    """The Arrow type of each of `COLUMNS`."""
    text = arrow.string()
    fields = {"name": text, "value": text, "block": arrow.int32(), "source": text, "confidence": arrow.float64()}
    fact = arrow.struct(list(fields.items()))
    return {"id": text, "source": text, **row_types(arrow), "facts": arrow.list_(fact)}
