"""Pages whose UTF-8 was read as Windows-1252 or Latin-1 are read as they were meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.intake.html import html_page
from cleaner.intake.mojibake import repaired

SENTENCES = [
    "Die Bürgermeisterin von Lübeck übergab am Dienstag die Schlüssel für das größere Gebäude.",
    "Zażółć gęślą jaźń, powiedziała dyrektorka muzeum w Łodzi podczas środowej uroczystości.",
    "В среду в порту открыли новый причал, сообщили в городской администрации.",
    "台北港务局星期三宣布，新码头将于下月启用。",
    "The mayor’s office called it “a long overdue repair” – and then said nothing more…",
]


def windows_1252(text: str) -> str:
    """UTF-8 as a reader sees it who takes it for Windows-1252, as WHATWG defines it."""
    return "".join(
        bytes([byte]).decode("windows-1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in text.encode("utf-8")
    )


def texts(html: str) -> list[str]:
    return [block.text for block in html_page(html).blocks]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("misreading", [windows_1252, lambda text: text.encode("utf-8").decode("latin-1")])
def test_a_misread_page_is_read_again(sentence, misreading):
    page = html_page(f"<p>{misreading(sentence)}</p><p>{misreading(sentence)}</p>")
    assert [block.text for block in page.blocks] == [sentence, sentence]
    assert "read again" in page.warnings[0]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sound_page_stays_as_it_is(sentence):
    page = html_page(f"<p>{sentence}</p>")
    assert page.blocks[0].text == sentence
    assert not page.warnings


def test_references_and_a_sound_sign_do_not_stand_in_the_way():
    assert (
        texts(f"<p>{windows_1252(SENTENCES[0])}</p><p>&nbsp;&copy; 2026 The Courier &raquo; ©</p>")[0] == SENTENCES[0]
    )


def test_a_page_about_mojibake_keeps_its_examples():
    example = "If a page shows “Ã©” for “é” or “â€™” for “’”, its charset was not declared – says Zoë Müller’s guide."
    assert texts(f"<p>{example}</p>") == [example]


@pytest.mark.parametrize(
    ("sentence", "charset"),
    [
        (SENTENCES[2], "cp1251"),
        (SENTENCES[2], "koi8-r"),
        (SENTENCES[3], "gb18030"),
        ("台北港務局星期三宣布，新碼頭將於下月啟用，並開放市民參觀。", "big5hkscs"),
        ("Ο δήμος άνοιξε την Τετάρτη τη νέα αποβάθρα του λιμανιού, όπως ανακοίνωσε.", "cp1253"),
        ("市は水曜日、港に新しい桟橋を開いたと発表した。", "cp932"),
        ("시는 수요일 항구에 새 부두를 열었다고 발표했다.", "cp949"),
    ],
)
@pytest.mark.parametrize("declared", [True, False])
def test_a_page_of_another_alphabet_that_was_read_as_latin_is_read_again(sentence, charset, declared):
    meta = f'<meta charset="{charset.removesuffix("hkscs")}">' if declared else ""
    page = f"<html><head>{meta}</head><body><p>{sentence}</p><p>{sentence * 3}</p></body></html>"
    found = html_page(page.encode(charset).decode("latin-1"))
    assert [block.text for block in found.blocks] == [sentence, sentence * 3]
    assert found.warnings == (f"the page is {charset} that was read as Windows-1252 or Latin-1; it was read again",)


def test_a_misread_alphabet_in_text_is_read_again_when_asked_for():
    text = SENTENCES[2] * 4
    misread = text.encode("cp1251").decode("cp1252")
    assert clean(misread, repair=True).page.source == text
    assert clean(misread).page.source == misread


def test_letters_with_marks_in_a_row_are_no_other_alphabet():
    letters = "".join(map(chr, range(0xC0, 0x100)))
    sentence = "Die größten Überschwemmungen seit Jahren zerstörten Brücken in fünf Städten, teilte die Stadt mit."
    assert texts(f"<p>{letters}</p><p>{sentence}</p>")[0] == letters


def test_a_misread_page_gives_the_story_that_a_sound_one_gives():
    page = "<h1>{}</h1>" + "".join(f"<p>{sentence} {sentence}</p>" for sentence in SENTENCES[:2])
    sound = page.format("Neues Gebäude in Lübeck")
    assert clean(windows_1252(sound)).text == clean(sound).text != ""


@given(st.text(st.characters(min_codepoint=0xA0, exclude_categories=["Cs"]), min_size=1))
def test_what_was_misread_comes_back_exactly(text):
    assert repaired(windows_1252(text)) == text
    assert repaired(text.encode("utf-8").decode("latin-1")) == text
