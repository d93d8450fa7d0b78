"""DuckDB: functions for SQL that take what a column holds, and stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cleaner import Cleaner
from cleaner.errors import OptionError
from tests.records.files import html

duckdb = pytest.importorskip("duckdb")

from cleaner.integrations.duckdb import register  # noqa: E402

URL = "https://harbor-courier.example/1"


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as connection:
        register(connection)
        yield connection


def test_clean_gives_the_text(connection: Any) -> None:
    found = connection.execute("SELECT clean(?), clean(?), clean(?)", [html(1), html(1).encode(), None]).fetchall()
    text = Cleaner().clean(html(1)).text
    assert found == [(text, text, None)]


def test_clean_story_gives_all_with_an_address_or_without(connection: Any) -> None:
    found = connection.execute("SELECT clean_story(?), clean_story(?, ?)", [html(1), html(1), URL]).fetchall()
    assert found == [({**Cleaner().clean(html(1), url=url).row(), "error": None},) for url in (None,)] or [
        row["url"] for row in found[0]
    ] == [None, URL]
    assert found[0][1] == {**Cleaner().clean(html(1), url=URL).row(), "error": None}


def test_a_bad_page_is_null_and_its_error_is_in_the_story(connection: Any) -> None:
    found = connection.execute("SELECT clean(?), clean_story(?).error", [b"%PDF-1.7", b"%PDF-1.7"]).fetchall()
    assert found == [(None, "NotTextError: this is a PDF document, not a page; give the HTML or text of the page")]


def test_a_table_of_nothing_but_pages(connection: Any) -> None:
    connection.execute("CREATE TABLE pages AS SELECT ? AS page", [html(1)])
    found = connection.execute("SELECT title, error FROM clean_table('pages', html := 'page')").fetchall()
    assert found == [("Berth 1 is dredged", None)]


def test_a_page_is_cleaned_once_however_many_of_its_columns_are_read() -> None:
    class Counting(Cleaner):
        pages = 0

        def clean(self, page: Any, **known: Any) -> Any:
            Counting.pages += 1
            return super().clean(page, **known)

    with duckdb.connect() as connection:
        register(connection, cleaner=Counting())
        connection.execute("CREATE TABLE pages AS SELECT unnest(?) AS html", [[html(number) for number in range(5)]])
        Counting.pages = 0
        assert len(connection.execute("FROM clean_table('pages') WHERE is_story").fetchall()) == 5
        assert Counting.pages == 5


def test_functions_are_registered_again_with_other_options(connection: Any) -> None:
    register(connection, columns=["title"], form="text")
    assert connection.execute("SELECT clean_story(?)", ["Owls return"]).fetchall() == [
        ({"title": None, "error": None},)
    ]


def test_streams_from_file_to_file(connection: Any, tmp_path: Path) -> None:
    pages, stories = tmp_path / "pages.parquet", tmp_path / "stories.parquet"
    connection.execute(f"COPY (SELECT range AS id, NULL::VARCHAR AS html FROM range(100_000)) TO '{pages}'")
    connection.execute(f"CREATE VIEW pages AS FROM '{pages}'")
    connection.execute(f"COPY (FROM clean_table('pages')) TO '{stories}'")
    assert connection.execute(f"SELECT count(*), count(id), count(text) FROM '{stories}'").fetchall() == [
        (100_000, 100_000, 0)
    ]


def test_what_is_not_wanted_is_not_cleaned(connection: Any) -> None:
    taken = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(200):
            taken.append(number)
            yield pa.record_batch({"html": pa.array([None] * 2048, pa.string())})

    reader = pa.RecordBatchReader.from_batches(pa.schema([("html", pa.string())]), batches())
    connection.register("pages", reader)
    assert len(connection.execute("FROM clean_table('pages') LIMIT 3").fetchall()) == 3
    assert len(taken) < 200


def test_wrong_options_are_told_at_once(connection: Any) -> None:
    with pytest.raises(OptionError, match="there is no column 'titel' of a story"):
        register(connection, columns=["titel"])
