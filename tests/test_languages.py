"""Which languages a page speaks."""

from __future__ import annotations

import time

import pytest

from cleaner.language import languages, spoken

PROSE = {
    "ar": "قال رئيس البلدية إن الجسر سيبقى مغلقا حتى نهاية الشهر بعد العاصفة",
    "de": "Die Brücke bleibt nach dem Sturm bis zum Ende des Monats für den Verkehr gesperrt.",
    "en": "The bridge will be closed to traffic for the rest of the month after a storm.",
    "es": "El puente no se abre hasta que los obreros cambien las vigas del lado norte.",
    "fr": "Le pont est fermé pour les voitures et la mairie ne dit pas quand il va rouvrir.",
    "hi": "तूफान के बाद पुल इस महीने के अंत तक यातायात के लिए बंद रहेगा",
    "it": "Il ponte non si apre più e la giunta ha detto che i lavori sono in ritardo.",
    "ja": "嵐のあと橋は月末まで通行止めになると市長が述べた。工事の遅れで港も休む。",
    "ko": "시장은 폭풍 이후 다리가 월말까지 폐쇄될 것이라고 밝혔다고 말했다",
    "nl": "De brug is dicht en het stadhuis zegt niet wanneer er weer auto's over mogen.",
    "pl": "Most jest zamknięty od rana i nie wiadomo, czy do końca tygodnia się otworzy.",
    "pt": "A ponte não abre mais este mês, e o prefeito diz que as obras são por conta do porto.",
    "ru": "Мост закрыт до конца месяца, сообщили в городской администрации",
    "tr": "Köprü bu ay kapalı kalacak ve daha sonra bir gün için açılacak.",
    "zh": "市长表示，暴风雨过后，大桥将关闭至本月底，届时再决定是否开放。",
}


@pytest.mark.parametrize("language", sorted(PROSE))
def test_prose_shows_its_language(language: str) -> None:
    assert spoken(PROSE[language]) == {language}


def test_all_languages_that_can_be_told_are_shown_here() -> None:
    assert set(PROSE) == set(languages())


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
