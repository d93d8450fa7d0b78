"""Which line is the story's title."""

from __future__ import annotations

from collections.abc import Collection

from cleaner.analysis.title import Title, find_title
from cleaner.model import Fact
from tests.pages import LEAD, PLAN, QUOTE, measures_of

TITLE = "Northfield board votes to dredge its eastern channel"
BODY = (LEAD, QUOTE, PLAN)


def found(*lines: str, facts: Collection[Fact] = (), named: Collection[int] = ()) -> Title | None:
    return find_title(measures_of("\n".join(lines)), facts, named)


def test_a_fact_is_the_title_and_its_line_is_found_in_any_case() -> None:
    fact = Fact("title", TITLE, source="markup")
    assert found("Menu", TITLE.upper(), *BODY, facts=[fact]) == Title(TITLE, 1, True, "markup")
    assert found(*BODY, facts=[fact]) == Title(TITLE, -1, True, "markup")


def test_the_line_above_the_lead_that_shares_its_words_is_likely_the_title() -> None:
    assert found("Bakers take rye loaf off the shelves", TITLE, *BODY) == Title(TITLE, 1, False)


def test_a_line_that_stands_twice_is_surely_the_title() -> None:
    title = found(TITLE, "Menu", TITLE, *BODY)
    assert title is not None
    assert (title.text, title.sure) == (TITLE, True)


def test_so_is_one_that_the_first_line_follows_with_the_sites_name() -> None:
    assert found(f"{TITLE} | Harbor Courier", "Menu", TITLE, *BODY) == Title(TITLE, 2, True)


def test_what_a_rule_has_a_name_for_is_no_title() -> None:
    assert found(TITLE, *BODY, named=[0]) is None


def test_a_question_is_a_title_only_above_a_byline_or_a_date() -> None:
    question = "Why does Northfield dredge its eastern channel?"
    assert found(question, *BODY) is None
    assert found(question, "By Mara Quist", *BODY, named=[1]) == Title(question, 0, False)


def test_a_sentence_is_no_title_and_a_page_without_prose_has_none() -> None:
    assert found(f"{TITLE}.", *BODY) is None
    assert found(TITLE, "Menu", "Share") is None
    assert found("") is None
