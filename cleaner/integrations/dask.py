"""Dask: `clean(frame, html="html", url="url")`, a partition at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cleaner.arrow import ArrowCleaner, Options
from cleaner.integrations.pandas import clean_frame
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

extra("dask.dataframe", "dask")


def clean(frame: DataFrame, html: str | None = None, **options: Unpack[Options]) -> DataFrame:
    """The stories of a frame of pages, a row for each; docs/integrations/dask.md has the options and what is raised."""
    cleaner = ArrowCleaner(html=html, **options)
    return frame.map_partitions(clean_frame, cleaner, meta=clean_frame(frame._meta, cleaner))
