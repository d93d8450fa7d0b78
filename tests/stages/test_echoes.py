from __future__ import annotations

import pytest

from cleaner.analysis.title import Title
from cleaner.markup import Said
from cleaner.model import Evidence
from cleaner.stages import echoes
from tests.pages import COST, LEAD, PLAN, QUOTE, analysis_of


def found(text: str, title: Title | None = None) -> list[Evidence]:
    return list(echoes.run(analysis_of(text, title)))


def test_the_title_line_is_recognised_whatever_its_case_and_marks() -> None:
    title = Title("Board votes to dredge the channel", -1, True)
    evidence = found(f"BOARD VOTES TO DREDGE THE CHANNEL!\n{LEAD}", title)
    assert [(hit.block, hit.label) for hit in evidence] == [(0, "title")]
    assert evidence[0].weight < 0


def test_a_title_that_only_stands_where_titles_stand_weighs_less() -> None:
    text = f"Board votes to dredge\nPetra Lindqvist\n{LEAD}"
    sure, likely = (
        next(hit for hit in found(text, Title("Board votes to dredge", 0, sure)) if hit.rule == "title")
        for sure in (True, False)
    )
    assert sure.weight < likely.weight < 0


def test_a_heading_right_above_the_story_with_no_furniture_beside_it_belongs_to_the_story() -> None:
    text = f"Board votes to dredge\n{LEAD}\n{QUOTE}"
    assert not found(text, Title("Board votes to dredge", 0, False))


def test_a_name_below_the_title_is_the_writer() -> None:
    evidence = found(f"Board votes to dredge\nPetra Lindqvist\n{LEAD}", Title("Board votes to dredge", 0, True))
    assert [(hit.block, hit.label) for hit in evidence if hit.rule == "name-below-title"] == [(1, "byline")]


@pytest.mark.parametrize("line", ["Where it began", "At 9", "PORT AUTHORITY HOTEL AND MORE", "Harbour"])
def test_other_short_lines_below_the_title_are_no_names(line: str) -> None:
    evidence = found(f"Board votes to dredge\n{line}\n{LEAD}", Title("Board votes to dredge", 0, True))
    assert not [hit for hit in evidence if hit.rule == "name-below-title"]


def test_a_paragraph_that_stands_twice_counts_against_its_second_place() -> None:
    evidence = found("\n".join((LEAD, QUOTE, LEAD)))
    assert [(hit.block, hit.label) for hit in evidence] == [(2, "duplicate")]
    assert "further up" in evidence[0].note


def test_of_a_paragraph_that_stands_twice_the_one_that_is_shown_stays() -> None:
    page = f"<div hidden><p>{LEAD}</p></div><div><p>{QUOTE}</p><p>{LEAD}</p></div>"
    analysis = analysis_of(page)
    assert analysis.markup is not None
    analysis.__dict__["said"] = [Said("", frozenset(), hidden=" hidden" in text) for text in analysis.markup.attributes]
    hits = [hit for hit in echoes.run(analysis) if hit.rule == "twice"]
    assert [(hit.block, hit.note) for hit in hits] == [(0, "hidden, and stands further down")]


def test_a_short_line_may_stand_twice() -> None:
    assert not found(f"She said no.\n{LEAD}\nShe said no.")


def test_a_cut_off_teaser_that_is_told_in_full_further_down_is_an_echo() -> None:
    teaser = LEAD[: LEAD.index(" of complaints")] + "…"
    assert [(hit.block, hit.label) for hit in found("\n".join((teaser, LEAD, QUOTE)))] == [(0, "duplicate")]


def test_a_cut_off_line_that_is_told_nowhere_is_none() -> None:
    teaser = LEAD[: LEAD.index(" of complaints")] + "…"
    assert not found("\n".join((teaser, PLAN, COST)))


def test_a_sentence_that_trails_off_after_what_it_repeats_is_none() -> None:
    assert not found(f"{LEAD}\n{LEAD[: LEAD.index(' of complaints')]}…")


def test_an_empty_page_has_no_echoes() -> None:
    assert not found("", Title("Board votes", -1, True))
