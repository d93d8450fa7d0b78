from __future__ import annotations

from collections import Counter
from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.analysis.cohesion import LEAST_WITHIN, Cosine, Stems, apart

STEMS = st.frozensets(st.sampled_from("abcdefghij"), max_size=5)


def plain_cosine(left: list[Stems], right: list[Stems]) -> float:
    counts = [Counter(stem for stems in side for stem in stems) for side in (left, right)]
    dot = sum(log(1 + counts[0][stem]) * log(1 + counts[1][stem]) for stem in counts[0])
    norms = [sum(log(1 + count) ** 2 for count in side.values()) for side in counts]
    return dot / sqrt(norms[0] * norms[1]) if all(norms) else 0.0


def plain_apart(blocks: list[Stems]) -> list[float]:
    """The same, with everything counted anew at each place."""
    ratios = [1.0] * len(blocks)
    for place in range(1, len(blocks)):
        parities = [(list(blocks[:place][side::2]), place) for side in (0, 1)]
        above = plain_cosine(*[side for side, _ in parities])
        below = plain_cosine(blocks[place + place % 2 :: 2], blocks[place + 1 - place % 2 :: 2])
        ratios[place] = plain_cosine(blocks[:place], blocks[place:]) / (sqrt(above * below) + LEAST_WITHIN)
    return ratios


@given(st.lists(STEMS, max_size=12))
def test_counting_on_gives_what_counting_anew_gives(blocks: list[Stems]) -> None:
    assert apart(blocks) == pytest.approx(plain_apart(blocks), rel=1e-3, abs=1e-6)


def test_two_stories_are_furthest_apart_where_the_second_begins() -> None:
    harbour = [frozenset({"board", "channel", word}) for word in ("pilot", "vote", "grain", "ship")]
    bakery = [frozenset({"rye", "loaf", word}) for word in ("mill", "prize", "grain", "judge")]
    ratios = apart([*harbour, *bakery])
    assert ratios.index(min(ratios)) == 4


@given(st.lists(st.permutations("abcdefg").map(lambda letters: letters[:5]), min_size=2, max_size=12))
def test_sums_do_not_depend_on_the_order_of_a_set(blocks: list[list[str]]) -> None:
    one, other = Cosine(), Cosine()
    for number, stems in enumerate(blocks):
        one.change(number % 2, stems, 1)
        other.change(number % 2, stems[::-1], 1)
    assert one.value() == other.value()
