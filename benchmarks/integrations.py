"""What the coats cost over a bare loop, what Spark's and Ray's workers gain, and whether a million rows stream.

    python benchmarks/integrations.py                  all of it at full size: half an hour on two cores
    python benchmarks/integrations.py --only coats --pages 500 --rounds 3

Pages are those of html-dev and flat-dev (docs/benchmarks.md). Needs the extras `pandas`, `polars`, `duckdb`,
`datasets`, `spark` and `ray`, and Java. Nothing else should run beside it; the load of the machine when each row begins
is printed with it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from corpora import Corpora, add_options

from cleaner import Cleaner
from cleaner.arrow import ArrowCleaner

FORMS = (("html-dev", "html"), ("flat-dev", "text"))
"""The corpora, and the column that has their pages."""

WORKERS = 2
SHORT_PAGE = (
    "The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years of complaints "
    "from the pilots who bring the grain ships in, and on the same evening promised the fishermen to pay for lost days."
)
"""What the million rows hold, each with its number."""

MUST = {"coats": "5 % for Arrow", "workers": "at least 1.6 for Spark", "memory": "bounded"}


def pages_of(options: argparse.Namespace, name: str, column: str) -> pa.Table:
    rows = list(islice(cycle(Corpora(options.corpus, options.split).rows(name)), options.pages))
    urls = [f"https://harbor-courier.example/{number}" for number in range(len(rows))]
    return pa.table({"url": urls, "page": [row[column] for row in rows]})


def by_loop(pages: pa.Table, column: str) -> None:
    cleaner = Cleaner()
    for row in pages.to_pylist():
        cleaner.clean(row["page"], url=row["url"], form=column)


def by_loop_of_rows(pages: pa.Table, column: str) -> None:
    cleaner = Cleaner()
    for row in pages.to_pylist():
        cleaner.clean(row["page"], url=row["url"], form=column).row()


def by_arrow(pages: pa.Table, column: str) -> None:
    ArrowCleaner(**{column: "page"})(pages)


def by_pandas(pages: pa.Table, column: str) -> None:
    import cleaner.integrations.pandas  # noqa: F401

    pages.to_pandas().cleaner.clean(**{column: "page"})


def by_polars(pages: pa.Table, column: str) -> None:
    import polars

    import cleaner.integrations.polars  # noqa: F401

    polars.from_arrow(pages).cleaner.clean(**{column: "page"})


def by_duckdb(pages: pa.Table, column: str) -> None:
    import duckdb

    from cleaner.integrations.duckdb import register

    connection = duckdb.connect()
    register(connection, form=column)
    connection.register("pages", pages)
    connection.execute("CREATE TABLE stories AS FROM clean_table('pages', html := 'page')")


def by_datasets(pages: pa.Table, column: str) -> None:
    import datasets

    from cleaner.integrations.datasets import clean

    datasets.disable_progress_bars()
    clean(datasets.Dataset(pages), map={"keep_in_memory": True}, **{column: "page"})


COATS = {
    "row() in the loop": by_loop_of_rows,
    "Arrow": by_arrow,
    "pandas": by_pandas,
    "Polars": by_polars,
    "DuckDB": by_duckdb,
    "datasets": by_datasets,
}


def measure_coats(folder: Path, options: argparse.Namespace) -> str:
    """Processor time in this process, the bare loop and all coats in turn."""
    found = []
    for name, column in FORMS:
        pages = pages_of(options, name, column)
        by_loop(pages, column)
        rounds = [[cpu(way, pages, column) for way in (by_loop, *COATS.values())] for _ in range(options.rounds)]
        for coat, index in zip(COATS, range(1, len(COATS) + 1), strict=True):
            found.append(f"{coat}, {column}: {median(times[index] / times[0] for times in rounds) - 1:+.1%}")
    return "; ".join(found)


def cpu(work: Callable[..., object], *arguments: object) -> float:
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


def clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_workers(folder: Path, options: argparse.Namespace) -> str:
    """By the clock, with pages in Parquet files and stories thrown away, behind a first round that starts what is to be
    started."""
    found = []
    with spark_session() as spark, ray_session():
        for name, column in FORMS:
            files = folder / column
            files.mkdir()
            pages = pages_of(options, name, column)
            part = -(-len(pages) // (4 * WORKERS))
            for number in range(4 * WORKERS):
                pq.write_table(pages.slice(number * part, part), files / f"{number}.parquet")
            ways = (bare_process, with_spark(spark), with_ray)
            rounds = [[way(files, column) for way in ways] for _ in range(options.rounds + 1)][1:]
            for place, index in (("Spark", 1), ("Ray", 2)):
                times = median(seconds[0] / seconds[index] for seconds in rounds)
                rate = options.pages / median(seconds[index] for seconds in rounds)
                found.append(f"{place}, {column}: {times:.2f} times ({rate:.0f} /s)")
    return "; ".join(found)


BARE = """
import sys, time
import pyarrow.parquet as pq
from cleaner import Cleaner
folder, column = sys.argv[1:]
cleaner = Cleaner()
cleaner.clean("<p>One page before.", form="html")
start = time.perf_counter()
for row in pq.read_table(folder).to_pylist():
    cleaner.clean(row["page"], url=row["url"], form=column).row()
