"""The second look: what the blocks of a story have in common, on small pages and with cards made by hand."""

from __future__ import annotations

from cleaner.decision import second_look
from cleaner.model import Evidence
from cleaner.scoring import Feature
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, analysis_of, cards

PAGE = f"""<html><body>
<div class="story"><p>{LEAD}</p><p>{QUOTE}</p><p>{PLAN}</p><p>Boats sank.</p></div>
<div class="teaser"><p>{ELSEWHERE}</p></div><div class="teaser"><p>Rye is short.</p></div>
</body></html>"""
KEPT = [True, True, True, False, False, False]
SCORES = [3.0, 3.0, 3.0, -1.0, -2.0, -2.0]
ALL = [True] * 6


def bins(feature: Feature, page: str = PAGE, kept: list[bool] = KEPT) -> list[str]:
    """The names of the feature's bins, one a block."""
    scores = SCORES[: len(kept)]
    codes = second_look.codes(analysis_of(page), kept, scores, scores)
    return [feature.names()[bin_] for bin_ in codes[feature.name]]


def looked(card: cards, *, may_keep: list[bool] = ALL, kept: list[bool] = KEPT) -> list[bool]:
    now = list(kept)
    second_look.look_again(analysis_of(PAGE, weights=card), now, SCORES, SCORES, may_keep)
    return now


def by(feature: Feature, *names: str) -> cards:
    """A card on which these bins of a feature are worth 1 and all others −1."""
    points = {feature.name: [1.0 if name in names else -1.0 for name in feature.names()]}
    return cards(second_look.FEATURES, **points)


def test_what_stands_in_the_story_s_element_is_near_and_teasers_are_far() -> None:
    assert bins(second_look.WAY) == [*["below 1 / 1 to 2"] * 4, *["1 to 2 / 2 to 3"] * 2]


def test_blocks_of_the_same_look_are_counted_without_the_block_itself() -> None:
    shares = [name.split(" / ")[0] for name in bins(second_look.ALIKE_KEPT)]
    assert shares[3] == "0.999 and more"
    assert shares[4] == shares[5] == "-1 to 0.001"


def test_siblings_are_the_blocks_of_the_same_element() -> None:
    shares = [name.split(" / ")[0] for name in bins(second_look.SIBLINGS_KEPT)]
    assert shares[3] == "0.999 and more"
    assert shares[4] == "below -1"


def test_a_block_below_a_kept_sibling_is_told_from_one_below_another_s_end() -> None:
    above = [name.split(" / ")[1] for name in bins(second_look.NEIGHBOURS)]
    assert above == ["dropped", *["kept sibling"] * 3, "dropped", "dropped"]


def test_a_last_short_paragraph_is_kept_with_its_siblings() -> None:
    assert looked(by(second_look.WAY, "below 1 / 1 to 2")) == [True, True, True, True, False, False]


def test_nothing_is_kept_that_may_not_be() -> None:
    may_keep = [True, True, True, False, True, True]
    assert looked(by(second_look.WAY, "below 1 / 1 to 2"), may_keep=may_keep) == KEPT


def test_the_first_look_stands_if_hardly_anything_would_be_left() -> None:
    assert looked(by(second_look.WAY)) == KEPT


def test_the_first_look_stands_if_more_than_twice_as_much_would_be_kept() -> None:
    everything = by(second_look.WAY, *second_look.WAY.names())
    assert looked(everything, kept=[True, False, False, False, False, False]) == [True, *[False] * 5]


def test_a_page_of_which_nothing_was_kept_is_not_looked_at_again() -> None:
    assert looked(by(second_look.WAY, *second_look.WAY.names()), kept=[False] * 6) == [False] * 6


def test_what_names_a_block_counts_once_more() -> None:
    card = by(second_look.WAY, "below 1 / 1 to 2")
    kept = list(KEPT)
    hits = [Evidence(1, "boxes", "related", "related", -2.0, "")]
    second_look.look_again(analysis_of(PAGE, weights=card), kept, SCORES, SCORES, ALL, hits)
    assert kept == [True, False, True, True, False, False]


def test_ten_thousand_nested_elements_are_looked_at_in_a_blink() -> None:
    page = "<div>" * 10_000 + f"<p>{LEAD}</p><p>{COST}</p>" + "</div>" * 10_000 + f"<p>{ELSEWHERE}</p>"
    assert len(bins(second_look.WAY, page, [True, True, False])) == 3
