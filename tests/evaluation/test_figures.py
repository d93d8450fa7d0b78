"""Means, groups, calibration and pairs over many pages."""

from __future__ import annotations

import pytest

from cleaner.evaluation import GoldPage, PageScore, grouped, paired, summed_up, worst
from cleaner.evaluation.figures import calibration


def page(f1: float, confidence: float | None = None, name: str = "a-1", **fields: str) -> PageScore:
    return PageScore(GoldPage(name, "", "story", fields=fields), f1=f1, confidence=confidence)


def snippets(name: str, wanted: int, of: int, unwanted: int, of_unwanted: int) -> PageScore:
    gold = GoldPage(name, "", wanted=("x",) * of, unwanted=("y",) * of_unwanted)
    return PageScore(gold, wanted=wanted, unwanted=unwanted)


def test_a_mean_is_over_the_pages_that_have_the_figure() -> None:
    figures = summed_up([page(0.9), page(1.0), snippets("b", 1, 1, 0, 0)])
    assert figures.pages == 3
    assert figures.f1 == pytest.approx(0.95)
    assert figures.good == 0.5
    assert figures.title is None


def test_snippets_of_all_pages_count_together() -> None:
    figures = summed_up([snippets("a", 3, 4, 1, 2), snippets("b", 0, 2, 0, 1)])
    assert figures.snippet_precision == 3 / 4
    assert figures.snippet_recall == 3 / 6
    assert figures.snippet_f1 == pytest.approx(2 * 3 / (3 + 1 + 6))
    assert figures.f1 is None


def test_no_pages_have_no_figures() -> None:
    figures = summed_up([])
    assert figures.pages == 0
    assert figures.f1 is None
    assert calibration([]) == []


def test_groups_by_a_field_and_by_how_ids_begin() -> None:
    pages = [page(1, name="clean-007", dump="bs4"), page(1, name="second-story-1", dump="bs4"), page(1, name="clean-8")]
    assert {name: len(group) for name, group in grouped(pages, "dump").items()} == {"": 1, "bs4": 2}
    assert {name: len(group) for name, group in grouped(pages, "id").items()} == {"clean": 2, "second-story": 1}


def test_tenths_by_confidence_hold_all_pages_in_order() -> None:
    pages = [page(f1=number / 100, confidence=1 - number / 100) for number in range(25)]
    tenths = calibration(pages)
    assert len(tenths) == 10
    assert sum(tenth.pages for tenth in tenths) == 25
    assert [tenth.confidence for tenth in tenths] == sorted(tenth.confidence for tenth in tenths)
    assert [tenth.f1 for tenth in tenths] == sorted((tenth.f1 for tenth in tenths), reverse=True)


def test_what_the_surer_half_is_better_by() -> None:
    assert summed_up([page(0.5, 0.2), page(0.9, 0.9), page(0.7, 0.3), page(1.0, 0.8)]).top_half_gain == pytest.approx(
        0.35
    )


def test_the_worst_pages_come_first_snippets_or_not() -> None:
    pages = [page(0.9, name="good"), snippets("bad", 0, 2, 1, 1), page(0.4, name="poor")]
    assert [score.gold.id for score in worst(pages, 2)] == ["bad", "poor"]


def test_two_runs_are_compared_page_by_page() -> None:
    pair = paired([page(0.5), page(0.8), page(0.9)], [page(0.7), page(0.7), page(0.9)])
    assert pair.change == pytest.approx(0.1 / 3)
    assert (pair.better, pair.worse) == (1, 1)
    assert pair.margin > pair.change
