"""Every place that takes tables gives what `clean` gives, byte for byte, and goes on after the worst of pages."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from cleaner import Cleaner
from tests.batch.functions import Fragile
from tests.conftest import ROOT
from tests.integrations.coats import COATS, Coat, Columns, rows
from tests.integrations.conftest import has_connect
from tests.records.files import html

PAGES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").glob("*.page.html"))[:12]]
LARGE = html(3).replace("<head>", f"<head><script>{'tide = 1; ' * 5_000_000}</script>")
SLOW = html(1).replace("<article>", "<article><p>This paragraph takes all day.</p>")
LATIN = html(4).replace("Berth", "Jetée déjà draguée à").encode("latin-1")
PDF = b"%PDF-1.7 is no page"
URL = "https://harbor-courier.example/1"
NAN = float("nan")

TESTED = [name for name in COATS if name != "spark connect" or has_connect()]
coats = pytest.mark.parametrize("coat", [COATS[name] for name in TESTED], ids=TESTED)


@cache
def row_of(page: str | bytes, url: str | None = None) -> dict[str, Any]:
    """The row that the library itself gives for a page."""
    return {**Cleaner().clean(page, url=url, form="html").row(), "error": None}


def no_row(url: str | None = None, error: str | None = None) -> dict[str, Any]:
    return {**dict.fromkeys(row_of("")), "url": url, "error": error}


def table(pages: list[Any], url: str | None = None) -> Columns:
    return {"html": pages, "url": [url] * len(pages), "id": list(range(len(pages)))}


def numbered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": number, **row} for number, row in enumerate(found)]


@coats
def test_stories_are_those_of_clean(coat: Coat, request: pytest.FixtureRequest) -> None:
    found = rows(coat, table(PAGES, URL), request)
    assert found == numbered([row_of(page, URL) for page in PAGES])
    assert [list(row) for row in found] == [["id", *row_of("")]] * len(PAGES)


@coats
def test_pages_that_are_none_are_empty_or_large(coat: Coat, request: pytest.FixtureRequest) -> None:
    pages = [html(0), None, "", LARGE, html(1), NAN if coat in (COATS["pandas"], COATS["dask"]) else None]
    found = rows(coat, table(pages, URL), request)
    assert found == numbered(
        [row_of(html(0), URL), no_row(URL), row_of("", URL), row_of(LARGE, URL), row_of(html(1), URL), no_row(URL)]
    )


@coats
def test_pages_of_bytes_some_of_which_are_bad(coat: Coat, request: pytest.FixtureRequest) -> None:
    found = rows(coat, table([html(0).encode(), LATIN, PDF, None, b"\xff\xfe\x00", html(1).encode()], URL), request)
    not_text = "NotTextError: this is a PDF document, not a page; give the HTML or text of the page"
    assert found == numbered(
        [
            row_of(html(0).encode(), URL),
            row_of(LATIN, URL),
            no_row(URL, not_text),
            no_row(URL),
            row_of(b"\xff\xfe\x00", URL),
            row_of(html(1).encode(), URL),
        ]
    )
    assert found[1]["title"] == "Jetée déjà draguée à 4 is dredged"


@coats
def test_a_page_that_takes_too_long(coat: Coat, request: pytest.FixtureRequest) -> None:
    late = "PageTimeoutError: a page took longer than 2 seconds, twice"
    found = rows(coat, table([html(0), SLOW, html(1)], URL), request, cleaner=Fragile(), timeout=2)
    assert found == numbered([row_of(html(0), URL), no_row(URL, late), row_of(html(1), URL)])


@coats
def test_a_column_without_a_page(coat: Coat, request: pytest.FixtureRequest) -> None:
    assert rows(coat, table([None, None]), request) == numbered([no_row(), no_row()])
