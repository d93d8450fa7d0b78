"""`cleaner.arrow.clean`: a batch of pages becomes a batch of stories, whatever the pages are."""

from __future__ import annotations

import gc
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.arrow import ArrowCleaner, clean
from cleaner.errors import NotTextError, OptionError, PageTypeError, WorkerError
from cleaner.records.schema import row_types
from tests.batch.functions import Fragile
from tests.records.files import html

pa = pytest.importorskip("pyarrow")

URL = "https://harbor-courier.example/1"
PDF = b"%PDF-1.7 is no page"
NOT_TEXT = "NotTextError: this is a PDF document, not a page; give the HTML or text of the page"
SLOW = html(1).replace("<article>", "<article><p>This paragraph takes all day.</p>")


def rows(batch: Any) -> list[dict[str, Any]]:
    """The rows of a batch, with the shares of what was removed as a dictionary, also in a struct."""
    return [_with_shares(row) for row in batch.to_pylist()]


def _with_shares(row: dict[str, Any]) -> dict[str, Any]:
    inner = {name: _with_shares(cell) for name, cell in row.items() if isinstance(cell, dict)}
    shares = {"removed": dict(row["removed"])} if row.get("removed") is not None else {}
    return {**row, **inner, **shares}


def row_of(page: str | bytes, url: str | None = None, **known: Any) -> dict[str, Any]:
    """The row that the library itself gives for a page."""
    return {**Cleaner().clean(page, url=url, **{"form": "html", **known}).row(), "error": None}


def nulls(batch: Any) -> list[bool]:
    """For each row whether there is nothing in it."""
    return [not any(value is not None for value in row.values()) for row in rows(batch)]


@pytest.mark.parametrize("type", ["string", "large_string", "string_view", "binary", "large_binary", "binary_view"])
@pytest.mark.parametrize("is_dictionary", [False, True], ids=["plain", "dictionary"])
def test_a_row_is_what_clean_gives_in_every_type_of_column(type: str, is_dictionary: bool) -> None:
    pages = [html(1), None, "", html(2), html(1)]
    urls = [URL, URL, None, "", None]
    as_bytes = "binary" in type
    cells = [page.encode() if as_bytes and page is not None else page for page in pages]
    if is_dictionary:
        values = pa.array([cells[0], cells[2], cells[3]], getattr(pa, type)())
        column = pa.DictionaryArray.from_arrays(pa.array([0, None, 1, 2, 0]), values)
    else:
        column = pa.array(cells, getattr(pa, type)())
    found = rows(clean(pa.record_batch({"page": column, "address": urls}), html="page", url="address"))
    no_page = {**dict.fromkeys(found[0]), "url": URL}
    assert found == [
        row_of(html(1), URL),
        no_page,
        row_of(cells[2]),
        row_of(html(2)),
        row_of(html(1)),
    ]


def test_runs_of_equal_cells_are_read() -> None:
    column = pa.RunEndEncodedArray.from_arrays([2, 3], [html(1), html(2)])
    assert [row["title"] for row in rows(clean(pa.record_batch({"html": column}), html="html"))] == [
        "Berth 1 is dredged",
        "Berth 1 is dredged",
        "Berth 2 is dredged",
    ]


def test_the_columns_are_those_of_a_row_whatever_is_in_them() -> None:
    empty = pa.record_batch({"html": pa.array([], pa.string())})
    expected = pa.schema([*row_types(pa).items(), ("error", pa.string())])
    assert clean(empty, html="html").schema == expected
    assert clean(pa.record_batch({"html": [None, PDF]}), html="html").schema == expected
    assert list(Cleaner().clean(html(1)).row()) == expected.names[:-1]


def test_a_page_that_cannot_be_cleaned_is_an_error_of_its_row() -> None:
    batch = pa.record_batch({"html": [html(1).encode(), PDF, html(2).encode()], "url": [None, URL, None]})
    found = rows(clean(batch, html="html"))
    assert [row["error"] for row in found] == [None, NOT_TEXT, None]
    assert found[1] == {**dict.fromkeys(found[1]), "url": URL, "error": NOT_TEXT}
    assert found[2] == row_of(html(2).encode())


def test_on_error_raise_ends_at_the_first_page_that_cannot_be_cleaned() -> None:
    with pytest.raises(NotTextError) as raised:
        clean(pa.record_batch({"html": [b"", PDF]}), html="html", on_error="raise")
    assert raised.value.__notes__ == ["in row 1 of the batch"]


