"""How much of one text is in another."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import given
from hypothesis import strategies as st

from cleaner.evaluation.words import bag_scores, in_order, words

# Few words, so that they repeat; many texts, so that order matters.
TEXTS = st.lists(st.sampled_from("pilot channel grain harbour vote the of".split()), max_size=30)


def longest_common_subsequence(left: list[str], right: list[str]) -> int:
    @lru_cache(None)
    def longest(i: int, j: int) -> int:
        if i == len(left) or j == len(right):
            return 0
        if left[i] == right[j]:
            return 1 + longest(i + 1, j + 1)
        return max(longest(i + 1, j), longest(i, j + 1))

    return longest(0, 0)


def matched(left: list[str], right: list[str]) -> list[str]:
    return [word for word, is_matched in zip(left, in_order(left, right)[0], strict=True) if is_matched]


def test_words_are_letters_and_digits_in_lower_case_and_each_chinese_character() -> None:
    assert words("The Ferry's 2nd trip:\nLarkhaven—Skerries") == "the ferry s 2nd trip larkhaven skerries".split()
    assert words("渡船 Ingrid号") == ["渡", "船", "ingrid", "号"]


def test_a_bag_counts_each_word_as_often_as_both_texts_have_it() -> None:
    assert bag_scores("a a b".split(), "b a c".split()) == (2 / 3, 2 / 3, 2 / 3)
    assert bag_scores("b a".split(), "a b".split()).f1 == 1


def test_an_empty_output_is_right_only_if_there_is_no_story() -> None:
    assert bag_scores([], []) == (1, 1, 1)
    assert bag_scores([], ["word"]) == (1, 0, 0)
    assert bag_scores(["word"], []) == (0, 1, 0)


def test_words_in_another_order_do_not_match() -> None:
    first, second = "pilots bring the grain in".split(), "winters are long up here".split()
    assert matched(first + second, second + first) in (first, second)


def test_a_paragraph_that_leaked_in_is_what_does_not_match() -> None:
    story = "the board voted to dredge the channel and the pilots of the harbour cheered".split()
    leak = "subscribe to the letter of the week".split()
    output = story[:7] + leak + story[7:]
    assert in_order(output, story)[1] == [True] * len(story)
    assert len(matched(output, story)) == len(story)


def test_a_text_that_stands_twice_matches_once() -> None:
    text = "one boat left at noon and never came back".split()
    assert sum(in_order(text + text, text)[0]) == len(text)


@given(TEXTS, TEXTS)
def test_what_matches_is_a_common_subsequence(left: list[str], right: list[str]) -> None:
    marks, other_marks = in_order(left, right)
    found = [word for word, is_matched in zip(left, marks, strict=True) if is_matched]
    assert found == [word for word, is_matched in zip(right, other_marks, strict=True) if is_matched]
    assert len(found) <= longest_common_subsequence(left, right)


@given(TEXTS, TEXTS, TEXTS)
def test_what_both_begin_and_end_with_matches(start: list[str], middle: list[str], end: list[str]) -> None:
    assert all(in_order(start + middle + end, start + end)[1])


def test_long_texts_of_the_same_few_words_take_no_time() -> None:
    left, right = ["the", "of"] * 50_000, ["of", "the", "a"] * 50_000
    assert len(in_order(left, right)[0]) == 100_000
