"""An entry of a feed: what it says of its story, and its content, read once; and what is damaged, as far as it goes."""

from __future__ import annotations

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from cleaner import clean
from cleaner.intake import intake
from cleaner.intake.entries import Entries
from cleaner.intake.feed import Entry, read_entry
from cleaner.intake.form import feed_root
from tests.pages import LEAD, PLAN, QUOTE

FOOTER = '<p>The post <a href="/x">Board votes</a> appeared first on <a href="/">Northfield Ledger</a>.</p>'
CONTENT = f"<p>{LEAD}</p>\n<p>{QUOTE}</p>\n<p>{PLAN}</p>{FOOTER}"
STORY = f"{LEAD}\n\n{QUOTE}\n\n{PLAN}"

RSS_ITEM = f"""<item>
<title><![CDATA[Board votes to dredge &#038; deepen the channel]]></title>
<link>https://northfield-ledger.example/channel?a=1&amp;b=2</link>
<dc:creator><![CDATA[Mara Quist]]></dc:creator>
<pubDate>Thu, 05 Mar 2026 07:12:00 +0000</pubDate>
<category><![CDATA[Harbour]]></category>
<guid isPermaLink="false">https://northfield-ledger.example/?p=88121</guid>
<media:content url="https://northfield-ledger.example/ship.jpg"><media:title>A ship</media:title></media:content>
<description><![CDATA[A summary of it.]]></description>
<content:encoded><![CDATA[{CONTENT}]]></content:encoded>
</item>"""

ATOM_ENTRY = f"""<entry xmlns="http://www.w3.org/2005/Atom">
<source><title>Northfield Ledger</title><id>tag:northfield-ledger.example,2026:/</id></source>
<title type="html">Board votes to dredge &amp;amp; deepen the channel</title>
<id>tag:northfield-ledger.example,2026:/channel</id>
<updated>2026-03-05T09:00:00Z</updated><published>2026-03-05T07:12:00Z</published>
<author><name>Mara Quist</name><uri>https://northfield-ledger.example/quist</uri></author>
<author><name>Osric Fenn</name></author>
<link rel="self" href="https://northfield-ledger.example/channel.atom"/>
<link rel="alternate" type="text/html" href="https://northfield-ledger.example/channel?a=1&amp;b=2"/>
<summary>A summary of it.</summary>
<content type="html">{escape(CONTENT)}</content>
</entry>"""


def facts(entry: Entry) -> dict[str, str]:
    return {fact.name: fact.value for fact in entry.facts}


def entry_of(**elements: str) -> Entry:
    """An RSS item with elements of this content, as written; "_" in a name stands for a colon."""
    inside = "".join(f"<{n.replace('_', ':')}>{text}</{n.replace('_', ':')}>" for n, text in elements.items())
    return read_entry(f"<item>{inside}</item>")


def test_an_item_of_rss_says_who_wrote_what_when_and_where() -> None:
    entry = read_entry(RSS_ITEM)
    assert facts(entry) == {
        "title": "Board votes to dredge & deepen the channel",
        "byline": "Mara Quist",
        "published": "2026-03-05T07:12:00+00:00",
        "canonical_url": "https://northfield-ledger.example/channel?a=1&b=2",
    }
    assert (entry.kind, entry.id) == ("rss:item", "https://northfield-ledger.example/?p=88121")


def test_an_entry_of_atom_says_so_too() -> None:
    entry = read_entry(ATOM_ENTRY)
    assert facts(entry) == {
        "title": "Board votes to dredge & deepen the channel",
        "byline": "Mara Quist, Osric Fenn",
        "published": "2026-03-05T07:12:00Z",
        "modified": "2026-03-05T09:00:00Z",
        "canonical_url": "https://northfield-ledger.example/channel?a=1&b=2",
    }
    assert (entry.kind, entry.id) == ("atom:entry", "tag:northfield-ledger.example,2026:/channel")


def test_an_item_of_rss_1_0_has_its_address_in_an_attribute() -> None:
    item = (
        '<item rdf:about="https://n.example/1"><title>Owls</title><dc:date>2026-03-05</dc:date>'
        f"<dc:creator>Mara Quist</dc:creator><description>{LEAD}</description></item>"
    )
    entry = read_entry(item)
    assert (entry.id, entry.url, entry.content) == ("https://n.example/1", "https://n.example/1", LEAD)
    assert facts(entry)["published"] == "2026-03-05"


