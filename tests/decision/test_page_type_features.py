"""What the page type listens to, feature by feature, and how its points close a page."""

from __future__ import annotations

import pytest

from cleaner.analysis import analyse
from cleaner.decision import page_type
from cleaner.intake import intake
from cleaner.rulebook import Rulebook
from tests.pages import COST, LEAD, PLAN, QUOTE, analysis_of, cards

PARAGRAPHS = "".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST))


def bins(source: str, confidence: float = 1.0) -> dict[str, str]:
    """The name of the page's bin by feature, if all its blocks are kept."""
    analysis = analysis_of(source)
    found = page_type.codes(analysis, [True] * len(analysis), confidence)
    return {feature.name: feature.names()[found[feature.name]] for feature in page_type.FEATURES}


def head(*lines: str) -> str:
    return f"<html><head>{''.join(lines)}</head><body>{PARAGRAPHS}</body></html>"


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("NewsArticle", "article"),
        ("DiscussionForumPosting", "discussion"),
        ("Product", "product"),
        ("ItemList", "list"),
        ("WebPage", "page"),
        ("Volcano", "another"),
    ],
)
def test_schema_org_types_have_bins(schema: str, name: str) -> None:
    source = head(f'<script type="application/ld+json">{{"@type": "{schema}"}}</script>')
    assert bins(source)["schema"] == name
    assert bins(head())["schema"] == "none"


@pytest.mark.parametrize(("kind", "name"), [("article", "article"), ("website", "website"), ("og:product", "product")])
def test_so_has_what_open_graph_says(kind: str, name: str) -> None:
    assert bins(head(f'<meta property="og:type" content="{kind}">'))["open_graph"] == name


def test_a_date_and_a_byline_are_seen() -> None:
    date, byline = (
        '<meta property="article:published_time" content="2026-03-01">',
        '<meta name="author" content="Mara Quist">',
    )
    found = [bins(head(*lines))["dated"] for lines in ((), (date,), (byline,), (date, byline))]
    assert found == ["neither", "date", "byline", "date and byline"]


@pytest.mark.parametrize(
    ("address", "name", "slug"),
    [
        ("", "none", "below 1"),
        ("https://[", "none", "below 1"),
        ("https://courier.example/", "first page", "1 to 2"),
        ("https://courier.example/forum/tides-and-boats", "forum", "3 to 4"),
        ("https://courier.example/shop/anchors", "shop", "1 to 2"),
        ("https://courier.example/2026/03/owls-return-to-the-harbour", "date", "5 to 7"),
        ("https://courier.example/news/owls-return", "news", "2 to 3"),
        ("https://courier.example/about-us", "another", "2 to 3"),
    ],
)
def test_an_address_says_what_a_page_is(address: str, name: str, slug: str) -> None:
    found = bins(head(f'<link rel="canonical" href="{address}">'))
    assert (found["address"], found["slug"]) == (name, slug)


def test_titles_that_ask_are_apart() -> None:
    says, asks = (bins(head(f"<title>{title}</title>"))["title"] for title in ("Owls return", "Which owls return?"))
    assert says == "says / 1 to 3"
    assert asks.startswith("asks / ")


def test_a_stretch_of_prose_ends_at_a_heading() -> None:
    whole = bins(head())
    parted = bins("<h2>Tides</h2>".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST)))
    assert (whole["stretch"], parted["stretch"]) == ("80 to 150", "below 40")
    assert (whole["headings"], parted["headings"]) == ("below 0.01", "1.5 to 2.5")


def test_prices_calls_and_questions_are_counted() -> None:
    shop = bins(head() + "<p>$5</p><p>Add to cart</p><p>Buy now</p><p>Any questions?</p>")
    assert (shop["prices"], shop["calls"], shop["questions"]) == ("1 to 4", "2 to 4", "1 to 2")


def test_articles_on_the_page_are_counted() -> None:
    assert bins("".join(f"<article><p>{LEAD}</p></article>" for _ in range(4)))["articles"] == "4 to 8"


# Closing a page


def closed(source: str, base: float, judged: bool = True) -> str:
    analysis = analysis_of(source, weights=cards(page_type.FEATURES, base=base, prices=[0.0, -3.0, -3.0, -3.0, -3.0]))
    return page_type.closed(analysis, [True] * len(analysis), 0.9, judged)


def test_a_page_is_closed_when_its_points_are_not_above_zero_and_says_by_what() -> None:
    assert closed(head(), 1.0) == ""
    assert closed(head() + "<p>$5</p>", 1.0).startswith("no story on this page, by its prices")
    assert closed(head(), 0.0) != ""


def test_a_caller_who_opens_the_gate_and_dumped_text_are_only_asked_for_words() -> None:
    assert closed(head(), -9.0, judged=False) == ""
    assert closed(f"{LEAD}\n{QUOTE}", -9.0) == ""
    assert closed("Owls return.", 9.0) == "fewer than 25 words of story"


BRIEF = "The ferry to Alse will not run on Sunday because of high water, the port said."
PORT = "<title>Ferry stops for high water</title>"
HEADLINE = "<h1>Ferry stops for high water</h1>"


@pytest.mark.parametrize(
    "page",
    [
        f"{PORT}{HEADLINE}<p>{BRIEF}</p>",
        f"{PORT}{HEADLINE}<p>By Ann Lee</p><p>Share</p><p>{BRIEF}</p><p>More soon.</p>",
    ],
)
def test_a_sentence_below_its_headline_is_a_brief(page: str) -> None:
    assert closed_after_headline(page) == ""


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{BRIEF}</p>",
        f"{PORT}<p>{BRIEF}</p>",
        f"{PORT}<p>{BRIEF}</p>{HEADLINE}",
        f"{PORT}{HEADLINE}<p>No ferry on Sunday.</p>",
        f"{PORT}{HEADLINE}<p>Ports, ferries, tides, weather, jobs, homes, sport, letters, puzzles, podcasts, shop</p>",
    ],
)
def test_without_a_headline_or_a_sentence_few_words_are_no_story(page: str) -> None:
    assert closed_after_headline(page) == "fewer than 25 words of story"


def closed_after_headline(page: str) -> str:
    """Why a page is closed of which everything but its headline and the short lines is kept."""
    weights = cards(page_type.FEATURES, base=1.0)
    analysis = analyse(intake(f"<html><body>{page}</body></html>"), Rulebook(), weights)
    kept = [
        kind != "heading" and words > 3
        for kind, words in zip(analysis.measures.kinds, analysis.measures.words, strict=True)
    ]
    return page_type.closed(analysis, kept, 0.9, judged=True)


def test_a_short_page_with_the_title_of_an_error_page_is_one() -> None:
    title = "<title>404 Not Found</title>"
    assert closed(f"{title}<p>{LEAD}</p>", 9.0) == "an error page, by its title: 404 Not Found"
    assert closed(head(title), 9.0) == ""
