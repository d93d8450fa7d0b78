"""The guard: what repeats is furniture, but a story fetched often, or found under several addresses, stays a story."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.sites.furniture import MIN_STORY_WORDS, Lines, are_furniture, is_copy, lines, usual_lines

PAGE = st.lists(st.tuples(st.integers(1, 60), st.sampled_from([0, 0, 0, 16, 20, 60])), max_size=40)
"""Blocks: on how many pages each stands, and its words of prose."""


def judged(page: list[tuple[int, int]], pages: int) -> list[bool]:
    return are_furniture([count for count, _ in page], [words for _, words in page], pages)


def left(page: list[tuple[int, int]], furniture: list[bool]) -> int:
    return sum(words for (_, words), is_one in zip(page, furniture, strict=True) if not is_one)


def test_what_stands_on_most_pages_is_furniture_and_what_stands_on_one_is_not() -> None:
    assert judged([(43, 0), (57, 30), (1, 40), (1, 0)], 57) == [True, True, False, False]


def test_a_line_on_one_other_page_is_furniture_and_a_paragraph_needs_two() -> None:
    assert judged([(2, 0), (2, 30), (3, 30), (1, 40)], 20) == [True, False, True, False]


def test_on_a_large_site_one_other_page_is_chance() -> None:
    assert judged([(2, 0), (3, 30), (1, 40)], 500) == [False, False, False]


def test_of_a_site_of_three_pages_one_other_is_enough() -> None:
    assert judged([(2, 0), (2, 20), (1, 40)], 3) == [True, True, False]


def test_a_page_that_is_known_alone_has_no_furniture() -> None:
    assert judged([(1, 0), (1, 40)], 1) == [False, False]


def test_a_story_fetched_three_times_is_still_one_and_its_furniture_goes() -> None:
    """Three copies among 13 pages: the paragraphs stand on three, the footer on all."""
    assert judged([(13, 0), (3, 0), (3, 40), (3, 60), (13, 30)], 13) == [True, False, False, False, True]


def test_a_site_that_consists_of_copies_has_no_furniture() -> None:
    assert judged([(4, 0), (4, 40), (4, 60)], 4) == [False, False, False]


def test_a_page_without_prose_has_no_story_to_lose() -> None:
    assert judged([(9, 0), (9, 20), (1, 0)], 10) == [True, True, False]


def test_a_comment_below_a_copy_does_not_give_its_story_away() -> None:
    """What is left must be as much as a lead: 20 words are not."""
    assert judged([(3, 40), (3, 60), (1, 20)], 13) == [False, False, False]


def test_nothing_is_learned_from_copies() -> None:
    assert is_copy([13, 3, 3], [0, 40, 60], 13)
    assert not is_copy([13, 1, 3], [0, 40, 60], 13)
    assert not is_copy([13, 12], [0, 0], 13)


@given(PAGE, st.integers(1, 100))
def test_whatever_repeats_a_page_with_a_story_keeps_one(page: list[tuple[int, int]], pages: int) -> None:
    furniture = judged(page, pages)
    if sum(words for _, words in page) >= MIN_STORY_WORDS:
        assert left(page, furniture) >= MIN_STORY_WORDS


@given(PAGE, st.integers(1, 100))
def test_lines_are_never_below_the_usual_ones(page: list[tuple[int, int]], pages: int) -> None:
    found = lines([count for count, _ in page], [words for _, words in page], pages)
    usual = usual_lines(pages)
    assert found == usual or (found.short == found.prose > usual.prose)


@given(st.integers(1, 10_000))
def test_the_more_pages_are_known_the_more_must_agree(pages: int) -> None:
    lower, higher = usual_lines(pages), usual_lines(pages + 1)
    assert Lines(2, 2) <= lower
    assert lower.short <= higher.short
    assert lower.prose <= higher.prose
    assert lower.short <= lower.prose
