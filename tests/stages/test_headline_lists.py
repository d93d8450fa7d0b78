from __future__ import annotations

from cleaner.stages import headline_lists
from tests.pages import HEADLINES, LEAD, PLAN, QUOTE, analysis_of, cards


def others(*lines: str, **points: list[float]) -> list[int]:
    """The blocks that are told to be headlines of other stories; without points every row of lines is."""
    card = cards(headline_lists.FEATURES, **points or {"named": [1.0, 1.0]})
    return [hit.block for hit in headline_lists.run(analysis_of("\n".join(lines), weights=card))]


def bins(*lines: str) -> dict[str, int]:
    """What is measured of the first row of lines."""
    measures = analysis_of("\n".join(lines)).measures
    return next(headline_lists.lists(measures, frozenset(), frozenset()))[1]


def test_three_lines_in_a_row_that_could_be_headlines_are_judged() -> None:
    assert others(LEAD, QUOTE, PLAN, *HEADLINES[:3]) == [3, 4, 5]
    assert others(LEAD, QUOTE, PLAN, *HEADLINES[:2]) == []


def test_lines_that_speak_of_what_the_story_speaks_of_are_its_own() -> None:
    own = ("Harbour board votes for channel", "Pilots bring ships into Northfield", "Fishermen wait for eastern quay")
    known = [1.0, *[-1.0] * 7]
    assert others(LEAD, QUOTE, PLAN, *HEADLINES, known=known)
    assert not others(LEAD, QUOTE, PLAN, *own, known=known)


def test_paragraphs_below_speak_for_a_row_of_lines() -> None:
    below = [1.0, 1.0, 1.0, -1.0, -1.0]
    assert others(LEAD, QUOTE, PLAN, *HEADLINES, below=below)
    assert not others(LEAD, *HEADLINES, QUOTE, PLAN, QUOTE, PLAN, below=below)


def test_what_is_measured_of_the_lines() -> None:
    plain = bins(LEAD, QUOTE, *HEADLINES)
    assert bins(LEAD, QUOTE, *[line.lower().capitalize() for line in HEADLINES])["capitals"] < plain["capitals"]
    assert bins(LEAD, QUOTE, *[f"{line} on the Skerries" for line in HEADLINES])["alike"] > plain["alike"]
    assert bins(LEAD, QUOTE, *[f"• {line}" for line in HEADLINES])["items"] > plain["items"]
    assert bins(LEAD, QUOTE, "What else they wrote this week:", *HEADLINES)["line_above"] > plain["line_above"]


def test_lines_in_lower_case_are_no_headlines() -> None:
    assert not others(LEAD, QUOTE, PLAN, *["and " + line for line in HEADLINES])


def test_on_a_page_with_menus_the_surroundings_decide() -> None:
    menu = [f"Entry {number}" for number in range(20)]
    assert not others(*menu, LEAD, QUOTE, PLAN, *HEADLINES)
