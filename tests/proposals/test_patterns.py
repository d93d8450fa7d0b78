"""What texts have in common becomes a pattern: their words, with names, dates and numbers left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.proposals.patterns import common_pattern, common_start
from cleaner.rulebook.matcher import compile_pattern


@pytest.mark.parametrize(
    ("texts", "hits", "misses"),
    [
        (
            ["Sign up for the Harbor Courier newsletter by 15 November 2025."],
            ["Sign up for the Tolling Vale Herald newsletter by 3 May 2031."],
            ["Sign up for the newsletter.", "He said: Sign up for the Harbor Courier newsletter by 15 November 2025."],
        ),
        (
            [
                "The post Owls return appeared first on Harbor Courier.",
                "The post Rates up appeared first on The Ledger.",
            ],
            ["The post Ferry sails again appeared first on Tolling Vale Herald."],
            ["The post office on Main Street appeared on postcards for decades."],
        ),
        (
            ["Updated at 9:41 am on November 15, 2025", "Updated at 10:02 am on December 2, 2025"],
            ["Updated at 7:00 am on January 31, 2030"],
            ["Updated at noon"],
        ),
        (
            ["Photo: Ada Ferreira/Harbor Courier", "Photo: Bo Lind/Harbor Courier"],
            ["Photo: Mara Quist/Harbor Courier"],
            ["Photo: Mara Quist/The Ledger"],
        ),
        (
            ["【関連記事】港の浚渫が始まる", "【関連記事】フェリーが再開"],
            ["【関連記事】古い灯台"],
            ["関連記事はこちら"],
        ),
        (["Don't miss a story (it's free)."], ["Don’t miss a story (it’s free)."], ["Don't miss a story"]),
        (["Abonnieren Sie unseren Newsletter"], [], ["Lesen Sie unseren Newsletter"]),
        (["اشترك في النشرة البريدية 12", "اشترك في النشرة البريدية 7"], ["اشترك في النشرة البريدية 30"], ["اشترك"]),
    ],
)
def test_what_is_common_is_hit_and_what_is_not_is_left_alone(
    texts: list[str], hits: list[str], misses: list[str]
) -> None:
    pattern = compile_pattern(common_pattern(texts))
    assert all(pattern.search(text) for text in [*texts, *hits])
    assert not any(pattern.search(text) for text in misses)


@pytest.mark.parametrize(
    ("texts", "start"),
    [
        (["Read more: Ferry to the Skerries Sails Again", "Read more: Is the Crane Worth Saving?"], r"^Read more\b"),
        (["Follow us on Facebook for more", "Follow us on Mastodon and elsewhere"], r"^Follow us on\b"),
        (["【関連記事】港の浚渫", "【関連記事】フェリー"], "^【関連記事"),
        (["The post Owls return", "The post Rates up"], ""),
    ],
)
def test_how_texts_begin_alike(texts: list[str], start: str) -> None:
    assert common_start(texts) == start


@pytest.mark.parametrize("texts", [["By"], ["12 May 2025"], ["Ada Ferreira", "Bo Lind"], ["..."], [""]])
def test_what_says_next_to_nothing_is_no_pattern(texts: list[str]) -> None:
    assert common_pattern(texts) == common_start(texts) == ""


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=60).map(lambda text: " ".join(text.split())),
        st.lists(st.sampled_from("Read more about the Harbor Courier 12 . , – in (2025) 関連".split())).map(" ".join),
    ),
    min_size=1,
    max_size=4,
)


@given(TEXTS)
def test_any_texts_give_patterns_that_compile(texts: list[str]) -> None:
    for pattern in (common_pattern(texts), common_start(texts)):
        if pattern:
            assert compile_pattern(pattern).search("") is None
