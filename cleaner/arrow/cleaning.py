"""The options of cleaning a batch, and how it is done."""

from __future__ import annotations

import pickle
import threading
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypedDict, TypeVar, Unpack, get_args

from cleaner.arrow.cells import address, cells, form_of_column, pages_of
from cleaner.arrow.page import CleanPage, named
from cleaner.errors import OptionError
from cleaner.model import InputForm
from cleaner.pipeline import Cleaner
from cleaner.records.column_names import carried_name, distinct
from cleaner.records.extras import extra
from cleaner.records.record import PageColumns
from cleaner.records.schema import row_types
from cleaner.workers.pool import Pool
from cleaner.workers.stories import check, cleaned_here, cleaned_in

if TYPE_CHECKING:
    from pyarrow import DataType, RecordBatch, Schema, Table

Batch = TypeVar("Batch", "RecordBatch", "Table")
OnError = Literal["null", "raise"]

URL: Final = "url"
"""The story's column that is the batch's."""

ERROR: Final = "error"
"""The column that says why a page has no story."""

BATCH_ROWS: Final = 256
"""Rows of a table that are cleaned at once: 25 MB of pages, beside which what a batch costs by itself is nothing."""

CLEANERS_KEPT: Final = 4
"""How many cleaners that came from another process are kept there: a job has one or two."""


class Options(TypedDict, total=False):
    """The options of `ArrowCleaner` but for `html`, which many functions take as their first argument."""

    text: str | None
    url: str | None
    columns: Collection[str] | None
    carry: Collection[str] | None
    struct: str | None
    cleaner: Cleaner | None
    on_error: OnError
    timeout: float | None
    workers: int
    form: InputForm | None
    encoding: str | None
    about: str | Sequence[str] | None
    min_relevance: float


def clean(batch: Batch, *, html: str | None = None, **options: Unpack[Options]) -> Batch:
    """The stories of a batch of pages, a row for each; `ArrowCleaner` says what the options are and what is raised.

    To clean many batches with the same options, make one `ArrowCleaner`, which keeps its worker processes.
    """
    with ArrowCleaner(html=html, **options) as cleaner:
        return cleaner(batch)