@pytest.mark.parametrize("page", [RSS_ITEM, ATOM_ENTRY], ids=["rss", "atom"])
def test_an_entry_as_a_page_gives_its_story_and_its_facts(page: str) -> None:
    story = clean(page)
    assert story.text == STORY
    assert story.title == "Board votes to dredge & deepen the channel"
    assert (story.fact("byline") or "").startswith("Mara Quist")
    assert story.page.types[0] in ("rss:item", "atom:entry")
    assert clean(page, form="fragment").text == clean(page.encode()).text == STORY


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        f"<![CDATA[{CONTENT}]]>",
        escape(CONTENT),
        escape(escape(CONTENT)),
        f"<![CDATA[{escape(CONTENT)}]]>",
        f"<![CDATA[<p>{LEAD}</p>]]><![CDATA[<p>{QUOTE}</p><p>{PLAN}</p>]]>",
    ],
    ids=["not escaped at all", "CDATA", "escaped", "escaped twice", "escaped in CDATA", "two sections"],
)
def test_content_is_read_as_html_however_it_is_escaped(content: str) -> None:
    assert clean(f"<item><title>Board votes</title><description>{content}</description></item>").text == STORY


def test_escaped_html_that_somebody_took_out_of_its_feed_is_html() -> None:
    assert clean(escape(CONTENT)).text == STORY


def test_text_of_atom_is_text_and_its_references_are_not_read_twice() -> None:
    entry = read_entry(
        "<entry><title>Use &lt;b&gt;</title><summary>Write &amp;amp; for an ampersand.</summary></entry>"
    )
    assert (facts(entry)["title"], entry.content) == ("Use <b>", "Write &amp; for an ampersand.")


def test_xhtml_stands_as_it_is_whatever_its_prefix() -> None:
    inside = f"<x:div><x:p>{LEAD}</x:p><x:p>{QUOTE} 5 &lt; 6</x:p></x:div>"
    story = clean(f'<a:entry><a:title>Owls</a:title><a:content type="xhtml">{inside}</a:content></a:entry>')
    assert story.text == f"{LEAD}\n\n{QUOTE} 5 < 6"
    assert story.title == "Owls"


def test_the_full_text_goes_before_the_summary_unless_it_is_an_image() -> None:
    image = "&lt;img src='x.jpg'&gt;"
    assert entry_of(description=LEAD, content_encoded=QUOTE).content == QUOTE
    assert entry_of(description=LEAD, content_encoded=image).content == LEAD


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("una@n.example (Una Whitby)", "Una Whitby"),
        ("Una Whitby", "Una Whitby"),
        ("una@n.example", None),
        ("admin", None),
    ],
)
def test_an_author_is_a_name(written: str, read: str | None) -> None:
    assert facts(entry_of(author=written)).get("byline") == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Thu, 05 Mar 2026 07:12:00 +0100", "2026-03-05T07:12:00+01:00"),
        ("Thu, 5 Mar 2026 07:12:00 GMT", "2026-03-05T07:12:00+00:00"),
        ("2026-03-05T07:12:00Z", "2026-03-05T07:12:00Z"),
        ("Thu, 99 Mar 2026 07:12:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_given_as_iso_8601_has_it(written: str, read: str | None) -> None:
    assert facts(entry_of(pubDate=written)).get("published") == read


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://n.example/?a=1&b=2</link>", "https://n.example/?a=1&b=2"),
        ("<link/>https://n.example/1", "https://n.example/1"),
        ("<link>https://n.example/1", "https://n.example/1"),
        ("<guid>https://n.example/1</guid>", "https://n.example/1"),
        ('<guid isPermaLink="false">https://n.example/1</guid>', ""),
        ("<link>/1</link>", ""),
        ("<feedburner:origLink>https://n.example/1</feedburner:origLink><link>https://f.example/~r/1</link>",
         "https://n.example/1"),
        ('<atom:link rel="self" href="https://n.example/f"/><link>https://n.example/1</link>', "https://n.example/1"),
    ],
)  # fmt: skip
def test_the_address_is_that_of_the_page(item: str, url: str) -> None:
    assert read_entry(f"<item>{item}<title>Owls</title></item>").url == url


@pytest.mark.parametrize(
    "damaged",
    [
        f"<item><title>Board & harbour</title><description>{LEAD} AT&T, a < b.</description></item>",
        f"<item><title>Board & harbour</title><description>{LEAD} AT&T, a < b.",
        f"<item><title>Board & harbour</description><description>{LEAD} AT&T, a < b.</description></item>",
        f"<item><title>Board & harbour</title><description><![CDATA[{LEAD} AT&T, a < b.",
    ],
    ids=["references and brackets", "without an end", "a wrong end tag", "within CDATA"],
)
def test_what_is_damaged_is_read_as_far_as_it_goes(damaged: str) -> None:
    story = clean(damaged)
    assert story.text == f"{LEAD} AT&T, a < b."
    assert (story.title or "").startswith("Board & harbour")


