"""Entries as feedparser gives them become the stories that the same entries become as they were published."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner, records
from cleaner.integrations import feeds
from tests.batch.functions import Fragile
from tests.integrations.rough import LARGE

feedparser = pytest.importorskip("feedparser")

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbor Courier</title><link>https://harbor-courier.example/</link>
<item><title>Owls &amp; others return</title><link>https://harbor-courier.example/owls?from=feed&amp;page=1</link>
<guid isPermaLink="false">owls</guid><dc:creator>Mara Quist</dc:creator><pubDate>Mon, 02 Mar 2026 07:30:00 GMT</pubDate>
<description>Owls nest again.</description>
<content:encoded><![CDATA[<p>Owls nest in the harbour crane again, the port’s <em>warden</em> said &amp; smiled.</p>
<p>The post <a href="/owls">Owls return</a> appeared first on <a href="/">Harbor Courier</a>.</p>]]></content:encoded>
</item>
<item><title>Tides</title><link>https://harbor-courier.example/tides</link>
<description>&lt;p&gt;High water stays until Friday.&lt;/p&gt;&lt;p&gt;Read more&lt;/p&gt;</description></item>
<item><title>Nothing to read</title><author>una@harbor-courier.example (Una Whitby)</author></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbor Courier</title><updated>2026-03-02T07:30:00Z</updated>
<entry><title type="html">The &lt;em&gt;Hanna&lt;/em&gt; is back</title><id>tag:hanna</id>
<link rel="alternate" href="https://harbor-courier.example/hanna"/><author><name>Osric Fenn</name></author>
<author><name>Una Whitby</name></author><published>2026-03-01T06:00:00+01:00</published>
<updated>2026-03-02T07:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The dredger anchored off Larkhaven.</p>
<p>Share this:</p></div></content></entry>
<entry><title>Plain &lt; text</title><link href="https://harbor-courier.example/plain"/>
<summary type="text">Berths 3 &lt; 5 are closed until Friday.</summary></entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM], ids=["rss", "atom"])
def test_stories_are_those_of_the_feed_itself(feed: str, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(feed, encoding="utf-8")
    own = [cleaner.clean(record.page, url=record.url) for record in records.read(tmp_path / "feed.xml")]
    entries = feedparser.parse(feed.encode()).entries
    assert len(entries) == len(own) > 1
    for entry, story in zip(entries, own, strict=True):
        assert feeds.story_of(entry).row() == story.row()
    assert [dict(row, error=None) for row in feeds.rows(entries)] == [story.row() | {"error": None} for story in own]


def test_a_date_that_cannot_be_read_is_none() -> None:
    (entry,) = feedparser.parse(RSS.replace("Mon, 02 Mar 2026 07:30:00 GMT", "2026-062")).entries[:1]
    assert feeds.story_of(entry).row()["published"] is None


def test_options_are_those_of_a_cleaner() -> None:
    (entry,) = feedparser.parse(RSS).entries[:1]
    assert "appeared first on" in feeds.story_of(entry, Cleaner(keep=["syndication"])).text


def test_entries_that_are_empty_or_cannot_be_cleaned_are_told_and_the_run_goes_on() -> None:
    entries = [
        {"title": None, "summary": None, "content": [{"type": None, "value": None}]},
        {"summary": "This takes all day."},
        {"summary": "This takes its worker down."},
        {"summary": "Owls \ud800 nest \x00 again, the port's warden said."},
        {},
        dict.fromkeys(["title", "link", "id", "published", "author", "summary"], math.nan),
    ]
    rows = list(feeds.rows(entries, Fragile(), timeout=2))
    assert [row["error"] and row["error"].partition(":")[0] for row in rows] == [
        None,
        "PageTimeoutError",
        "WorkerError",
        None,
        None,
        None,
    ]
    assert [row["is_story"] for row in rows] == [False, None, None, True, False, False]
    assert rows[3]["text"] == cleaner.clean(entries[3]["summary"], form="fragment").text
    assert feeds.story_of({"summary": LARGE.decode()}).text == cleaner.clean(LARGE, form="fragment").text
