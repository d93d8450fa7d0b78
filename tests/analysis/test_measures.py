from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.analysis import Measures
from cleaner.analysis import endings as e
from cleaner.characters import plain
from cleaner.intake.text import text_page
from tests.pages import LEAD, QUOTE, measures_of

LINES = st.sampled_from(
    (
        "",
        "Menu",
        "Why not? Ask the Crew! They Know.",
        LEAD,
        QUOTE,
        " ".join([LEAD, QUOTE] * 5),
        "“Écluses fermées,” dit Žofia Œrsted. “Pourquoi ?”",
        "Паром не вышел. Причал Закрыт → до утра? Да! Завтра",
        "港の理事会は決めた。東の水路を掘り下げることを Harbor News",
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two\u00a0 odd\u2009spaces\there", "Two odd spaces here"),
        ("zero\u200bwidth and soft\u00adhyphen\ufeff", "zerowidth and softhyphen"),
        ("• an item", "an item"),
        ("– a dash as a bullet", "a dash as a bullet"),
        ("–30–", "–30–"),
        ("*not a bullet", "*not a bullet"),
        ("", ""),
    ],
)
def test_plain_text_has_single_spaces_and_no_invisible_characters(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left", e.NO_MARK),
        ("", e.NO_MARK),
        ("He left.", e.STOP),
        ("他走了。", e.STOP),
        ("वह चला गया।", e.STOP),
        ("Who left?", e.QUESTION),
        ("من غادر؟", e.QUESTION),
        ("He left…", e.ELLIPSIS),
        ("He left...", e.ELLIPSIS),
        ("He left [...]", e.ELLIPSIS),
        ("He said:", e.COLON),
        ("He left,", e.COMMA),
        ("“He left.”", e.QUOTED_STOP),
        ("(He left.)", e.QUOTED_STOP),
        ("the “leaver”", e.QUOTE),
        ("Left (2019)", e.BRACKET),
        ("18:30", e.DIGIT),
        ("5 %", e.SYMBOL),
    ],
)
def test_endings(text: str, expected: int) -> None:
    assert e.ending(text) == expected


def test_sizes_are_short_medium_and_long() -> None:
    words = [" ".join(["word"] * count) for count in (1, 5, 6, 15, 16, 200)]
    measures = measures_of("\n".join(words))
    assert measures.words == [1, 5, 6, 15, 16, 200]
    assert measures.sizes == [0, 0, 1, 1, 2, 2]


def test_words_are_counted_where_words_are_not_spaced() -> None:
    (words,) = measures_of("港の理事会は火曜日に東の水路を掘り下げることを決めた。").words
    assert 10 <= words <= 16


def test_capitals_and_function_words_are_shares() -> None:
    measures = measures_of(f"County Orders Forty Electric Buses\n{LEAD}")
    assert measures.capitals[0] == 5
    assert measures.capitals[1] < 2
    assert measures.shares[0] == 0
    assert measures.shares[1] >= 2


@given(st.lists(LINES, min_size=1, max_size=12))
def test_what_is_counted_of_a_block_does_not_depend_on_the_blocks_around_it(lines: list[str]) -> None:
    page = text_page("")
    together = Measures(page, lines)
    for block, line in enumerate(lines):
        alone = Measures(page, [line])
        for name in ("words", "functions", "capitals", "endings", "sentences", "sizes", "shares", "terms"):
            assert getattr(together, name)[block] == getattr(alone, name)[0], (name, line)


def test_sentences_end_at_marks_before_a_space() -> None:
    lines = [
        "Is it so? It is! He said so. She “said so.” They left at 18.30",
        "Он ушёл. Кто? Никто! Все остались тут → там",
    ]
    assert measures_of("\n".join(lines)).sentences == [4, 3]


def test_repeats_count_the_same_plain_text() -> None:
    assert measures_of("Read more\nRead\u00a0more\nRead on").repeats == [2, 2, 1]


def test_terms_are_words_of_content_and_pairs_where_words_are_not_spaced() -> None:
    measures = measures_of("The Ferry to the 22 Skerries\n東の水路は今日から閉鎖される\nFerry stops")
    assert measures.terms[0] == {"ferry", "skerries"}
    assert {"東の", "水路"} <= measures.terms[1]
    assert measures.terms[2] == set(), "short blocks have none"


def test_an_empty_page_has_no_measures() -> None:
    measures = measures_of("")
    assert len(measures) == 0
    assert measures.words == measures.endings == []
    assert measures.terms == []


def test_a_run_of_short_lines_is_a_menu_and_the_figures_of_a_table_break_it() -> None:
    story = "The board of the harbour voted on Tuesday to dredge the channel that leads past the eastern quay at last."
    menu = "\n".join(f"Entry {number}" for number in range(13))
    table = "\n".join(f"Quay {number}\n{number * 12}" for number in range(1, 10))
    assert measures_of(story).is_stripped
    assert not measures_of(f"{menu}\n{story}").is_stripped
    assert measures_of(f"{story}\n{table}").is_stripped
    assert measures_of(f"{story}\n{table}").cells == set(range(2, 20, 2))
    assert not measures_of(f"{story}\n12\n13").cells
