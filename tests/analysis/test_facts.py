"""What is known about a story: one fact for each value, the page's own first."""

from __future__ import annotations

from cleaner.analysis.facts import gathered
from cleaner.analysis.title import Title
from cleaner.model import Fact

TITLE = Title("Owls return to the harbour", 3, True)
PUBLISHED = Fact("published", "2026-03-01")


def test_the_title_leads_and_there_is_one() -> None:
    declared = Fact("title", "Owls return | Harbor Courier")
    assert gathered([declared, PUBLISHED], [], TITLE) == (Fact("title", TITLE.text, 3, "text"), PUBLISHED)


def test_without_a_title_the_facts_are_as_they_were() -> None:
    assert gathered([PUBLISHED], [], None) == (PUBLISHED,)
    assert gathered([], [], None) == ()


def test_what_the_page_says_stands_before_what_rules_read() -> None:
    by_rule = Fact("byline", "Mara Quist", 5)
    by_page = Fact("byline", "Quist, Mara")
    assert gathered([by_page], [by_rule], None) == (by_page, by_rule)


def test_the_same_value_is_told_once_and_from_the_page_if_it_says_it() -> None:
    again = PUBLISHED._replace(block=4)
    assert gathered([PUBLISHED], [again, again._replace(block=9)], None) == (PUBLISHED,)
    assert gathered([], [again, again._replace(block=9)], None) == (again,)


def test_one_value_under_two_names_is_two_facts() -> None:
    modified = PUBLISHED._replace(name="modified")
    assert gathered([PUBLISHED, modified], [], None) == (PUBLISHED, modified)
