"""A story as a row: flat, typed, and nothing said that the page does not say."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from cleaner import Fact, Story, clean
from cleaner.facts.row import ROW_COLUMNS
from cleaner.records.schema import row_types

PAGE = """<html lang="en_gb"><head><title>Owls return to the crane - Harbor Courier</title>
<meta property="og:site_name" content="Harbor Courier"><link rel="canonical" href="/owls">
<meta property="article:published_time" content="2026-03-01T09:41:00+0100">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Owls return to the crane",
"dateModified": "2026-03-02", "author": [{"name": "Una Whitby"}, {"name": "Ana Duarte"}]}</script></head>
<body><nav><a href="/">Home</a> <a href="/port">The port and its ships</a></nav>
<article><h1>Owls return to the crane</h1>
<p>The owls are back in the harbour crane, and this year there are four chicks, the port’s warden said on Monday.</p>
<p>She asked crews to keep their radios down until the middle of June, when the chicks will have left the crane.</p>
<p>Last year the birds came in April, and the crane stood still for eleven weeks while ships were unloaded by hand.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def story() -> Story:
    return clean(PAGE, url="https://harbor-courier.example/news/owls")


def test_a_row_has_its_columns_in_order_and_is_plain_data(story: Story) -> None:
    assert tuple(story.row()) == ROW_COLUMNS
    assert json.loads(json.dumps(story.row())) == story.row()


def test_dates_say_as_much_as_the_page_does(story: Story) -> None:
    assert story.published is not None and story.published == datetime(2026, 3, 1, 8, 41, tzinfo=UTC)
    assert story.modified == date(2026, 3, 2)
    assert story.row()["published"] == "2026-03-01T09:41:00+01:00"
    assert story.row()["modified"] == "2026-03-02"


def test_names_tags_and_addresses_are_values(story: Story) -> None:
    assert story.authors == ("Una Whitby", "Ana Duarte")
    assert story.language == "en-GB"
    assert story.site == "Harbor Courier"
    assert story.canonical_url == "https://harbor-courier.example/owls"
    assert story.agency is story.republisher is story.syndicated_from is None


def test_facts_say_where_they_were_read(story: Story) -> None:
    sources = {fact.name: fact.source for fact in story.facts}
    assert sources["published"] == "open-graph"
    assert sources["modified"] == sources["byline"] == "json-ld"
    assert sources["language"] == sources["title"] == "markup"
    assert Fact("byline", "Una Whitby", 3) == Fact("byline", "Una Whitby", 3, "", 1.0)


def test_shares_of_what_was_removed_are_of_the_pages_characters(story: Story) -> None:
    lengths = {block.text: len(block.text) for block in story.removed}
    total = sum(len(block.text) for block in story.blocks)
    assert sum(story.row()["removed"].values()) == pytest.approx(sum(lengths.values()) / total, abs=0.001)


def test_a_row_is_the_same_after_a_pickle_that_stays_closed(story: Story) -> None:
    copy = pickle.loads(pickle.dumps(story))
    assert copy.row() == story.row()
    assert "page" not in vars(copy)


def test_a_row_fits_its_arrow_types(story: Story) -> None:
    row = story.row()
    types = row_types(pa)
    assert tuple(types) == ROW_COLUMNS
    arrays = [
        pa.array([list(row["removed"].items()) if name == "removed" else row[name]], type)  # type: ignore[literal-required]
        for name, type in types.items()
    ]
    assert dict(pa.table(arrays, list(types)).to_pylist()[0]["removed"]) == row["removed"]


def test_a_page_that_says_nothing_has_empty_cells() -> None:
    row = clean("The owls are back in the harbour crane, the warden said, and there are four chicks this year.").row()
    assert row["published"] is None and row["authors"] == [] and row["language"] is None and row["url"] is None


def test_a_menu_that_was_set_aside_is_removed_text_too() -> None:
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(60))
    paragraph = "<p>The owls are back in the harbour crane, the warden said, and there are four chicks this year.</p>"
    story = clean(f"<ul>{menu}</ul><article>{paragraph * 3}</article>")
    removed = sum(len(block.text) for block in story.removed)
    assert removed > 60 * len("Section")
    whole = sum(len(block.text) for block in story.blocks)
    assert sum(story.row()["removed"].values()) == pytest.approx(removed / whole, abs=0.001)
