"""Boxes that only the names of their elements tell from the story around them."""

from __future__ import annotations

import pytest

from cleaner.analysis.title import Title
from cleaner.rulebook import load
from cleaner.stages import boxes
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, analysis_of

VOCABULARY = load().vocabulary


def named(page: str, title: Title | None = None) -> dict[str, str]:
    """The blocks that stand in boxes, and what they are called."""
    analysis = analysis_of(page, title)
    containers = analysis.markup
    assert containers is not None
    analysis.__dict__["said"] = [VOCABULARY.said(attributes) for attributes in containers.attributes]
    hits = list(boxes.run(analysis))
    assert all(hit.weight < 0 for hit in hits)
    return {analysis.page.texts[hit.block]: hit.label for hit in hits}


def around(box: str) -> str:
    return f"<article><p>{LEAD}</p><p>{QUOTE}</p>{box}<p>{PLAN}</p><p>{COST}</p></article>"


@pytest.mark.parametrize(
    ("opening", "label"),
    [
        ('<div class="newsletter-signup">', "newsletter"),
        ('<div class="article-comments">', "comment"),
        ('<aside id="relatedPosts">', "related"),
        ('<div class="ad-container">', "advertisement"),
        ('<p class="wp-caption-text">', "caption"),
        ('<div class="author-bio">', "byline"),
        ('<div class="paywall">', "paywall"),
        ('<blockquote class="pullquote">', "duplicate"),
        ('<div class="oembed-placeholder">', "legal"),
        ('<div class="autorenkasten">', "byline"),
        ('<div class="risk-disclaimer">', "legal"),
        ('<div class="noticia-relacionada">', "related"),
        ('<div class="lire-aussi">', "related"),
        ('<div class="sharebar">', "share"),
        ("<div hidden>", "navigation"),
        ('<div style="display: none">', "navigation"),
    ],
)
def test_a_sentence_in_a_box_is_what_its_name_says(opening: str, label: str) -> None:
    tag = opening[1:].split(" ")[0]
    assert named(around(f"{opening}{ELSEWHERE}</{tag}>")) == {ELSEWHERE: label}


@pytest.mark.parametrize(
    "opening",
    [
        "<div>",
        '<div class="paragraph">',
        '<div class="has-sidebar">',
        '<div class="no-comments">',
        '<h2 id="share">',
    ],
)
def test_other_elements_are_no_boxes(opening: str) -> None:
    tag = opening[1:].split(" ")[0].rstrip(">")
    assert named(around(f"{opening}{ELSEWHERE}</{tag}>")) == {}


def test_the_reason_names_the_element() -> None:
    analysis = analysis_of(around(f'<div class="share-box">{ELSEWHERE}</div>'))
    assert analysis.markup is not None
    analysis.__dict__["said"] = [VOCABULARY.said(attributes) for attributes in analysis.markup.attributes]
    (hit,) = boxes.run(analysis)
    assert hit.note == 'in a box of its own: <div class="share-box">'


def test_what_holds_most_of_the_prose_is_no_box_whatever_it_is_called() -> None:
    assert named(f'<div class="sidebar"><p>{LEAD}</p><p>{QUOTE}</p></div><p>{PLAN}</p>') == {}


def test_a_small_box_inside_a_large_one_is_found() -> None:
    page = f'<div class="content-sidebar-wrap">{around(f"<div class=promo>{ELSEWHERE}</div>")}</div>'
    assert named(page) == {ELSEWHERE: "advertisement"}


def test_a_template_that_calls_every_part_a_card_has_no_boxes() -> None:
    parts = "".join(f'<div class="card"><p>{text}</p></div>' for text in (LEAD, QUOTE, PLAN, COST))
    assert named(f"<main>{parts}<p>{ELSEWHERE}</p></main>") == {}


def test_a_caption_has_no_heading_in_it() -> None:
    head = f'<div class="article-caption"><h1>Board votes to dredge</h1><p>{ELSEWHERE}</p></div>'
    assert named(around(head)) == {}


def test_a_consent_platform_may_say_more_than_the_story() -> None:
    page = f'<p>{LEAD}</p><div id="onetrust-consent-sdk"><p>{QUOTE}</p><p>{PLAN}</p><p>{COST}</p></div>'
    assert set(named(page)) == {QUOTE, PLAN, COST}


def test_a_page_that_is_nothing_but_a_consent_platform_is_judged_as_it_stands() -> None:
    assert named(f'<div id="onetrust-consent-sdk"><p>{QUOTE}</p><p>{PLAN}</p></div>') == {}


HEADLINE = "<h1>Board votes to dredge the channel</h1>"
TITLE = Title("Board votes to dredge the channel", 0, True)


def below_headline(lead: str) -> str:
    return f"<article>{HEADLINE}{lead}<p>{QUOTE}</p><p>{PLAN}</p><p>{COST}</p></article>"


@pytest.mark.parametrize("lead", ['<div class="teaser-text"><p>{}</p></div>', '<p class="article-teaser">{}</p>'])
def test_a_lead_that_is_called_a_teaser_is_the_storys(lead: str) -> None:
    assert named(below_headline(lead.format(LEAD)), TITLE) == {}


def test_a_teaser_with_a_link_below_the_headline_is_of_another_story() -> None:
    teaser = f'<div class="teaser"><p>{ELSEWHERE}</p><a href="/mill">More</a></div>'
    assert ELSEWHERE in named(below_headline(f"{teaser}<p>{LEAD}</p>"), TITLE)


def test_a_teaser_further_down_is_of_another_story_without_a_link_too() -> None:
    page = below_headline(f'<p>{LEAD}</p><div class="teaser-text"><p>{ELSEWHERE}</p></div>')
    assert named(page, TITLE) == {ELSEWHERE: "related"}


FIRST, SECOND, THIRD = (f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN))


@pytest.mark.parametrize("opening", ['<div class="ad">', '<div class="werbeblock">', '<div class="newsletter">'])
def test_a_note_may_be_a_third_of_a_short_page(opening: str) -> None:
    assert named(f"{FIRST}{opening}{ELSEWHERE}</div>{SECOND}{THIRD}") == {
        ELSEWHERE: named(around(f"{opening}{ELSEWHERE}</div>"))[ELSEWHERE]
    }


def test_what_readers_pay_for_is_no_note() -> None:
    assert named(f'{FIRST}<div class="paywall"><p>{ELSEWHERE}</p></div>') == {}


def test_a_note_beside_a_single_paragraph_may_be_the_story() -> None:
    assert named(f'{FIRST}<div class="ad"><p>{ELSEWHERE}</p></div>') == {}
