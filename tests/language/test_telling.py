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


def test_names_and_a_menu_of_languages_do_not_make_a_language() -> None:
    menu = "English Français Deutsch Русский العربية 中文 日本語 한국어 हिन्दी"
    assert spoken(f"{PROSE['en']} El Paso met Van den Berg at Rio de Janeiro.\n{menu}") == {"en"}


@pytest.mark.parametrize("text", ["", "42", "Northfield Ledger", "→ ★ ©", "\ud800\udfff" * 50])
def test_a_text_without_a_language_may_be_in_any(text: str) -> None:
    assert spoken(text) == set(languages())


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
