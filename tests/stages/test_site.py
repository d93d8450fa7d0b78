"""What a site repeats speaks against a block; a page that would be left without a story is left alone."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.analysis.on_site import OnSite
from cleaner.model import Evidence
from cleaner.stages import site
from tests.pages import COST, LEAD, PLAN, QUOTE, analysis_of, cards

PAGE = "\n\n".join(("Share this story", LEAD, QUOTE, PLAN, COST, "Read our newsletter"))
SHARES = [0.0, 0.0, -0.5, -2.0, -4.0, -8.0]


def found(counts: Sequence[int], pages: int, shares: Sequence[float] = SHARES) -> list[Evidence]:
    analysis = analysis_of(PAGE, weights=cards(site.FEATURES, share=shares))
    analysis.site = OnSite("courier.example", pages, counts)
    return list(site.run(analysis))


def test_a_block_on_most_pages_is_named_with_the_count() -> None:
    (first, last) = found([43, 1, 1, 1, 1, 57], 57)
    assert (first.block, last.block) == (0, 5)
    assert first.note == "stands on 43 of 57 pages of courier.example"
    assert first.names
    assert first.label == "navigation"


def test_no_evidence_weighs_more_than_a_strong_rule() -> None:
    (hit,) = found([57, 1, 1, 1, 1, 1], 57)
    assert hit.weight == site.STRONGEST


def test_a_refrain_on_few_pages_only_weighs() -> None:
    (hit,) = found([7, 1, 1, 1, 1, 1], 50)
    assert (hit.weight, hit.names) == (-0.5, False)


def test_where_the_card_says_nothing_there_is_no_evidence() -> None:
    assert found([2, 1, 1, 1, 1, 1], 40) == []


def test_a_page_that_others_are_copies_of_keeps_its_paragraphs() -> None:
    hits = found([13, 3, 3, 3, 3, 13], 13)
    assert [hit.block for hit in hits] == [0, 5]


def test_what_stands_below_the_story_is_told_from_what_stands_above() -> None:
    below = [0.0] * 6 + [-2.0] * 3
    analysis = analysis_of(PAGE, weights=cards(site.FEATURES, stands=below))
    analysis.site = OnSite("courier.example", 9, [9, 1, 1, 1, 1, 9])
    assert [hit.block for hit in site.run(analysis)] == [5]
