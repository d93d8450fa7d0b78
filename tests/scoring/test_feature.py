from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import WeightsError
from cleaner.scoring import Card, Feature, Weights, choice, read_card, scale, write_card

SIZE = choice("size", "short", "long")
WORDS = scale("words", 2, 5)
LENGTH = Feature("length", WORDS)
LENGTH_BY_SIZE = Feature("length_by_size", SIZE, WORDS)
RATIO = Feature("ratio")
CARD = Card(
    "toy", (LENGTH, LENGTH_BY_SIZE, RATIO), -0.5, {"length": (0.0, 1.0, 2.0), "length_by_size": range(6), "ratio": (3,)}
)


def test_a_scale_has_a_bin_below_its_first_edge_and_one_from_its_last_on() -> None:
    assert WORDS.bins == ("below 2", "2 to 5", "5 and more")
    assert [WORDS.bin(words) for words in (0, 1, 2, 4, 5, 99)] == [0, 0, 1, 1, 2, 2]


def test_crossed_axes_multiply_and_every_bin_has_a_name() -> None:
    assert LENGTH_BY_SIZE.size == 6
    assert LENGTH_BY_SIZE.names()[4] == "long / 2 to 5"
    assert LENGTH_BY_SIZE.bin(1, 1) == 4


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 1)), max_size=9))
def test_crossing_lists_gives_what_crossing_one_by_one_gives(bins: list[tuple[int, int, int]]) -> None:
    feature = Feature("cube", SIZE, WORDS, choice("page", "whole", "stripped"))
    columns = [[block[axis] for block in bins] for axis in range(3)]
    one_by_one = [feature.bin(*block) for block in bins]
    assert feature.cross(*columns) == one_by_one
    assert feature.cross(columns[0], columns[1], 1) == [feature.bin(a, b, 1) for a, b, _ in bins]
    assert feature.cross(1, columns[1], 0) == [feature.bin(1, b, 0) for _, b, _ in bins]


def test_a_blocks_score_is_the_base_and_the_points_of_its_bins() -> None:
    assert CARD.scores({"length": [0, 2], "length_by_size": [5, 1]}) == [4.5, 2.5]


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_card(tmp_path / "toy.json", CARD, {"by": "a test", "on": {}})
    again = Weights(tmp_path).card("toy", CARD.features)
    assert again.base == CARD.base
    assert {name: list(points) for name, points in again.points.items()} == {
        name: list(points) for name, points in CARD.points.items()
    }


@pytest.mark.parametrize(
    ("features", "what"),
    [
        ((LENGTH, RATIO), "has a feature 'length_by_size' that the code has not"),
        ((*CARD.features, Feature("endings", SIZE)), "has no feature 'endings'"),
        (
            (Feature("length", scale("words", 2, 6)), LENGTH_BY_SIZE, RATIO),
            "feature 'length' has other bins by 'words' than the code: [2, 5]",
        ),
    ],
)
def test_weights_of_other_features_are_refused_with_the_feature(
    tmp_path: Path, features: tuple[Feature, ...], what: str
) -> None:
    path = tmp_path / "toy.json"
    write_card(path, CARD, {})
    with pytest.raises(WeightsError) as error:
        read_card(path, "toy", features)
    assert str(path) in str(error.value)
    assert what in str(error.value)


def test_a_wrong_number_of_points_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "toy.json"
    write_card(path, CARD, {})
    data = json.loads(path.read_text())
    del data["features"]["length"]["points"]["2 to 5"]
    path.write_text(json.dumps(data))
    with pytest.raises(WeightsError, match="shape"):
        read_card(path, "toy", CARD.features)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": 99, "features": {}}'])
def test_a_file_that_is_no_card_is_one_clear_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "toy.json"
    path.write_text(content)
    with pytest.raises(WeightsError) as error:
        read_card(path, "toy", CARD.features)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)
