"""Which languages a page speaks."""

from __future__ import annotations

import time

import pytest

from cleaner.language import languages, spoken

PROSE = {code: language.example for code, language in languages().items()}


@pytest.mark.parametrize("language", sorted(PROSE))
def test_the_example_of_a_language_shows_it(language: str) -> None:
    assert spoken(PROSE[language]) == {language}


def test_a_page_may_speak_two_languages() -> None:
    assert spoken(PROSE["de"] + "\n" + PROSE["fr"]) == {"de", "fr"}
    assert spoken(PROSE["en"] + "\n" + PROSE["ru"]) == {"en", "ru"}


def test_japanese_is_not_taken_for_chinese() -> None:
    assert spoken("市長会見、大橋月末通行止、港湾工事遅延、漁船十二隻避難へ。船の数は増えた。") == {"ja"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Причал построят к весне. Об этом рассказал глава района, который приехал на стройку с утра."),
        ("uk", "Причал збудують до весни. Про це розповів голова району, який приїхав на будову зранку."),
        ("bg", "Кеят ще бъде построен до пролетта. Това каза кметът, който дойде на обекта по обед."),
        ("sr", "Лука биће готова до пролећа. То је рекао председник, који је дошао на градилиште по подне."),
        ("sr", "Luka biće gotova do proleća. To je rekao predsednik, koji je došao na gradilište posle podne."),
        ("hr", "Luka će biti gotova do proljeća. To je rekao načelnik, koji je došao na gradilište nakon podneva."),
        ("cs", "Přístav bude hotový do jara. Řekl to starosta, který přijel na stavbu ráno, když ještě pršelo."),
        ("sk", "Prístav bude hotový do jari. Povedal to starosta, ktorý prišiel na stavbu ráno, keď ešte pršalo."),
    ],
)
def test_close_languages_in_the_same_letters_are_told_apart(language: str, text: str) -> None:
    assert spoken(text) == {language}


def test_a_text_that_two_close_languages_share_is_read_with_the_rules_of_both() -> None:
    assert spoken("To je novo, ali nije za nas.") == {"hr", "sr"}


def test_a_page_in_two_close_languages_speaks_both() -> None:
    assert spoken(PROSE["ru"] + "\n" + PROSE["uk"]) == {"ru", "uk"}
    assert spoken(PROSE["cs"] + "\n" + PROSE["sk"]) == {"cs", "sk"}


def test_names_and_a_menu_of_languages_do_not_make_a_language() -> None:
    menu = "English Français Deutsch Русский العربية 中文 日本語 한국어 हिन्दी"
    assert spoken(f"{PROSE['en']} El Paso met Van den Berg at Rio de Janeiro.\n{menu}") == {"en"}


@pytest.mark.parametrize("text", ["", "42", "Northfield Ledger", "→ ★ ©", "\ud800\udfff" * 50])
def test_names_and_numbers_are_in_no_language(text: str) -> None:
    assert spoken(text) == set()


def test_a_story_is_found_wherever_it_stands_on_a_long_page() -> None:
    menu = "Tram 7 | Harbor | Northfield | 42\n" * 100
    story = "\n".join([PROSE["de"]] * 40)
    assert spoken(menu + story + menu) == spoken(story + menu * 2) == spoken(menu * 2 + story) == {"de"}


def test_a_long_page_takes_no_longer_than_a_short_one() -> None:
    def seconds(text: str) -> float:
        started = time.perf_counter()
        for _ in range(20):
            spoken(text)
        return time.perf_counter() - started

    sentence = PROSE["de"] + " "
    # A hundred times the text: reading all of it would take a hundred times as long.
    assert seconds(sentence * 10_000) < 20 * seconds(sentence * 100)
