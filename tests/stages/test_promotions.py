"""Promotions among the paragraphs of a story are told in any language; stories about coins and bargains stay whole."""

from __future__ import annotations

import pytest

from cleaner.analysis import analyse
from cleaner.intake import intake
from cleaner.language import languages
from cleaner.rulebook import Rulebook
from cleaner.rulebook.phrases import phrase_finder, phrase_pattern
from cleaner.stages import promotions, topic
from tests.pages import cards

STORY = {
    "en": [
        "The council of Northfield will close the harbor bridge for two weeks in March, the mayor said on Tuesday.",
        "Engineers found rust in three of the bridge's eight cables when they looked at them in the autumn.",
        "Buses will cross the river at Millbrook until the bridge is open again, the council said.",
    ],
    "de": [
        "Die Stadt Nordfeld sperrt die Hafenbrücke im März für zwei Wochen, sagte die Bürgermeisterin am Dienstag.",
        "Ingenieure hatten im Herbst an drei von acht Seilen der Brücke Rost gefunden.",
        "Busse fahren bis zum Ende der Arbeiten über Mühlbach und brauchen zehn Minuten länger, teilte die Stadt mit.",
    ],
    "ru": [
        "Власти Северска закроют портовый мост на две недели в марте, сообщил мэр города во вторник.",
        "Осенью инженеры нашли ржавчину на трёх из восьми тросов моста.",
        "Автобусы будут ходить через Мельничный посёлок, пока мост не откроют, добавили в администрации города.",
    ],
    "ja": [
        "北浜市は火曜日、港の橋を三月に二週間閉鎖すると発表した。市長が記者会見で明らかにした。",
        "秋の点検で、橋の八本のケーブルのうち三本にさびが見つかっていた。",
        "橋が再び開通するまで、バスは上流の水車町を通ると市は説明している。",
    ],
}
PROMOTIONS = {
    "en": "Fjordcoin (FJC) is up 12% since Monday, and analysts see its next resistance at $4.20 in the weeks ahead.",
    "de": "Fjordcoin (FJC) hat im Vorverkauf 2,1 Millionen Dollar eingesammelt, Anleger hoffen auf hohe Rendite.",
    "ru": "Токен «Фьорд» (FJC) собрал 2,1 млн долларов, инвесторы ждут роста курса.",
    "ja": "新しいトークン「フィヨルド」（FJC）が210万ドルを調達し、投資家の注目を集めている。",
}


def page(language: str, line: str, at: int = 2) -> str:
    paragraphs = STORY[language]
    return "\n\n".join([*paragraphs[:at], line, *paragraphs[at:]])


def taken(text: str) -> list[str]:
    """The texts of the blocks that are called promotions."""
    analysis = analyse(intake(text, form="text"), Rulebook(), cards(topic.FEATURES))
    hits = list(promotions.run(analysis))
    assert all(hit.label == "promotion" and hit.weight < 0 for hit in hits)
    return [analysis.page.texts[hit.block] for hit in hits]


@pytest.mark.parametrize("language", STORY)
def test_a_promotion_in_the_midst_of_a_story_is_told(language: str) -> None:
    assert taken(page(language, PROMOTIONS[language])) == [PROMOTIONS[language]]


def test_so_is_a_bargain() -> None:
    bargain = "Get the Sweepo V9 for $199 today, a discount of 60% with free shipping."
    assert taken(page("en", bargain)) == [bargain]


def test_a_story_about_coins_keeps_its_paragraphs() -> None:
    paragraphs = [
        "The regulator fined the exchange Northtrade 3 million euros for selling a token without a prospectus.",
        "Buyers of the token had lost 90 % of what they paid when bitcoin fell in the spring, the regulator said.",
        "Northtrade said it would appeal. The exchange sells bitcoin and ether to 40,000 customers.",
    ]
    assert taken("\n\n".join(paragraphs)) == []


def test_what_speaks_of_the_story_stays() -> None:
    paragraph = (
        "The bridge will cost $2.1 million, and the council of Northfield sells a token of the old cables for $5."
    )
    assert taken(page("en", paragraph)) == []


def test_a_page_whose_title_promotes_is_left_alone() -> None:
    text = "\n\n".join(["The best discounts of the week", *STORY["en"], PROMOTIONS["en"]])
    assert taken(text) == []


@pytest.mark.parametrize(
    ("phrase", "text", "is_there"),
    [
        ("bitcoin", "Bitcoins fell", True),
        ("bitcoin", "«Bitcoin» fell", True),
        ("coin", "a bitcoin fell", False),
        ("Coin", "the other side of the coin", False),
        ("Coin", "Fjord Coin, up again", True),
        ("Coin", "Coinage of the kings", False),
        ("-coin", "Fjordcoin rises", True),
        ("-coin", "Fjordcoins rise", False),
        ("крипт", "Криптовалюта растёт", True),
        ("ön satış", "Ön satışta", True),
    ],
)
def test_phrases_are_beginnings_ends_or_whole_words(phrase: str, text: str, is_there: bool) -> None:
    assert bool(phrase_finder([phrase_pattern(phrase)])(text)) is is_there


def test_phrases_of_scripts_without_spaces_stand_anywhere() -> None:
    assert phrase_finder([phrase_pattern("比特币", is_spaced=False)])("价格：比特币上涨") == [0]


def test_every_phrase_finds_itself() -> None:
    for language in languages().values():
        for kind in ("coins", "trading", "offers"):
            for phrase in getattr(language, kind):
                find = phrase_finder([phrase_pattern(phrase, is_spaced=not language.function_characters)])
                assert find(f"X {'Xx' if phrase.startswith('-') else ''}{phrase.lstrip('-')}"), phrase


@pytest.mark.parametrize("text", ["Nach dem Appell der Stadt", "Ein Apparat im Keller", "Die Uvplatte"])
def test_a_short_phrase_is_a_whole_word(text: str) -> None:
    find = phrase_finder([phrase_pattern("app"), phrase_pattern("uvp")])
    assert not find(text)
    assert find(f"{text}: mit der App")


def test_the_lead_is_what_the_story_is_about() -> None:
    lines = (
        "Secret farm found under the ice rink",
        "Eighty-six machines that mint bitcoin were found beneath a stand at Snowfield on Tuesday; "
        "their heat melted it.",
        "Hockey players had complained for years, and everybody blamed the weather until the coach looked closer.",
        "Electricity came past the meter, which cost the town seven million, and a caretaker is suspected of it.",
        "Skating begins again by Friday, said the mayor, who has never owned a pair of skates herself.",
    )
    assert taken("\n\n".join(lines)) == []
    assert taken("\n\n".join((lines[0], *lines[2:], lines[1]))) == [lines[1]]
