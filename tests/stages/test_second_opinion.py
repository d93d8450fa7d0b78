"""trafilatura is asked where our decision is in doubt, and its opinion lands on our blocks."""

from __future__ import annotations

import pytest

from cleaner.intake.html import html_page
from cleaner.stages import second_opinion
from cleaner.stages.second_opinion import MAX_BLOCKS, chosen, is_worth_asking
from tests.conftest import ROOT
from tests.pages import COST, LEAD, PLAN, QUOTE, analysis_of

SOURCE = (ROOT / "fixtures" / "html-news.page.html").read_text(encoding="utf-8")


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


def test_a_page_of_few_words_or_too_many_blocks_is_not_worth_asking() -> None:
    def worth(source: str, named: frozenset[int] = frozenset()) -> bool:
        return is_worth_asking(analysis_of(source, named=named))

    story = "".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST))
    assert worth(story)
    assert not worth(story, frozenset(range(4)))
    assert not worth(f"<p>{LEAD}</p>")
    assert not worth("<p>Tides</p>" * 1000)
    assert not worth(story + "<p>Tides</p>" * MAX_BLOCKS)
