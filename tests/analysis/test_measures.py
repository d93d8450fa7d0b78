from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.analysis import Measures
from cleaner.analysis import endings as e
from cleaner.analysis.measures import MOST_SHORT_IN_A_ROW
from cleaner.characters import BULLETS, ZERO_WIDTH, plain
from cleaner.intake.text import text_page
from tests.pages import LEAD, QUOTE, fixture_pages, measures_of

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


# Plain counterparts of what is quick


def plain_counterpart(text: str) -> str:
    """The plain text, without asking first whether there is anything to do."""
    text = " ".join("".join(character for character in text.strip() if character not in ZERO_WIDTH).split())
    return text[1:].strip() if text[:1] in BULLETS and text[1:2] == " " else text


@given(st.text(st.characters() | st.sampled_from(f" \t\n\u00a0\u3000{ZERO_WIDTH}{BULLETS}"), max_size=40))
def test_a_text_that_looks_plain_already_is(text: str) -> None:
    assert plain(text) == plain_counterpart(text)


def runs_of(flags: list[bool]) -> list[tuple[int, int]]:
    runs, start = [], None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            runs.append((start, place))
            start = None
    return runs


def check_runs(measures: Measures) -> None:
    """Runs that are found in bytes are those that a loop finds."""
    unfinished = (e.NO_MARK, e.DIGIT, e.QUOTE, e.QUESTION, e.BRACKET)
    headlines = [
        ending in unfinished and 4 <= words <= 22 and not (measures.is_stripped and text[0].islower())
        for text, words, ending in zip(measures.plain, measures.words, measures.endings, strict=True)
    ]
    assert list(map(tuple, measures.headline_runs())) == runs_of(headlines)
    short = [size == 0 and block not in measures.cells for block, size in enumerate(measures.sizes)]
    longest = max((end - start for start, end in runs_of(short)), default=0)
    if measures.page.form == "text":
        assert measures.has_menu == (longest > MOST_SHORT_IN_A_ROW)


@given(st.lists(LINES.filter(bool) | st.sampled_from(["12", "Tide table of the old quay"]), max_size=40))
def test_runs_of_lines_are_those_that_a_loop_finds(lines: list[str]) -> None:
    check_runs(measures_of("\n".join(lines)))


def test_and_so_they_are_on_pages() -> None:
    for page in fixture_pages():
        check_runs(Measures(page, list(map(plain, page.texts))))


def test_a_paragraph_of_few_but_long_words_is_long() -> None:
    finnish = (
        "Kaupunginvaltuusto hyväksyi maanantaina pitkäaikaisen siltakorjaushankkeen "
        "rahoitussuunnitelman äänestyksen jälkeen."
    )
    assert measures_of(f"{finnish}\nKaupunginvaltuusto hyväksyi hankkeen").sizes == [2, 0]
