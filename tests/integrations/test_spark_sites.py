"""Three ways to count give the same file: in memory, with DuckDB, and on Spark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.errors import OptionError
from cleaner.sites import learn
from cleaner.sites.run import learn_files
from tests.integrations.conftest import has_connect
from tests.sites import made

pytest.importorskip("pyspark")

from cleaner.integrations.spark import learn_sites

PAGES = [
    *made.crawl(14),
    *[(made.print_version(number), made.url(number + 100)) for number in range(5)],
    (made.page(4), made.url(4)),
    (made.page(4).replace("comments", "312 comments"), made.url(4)),
    *[(made.page(2, extra=f"<p>{word} of the day</p>"), made.url(2)) for word in ("Word", "Fish", "Joke")],
    *[(made.page(number), f"http://paper{number % 3}.example/{number}") for number in range(12)],
    *[(made.page(number), "http://small.example/") for number in (1, 2)],
    (made.page(5), ""),
]
SESSIONS = ["spark", *(["spark_connect"] if has_connect() else [])]


@pytest.mark.parametrize("name", SESSIONS)
def test_three_ways_to_count_give_the_same_file(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    session = request.getfixturevalue(name)
    (tmp_path / "crawl.jsonl").write_text("".join(json.dumps({"html": page, "url": url}) + "\n" for page, url in PAGES))
    learn(PAGES).save(tmp_path / "memory.parquet")
    learn_files(tmp_path / "crawl.jsonl", tmp_path / "duckdb.parquet", workers=1)
    with_nulls = session.createDataFrame(
        [*PAGES, (None, made.url(1)), (made.page(1), None)], "body string, link string"
    )
    learned = learn_sites(with_nulls, html="body", url="link")
    learned.save(tmp_path / "spark.parquet")
    in_memory = (tmp_path / "memory.parquet").read_bytes()
    assert (tmp_path / "duckdb.parquet").read_bytes() == in_memory
    assert (tmp_path / "spark.parquet").read_bytes() == in_memory
    assert made.TEASER not in Cleaner(sites=learned).clean(made.page(3), url=made.url(3)).text


def test_an_empty_frame_teaches_nothing(spark: Any) -> None:
    assert dict(learn_sites(spark.createDataFrame([], "html string, url string"))) == {}


def test_columns_that_are_not_there(spark: Any) -> None:
    with pytest.raises(OptionError, match="no columns of pages and addresses; name them of a, b"):
        learn_sites(spark.createDataFrame([("x", "y")], "a string, b string"))
    with pytest.raises(OptionError, match="unknown key"):
        learn_sites(spark.createDataFrame(PAGES[:2], "html string, url string"), key="page")
