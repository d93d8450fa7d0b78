"""JSON-LD's articleBody speaks for the blocks it holds, and against others only if it is whole."""

from __future__ import annotations

import json
import time

from cleaner.stages import article_body
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, analysis_of

STORY = (LEAD, QUOTE, PLAN, COST)


def page(body: str, *paragraphs: str) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": "Eastern channel", "articleBody": body})
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<html><head><script type="application/ld+json">{data}</script></head><body>{text}</body></html>'


def said(source: str) -> dict[str, list[str]]:
    """For each rule, the texts of the blocks it speaks of."""
    analysis = analysis_of(source)
    blocks = analysis.page.blocks
    found: dict[str, list[str]] = {"inside": [], "outside": []}
    for evidence in article_body.run(analysis):
        found[evidence.rule].append(blocks[evidence.block].text)
        assert (evidence.weight > 0) == (evidence.rule == "inside")
    return found


def test_a_whole_body_parts_the_story_from_other_prose() -> None:
    assert said(page(" ".join(STORY), *STORY, ELSEWHERE)) == {"inside": list(STORY), "outside": [ELSEWHERE]}


def test_spacing_quotes_and_tags_do_not_matter() -> None:
    body = "<p>" + "</p>\n<p>".join(text.replace('"', "”").replace(" ", "\u00a0") for text in STORY) + "</p>"
    assert said(page(body, *STORY))["inside"] == list(STORY)


def test_a_teaser_says_nothing() -> None:
    assert said(page(LEAD, *STORY)) == {"inside": [], "outside": []}


def test_a_body_that_is_cut_off_says_nothing_against_the_rest() -> None:
    cut_off = " ".join(STORY[:3]) + " " + COST[:50] + "…"
    assert said(page(cut_off, *STORY, ELSEWHERE)) == {"inside": list(STORY[:3]), "outside": []}


def test_the_first_part_of_a_long_story_says_nothing_against_the_rest() -> None:
    rest = [f"{ELSEWHERE} {number}" for number in range(12)]
    assert said(page(" ".join(STORY), *STORY, *rest))["outside"] == []


def test_the_body_of_another_story_says_nothing() -> None:
    assert said(page(f"{ELSEWHERE} " * 5, *STORY, "Bakers in Upper Tolling have no rye.")) == {
        "inside": [],
        "outside": [],
    }


def test_many_blocks_and_a_large_body_take_little_time() -> None:
    start = time.perf_counter()
    said(page("tide " * 150_000, *(f"Buoy {number} lies west" for number in range(20_000))))
    assert time.perf_counter() - start < 10
