"""What the weights that come with the package make of texts that nobody doubts."""

from __future__ import annotations

import pytest

from cleaner.scoring import Weights
from cleaner.stages import prose, topic
from tests.pages import LEAD, analysis_of

PROSE = {
    "en": LEAD,
    "de": "Der Stadtrat von Larkhafen hat am Dienstag beschlossen, die östliche Fahrrinne nach dreißig "
    "Jahren wieder auszubaggern, weil die großen Schiffe dort immer häufiger auf Grund laufen.",
    "fr": "Le conseil du port a voté mardi pour que le chenal de l’est soit dragué au printemps, après "
    "trente ans de plaintes des pilotes qui amènent les navires dans le bassin.",
    "ru": "Совет порта проголосовал во вторник за то, чтобы углубить восточный канал, потому что большие "
    "суда уже много лет не могут войти в него во время отлива.",
    "ja": "港の理事会は火曜日に、三十年ぶりに東の水路を掘り下げることを決めた。大きな船が"
    "入れなくなっていたためで、工事は四月に始まる予定だという。",
}
FURNITURE = ("Home News Sport Weather Jobs", "Read more", "Menu", "Mehr anzeigen", "Newsletter")


def weight(text: str) -> float:
    (evidence,) = prose.run(analysis_of(text, weights=Weights()))
    return evidence.weight


@pytest.mark.parametrize("language", PROSE)
def test_a_paragraph_reads_like_prose_in_any_language(language: str) -> None:
    assert weight(PROSE[language]) > 0


@pytest.mark.parametrize("text", FURNITURE)
def test_furniture_does_not(text: str) -> None:
    assert weight(text) < 0


def test_words_that_stand_everywhere_tell_no_topic() -> None:
    assert {"about", "people"} <= Weights().card("topic", topic.FEATURES).common
