"""The title is the headline above the story, without the site's name, whatever the page declares."""

from __future__ import annotations

import json

import pytest

from cleaner.intake.html import html_page

STORY = "<p>The owls are back in the harbour crane, and this year there are four chicks, the port’s warden said.</p>"


def title_of(
    body: str,
    *,
    title: str = "",
    og: str = "",
    headline: str = "",
    kind: str = "NewsArticle",
    site: str = "",
    url: str = "",
) -> str | None:
    """The title of a page that declares these, and shows this above a story."""
    data = json.dumps({"@type": kind, "headline": headline}) if headline else "{}"
    head = (
        f'<title>{title}</title><meta property="og:title" content="{og}">'
        f'<meta property="og:site_name" content="{site}">'
        f'<link rel="canonical" href="{url}"><script type="application/ld+json">{data}</script>'
    )
    page = html_page(f"<html><head>{head}</head><body>{body}{STORY}</body></html>")
    return next((fact.value for fact in page.facts if fact.name == "title"), None)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Owls return to the crane - Port news - Harbour Net", "<td>Owls return to the crane</td>"),
        ("LEDGER : Owls return to the crane", "<div>Owls return to the crane</div>"),
        ("Owls return to the crane > Nature", "<h3>Owls return to the crane</h3>"),
        ("The Harbour Blog: Owls return to the crane", "<h1>The Harbour Blog</h1><h2>Owls return to the crane</h2>"),
        ("港口猫头鹰回到起重机_社会频道_海港网", "<td>港口猫头鹰回到起重机</td>"),
        ("港口猫头鹰回到起重机-社会频道-海港网", "<td>港口猫头鹰回到起重机</td>"),
    ],
)
def test_what_the_page_shows_by_itself_is_the_title_and_the_rest_names_site_and_section(title: str, shown: str) -> None:
    assert title_of(shown, title=title) in ("Owls return to the crane", "港口猫头鹰回到起重机")


def test_what_stands_beside_the_open_graph_title_in_the_page_title_is_the_sites_name() -> None:
    body = "<h1>The Harbour and Port Ledger</h1><h2>Owls return to the crane</h2>"
    title = "Owls return to the crane - The Harbour and Port Ledger"
    assert title_of(body, title=title, og="Owls return to the crane") == "Owls return to the crane"


def test_a_bar_without_blanks_in_a_heading_is_the_headlines_own() -> None:
    headline = "Either|Or: a town reads its philosopher aloud"
    assert title_of(f"<h1>{headline}</h1>", title=f"{headline} | Harbour Ledger") == headline


def test_a_kicker_in_the_same_heading_is_left_out() -> None:
    body = "<h1>Birds in town: Owls return to the crane</h1>"
    assert title_of(body, og="Owls return to the crane") == "Owls return to the crane"


def test_a_clause_before_a_mark_is_no_kicker() -> None:
    body = "<h1>Is a crane a good nest? Owls return to the crane</h1>"
    assert title_of(body, og="Owls return to the crane") == "Is a crane a good nest? Owls return to the crane"


def test_the_full_heading_goes_before_what_was_cut_off() -> None:
    full = "Owls return to the harbour crane for a fourth year, with four chicks"
    assert (
        title_of(f"<h1>{full}</h1>", og="Owls return to the harbour crane for a fourth…", title=f"{full} | Ledger")
        == full
    )


def test_without_a_heading_a_whole_title_goes_before_one_that_was_cut_off() -> None:
    assert title_of("", og="Owls return to the harbour...", title="Owls return to the harbour crane") == (
        "Owls return to the harbour crane"
    )


def test_the_headline_of_a_news_article_is_what_two_places_agree_on() -> None:
    body = "<h1>Owls return to the crane for good</h1>"
    declared = "Harbour crane: Owls return for good"
    assert title_of(body, headline=declared, og=declared) == declared
    assert title_of(body, headline=declared, og=declared, kind="BlogPosting") == "Owls return to the crane for good"


def test_quotation_marks_are_those_that_the_page_prints() -> None:
    body = "<h1>Warden: “Owls return to the crane”</h1>"
    assert title_of(body, og="Warden: &quot;Owls return to the crane&quot;") == "Warden: “Owls return to the crane”"


def test_references_that_were_escaped_twice_are_read_as_meant() -> None:
    assert title_of("", og="Owls &amp;amp; gulls return to the crane") == "Owls & gulls return to the crane"


def test_words_that_touch_in_a_heading_are_those_of_the_declared_title() -> None:
    body = "<h1><span>Owls return</span><span>to the crane</span></h1>"
    assert title_of(body, og="Owls return to the crane") == "Owls return to the crane"
