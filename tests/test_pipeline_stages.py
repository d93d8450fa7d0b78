"""Stages in the whole pipeline, with the weights that come with it: what a stage says shows in the story."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cleaner import Cleaner, clean
from cleaner.errors import OptionError
from cleaner.stages.second_opinion import chosen
from tests.conftest import ROOT
from tests.pages import COST, LEAD, PLAN, QUOTE

# Captions

CAPTION = "The dredger Hanna Lind off the breakwater of Northfield on Tuesday evening, seen from the pilots' tower."


def with_figure(figure: str) -> str:
    return f"<article><p>{LEAD}</p><p>{QUOTE}</p>{figure}<p>{PLAN}</p><p>{COST}</p></article>"


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure><img src='a.jpg'><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><figcaption><span>{CAPTION}</span></figcaption><img src='a.jpg'></figure>",
        f"<table><caption>{CAPTION}</caption></table>",
    ],
)
def test_a_caption_is_left_out_and_kept_when_asked_for(figure: str) -> None:
    story = clean(with_figure(figure))
    assert story.text == "\n\n".join((LEAD, QUOTE, PLAN, COST))
    assert [(block.label, block.text) for block in story.removed] == [("caption", CAPTION)]
    assert clean(with_figure(figure), keep=["caption"]).text == "\n\n".join((LEAD, QUOTE, CAPTION, PLAN, COST))


def test_a_paragraph_in_a_figure_is_no_caption() -> None:
    story = clean(with_figure(f"<figure><blockquote><p>{CAPTION}</p></blockquote></figure>"))
    assert CAPTION in story.text


# JSON-LD

STORY = (LEAD, QUOTE, PLAN, COST)


def with_body(body: str, *paragraphs: str) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": "Eastern channel", "articleBody": body})
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<html><head><script type="application/ld+json">{data}</script></head><body>{text}</body></html>'


def test_a_story_that_is_only_in_json_ld_comes_from_there() -> None:
    story = clean(with_body("\n\n".join(STORY), "Loading"))
    assert story.text == "\n\n".join(STORY)


def test_a_story_that_is_on_the_page_too_comes_once() -> None:
    story = clean(with_body("\n".join(STORY), *STORY))
    assert story.text == "\n\n".join(STORY)


# trafilatura, as a stage and as the engine

SOURCE = (ROOT / "fixtures" / "html-news.page.html").read_text(encoding="utf-8")
ENGINE = Cleaner(engine="trafilatura")


def test_where_the_decision_is_sure_trafilatura_is_not_even_imported() -> None:
    page = "<html><body><article>" + "".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST)) + "</article>"
    program = f"import sys, cleaner; assert cleaner.clean({page!r}).is_story; print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_where_the_decision_is_unsure_its_word_is_among_the_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.pipeline.UNSURE", 2.0)
    said = {evidence.stage for block in clean(SOURCE).blocks for evidence in block.verdict.evidence}
    assert "second_opinion" in said


def test_as_the_engine_its_result_is_the_story() -> None:
    story = ENGINE.clean(SOURCE)
    kept = chosen(story.page)
    assert [block.kept for block in story.blocks] == kept
    assert story.is_story
    assert story.title == "Dredger returns to Larkhaven after eleven years"
    assert all("trafilatura" in block.reason for block in story.blocks)


def test_as_the_engine_it_keeps_the_labels_that_are_asked_for() -> None:
    story = Cleaner(engine="trafilatura", keep=["caption"], drop=["heading"]).clean(SOURCE)
    assert "The Hanna Lind off the breakwater" in story.text
    assert not any(block.label == "heading" for block in story.kept)


def test_as_the_engine_it_leaves_text_pages_to_us() -> None:
    text = "\n\n".join((LEAD, QUOTE, PLAN, COST))
    assert ENGINE.clean(text).text == clean(text).text


def test_as_the_engine_a_page_without_text_holds_no_story() -> None:
    story = ENGINE.clean("<html><body><p>Loading</p></body></html>")
    assert (story.is_story, story.text, story.confidence) == (False, "", 0.0)


def test_an_engine_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(OptionError, match="unknown engine 'diesel'"):
        clean(SOURCE, engine="diesel")


# Promotions


def test_a_promotion_without_a_headline_goes_and_the_story_goes_on() -> None:
    promotion = (
        "Ether has moved between $3,150 and $3,480 for two weeks, and analysts see its next resistance at $4,200."
    )
    story = clean("\n\n".join((LEAD, QUOTE, promotion, PLAN, COST)), form="text")
    assert story.text == "\n\n".join((LEAD, QUOTE, PLAN, COST))
    assert [(block.label, block.text) for block in story.removed] == [("promotion", promotion)]


# Tails


def test_a_lead_that_a_list_of_headlines_parts_from_its_story_gets_it_back() -> None:
    lines = ("Most read", "Swans block the ring road for an hour", "Bakery on Mill Lane to close after 80 years")
    story = clean("\n\n".join((LEAD, *lines, QUOTE, PLAN, COST)), form="text")
    assert story.text == "\n\n".join((LEAD, QUOTE, PLAN, COST))


@pytest.mark.parametrize("quotes", ["“{}”", "„{}“", "«{}»"])
def test_somebodys_words_below_a_list_of_headlines_are_of_the_story(quotes: str) -> None:
    lines = ("Most read", "Swans block the ring road for an hour", "Bakery on Mill Lane to close after 80 years")
    words = quotes.format("We ought to have done it ten years ago,") + " said the port's engineer, Hedda Korn."
    story = clean("\n\n".join((LEAD, QUOTE, PLAN, *lines, words)), form="text")
    assert story.text == "\n\n".join((LEAD, QUOTE, PLAN, words))


# The edges of the story


@pytest.mark.parametrize("between", ["Photo: Marisol Quintana", "Advertisement"])
def test_a_last_paragraph_below_a_credit_or_an_advertisement_is_of_the_story(between: str) -> None:
    last = "Six came, none of them stayed longer than a week."
    story = clean("\n\n".join((LEAD, QUOTE, PLAN, between, last)), form="text")
    assert story.text == "\n\n".join((LEAD, QUOTE, PLAN, last))
