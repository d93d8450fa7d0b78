"""pandas: `frame.cleaner.clean("html", url="url")`, from the moment that this module is imported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Unpack

from cleaner.arrow import ArrowCleaner, Options
from cleaner.arrow.cells import address
from cleaner.arrow.cleaning import BATCH_ROWS
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from pandas import DataFrame, Series
    from pyarrow import ChunkedArray, DataType, RecordBatch

pandas = extra("pandas", "pandas")
pyarrow = extra("pyarrow", "pandas")


@pandas.api.extensions.register_dataframe_accessor("cleaner")
class CleanerAccessor:
    """What `frame.cleaner` is."""

    def __init__(self, frame: DataFrame) -> None:
        self._frame = frame

    def clean(self, html: str | None = None, **options: Unpack[Options]) -> DataFrame:
        """A frame of stories, a row for each page; docs/integrations/pandas.md has the options and what is raised."""
        with ArrowCleaner(html=html, **options) as cleaner:
            return clean_frame(self._frame, cleaner)


def clean_frame(frame: DataFrame, cleaner: ArrowCleaner) -> DataFrame:
    """The stories of a frame of pages, beside the columns that are carried, which stay as they are; so does the index.

    Raises:
        OptionError: a column is not there.
    """
    renamed = cleaner.carried([name for name in frame.columns if isinstance(name, str)])
    is_carried = [name in renamed or (cleaner.carry is None and not isinstance(name, str)) for name in frame.columns]
    stories = pyarrow.Table.from_batches(_stories(frame, cleaner), cleaner.found_schema)
    columns = {name: _series(column) for name, column in zip(stories.column_names, stories.columns, strict=True)}
    found = pandas.DataFrame(columns).set_axis(frame.index)
    return pandas.concat([frame.loc[:, is_carried].rename(columns=renamed), found], axis=1)


def _stories(frame: DataFrame, cleaner: ArrowCleaner) -> Iterator[RecordBatch]:
    columns = cleaner.pages(list(frame.columns))
    for start in range(0, len(frame), BATCH_ROWS):
        rows = frame.iloc[start : start + BATCH_ROWS]
        html, text, url = (_cells(rows[name]) if name is not None else None for name in columns[:3])
        yield cleaner.stories([*map(address, url or [None] * len(rows))], html=html, text=text)


def _cells(column: Series) -> list[Any]:
    """The cells as Python objects, with None for what pandas takes for none: a column may hold text, bytes and NaN."""
    return list(column.astype(object).where(column.notna(), None))


def _series(column: ChunkedArray) -> Series:
    """A column in the type that this pandas has for it, whatever is in it: lists and dictionaries are Python's, structs
    stay Arrow's, for which there is `Series.struct`."""
    kinds, type = pyarrow.types, column.type
    if kinds.is_struct(type):
        return pandas.Series(pandas.array(column, dtype=pandas.ArrowDtype(type)))
    if kinds.is_list(type) or kinds.is_map(type):
        return pandas.Series([_cell(cell, type) for cell in column.to_pylist()], dtype=object)
    types = {pyarrow.bool_(): pandas.BooleanDtype()}
    return pyarrow.table([column], ["column"]).to_pandas(types_mapper=types.get)["column"]


def _cell(cell: Any, type: DataType) -> Any:
    return dict(cell) if cell is not None and pyarrow.types.is_map(type) else cell