print(time.perf_counter() - start)
"""


def bare_process(files: Path, column: str) -> float:
    command = [sys.executable, "-c", BARE, str(files), column]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


class spark_session:  # noqa: N801
    """A local Spark with two workers."""

    def __enter__(self) -> Any:
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(f"local[{WORKERS}]").config("spark.ui.enabled", "false")
        # A file is a task: by default Spark puts small files together, until there are fewer tasks than workers.
        self._spark = builder.config("spark.sql.files.openCostInBytes", 128 << 20).getOrCreate()
        self._spark.sparkContext.setLogLevel("ERROR")
        return self._spark

    def __exit__(self, *_: object) -> None:
        self._spark.stop()


def with_spark(spark: Any) -> Callable[[Path, str], float]:
    from cleaner.integrations.spark import clean

    def run(files: Path, column: str) -> float:
        stories = clean(spark.read.parquet(str(files)), **{column: "page"})
        return clock(lambda: stories.write.format("noop").mode("overwrite").save())

    return run


class ray_session:  # noqa: N801
    """A local Ray with two processors."""

    def __enter__(self) -> None:
        import ray

        ray.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, logging_level="ERROR")

    def __exit__(self, *_: object) -> None:
        import ray

        ray.shutdown()


def with_ray(files: Path, column: str) -> float:
    import ray.data

    from cleaner.integrations.ray import clean

    stories = clean(ray.data.read_parquet(str(files)), **{column: "page"})
    return clock(lambda: stories.count())


def measure_memory(folder: Path, options: argparse.Namespace) -> str:
    """Peak memory of processes that clean few rows, and ten times as many, from one Parquet file to another."""
    found = []
    for place, program in STREAMS.items():
        few, many = (peak_memory(program, folder, rows) for rows in (options.rows // 10, options.rows))
        found.append(f"{place}: {many:.0f} MB for {options.rows} rows, {few:.0f} MB for a tenth")
    return "; ".join(found)


STREAMS = {
    "DuckDB": """
import duckdb
from cleaner.integrations.duckdb import register
connection = duckdb.connect()
register(connection, form="text")
connection.execute("SET preserve_insertion_order = false")
connection.execute("CREATE VIEW pages AS FROM 'pages.parquet'")
connection.execute("COPY (FROM clean_table('pages', html := 'page')) TO 'stories.parquet'")
""",
    "Polars": """
import polars
import cleaner.integrations.polars
polars.scan_parquet("pages.parquet").cleaner.clean(text="page").sink_parquet("stories.parquet")
""",
}


def peak_memory(program: str, folder: Path, rows: int) -> float:
    """MB, by the kernel's count for a process of its own."""
    with pq.ParquetWriter(folder / "pages.parquet", pa.schema({"url": pa.string(), "page": pa.string()})) as out:
        for batch in short_pages(rows):
            out.write_batch(batch)
    program += "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    command = [sys.executable, "-c", program]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE)
    assert pq.read_metadata(folder / "stories.parquet").num_rows == rows
    return int(done.stdout.split()[-1]) / 1024


def short_pages(rows: int) -> Iterator[pa.RecordBatch]:
    for start in range(0, rows, 10_000):
        numbers = range(start, min(rows, start + 10_000))
        urls = [f"https://harbor-courier.example/{number}" for number in numbers]
        yield pa.record_batch({"url": urls, "page": [f"{SHORT_PAGE} Vote {number}." for number in numbers]})


ROWS = {
    "coats": ("overhead over a bare loop", measure_coats),
    "workers": ("two local workers against one bare process", measure_workers),
    "memory": ("peak memory of a stream", measure_memory),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5, help="of which the median counts")
    parser.add_argument("--rows", type=int, default=1_000_000, help="for memory")
    parser.add_argument("--only", choices=ROWS, nargs="*", default=list(ROWS))
    add_options(parser)
    options = parser.parse_args()
    print("| what | measured | must | load before |\n|---|---|---|---|")
    for name in options.only:
        what, measure = ROWS[name]
        with tempfile.TemporaryDirectory() as folder:
            load = os.getloadavg()[0]
            print(f"| {what} | {measure(Path(folder), options)} | {MUST[name]} | {load:.1f} |", flush=True)


if __name__ == "__main__":
    main()
