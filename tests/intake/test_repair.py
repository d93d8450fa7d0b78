"""UTF-8 that was read in another charset is told, and mended where that is asked for."""

from __future__ import annotations

import sys

import pytest

from benchmarks.paragraphs import PARAGRAPHS
from cleaner import Cleaner, clean
from cleaner.errors import MissingExtraError
from cleaner.intake import intake
from cleaner.intake.telltales import misreadings

SOUND = "Die Bürgermeisterin weiß, dass die Brücke über die Alse geschlossen bleibt, und sie ist nicht froh darüber."
MISREAD = SOUND.encode().decode("cp1252")
HTML = f"<html><body><h1>Brücke</h1><p>{SOUND}</p><p>{MISREAD}</p></body></html>"


def shown(page: str, repair: bool | None) -> str:
    return "\n".join(block.text for block in intake(page, repair=repair).blocks)


def told(page: str, repair: bool | None) -> str:
    return " ".join(intake(page, repair=repair).warnings)


@pytest.mark.parametrize("repair", [None, False])
@pytest.mark.parametrize("page", [MISREAD, f"{SOUND}\n\n{MISREAD}", HTML])
def test_what_is_not_mended_is_told_and_stays(page: str, repair: bool | None) -> None:
    assert MISREAD in shown(page, repair)
    assert "'repair' mends it" in told(page, repair)


@pytest.mark.parametrize("page", [MISREAD, f"{SOUND}\n\n{MISREAD}", HTML])
def test_repair_mends_text_and_html(page: str) -> None:
    assert MISREAD not in shown(page, True)
    assert SOUND in shown(page, True)
    assert "was read again" in told(page, True)


def test_html_that_is_misread_as_a_whole_is_mended_unless_that_is_declined() -> None:
    page = f"<html><body><p>{MISREAD}</p></body></html>"
    assert shown(page, None) == SOUND
    assert shown(page, False) == MISREAD
    assert "'repair' mends it" in told(page, False)


def test_repair_is_nothing_but_the_charset() -> None:
    page = f"“Quotes” stay, ﬁ stays, &amp; stays…\u2028{MISREAD}\r\n“weiß”"
    assert intake(page, repair=True, form="text").source == page.replace(MISREAD, SOUND)


def test_one_word_is_told() -> None:
    assert clean("Das weiÃŸ er.").warnings == (
        "UTF-8 was read in another charset in one place (Ã¼ for ü); 'repair' mends it",
    )


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_sound_text_is_not_told(language: str) -> None:
    assert not misreadings("\n".join(PARAGRAPHS[language]))


@pytest.mark.parametrize("text", ["im “CAFÉ”… “café”…", "“groß” groß\xa0», «ÉTÉ»", "NÃO, SÃO; À\xa0«", "РОССИЯ, СССР…"])
def test_signs_behind_letters_are_not_told(text: str) -> None:
    assert not misreadings(text)


@pytest.mark.parametrize("language", [code for code in PARAGRAPHS if not "".join(PARAGRAPHS[code]).isascii()])
def test_misread_text_is_told(language: str) -> None:
    assert misreadings("\n".join(PARAGRAPHS[language]).encode().decode("cp1252", "replace"))


def test_russian_read_as_windows_1251_is_told_and_mended() -> None:
    page = PARAGRAPHS["ru"][1].encode().decode("cp1251")
    assert misreadings(page)
    assert shown(page, True) == PARAGRAPHS["ru"][1]


def test_a_cleaner_that_is_to_repair_says_at_once_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'story-cleaner\[repair\]'$"):
        Cleaner(repair=True)
    assert Cleaner(repair=False).identity() != Cleaner().identity()


def test_the_library_and_a_cleaner_repair_alike() -> None:
    page = "\n\n".join([MISREAD, *[PARAGRAPHS["de"][number] for number in (0, 1, 2)]])
    assert clean(page, repair=True).text == Cleaner(repair=True).clean(page).text
    assert SOUND in clean(page, repair=True).page.source
