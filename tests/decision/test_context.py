"""What stands around a block, feature by feature, on small pages."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.decision import context
from tests.pages import COST, LEAD, PLAN, QUOTE, measures_of

PAGE = "\n".join(("Menu", LEAD, QUOTE, PLAN, "Share", COST))
SCORES = [-4.0, 3.0, 3.0, 3.0, -4.0, 3.0]
NONE = [False] * 6


def bins(
    feature: context.Feature,
    scores: Sequence[float] = SCORES,
    tails: Sequence[bool] = NONE,
    named: Sequence[bool] = NONE,
    page: str = PAGE,
) -> list[str]:
    """The names of the bins that the page's blocks fall into."""
    names = feature.names()
    return [names[bin_] for bin_ in context.codes(scores, measures_of(page), tails, named)[feature.name]]


def test_a_block_sees_the_scores_of_its_neighbours() -> None:
    assert bins(context.BEFORE)[2] == bins(context.AFTER)[0] == "2.5 to 4"
    assert bins(context.AFTER)[3] == bins(context.BEFORE)[5] == "-4 to -2.5"


def test_the_core_is_the_densest_stretch_and_bridges_a_short_line() -> None:
    assert bins(context.TAILS) == [
        "above / below 1",
        *["in the core / below 1"] * 5,
    ]
    assert len(set(bins(context.CORE))) == 1, "all blocks of a page share it"


def test_tails_are_counted_from_the_core_outwards() -> None:
    page = "\n".join((LEAD, QUOTE, "Related", "Bread prize", "More", "Bus timetable"))
    scores = [3.0, 3.0, -4.0, -4.0, -4.0, -4.0]
    tails = [False, False, True, False, True, False]
    assert bins(context.TAILS, scores, tails, page=page)[2:] == [
        "below / 1 to 2",
        "below / 1 to 2",
        "below / 2 to 3",
        "below / 2 to 3",
    ]
    assert [name.split(" / ")[-1] for name in bins(context.SINCE_TAIL, scores, tails, page=page)] == [
        "60 and more",
        "60 and more",
        "below 1",
        "1 to 3",
        "below 1",
        "1 to 3",
    ]


def test_prose_between_the_core_and_a_block_is_measured() -> None:
    page = "\n".join((LEAD, QUOTE, *["Menu"] * 40, PLAN, "Share"))
    scores = [3.0, 3.0, *[-4.0] * 40, 3.0, -4.0]
    sides = bins(context.BETWEEN, scores, [False] * 44, [False] * 44, page)
    assert sides[2] == "below / below 5"
    assert sides[43] == "below / 15 to 40"


def test_progress_is_the_share_of_the_story_above_a_block() -> None:
    progress = bins(context.PROGRESS)
    assert progress[0] == progress[1] == "below 0.02"
    assert progress[5] == "0.7 to 0.9"


def test_named_blocks_are_counted_and_the_nearest_is_told_on_each_side() -> None:
    named = [False, False, False, False, True, False]
    assert bins(context.NAMED, named=named)[4] == "1 to 2 / named / -4 to -2.5"
    assert bins(context.NAMED_ABOVE, named=named)[5].endswith("1 to 2")
    assert bins(context.NAMED_BELOW, named=named)[3].endswith("1 to 2")
    assert bins(context.NAMED_BELOW, named=named)[5].endswith("99 and more")


def test_a_block_shares_terms_with_the_rest_of_the_core() -> None:
    shared = bins(context.TOPIC)
    assert shared[0] == "short / no terms"
    assert shared[1] != "long / 0 eighths", "channel, dredge and harbour come again"


def test_stripped_pages_are_counted_apart() -> None:
    assert {name.split(" / ")[0] for name in bins(context.OWN)} == {"stripped"}
    menu = "\n".join([*["Menu entry"] * 14, LEAD])
    whole = bins(context.OWN, [0.0] * 15, [False] * 15, [False] * 15, menu)
    assert {name.split(" / ")[0] for name in whole} == {"whole"}