def test_text_that_is_no_utf_8_is_read_as_bytes() -> None:
    latin = html(1).replace("Berth", "Jetée déjà draguée à").encode("latin-1")
    column = pa.array([latin, html(2).encode()], pa.binary()).view(pa.string())
    found = rows(clean(pa.record_batch({"html": column}), html="html"))
    assert found == [row_of(latin), row_of(html(2).encode())]
    assert found[0]["title"] == "Jetée déjà draguée à 1 is dredged"


@pytest.mark.parametrize("column", [pa.nulls(2), pa.array([float("nan"), None])], ids=["null", "nan"])
def test_a_column_without_a_single_page_gives_rows_of_nulls(column: Any) -> None:
    assert nulls(clean(pa.record_batch({"html": column}), html="html")) == [True, True]


def test_a_column_of_something_else_is_refused() -> None:
    with pytest.raises(OptionError, match="column 'html' is of type int64, which holds neither text nor bytes"):
        clean(pa.record_batch({"html": [1, 2]}), html="html")


def test_text_and_markdown_are_read_as_such_and_html_goes_first() -> None:
    text = "Owls return\n\nBarn owls have nested in the old harbour crane, the port's warden said on Monday at noon.\n"
    batch = pa.record_batch({"html": [None, "", html(1)], "text": [text] * 3})
    assert rows(clean(batch, html="html", text="text")) == [row_of(text, form="text")] * 2 + [row_of(html(1))]
    markdown = f"# {text}\n\n[Home](/) | [News](/news)\n"
    batch = pa.record_batch({"markdown": [markdown]})
    assert rows(clean(batch, text="markdown")) == [row_of(markdown, form="markdown")]
    assert rows(clean(batch, text="markdown", form="text")) == [row_of(markdown, form="text")]


def test_what_is_known_of_the_pages_is_handed_on() -> None:
    page = html(1).encode("utf-16-le")
    found = rows(clean(pa.record_batch({"html": [page]}), html="html", encoding="utf-16-le", about="Larkhaven"))
    assert found == [row_of(page, encoding="utf-16-le", about="Larkhaven")]
    assert found[0]["relevance"] is not None


class TestColumns:
    BATCH = pa.record_batch({"html": [html(1)], "id": [7], "Title": ["mine"], "input_title": ["older"], "url": [URL]})

    def names(self, **options: Any) -> list[str]:
        found = clean(self.BATCH, html="html", **options)
        assert found.schema == ArrowCleaner(html="html", **options).schema(self.BATCH.schema)
        return found.schema.names

    def test_other_columns_are_carried_under_names_that_are_not_ours(self) -> None:
        assert self.names()[:5] == ["id", "input_Title", "input_input_title", "url", "title"]
        assert self.names(columns=["text"]) == ["id", "Title", "input_title", "url", "text", "error"]
        assert self.names(columns=["text", "url"], carry=["html", "id"]) == ["html", "id", "url", "text", "error"]
        assert self.names(columns="text", carry=()) == ["text", "error"]

    def test_a_struct_leaves_names_as_they_are(self) -> None:
        assert self.names(struct="story") == ["id", "Title", "input_title", "url", "story"]
        assert self.names(struct="title", carry=["Title"]) == ["input_Title", "title"]
        (row,) = rows(clean(self.BATCH, html="html", struct="story"))
        assert row["story"] == row_of(html(1), URL)

    def test_a_column_that_is_there_twice_is_carried_twice(self) -> None:
        batch = pa.RecordBatch.from_arrays([pa.array([html(1)]), pa.array([1]), pa.array([2])], ["html", "id", "id"])
        assert clean(batch, html="html", columns=["text"]).schema.names == ["id", "id_2", "text", "error"]

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({}, "no column of pages is named; name one with html= or text="),
            ({"html": "page"}, "there is no column 'page'; the columns are html, id, Title, input_title, url"),
            ({"html": "html", "carry": ["day"]}, "there is no column 'day' to carry; the columns are html, id"),
            ({"html": "html", "columns": ["titel"]}, "there is no column 'titel' of a story; there are url, title, "),
            ({"html": "html", "on_error": "skip"}, "on_error cannot be 'skip'; it is one of null, raise"),
            ({"html": "html", "timeout": 0}, "a timeout of 0 leaves no time"),
        ],
    )
    def test_what_cannot_be_is_one_line_that_says_so(self, options: Any, message: str) -> None:
        with pytest.raises(OptionError) as raised:
            clean(self.BATCH, **options)
        assert str(raised.value).startswith(message)


