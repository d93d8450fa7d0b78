"""Polars: `frame.cleaner.clean("html", url="url")`, lazy frames too, from the moment that this module is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cleaner.arrow import ArrowCleaner, Options
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from polars import DataFrame, LazyFrame

polars = extra("polars", "polars")
extra("pyarrow", "polars")


@polars.api.register_dataframe_namespace("cleaner")
class CleanerNamespace:
    """What `frame.cleaner` is."""

    def __init__(self, frame: DataFrame) -> None:
        self._frame = frame

    def clean(self, html: str | None = None, **options: Unpack[Options]) -> DataFrame:
        """A frame of stories, a row for each page; docs/integrations/polars.md has the options and what is raised."""
        with ArrowCleaner(html=html, **options) as cleaner:
            return clean_frame(self._frame, cleaner)


@polars.api.register_lazyframe_namespace("cleaner")
class LazyCleanerNamespace:
    """What `lazy_frame.cleaner` is."""

    def __init__(self, frame: LazyFrame) -> None:
        self._frame = frame

    def clean(self, html: str | None = None, **options: Unpack[Options]) -> LazyFrame:
        """The same when the frame is collected, part by part if Polars' streaming engine collects it."""
        cleaner = ArrowCleaner(html=html, **options)
        schema = clean_frame(polars.DataFrame(schema=self._frame.collect_schema()), cleaner).schema
        # A condition, or the columns that are wanted, may be ours: neither may be asked for before.
        return self._frame.map_batches(
            lambda frame: clean_frame(frame, cleaner),
            schema=schema,
            streamable=True,
            predicate_pushdown=False,
            projection_pushdown=False,
        )


def clean_frame(frame: DataFrame, cleaner: ArrowCleaner) -> DataFrame:
    """The stories of a frame of pages, beside the columns that are carried, which stay as they are.

    Raises:
        OptionError: a column is not there, or holds no text.
    """
    carried = cleaner.carried(frame.columns)
    pages = frame.select([name for name in frame.columns if name in cleaner.pages(frame.columns)])
    stories = polars.from_arrow(cleaner.found(pages.to_arrow()))
    return polars.concat([frame.select(list(carried)).rename(carried), stories], how="horizontal")
