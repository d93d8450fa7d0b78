"""pandas: an accessor that leaves the rest of a frame alone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cleaner.errors import OptionError
from tests.records.files import html

pd = pytest.importorskip("pandas")

import cleaner.integrations.pandas  # noqa: E402, F401

PAGES = pd.DataFrame(
    {"html": [html(1), None, html(2)], "day": pd.Categorical(["mon", "tue", "mon"])}, index=list("abc")
)


def test_index_and_other_columns_stay_as_they_are() -> None:
    stories = PAGES.cleaner.clean("html")
    assert list(stories.index) == ["a", "b", "c"]
    pd.testing.assert_series_equal(stories.day, PAGES.day)
    assert stories.title["c"] == "Berth 2 is dredged"
    assert list(stories[stories.is_story].index) == ["a", "c"]


def test_the_types_do_not_depend_on_the_pages() -> None:
    all_rows, no_row, null_row = (part.cleaner.clean("html") for part in (PAGES, PAGES[:0], PAGES[1:2]))
    assert list(all_rows.dtypes) == list(no_row.dtypes) == list(null_row.dtypes)
    assert all_rows.is_story.dtype == "boolean" and all_rows.confidence.dtype == "float64"
    assert all_rows.title.dtype == pd.Series(["text"]).dtype


def test_cells_are_lists_and_dictionaries_of_python() -> None:
    row = PAGES.cleaner.clean("html").loc["a"]
    assert row.authors == [] and list(row.removed) == ["navigation"]


def test_a_struct_is_one_column_of_arrows() -> None:
    stories = PAGES.cleaner.clean("html", struct="story", columns=["title"])
    assert list(stories.columns) == ["day", "story"]
    assert stories.story.dtype == pd.ArrowDtype(pa.struct([("title", pa.string()), ("error", pa.string())]))
    assert stories.story.struct.field("title").iloc[0] == "Berth 1 is dredged"


def test_cells_of_all_kinds_in_one_column() -> None:
    pages = pd.DataFrame(
        {"html": pd.Series([html(1), html(2).encode(), pd.NA, float("nan"), 17, pd.NaT], dtype=object)}
    )
    stories = pages.cleaner.clean("html", columns=["title"])
    assert list(stories.title[:2]) == ["Berth 1 is dredged", "Berth 2 is dredged"]
    assert stories.error.isna().tolist() == [True, True, True, True, False, True]
    assert stories.error[4].startswith("PageTypeError: ")


@pytest.mark.parametrize("dtype", ["string", "category", pd.ArrowDtype(pa.large_string()), object])
def test_columns_of_every_type_are_read(dtype: object) -> None:
    pages = pd.DataFrame({"html": pd.Series([html(1), None], dtype=dtype)})
    assert pages.cleaner.clean("html", columns=["title"]).title[0] == "Berth 1 is dredged"


def test_names_that_are_no_text_are_carried() -> None:
    pages = PAGES.assign(title="mine").rename(columns={"day": 7})
    assert list(pages.cleaner.clean("html", columns=["title"]).columns) == [7, "input_title", "title", "error"]


def test_a_column_that_is_not_there_is_one_line() -> None:
    with pytest.raises(OptionError, match="there is no column 'page'; the columns are html, day"):
        PAGES.cleaner.clean("page")
