"""Bytes that name no charset are read as they were written, in every charset that pages were written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.charsets import PAGE, written
from benchmarks.paragraphs import CHARSETS, PARAGRAPHS
from cleaner.intake.charsets import SAMPLE_BYTES, guessed
from cleaner.intake.decode import decode

PAIRS = [(charset, language) for charset, languages in CHARSETS.items() for language in languages]
RUSSIAN = PARAGRAPHS["ru"][0]


@pytest.mark.parametrize(("charset", "language"), PAIRS)
def test_a_paragraph_is_read_in_its_charset(charset: str, language: str) -> None:
    for paragraph in PARAGRAPHS[language]:
        data = written(paragraph, charset)
        assert decode(data).text == data.decode(charset)


@pytest.mark.parametrize(("charset", "language"), PAIRS)
def test_markup_around_a_paragraph_does_not_drown_it(charset: str, language: str) -> None:
    title, _, paragraph = PARAGRAPHS[language]
    data = written(PAGE.format(title=title[:20], body=f"<p>{paragraph}</p>"), charset)
    assert decode(data).text == data.decode(charset)


@pytest.mark.parametrize("sentence", ["It’s late.", "“Late”, he said…", "© 2026 Example® · €4 – £5 • 20 °C"])
def test_signs_alone_are_those_of_windows_1252(sentence: str) -> None:
    assert decode(sentence.encode("cp1252")).text == sentence


def test_scripts_and_menus_in_english_do_not_count() -> None:
    script = "<script>var items = load('news', 40); document.write(items.join(''));</script>\n" * 2_000
    page = f"<title>Port</title>{script}<p>{RUSSIAN}</p>"
    assert decode(page.encode("koi8-r")).text == page


def test_a_script_indented_with_no_break_spaces_is_no_text_in_another_alphabet() -> None:
    page = "\xa0\xa0\xa0\xa0show('NASA’s telescope finds an Earth');\n" * 3 + "\xa0\xa0\xa0\xa0headline = 'Six Belts®';"
    assert decode(page.encode("cp1252")).text == page


def test_what_lies_beyond_the_sample_is_read_as_well() -> None:
    page = f"<p>{RUSSIAN}</p>\n" * (SAMPLE_BYTES // 20)
    assert decode(page.encode("cp1251")).text == page


def test_one_long_line_is_enough() -> None:
    page = PARAGRAPHS["zh-Hant"][0] * 2_000
    assert decode(page.encode("big5")).text == page


def test_a_damaged_byte_does_not_change_the_charset() -> None:
    page = PARAGRAPHS["ja"][0].encode("shift_jis") * 3 + b"\x81"
    decoded = decode(page)
    assert decoded.text == PARAGRAPHS["ja"][0] * 3 + "\ufffd"
    assert decoded.warnings == ("charset guessed: cp932", "1 characters are not valid cp932 and were replaced")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_in_a_charset_that_python_knows_and_twice_in_the_same(data: bytes) -> None:
    charset = guessed(b"\xe9" + data)
    assert charset is None or isinstance(data.decode(charset, "replace"), str)
    assert guessed(b"\xe9" + data) == charset
