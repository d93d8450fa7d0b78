"""What pages say about themselves: each fact from its best source, whatever state that is in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.intake.html import html_page
from cleaner.model import FACT_NAMES

STORY = "<h1>Harbour wall holds through the storm</h1><p>The wall held.</p>"


def facts(source: str) -> dict[str, str]:
    found = html_page(source).facts
    names = [fact.name for fact in found]
    assert names == sorted(names, key=FACT_NAMES.index)
    return {fact.name: fact.value for fact in reversed(found)}


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Harbour wall holds through the storm",
    "author": [{"@type": "Person", "name": "Ada Berg"}, {"@type": "Person", "name": "Tom Okoye"}],
    "datePublished": "2026-03-04T06:30:00+01:00",
    "dateModified": "2026-03-05",
    "publisher": {"@type": "Organization", "name": "Northfield Ledger"},
    "articleSection": ["Coast", "Weather"],
    "image": [{"@type": "ImageObject", "url": "https://ledger.example/wall.jpg"}],
    "inLanguage": "en-GB",
    "articleBody": "The wall held.\nBoats did not.",
}
EXPECTED = {
    "title": "Harbour wall holds through the storm",
    "section": "Coast",
    "byline": "Ada Berg, Tom Okoye",
    "published": "2026-03-04T06:30:00+01:00",
    "modified": "2026-03-05",
    "site": "Northfield Ledger",
    "language": "en-GB",
    "image": "https://ledger.example/wall.jpg",
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [{"@type": "BreadcrumbList"}, ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "headline": "no"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {**ARTICLE, "@type": ["NewsArticle", "Report"], "author": ["Ada Berg", "Tom Okoye", "Ada Berg"]},
        {
            "@graph": [
                {**ARTICLE, "author": [{"@id": "#a"}, {"@id": "#t"}], "publisher": {"@id": "#p"}},
                {"@id": "#a", "@type": "Person", "name": "Ada Berg"},
                {"@id": "#t", "@type": "Person", "name": "Tom Okoye"},
                {"@id": "#p", "@type": "Organization", "name": "Northfield Ledger"},
            ]
        },
    ],
)
def test_json_ld_in_its_usual_shapes(value: object):
    page = html_page(json_ld(value) + STORY)
    assert {fact.name: fact.value for fact in page.facts} == EXPECTED
    assert page.article_body == "The wall held.\nBoats did not."


@pytest.mark.parametrize(
    "script",
    [
        "{%s,}",
        "<!-- {%s} -->",
        "//<![CDATA[\n{%s};\n//]]>",
        '{%s, "about": "Harbour\nwall"}',
        '{%s, "about": "a "great" wall"}',
        '{%s, "about": ',
        "{%s",
    ],
)
def test_broken_json_ld_gives_what_can_be_saved(script: str):
    fields = '"@type": "Article", "headline": "Harbour wall holds", "datePublished": "2026-03-04"'
    found = facts(f'<script type="application/ld+json">{script % fields}</script>')
    assert found == {"title": "Harbour wall holds", "published": "2026-03-04"}


@pytest.mark.parametrize("script", ["", "{", "null", "[]", "3", '"text"', "{}", "not json", "[" * 5000, '{"a":' * 5000])
def test_worthless_json_ld_gives_nothing(script: str):
    assert facts(f'<script type="application/ld+json">{script}</script>') == {}


def test_an_article_body_with_tags_is_given_as_text():
    page = html_page(json_ld({"@type": "Article", "articleBody": "<p>One &amp; two</p><p>Three</p>"}))
    assert page.article_body == "One & two\nThree"


def test_meta_tags_and_links():
    assert facts(
        """<html lang="pt_BR"><head>
        <title>Maré alta em Vila Rasa - Diário do Cais</title>
        <meta property="og:title" content="Maré alta em Vila Rasa">
        <meta content="Diário do Cais" property="og:site_name">
        <meta name="author" content="Rita Prado">
        <meta property="article:published_time" content="2026-01-02T03:04:05Z">
        <meta property="article:modified_time" content="2026-01-02T04:00:00Z">
        <meta property="article:section" content="Cidade">
        <meta property="og:image" content="/mare.jpg?a=1&amp;b=2">
        <meta property="og:url" content="https://cais.example/x?utm=1">
        <link href="https://cais.example/x" rel="canonical">"""
    ) == {
        "title": "Maré alta em Vila Rasa",
        "section": "Cidade",
        "byline": "Rita Prado",
        "published": "2026-01-02T03:04:05Z",
        "modified": "2026-01-02T04:00:00Z",
        "site": "Diário do Cais",
        "language": "pt-BR",
        "image": "/mare.jpg?a=1&b=2",
        "canonical_url": "https://cais.example/x",
    }


def test_addresses_and_handles_are_no_authors():
    head = '<meta name=author content="https://social.example/ada"><meta name=author content="@ledger">'
    assert "byline" not in facts(head + STORY)


def test_json_ld_goes_before_meta_tags():
    head = '<meta name="author" content="Web Desk"><meta name="date" content="2020-01-01">'
    found = facts(head + json_ld(ARTICLE) + STORY)
    assert (found["byline"], found["published"]) == (EXPECTED["byline"], EXPECTED["published"])


def test_a_time_marked_as_publication_goes_before_others():
    marked = '<time itemprop="datePublished" datetime="2026-03-01">now</time>'
    assert facts(f'<time datetime="2026-02-01">then</time>{marked}')["published"] == "2026-03-01"
    assert facts('<time datetime="2026-02-01 10:00">then</time>')["published"] == "2026-02-01 10:00"


def test_a_date_that_is_none_is_left_out():
    assert "published" not in facts('<meta name="date" content="last Tuesday"><time datetime="PT5M">')


# The title


def title(source: str) -> tuple[str, int] | None:
    return next(((f.value, f.block) for f in html_page(source).facts if f.name == "title"), None)


def test_the_heading_that_the_declared_title_speaks_of():
    declared = "<title>Wall holds in storm | Coast | Northfield Ledger</title>"
    headings = "<h1>Northfield Ledger</h1><h2>Most read</h2><h1>Wall holds in the storm</h1>"
    assert title(declared + headings) == ("Wall holds in the storm", 2)


def test_a_title_without_a_heading_loses_the_name_of_the_site():
    site = '<meta property="og:site_name" content="Northfield Ledger">'
    assert title(site + "<title>Storm – the night after - Northfield Ledger</title>") == (
        "Storm – the night after",
        -1,
    )
    assert title(site + "<title>Northfield Ledger: Storm</title>") == ("Northfield Ledger: Storm", -1)
    assert title(site + "<title>Northfield Ledger - Storm</title>") == ("Storm", -1)
    assert title("<title>Storm | Ledger</title><p>x") == ("Storm", -1)


def test_headings_alone_are_no_title():
    assert title("<h1>Welcome</h1><p>x") is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ARTICLE, "@id", "@graph", "name"]), inner)
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_any_json_is_read_without_complaint(value: object):
    page = html_page(json_ld(value) + STORY)
    assert all(fact.value and fact.value.encode() for fact in page.facts)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(list(ARTICLE)), VALUES))
def test_an_article_of_anything_is_read_without_complaint(value: dict[str, object]):
    html_page(json_ld({**value, "@type": "NewsArticle"}) + STORY).article_body.encode()


# Which of several titles


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<title>Tide tables | Wall holds through storm</title><h1>Wall holds through storm</h1>",
            "Wall holds through storm",
        ),
        (
            "<title>Wall holds - Harborcourier</title><link rel=canonical href=https://www.harborcourier.example/1>",
            "Wall holds",
        ),
        (
            "<title>Why walls hold</title><link rel=canonical href=https://x.example/how-the-old-harbour-wall-held/>"
            "<h1>How the old harbour wall held</h1>",
            "How the old harbour wall held",
        ),
        (
            "<title>How the old harbour wall held</title><link rel=canonical href=https://x.example/how-the-old-harbour-wall-held.html>"
            "<h1>Harbour wall story</h1>",
            "How the old harbour wall held",
        ),
        ("<title>The wall held</title><h1>The wall held | Opinion</h1>", "The wall held"),
        (
            "<meta property=og:title content='The “wall” held'><title>The 'wall' held</title><h1>The “wall” held</h1>",
            "The “wall” held",
        ),
        (
            "<title>The wall held</title><link rel=canonical href='https://['><h1>Storm on the coast</h1>",
            "The wall held",
        ),
    ],
)
def test_the_title_is_what_most_witnesses_speak_for(source: str, expected: str) -> None:
    assert facts(source)["title"] == expected
