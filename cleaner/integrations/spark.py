"""Spark: `clean(frame, html="html", url="url")`, in classic sessions and over Spark Connect."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Unpack

from cleaner.arrow import ArrowCleaner, Options
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

pyspark = extra("pyspark", "spark")

ROWS_SETTING: Final = "spark.sql.execution.arrow.maxRecordsPerBatch"
BYTES_SETTING: Final = "spark.sql.execution.arrow.maxBytesPerBatch"

SPARKS_ROWS: Final = 10_000
"""What the first setting is if nobody sets it: a gigabyte of pages, held by Spark and by Python at the same time."""

BATCH_ROWS: Final = 256
"""25 MB of pages, beside which what a batch costs by itself is nothing."""


def clean(frame: DataFrame, html: str | None = None, **options: Unpack[Options]) -> DataFrame:
    """The stories of a frame of pages, a row for each; docs/integrations/spark.md has the options and what is raised.

    Where Spark bounds a batch by rows alone, and nobody has said how many, the session is set to `BATCH_ROWS`.
    """
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructField, StructType

    cleaner = ArrowCleaner(html=html, **options)
    session = frame.sparkSession
    bound_batches(session)
    carried = [
        StructField(new, frame.schema[name].dataType, frame.schema[name].nullable)
        for name, new in cleaner.carried(frame.columns).items()
    ]
    schema = StructType([*carried, *from_arrow_schema(cleaner.found_schema)])
    return frame.mapInArrow(_shipped(cleaner, session), schema)


def bound_batches(session: SparkSession) -> None:
    """Sets how many rows Spark hands over at once, unless it looks at bytes too (since 4.1), or somebody has set it."""
    if session.conf.get(BYTES_SETTING, None) is None and session.conf.get(ROWS_SETTING) == str(SPARKS_ROWS):
        session.conf.set(ROWS_SETTING, BATCH_ROWS)


def _shipped(cleaner: ArrowCleaner, session: SparkSession) -> _ByBroadcast | _ByArtifact:
    """The cleaner on its way to the executors, with its rules: it is too large to be part of every task."""
    if not type(session).__module__.startswith("pyspark.sql.connect"):
        return _ByBroadcast(session.sparkContext.broadcast(cleaner))
    pickled = pickle.dumps(cleaner, pickle.HIGHEST_PROTOCOL)
    with TemporaryDirectory() as folder:
        file = Path(folder, f"cleaner-{blake2b(pickled, digest_size=16).hexdigest()}.pickle")
        file.write_bytes(pickled)
        session.addArtifacts(str(file), file=True)
    return _ByArtifact(file.name)


@dataclass(frozen=True)
class _ByBroadcast:
    cleaner: Broadcast[ArrowCleaner]

    def __call__(self, batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
        return map(self.cleaner.value, batches)


@dataclass(frozen=True)
class _ByArtifact:
    file: str

    def __call__(self, batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
        cleaner: ArrowCleaner = pickle.loads(Path(pyspark.SparkFiles.get(self.file)).read_bytes())
        return map(cleaner, batches)


def __getattr__(name: str) -> Any:
    """What sites repeat is learned in a file of its own."""
    if name == "learn_sites":
        return import_module("cleaner.integrations.spark_sites").learn_sites
    raise AttributeError(f"module 'cleaner.integrations.spark' has no attribute {name!r}")
