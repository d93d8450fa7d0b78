"""Counting with DuckDB gives the file that counting in memory gives, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
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


def spooled(pages: list[tuple[str, str]]) -> pa.RecordBatchReader:
    """The pages as the workers of a run leave them, in two batches."""
    sites = Sites()
    seen = [
        [found for page in part if (found := seen_of(Record("", *page), sites))] for part in (pages[::2], pages[1::2])
    ]
    return pa.RecordBatchReader.from_batches(page_schema(), map(page_rows, seen))


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAGES)
def test_the_same_pages_give_the_same_bytes(tmp_path: Path, fetched: list[tuple[str, int, int]]) -> None:
    from cleaner.sites.out_of_core import count

    pages = [(KINDS[kind](number), f"http://paper{site}.example/{number}") for kind, number, site in fetched]
    learn(pages).save(tmp_path / "in-memory.parquet")
    count(spooled(pages), tmp_path / "out-of-core.parquet", "domain")
    assert (tmp_path / "out-of-core.parquet").read_bytes() == (tmp_path / "in-memory.parquet").read_bytes()


def test_many_pages_are_counted_in_parts_and_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.sites import out_of_core

    monkeypatch.setattr(out_of_core, "PART_PAGES", 10)
    monkeypatch.setattr(out_of_core, "PARTS", 4)
    pages = [(made.page(number), f"http://paper{number % 7}.example/{number}") for number in range(60)]
    learn(pages).save(tmp_path / "in-memory.parquet")
    out_of_core.count(spooled(pages), tmp_path / "out-of-core.parquet", "domain")
    assert (tmp_path / "out-of-core.parquet").read_bytes() == (tmp_path / "in-memory.parquet").read_bytes()


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    from cleaner.sites.out_of_core import count

    count(spooled(made.crawl(8)), tmp_path / "sites.parquet", "domain")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sites.parquet"]
    assert Sites.load(tmp_path / "sites.parquet")[made.SITE].pages == 8
