from __future__ import annotations

from cleaner.model import Evidence
from cleaner.stages import headlines
from tests.pages import LEAD, PLAN, QUOTE, analysis_of, cards, measures_of

HEADLINES = (
    "Bakery Wins Prize for Rye Loaf",
    "County Orders Forty Electric Buses",
    "Ferry to the Skerries Sails Again",
    "Is the Old Crane Worth Saving?",
    "Museum Finds Anchor From 1744",
)
POINTS = (0.0, 0.0, -1.0, -2.0, -3.0, -4.0)


def found(*lines: str) -> list[Evidence]:
    hits = headlines.run(analysis_of("\n".join(lines), weights=cards(headlines.FEATURES, run=POINTS)))
    return [hit for hit in hits if hit.rule == "headline-run"]


def others(*lines: str) -> list[int]:
    return [hit.block for hit in headlines.other_headlines(measures_of("\n".join(lines)))]


def test_every_headline_of_a_run_is_told_how_long_the_run_is() -> None:
    evidence = found(LEAD, *HEADLINES, QUOTE)
    assert [hit.block for hit in evidence] == [1, 2, 3, 4, 5]
    assert {hit.label for hit in evidence} == {"related"}
    assert all("5 headlines" in hit.note for hit in evidence)


def test_a_longer_run_weighs_more() -> None:
    two, five = found(LEAD, *HEADLINES[:2]), found(LEAD, *HEADLINES)
    assert five[0].weight < two[0].weight < 0


def test_a_subheading_that_stands_alone_is_no_run() -> None:
    assert not found(LEAD, HEADLINES[0], QUOTE, HEADLINES[1], PLAN)


def test_prose_and_labels_are_no_headlines() -> None:
    assert not found(LEAD, QUOTE, "Share", "Print", "Menu")


def test_a_run_below_the_story_that_speaks_of_other_things_is_named() -> None:
    assert others(LEAD, QUOTE, PLAN, *HEADLINES) == [3, 4, 5, 6, 7]


def test_a_run_within_the_story_is_not() -> None:
    assert not others(LEAD, *HEADLINES, QUOTE, PLAN, QUOTE, PLAN)


def test_three_lines_are_not_enough() -> None:
    assert not others(LEAD, QUOTE, PLAN, *HEADLINES[:3])


def test_a_checklist_has_too_few_capitals() -> None:
    assert not others(LEAD, QUOTE, PLAN, *[line.capitalize() for line in HEADLINES])


def test_headlines_of_a_script_without_capitals_are_named_too() -> None:
    lines = (
        "市议会投票决定扩建北部渡轮码头",
        "面包师凭黑麦面包赢得全国大奖",
        "博物馆发现一千七百年的旧船锚",
        "电动公交车将于明年春天上路",
    )
    assert others(LEAD, QUOTE, PLAN, *lines) == [3, 4, 5, 6]


def test_lines_in_lower_case_are_no_headlines() -> None:
    assert not others(LEAD, QUOTE, PLAN, *["and " + line for line in HEADLINES])


def test_a_list_with_bullets_belongs_to_the_story() -> None:
    assert not others(LEAD, QUOTE, PLAN, *[f"• {line}" for line in HEADLINES])


def test_lines_that_share_a_word_are_one_list() -> None:
    assert not others(LEAD, QUOTE, PLAN, *[f"{line} on the Skerries" for line in HEADLINES])


def test_on_a_page_with_menus_the_surroundings_decide() -> None:
    menu = [f"Entry {number}" for number in range(20)]
    assert not others(*menu, LEAD, QUOTE, PLAN, *HEADLINES)