@dataclass(kw_only=True, eq=False)
class ArrowCleaner:
    """Cleans record batches and tables. Threads may share it, and it can be pickled: a process that is given it many
    times, as those of a cluster are, unpickles it once.

    A batch becomes a batch of as many rows: the columns that are carried, then those of `Story.row()`, then `error`,
    which is null or names the error and says what is wrong with the page ("NotTextError: this is a PDF document, …").
    Pages that are null or NaN become rows of nulls, without an error. A carried column that has the name of one of ours
    gets `input_` before it. docs/integrations/arrow.md has the columns and their types.

    Attributes:
        html, text: the columns of pages, at least one of the two; where both are given, `text` is read where `html` is
            null or empty. They hold strings or bytes in any of Arrow's types, or dictionaries of them; a cell of
            strings that is no UTF-8 is read as bytes.
        url: the column of the pages' addresses; None for the one called "url", if there is one.
        columns: the columns of `Story.row()` that are wanted; None for all.
        carry: the columns of the batch that are carried; None for all but those of pages, and that of addresses where
            the story's `url` takes its place.
        struct: the name of one column that holds the story's columns and `error`; None for a column each.
        cleaner: how to clean; None for a `Cleaner` without options.
        on_error: "null" for a row of nulls with an `error`, "raise" to end at the first page that cannot be cleaned.
        timeout: seconds that a page may take, else it is an error; None for as long as it wants. Only a process can be
            stopped, so a timeout starts a worker process even when `workers` is 1.
        workers: how many processes clean; 1 for this one.
        form, encoding, about, min_relevance: what is known of all pages, as `Cleaner.clean` takes it. By default `html`
            holds HTML, and `text` text, or Markdown if the column is called "markdown".

    Raises:
        OptionError: an option has a value that it cannot have; when cleaning, a column is not there or holds no text.
        MissingExtraError: pyarrow is not installed.
        CleanerError: when cleaning, if `on_error` is "raise": what `Cleaner.clean` and `Cleaner.clean_many` raise.
        WorkerError: when cleaning, if worker processes cannot be started.
    """

    html: str | None = None
    text: str | None = None
    url: str | None = None
    columns: Collection[str] | None = None
    carry: Collection[str] | None = None
    struct: str | None = None
    cleaner: Cleaner | None = None
    on_error: OnError = "null"
    timeout: float | None = None
    workers: int = 1
    form: InputForm | None = None
    encoding: str | None = None
    about: str | Sequence[str] | None = None
    min_relevance: float = 0.0

    def __post_init__(self) -> None:
        self.carry = (self.carry,) if isinstance(self.carry, str) else self.carry
        if self.html is None and self.text is None:
            raise OptionError("no column of pages is named; name one with html= or text=")
        if self.on_error not in get_args(OnError):
            raise OptionError(f"on_error cannot be {self.on_error!r}; it is one of {', '.join(get_args(OnError))}")
        check(self.workers, self.timeout)
        self._arrow = extra("pyarrow", "arrow")
        self._types = _chosen(row_types(self._arrow), self.columns)
        self._clean = CleanPage(
            self.cleaner or Cleaner(), tuple(self._types), self.form, self.encoding, self.about, self.min_relevance
        )
        self._pool: Pool | None = None
        self._lock = threading.Lock()

    def __call__(self, batch: Batch) -> Batch:
        """The stories of a batch, or of a table, which is cleaned a few rows at a time."""
        schema = self.schema(batch.schema)
        columns = dict(zip(distinct(batch.schema.names), batch.columns, strict=True))
        carried: list[Any] = [columns[name] for name in self.carried(columns)]
        return type(batch).from_arrays([*carried, *self.found(batch).columns], schema=schema)

    def schema(self, schema: Schema) -> Schema:
        """The columns that become of batches with these."""
        fields = dict(zip(distinct(schema.names), schema, strict=True))
        carried = [fields[name].with_name(new) for name, new in self.carried(fields).items()]
        return self._arrow.schema([*carried, *self.found_schema])

    def carried(self, names: Collection[str]) -> dict[str, str]:
        """Those of a batch's columns that are carried, and the names that they get.

        Raises:
            OptionError: one that was to be carried is not there.
        """
        ours = tuple(self.found_schema.names)
        read = self.pages(names)
        replaced = {read.html, read.text, read.url if URL in ours else None}
        wanted = set(names) - replaced if self.carry is None else set(self.carry)
        missing = sorted(wanted - set(names))
        if missing:
            raise OptionError(f"there is no column {missing[0]!r} to carry; the columns are {', '.join(names)}")
        return {name: carried_name(name, ours) for name in names if name in wanted}

    def pages(self, names: Collection[str]) -> PageColumns:
        """Those of a batch's columns that are read.

        Raises:
            OptionError: one of them is not there.
        """
        columns = PageColumns(self.html, self.text, URL if self.url is None and URL in names else self.url)
        missing = [name for name in columns if name is not None and name not in names]
        if missing:
            raise OptionError(f"there is no column {missing[0]!r}; the columns are {', '.join(names) or 'none'}")
        return columns

    def found(self, batch: Batch) -> Batch:
        """The columns that a batch, or a table, gets: those of the stories, or the struct of them."""
        if isinstance(batch, self._arrow.Table):
            parts = [self.found(part) for part in batch.to_batches(max_chunksize=BATCH_ROWS)]
            return self._arrow.Table.from_batches(parts, self.found_schema)
        columns = dict(zip(distinct(batch.schema.names), batch.columns, strict=True))
        html, text, url = (cells(columns, name) for name in self.pages(columns)[:3])
        urls = [address(cell) for cell in url or [None] * batch.num_rows]
        return self.stories(urls, html=html, text=text)

    @cached_property
    def found_schema(self) -> Schema:
        """The columns that a batch gets: those of `Story.row()` that are wanted and `error`, or the struct of them."""
        own = [*self._types.items(), (ERROR, self._arrow.string())]
        return self._arrow.schema([(self.struct, self._arrow.struct(own))] if self.struct else own)

    def stories(
        self, urls: Sequence[str | None], *, html: Iterable[Any] | None = None, text: Iterable[Any] | None = None
    ) -> RecordBatch:
        """The stories of pages that are Python objects, as many as there are addresses: str, bytes, None or NaN; what
        is anything else is an error of its row."""
        rows, errors = [], []
        for number, result in enumerate(self._results(pages_of(html, text, urls, form_of_column(self.text)))):
            is_error = isinstance(result, Exception)
            if is_error and self.on_error == "raise":
                result.add_note(f"in row {number} of the batch")
                raise result
            rows.append(None if is_error else result)
            errors.append(named(result) if is_error else None)
        return self._batch(rows, errors, urls)

    def _results(self, pages: Iterable[Any]) -> Iterator[Any]:
        if self.workers == 1 and self.timeout is None:
            return cleaned_here(self._clean, pages)
        return cleaned_in(self._open_pool(), self.workers, pages)

    def _batch(
        self, rows: Sequence[tuple[Any, ...] | None], errors: list[str | None], urls: Sequence[str | None]
    ) -> RecordBatch:
        nulls = (None,) * len(self._types)
        found = dict(zip(self._types, zip(nulls, *(row or nulls for row in rows), strict=True), strict=True))
        arrays = [self._array(urls if name == URL else found[name][1:], type) for name, type in self._types.items()]
        arrays.append(self._array(errors, self._arrow.string()))
        if self.struct:
            arrays = [self._arrow.StructArray.from_arrays(arrays, fields=list(self.found_schema.field(0).type))]
        return self._arrow.RecordBatch.from_arrays(arrays, schema=self.found_schema)

    def _array(self, values: Sequence[Any], type: Any) -> Any:
        array = self._arrow.array(values, type)
        if isinstance(array, self._arrow.ChunkedArray):
            raise OptionError(
                "a batch has more than 2 GB of text, which no column of a batch holds; give smaller batches"
            )
        return array

    def _open_pool(self) -> Pool:
        with self._lock:
            if self._pool is None:
                self._pool = Pool(self._clean, self.workers, self.timeout).__enter__()
                # For those who do not close: a pool has threads, and is never collected by itself.
                weakref.finalize(self, self._pool.__exit__)
            return self._pool

    def identity(self) -> dict[str, Any]:
        """All that shapes what comes out, as plain data that is the same in any process; see `Cleaner.identity`."""
        options = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("on_error", "workers"):
            del options[name]
        return options | {
            "cleaner": self._clean.cleaner.identity(),
            "columns": list(self._types),
            "carry": None if self.carry is None else sorted(self.carry),
        }

    def close(self) -> None:
        """End the worker processes, if there are any. The next batch starts new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.__exit__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return _unpickled, (self._pickled,)

    @cached_property
    def _pickled(self) -> bytes:
        options = {field.name: getattr(self, field.name) for field in fields(self)}
        return pickle.dumps(options | {"cleaner": self._clean.cleaner}, pickle.HIGHEST_PROTOCOL)


def _chosen(types: dict[str, DataType], columns: Collection[str] | None) -> dict[str, DataType]:
    """The types of the columns that are wanted, in the order of a row."""
    columns = types if columns is None else (columns,) if isinstance(columns, str) else columns
    unknown = [name for name in columns if name not in types]
    if unknown:
        raise OptionError(f"there is no column {unknown[0]!r} of a story; there are {', '.join(types)}")
    return {name: type for name, type in types.items() if name in columns}


@lru_cache(maxsize=CLEANERS_KEPT)
def _unpickled(pickled: bytes) -> ArrowCleaner:
    return ArrowCleaner(**pickle.loads(pickled))