class TestWorkers:
    def test_a_page_that_takes_too_long_is_an_error_and_the_others_are_cleaned(self) -> None:
        batch = pa.record_batch({"html": [html(0), SLOW, html(2), None]})
        found = rows(clean(batch, html="html", cleaner=Fragile(), timeout=1))
        assert [row["error"] for row in found] == [
            None,
            "PageTimeoutError: a page took longer than 1 seconds, twice",
            None,
            None,
        ]
        assert (found[0], found[2]) == (row_of(html(0)), row_of(html(2)))

    def test_a_page_that_takes_its_worker_down_is_an_error(self) -> None:
        pages = [html(0), f"{html(1)} takes its worker down", f"{html(2)} takes all memory"]
        found = rows(clean(pa.record_batch({"html": pages}), html="html", cleaner=Fragile(), workers=2))
        assert found[0] == row_of(html(0))
        assert found[1]["error"] == "WorkerError: a page took its worker down, twice (signal 9)"
        assert found[2]["error"] == "MemoryError: takes more memory than there is"

    def test_a_fault_of_ours_is_an_error_that_says_so(self) -> None:
        class Faulty(Cleaner):
            def clean(self, page: Any, **known: Any) -> Any:
                raise KeyError("owl")

        (row,) = rows(clean(pa.record_batch({"html": ["x"]}), html="html", cleaner=Faulty()))
        assert row["error"].startswith("KeyError: 'owl'; this is a fault in cleaner, please report it")

    def test_many_workers_give_the_same_in_the_same_order(self) -> None:
        table = pa.table({"html": [html(number) for number in range(300)]})
        alone, together = clean(table, html="html"), clean(table, html="html", workers=2)
        assert together == alone
        assert alone.num_rows == 300 and isinstance(alone, pa.Table)

    def test_workers_stay_for_the_next_batch_and_end_with_the_cleaner(self) -> None:
        batch = pa.record_batch({"html": [html(1)]})
        cleaner = ArrowCleaner(html="html", timeout=10)
        first = cleaner(batch)
        pool = cleaner._pool
        assert cleaner(batch) == first and cleaner._pool is pool and pool
        (worker,) = pool._workers
        assert worker._process
        del cleaner
        gc.collect()
        assert worker._process is None

    def test_workers_that_cannot_start_end_the_batch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.executable", "/no/python")
        with pytest.raises(WorkerError, match="a worker process cannot be started"):
            clean(pa.record_batch({"html": [html(1)]}), html="html", workers=2)


def test_pages_may_be_python_objects() -> None:
    cells = [html(1), html(2).encode(), None, float("nan"), 17, "", "half a \ud800 pair"]
    found = rows(ArrowCleaner(html="html").stories([URL, *[None] * 6], html=cells))
    assert found[:2] == [row_of(html(1), URL), row_of(html(2).encode())]
    assert nulls(ArrowCleaner(html="html").stories([None, None], html=cells[2:4])) == [True, True]
    assert found[4]["error"].startswith(f"{PageTypeError.__name__}: ")
    assert found[5] == row_of("")
    assert found[6] == row_of("half a \ud800 pair")


def test_a_stream_of_batches_is_cleaned_one_at_a_time() -> None:
    taken = []

    def batches() -> Any:
        for number in range(3):
            taken.append(number)
            yield pa.record_batch({"html": [html(number)]})

    stream = map(ArrowCleaner(html="html"), batches())
    assert rows(next(stream)) == [row_of(html(0))] and taken == [0]
    assert sum(batch.num_rows for batch in stream) == 2


def test_a_process_unpickles_a_cleaner_once_and_it_gives_the_same() -> None:
    cleaner = ArrowCleaner(html="html", columns=["text"], cleaner=Cleaner(drop=["heading"]))
    again, once_more = (pickle.loads(pickle.dumps(cleaner)) for _ in range(2))
    assert again is once_more and again is not cleaner
    batch = pa.record_batch({"html": [html(1)]})
    assert again(batch) == cleaner(batch)


def test_threads_may_share_a_cleaner() -> None:
    cleaner = ArrowCleaner(html="html", timeout=30)
    batches = [pa.record_batch({"html": [html(number), PDF.decode()]}) for number in range(8)]
    with cleaner, ThreadPoolExecutor(4) as threads:
        assert list(threads.map(cleaner, batches)) == [clean(batch, html="html") for batch in batches]
