"""Scores of one page, and the account of its words."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.evaluation import GoldPage, evaluate, score_output
from cleaner.evaluation.scoring import NOT_ON_PAGE
from cleaner.evaluation.words import words
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, STORY

FOOTER = "The post Board votes to dredge the channel appeared first on Northfield Ledger."


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def test_a_right_story_has_full_marks(cleaner: Cleaner) -> None:
    (score,) = evaluate(cleaner, [GoldPage("a", f"{STORY}\n\n{FOOTER}", STORY.replace("\n\n", "\n"))])
    assert (score.precision, score.recall, score.f1, score.in_order, score.exact) == (1, 1, 1, 1, True)
    assert score.is_story
    assert not score.account.leaked
    assert not score.account.lost
    assert not score.account.cost
    assert score.account.gain == {"rules/appeared-first-on": len(words(FOOTER))}


def test_words_that_a_rule_took_from_the_story_are_its_cost(cleaner: Cleaner) -> None:
    (score,) = evaluate(cleaner, [GoldPage("a", f"{STORY}\n\n{FOOTER}", f"{STORY}\n\n{FOOTER}")])
    assert score.precision == 1
    assert score.recall is not None and score.recall < 1
    assert score.account.lost == {"syndication": len(words(FOOTER))}
    assert score.account.cost == {"rules/appeared-first-on": len(words(FOOTER))}
    assert not score.account.gain


def test_words_of_kept_blocks_that_the_story_has_not_leaked(cleaner: Cleaner) -> None:
    (score,) = evaluate(cleaner, [GoldPage("a", STORY, "\n".join((LEAD, QUOTE, PLAN)))])
    assert score.recall == 1
    assert score.account.leaked.total() == len(words(COST))


def test_words_that_no_block_has_are_counted_apart(cleaner: Cleaner) -> None:
    (score,) = evaluate(cleaner, [GoldPage("a", STORY, f"{STORY}\n\nxylophone quartet")])
    assert score.account.lost == {NOT_ON_PAGE: 2}


def test_what_follows_a_tail_marker_counts_for_the_marker(cleaner: Cleaner) -> None:
    tail = f"You May Also Like\n\n{ELSEWHERE}\n\nRye Ruined by Fungus"
    (score,) = evaluate(cleaner, [GoldPage("a", f"{STORY}\n\n{tail}", STORY)])
    assert score.exact
    assert score.account.gain["tail of rules/you-may-also-like"] == len(words(ELSEWHERE)) + 4


def test_order_counts_where_it_is_asked_for() -> None:
    score = score_output(GoldPage("a", "", f"{LEAD}\n{QUOTE}"), f"{QUOTE}\n{LEAD}")
    assert score.f1 == 1
    assert score.in_order is not None and score.in_order < 0.7
    assert score.exact is False


def test_leak_is_the_share_of_labelled_lines_that_came_through() -> None:
    gold = GoldPage("a", "", LEAD, junk=("Share", "Follow us"))
    assert score_output(gold, f"{LEAD}\nShare").leak == 0.5
    assert score_output(gold, f"{LEAD} Share").leak == 0


def test_leak_is_the_share_of_unwanted_snippets_where_lines_have_no_labels() -> None:
    gold = GoldPage("a", "", LEAD, unwanted=("Share this", "Log in"))
    assert score_output(gold, f"{LEAD} log in").leak == 0.5
    assert score_output(GoldPage("a", "", LEAD), LEAD).leak is None


def test_snippets_are_counted_as_they_are_written() -> None:
    score = score_output(GoldPage("a", "", wanted=("Ada Ferreira", "in April"), unwanted=("Share",)), f"{QUOTE} share")
    assert (score.wanted, score.unwanted, score.f1) == (1, 0, None)


def test_a_title_is_right_whatever_its_case_and_white_space(cleaner: Cleaner) -> None:
    title = "Board votes to dredge the eastern channel"
    page = f"{title}\n\n{STORY}\n\n{title}"
    for expected, is_right in ((f" {title.upper()} ", True), ("Another title", False)):
        (score,) = evaluate(cleaner, [GoldPage("a", page, STORY, title=expected)])
        assert score.title_right is is_right
