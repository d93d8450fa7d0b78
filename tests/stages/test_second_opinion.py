"""trafilatura is asked where our decision is in doubt, and its opinion lands on our blocks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cleaner import Cleaner, clean
from cleaner.errors import OptionError
from cleaner.intake.html import html_page
from cleaner.stages import second_opinion
from cleaner.stages.second_opinion import MAX_BLOCKS, chosen, is_worth_asking
from tests.conftest import ROOT
from tests.pages import COST, LEAD, PLAN, QUOTE, analysis_of

SOURCE = (ROOT / "fixtures" / "html-news.page.html").read_text(encoding="utf-8")
ENGINE = Cleaner(engine="trafilatura")


def test_it_keeps_the_story_and_drops_the_menu() -> None:
    page = html_page(SOURCE)
    kept = {block.text for block, is_kept in zip(page.blocks, chosen(page), strict=True) if is_kept}
    assert any(text.startswith("The dredger Hanna Lind anchored") for text in kept)
    assert not kept & {"Tides", "Sport", "© 2026 Harbor Courier. All rights reserved."}


def test_a_short_line_counts_as_often_as_the_result_has_it() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST))
    page = html_page(f"<html><body><article>{paragraphs}<p>Good.</p></article><p>Good.</p></body></html>")
    kept = [block.text for block, is_kept in zip(page.blocks, chosen(page), strict=True) if is_kept]
    assert kept.count("Good.") <= 1


@pytest.mark.parametrize("source", [LEAD, "<p></p>", "<p>" + "<" * 1000, "<p>\0<p>\x01"])
def test_no_opinion_is_no_evidence(source: str) -> None:
    assert list(second_opinion.run(analysis_of(source))) == []


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


def test_a_page_of_few_words_or_too_many_blocks_is_not_worth_asking() -> None:
    def worth(source: str, named: frozenset[int] = frozenset()) -> bool:
        return is_worth_asking(analysis_of(source, named=named))

    story = "".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST))
    assert worth(story)
    assert not worth(story, frozenset(range(4)))
    assert not worth(f"<p>{LEAD}</p>")
    assert not worth("<p>Tides</p>" * 1000)
    assert not worth(story + "<p>Tides</p>" * MAX_BLOCKS)
