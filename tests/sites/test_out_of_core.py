"""Counting with DuckDB gives the file that counting in memory gives, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.records.record import Record
from cleaner.sites import Sites, learn
from cleaner.sites.counting import page_rows, page_schema
from cleaner.sites.sites import seen_of
from tests.sites import made

pytest.importorskip("duckdb", reason="duckdb is not installed")

KINDS = {
    "page": made.page,
    "print": made.print_version,
    "dump": made.dump,
    "again": lambda number: made.page(number, extra="<p>Fish of the day</p>"),
    "digits": lambda number: made.page(number).replace("comments", "312 comments"),
    "only furniture": lambda number: made.page(number, [""]),
}
PAGES = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 9), st.integers(0, 2)), max_size=25)
"""What was fetched, which story it has, and from which of three sites it is."""


def spooled(pages: list[tuple[str, str]], folder: Path) -> list[Path]:
    """The pages as the workers of a run leave them, in two files."""
    sites = Sites()
    files = [folder / "one.parquet", folder / "two.parquet"]
    for file, part in zip(files, (pages[::2], pages[1::2]), strict=True):
        with pq.ParquetWriter(file, page_schema()) as out:
            out.write_batch(page_rows([found for page in part if (found := seen_of(Record("", *page), sites))]))
    return files


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAGES)
def test_the_same_pages_give_the_same_bytes(tmp_path: Path, fetched: list[tuple[str, int, int]]) -> None:
    from cleaner.sites.out_of_core import count_files

    pages = [(KINDS[kind](number), f"http://paper{site}.example/{number}") for kind, number, site in fetched]
    learn(pages).save(tmp_path / "in-memory.parquet")
    count_files(spooled(pages, tmp_path), tmp_path / "out-of-core.parquet", "domain")
    assert (tmp_path / "out-of-core.parquet").read_bytes() == (tmp_path / "in-memory.parquet").read_bytes()


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    from cleaner.sites.out_of_core import count_files

    files = spooled(made.crawl(8), tmp_path)
    count_files(files, tmp_path / "sites.parquet", "domain")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.parquet", "sites.parquet", "two.parquet"]
    assert Sites.load(tmp_path / "sites.parquet")[made.SITE].pages == 8
