"""Spark: what goes to the executors, and what a session is told."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.errors import OptionError
from tests.integrations.conftest import has_connect
from tests.records.files import html

pytest.importorskip("pyspark")

from cleaner.integrations.spark import BATCH_ROWS, BYTES_SETTING, ROWS_SETTING, bound_batches, clean

RULE = """
[pack]
name = "berths"
about = "A test's own"

[[rule]]
id = "thirty-years"
label = "promotion"
strength = "certain"
match = 'after thirty years'
drop = ["It came after thirty years of complaints."]
keep = ["It came after a year of complaints."]
"""

sessions = pytest.mark.parametrize("name", ["spark", *(["spark_connect"] if has_connect() else [])])


@sessions
def test_rules_are_shipped_with_the_cleaner(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    session = request.getfixturevalue(name)
    rules = tmp_path / "berths.toml"
    rules.write_text(RULE, encoding="utf-8")
    cleaner = Cleaner(rules=[rules])
    rules.unlink()
    pages = session.createDataFrame([(html(1),)], "html string")
    (row,) = clean(pages, html="html", cleaner=cleaner, columns=["text", "removed"]).collect()
    assert "after thirty years" not in row.text and "promotion" in row.removed
    assert row.text == cleaner.clean(html(1)).text


@sessions
def test_other_columns_keep_their_types(name: str, request: pytest.FixtureRequest) -> None:
    session = request.getfixturevalue(name)
    schema = "html string, at timestamp, price decimal(10,2), tags array<string>, Title string"
    cells = (html(1), datetime(2025, 11, 15, 9, 41, tzinfo=UTC), Decimal("1.50"), ["a"], "mine")
    pages = session.createDataFrame([cells], schema)
    stories = clean(pages, html="html", columns=["title"])
    assert stories.schema[:3] == pages.schema[1:4]
    assert stories.columns == ["at", "price", "tags", "input_Title", "title", "error"]
    (row,), (page,) = stories.collect(), pages.collect()
    assert row[:5] == (*page[1:], "Berth 1 is dredged")


def test_pages_are_cleaned_by_both_workers(spark: Any) -> None:
    from pyspark import TaskContext

    pages = spark.createDataFrame([(html(number),) for number in range(8)], "html string").repartition(2)
    stories = clean(pages, html="html", columns=["title"]).rdd.map(lambda row: (TaskContext().partitionId(), row.title))
    assert {partition for partition, _ in stories.collect()} == {0, 1}


def test_a_session_that_does_not_look_at_bytes_gets_small_batches(spark: Any) -> None:
    class Conf(dict[str, Any]):
        def set(self, name: str, value: Any) -> None:
            self[name] = value

    class Session:
        def __init__(self, **settings: Any) -> None:
            self.conf = Conf({ROWS_SETTING: "10000"} | settings)

    old, new, told = Session(), Session(**{BYTES_SETTING: "64MB"}), Session(**{ROWS_SETTING: "500"})
    for session in (old, new, told):
        bound_batches(session)
    assert [session.conf[ROWS_SETTING] for session in (old, new, told)] == [BATCH_ROWS, "10000", "500"]


def test_the_setting_of_this_spark_is_bounded_either_way(spark: Any) -> None:
    clean(spark.createDataFrame([(html(1),)], "html string"), html="html")
    assert spark.conf.get(BYTES_SETTING, None) or spark.conf.get(ROWS_SETTING) == str(BATCH_ROWS)


def test_a_column_that_is_not_there_is_told_before_anything_runs(spark: Any) -> None:
    with pytest.raises(OptionError, match="there is no column 'page'; the columns are html"):
        clean(spark.createDataFrame([(html(1),)], "html string"), html="page")
