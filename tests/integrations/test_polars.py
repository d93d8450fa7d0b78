"""Polars: frames, and lazy frames that are cleaned part by part, when somebody wants them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.errors import OptionError
from tests.records.files import html

pl = pytest.importorskip("polars")

import cleaner.integrations.polars  # noqa: E402, F401

PAGES = pl.DataFrame(
    {"html": [html(1), None, html(2)], "day": pl.Series(["mon", "tue", "mon"], dtype=pl.Enum(["mon", "tue"]))}
)


class Counting(Cleaner):
    """Counts the pages that it cleans."""

    pages = 0

    def clean(self, page: Any, **known: Any) -> Any:
        self.pages += 1
        return super().clean(page, **known)


def test_other_columns_stay_as_they_are() -> None:
    stories = PAGES.cleaner.clean("html", columns=["title"])
    assert stories.schema == {"day": PAGES.schema["day"], "title": pl.String, "error": pl.String}
    assert stories["title"].to_list() == ["Berth 1 is dredged", None, "Berth 2 is dredged"]


def test_bytes_and_categories_are_read() -> None:
    pages = pl.DataFrame({"html": [html(1).encode()], "text": pl.Series([html(1)], dtype=pl.Categorical)})
    assert pages.cleaner.clean("html", columns="title")["title"].to_list() == ["Berth 1 is dredged"]
    assert pages.cleaner.clean(text="text", form="html", columns="title")["title"].to_list() == ["Berth 1 is dredged"]


def test_a_struct_is_one_column() -> None:
    stories = PAGES.cleaner.clean("html", struct="story")
    assert stories.columns == ["day", "story"]
    assert stories.select(pl.col("story").struct.field("title"))["title"][2] == "Berth 2 is dredged"


def test_a_lazy_frame_cleans_when_it_is_collected() -> None:
    counting = Counting()
    lazy = PAGES.lazy().cleaner.clean("html", cleaner=counting)
    assert lazy.collect_schema().names()[:2] == ["day", "url"] and counting.pages == 0
    assert lazy.filter("is_story").select("title").collect()["title"].to_list() == [
        "Berth 1 is dredged",
        "Berth 2 is dredged",
    ]
    assert counting.pages == 2


def test_files_are_cleaned_part_by_part(tmp_path: Path) -> None:
    parts = []

    class Watching(Cleaner):
        def clean(self, page: Any, **known: Any) -> Any:
            parts.append(page)
            return super().clean(page, **known)

    pages = pl.DataFrame({"html": [html(number % 7) for number in range(600)]})
    pages.write_parquet(tmp_path / "pages.parquet", row_group_size=200)
    lazy = pl.scan_parquet(tmp_path / "pages.parquet").cleaner.clean("html", cleaner=Watching(), columns=["title"])
    lazy.sink_parquet(tmp_path / "stories.parquet")
    assert len(parts) == 600
    assert pl.read_parquet(tmp_path / "stories.parquet")["title"].to_list() == [
        f"Berth {number % 7} is dredged" for number in range(600)
    ]


def test_wrong_options_are_told_before_anything_is_collected() -> None:
    with pytest.raises(OptionError, match="there is no column 'page'"):
        PAGES.lazy().cleaner.clean("page")
