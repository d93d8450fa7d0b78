"""Spark: `learn_sites(frame)`, what sites repeat, learned where the pages are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from cleaner.errors import CleanerError, OptionError
from cleaner.model import InputForm
from cleaner.records.extras import extra
from cleaner.records.record import PageColumns, Record, guessed_columns
from cleaner.sites.counting import KEPT, STEPS, page_rows, page_schema
from cleaner.sites.file import EXTRA, schema, stored
from cleaner.sites.keys import KEYS
from cleaner.sites.sites import DOMAIN, Sites, seen_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

BLOCKS: Final = "inline(blocks)"

PAGE_DDL: Final = (
    "site string, page bigint, "
    "blocks array<struct<fingerprint: bigint, words: int, place: int, container: string, sample: string>>"
)
"""`cleaner.sites.counting.page_schema`, as Spark writes it."""


def learn_sites(
    frame: DataFrame, html: str | None = None, *, text: str | None = None, url: str | None = None, key: str = DOMAIN
) -> Sites:
    """Learns what sites repeat from a frame of pages: pages are read by the executors, and counted by Spark.

    Args:
        frame: pages with their addresses. It is run once; what was seen of the pages is kept until all is counted.
        html, text, url: the columns that hold the pages, as HTML or text, and their addresses; those not given are
            guessed by their names.
        key: how an address tells its site: "domain", "host" or "section".

    Returns:
        The same as `cleaner.sites.learn` of the same pages. Pages without an address, and those that cannot be read,
        are passed over.

    Raises:
        OptionError: there are no such columns, or there is no such key.
        MissingExtraError: a library is not installed.
    """
    if key not in KEYS:
        raise OptionError(f"unknown key {key!r}; there are {', '.join(KEYS)}")
    extra("publicsuffixlist", EXTRA)
    columns = guessed_columns(list(frame.columns), PageColumns(html, text, url))
    page, address = columns.html or columns.text, columns.url
    if page is None or address is None or not {page, address} <= set(frame.columns):
        raise OptionError(f"the frame has no columns of pages and addresses; name them of {', '.join(frame.columns)}")
    see = _SeeRows(key, "html" if columns.html else "text")
    rows = _counted(frame.select(page, address).mapInArrow(see, PAGE_DDL))
    arrow = extra("pyarrow", EXTRA)
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(schema())
    arrays = [arrow.array(column, field.type) for column, field in zip(cells, schema(), strict=True)]
    table = arrow.Table.from_arrays(arrays, schema=schema())
    return Sites(stored(table.sort_by([("site", "ascending"), ("fingerprint", "ascending")])), key=key)


def _counted(pages: DataFrame) -> list[Any]:
    """The rows of the file, in no order. Each step is a view, under a name that is nobody else's."""
    session, prefix = pages.sparkSession, f"cleaner_{uuid4().hex}_"
    kept = [pages.persist()]
    pages.createOrReplaceTempView(f"{prefix}pages")
    try:
        for name, step in STEPS.items():
            found = session.sql(_TABLE.sub(partial(_renamed, prefix), step.format(blocks=BLOCKS)))
            if name in KEPT:
                kept.append(found.persist())
            found.createOrReplaceTempView(f"{prefix}{name}")
        rows: list[Any] = found.collect()
        return rows
    finally:
        for frame in kept:
            frame.unpersist()
        for name in ("pages", *STEPS):
            session.catalog.dropTempView(f"{prefix}{name}")


_TABLE: Final = re.compile(rf"\b(FROM|JOIN) ({'|'.join(['pages', *STEPS])})\b( AS \w+)?")


def _renamed(prefix: str, table: re.Match[str]) -> str:
    return f"{table[1]} {prefix}{table[2]}{table[3] or f' AS {table[2]}'}"


@dataclass(frozen=True)
class _SeeRows:
    """What there is to learn from batches of pages and addresses; runs on the executors."""

    key: str
    form: InputForm

    def __call__(self, batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
        sites = Sites(key=self.key)
        for batch in batches:
            pages, addresses = (column.to_pylist() for column in batch.columns)
            found = [self._seen(page, url, sites) for page, url in zip(pages, addresses, strict=True)]
            seen = [one for one in found if one]
            yield page_rows(seen) if seen else page_schema().empty_table().to_batches()[0]

    def _seen(self, page: Any, url: Any, sites: Sites) -> Any:
        if page is None or url is None:
            return None
        try:
            return seen_of(Record("", page, url, self.form), sites)
        except CleanerError:
            return None