def test_of_a_feed_that_is_given_as_a_page_the_first_entry_is_read_and_the_others_are_told() -> None:
    feed = f'<?xml version="1.0"?><rss><channel><title>Ledger</title>{RSS_ITEM}<item/></channel></rss>'
    story = clean(feed)
    assert story.text == STORY
    assert [warning for warning in story.warnings if "several entries" in warning]
    assert not clean(feed.replace("<item/>", "")).warnings


def test_the_caller_has_the_last_word_about_a_feed_too() -> None:
    assert clean(RSS_ITEM, form="text").page.source == RSS_ITEM
    assert not clean(RSS_ITEM, form="html").page.is_fragment


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>Owls</title><p>Owls",
        "<rss></rss>",
        "<feeds><entry>Owls</entry></feeds>",
        "An <item> in a text.",
        "<urlset><url><loc>https://n.example/</loc></url></urlset>",
        "",
    ],
)
def test_what_is_no_feed_is_read_as_ever(page: str) -> None:
    assert not intake(page).is_fragment


@pytest.mark.parametrize(
    ("beginning", "root"),
    [
        ("<rss>", "rss"),
        ('\ufeff\n<?xml version="1.0"?><!-- cached --><?xml-stylesheet href="x"?>\n<feed xmlns="x">', "feed"),
        ('<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><rss version="2.0">', "rss"),
        ("<rdf:RDF>", "RDF"),
        ("<atom:feed>", "feed"),
        ("<html>", ""),
        ("<rssfeed>", ""),
        ("rss", ""),
    ],
)
def test_a_feed_is_told_by_its_first_element(beginning: str, root: str) -> None:
    assert feed_root(beginning) == root


def test_no_entity_grows_and_none_is_fetched() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    page = f"{document}<rss><channel><item><description>{LEAD} &a11; &f;</description></item></channel></rss>"
    assert clean(page).text == f"{LEAD} &a11; &f;"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
NAMES = ("title", "id", "summary", "rights")


@given(st.lists(st.tuples(st.sampled_from(NAMES), TEXT, st.booleans()), max_size=8))
def test_what_is_xml_is_read_as_an_xml_parser_reads_it(elements: list[tuple[str, str, bool]]) -> None:
    inside = "".join(
        f"<{name}>{f'<![CDATA[{text}]]>' if verbatim and ']]' not in text else escape(text)}</{name}>"
        for name, text, verbatim in elements
    )
    source = f"<entry>{inside}</entry>"
    parsed = etree.fromstring(source)

    def first(name: str) -> str:
        return next((element.text for element in parsed.findall(name) if (element.text or "").strip()), "")

    assume("<" not in first("summary"))  # Nothing but a tag is no content.
    entry = read_entry(source)
    assert (facts(entry).get("title", ""), entry.id) == (
        " ".join(first("title").split()),
        " ".join(first("id").split()),
    )
    assert entry.content == first("summary")


MARKS = [b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"-->"]


@given(st.lists(st.binary(max_size=30) | st.sampled_from(MARKS)), st.integers(1, 9))
def test_entries_do_not_depend_on_the_pieces_in_which_a_feed_comes(parts: list[bytes], size: int) -> None:
    feed = b"<rss>" + b"".join(parts) + b"</rss>"
    pieces = [feed[start : start + size] for start in range(0, len(feed), size)]
    assert list(Entries(pieces, 1 << 20)) == list(Entries([feed], 1 << 20))


def test_tags_in_cdata_and_comments_are_none() -> None:
    entry = b"<item><description><![CDATA[</item><item>]]></description><!-- </item> --></item>"
    assert list(Entries([b"<rss>", entry, entry, b"</rss>"], 1 << 20)) == [entry, entry]


@pytest.mark.parametrize(
    "hostile",
    [
        "<title>",
        "<a1:title>",
        "<link ",
        "<![CDATA[",
        "<!--",
        "&lt;",
        "<title><link>",
        "]]",
        "<item>",
        "<x",
        "<author><name>",
        "<author>a@(((",
    ],
)
def test_the_time_that_an_entry_takes_grows_with_its_length_alone(hostile: str) -> None:
    def seconds(length: int) -> float:
        page = f"<item>{hostile * (length // len(hostile))}"
        start = time.process_time()
        read_entry(page)
        list(Entries([page.encode()], 1 << 30))
        return time.process_time() - start

    seconds(1000)
    assert seconds(400_000) < 40 * max(seconds(40_000), 0.002)
