from __future__ import annotations

from cleaner.model import Evidence
from cleaner.stages import headlines
from tests.pages import HEADLINES, LEAD, PLAN, QUOTE, analysis_of, cards

POINTS = (0.0, 0.0, -1.0, -2.0, -3.0, -4.0)


def found(*lines: str) -> list[Evidence]:
    hits = headlines.run(analysis_of("\n".join(lines), weights=cards(headlines.FEATURES, run=POINTS)))
    return [hit for hit in hits if hit.rule == "headline-run"]


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
