from __future__ import annotations

import codecs
import encodings
from contextlib import suppress
from pkgutil import iter_modules

import pytest

from cleaner.errors import DecodeError, NotTextError, UnknownEncodingError
from cleaner.intake.decode import charset, decode

GERMAN = "Die Fähre nach Größenhafen fährt täglich um fünf Uhr, sagte der Wärter. "
RUSSIAN = "Паром отправится в полночь, сообщил начальник порта, и вернётся к утру понедельника. " * 4
JAPANESE = "港の理事会は火曜日に東の水路を掘り下げることを決めた。工事は四月に始まる予定だという。" * 4

NO_CHARSETS = ["idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "charmap"]

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("encoding", MARKS)
def test_a_byte_order_mark_names_the_charset_and_goes(encoding: str) -> None:
    decoded = decode(MARKS[encoding] + GERMAN.encode(encoding))
    assert decoded == (GERMAN, encoding, ())


def test_a_byte_order_mark_outweighs_what_the_caller_says() -> None:
    assert decode(codecs.BOM_UTF8 + GERMAN.encode(), "windows-1252").text == GERMAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_recognised(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)).text == GERMAN


def test_utf8_is_not_a_guess() -> None:
    assert decode(JAPANESE.encode()) == (JAPANESE, "utf-8", ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_the_charset_that_the_caller_names_is_believed(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), encoding)
    assert decoded.text == text
    assert not decoded.warnings


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "windows-1251"), (JAPANESE, "shift_jis"), (GERMAN, "iso-8859-1")]
)
def test_the_charset_that_the_page_names_is_believed(text: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><p>{text}'
    decoded = decode(page.encode(encoding))
    assert decoded.text == page
    assert not decoded.warnings


def test_a_charset_that_is_guessed_is_said_to_be_one() -> None:
    decoded = decode(GERMAN.encode("windows-1252") * 5)
    assert decoded.text == GERMAN * 5
    assert any("guessed" in warning for warning in decoded.warnings)


def test_bytes_that_do_not_fit_are_replaced_and_counted() -> None:
    decoded = decode(b"The ferry\xff sails\xfe at five", "utf-8")
    assert decoded.text == "The ferry\ufffd sails\ufffd at five"
    assert decoded.warnings == ("2 characters are not valid utf-8 and were replaced",)


def test_a_few_bad_bytes_do_not_make_utf8_another_charset() -> None:
    decoded = decode(JAPANESE.encode() + b"\xff" + JAPANESE.encode())
    assert decoded.text == f"{JAPANESE}\ufffd{JAPANESE}"
    assert decoded.warnings


def test_a_replacement_character_of_the_pages_own_is_no_damage() -> None:
    assert not decode("The ferry\ufffd sails".encode(), "utf-8").warnings


@pytest.mark.parametrize("encoding", ["klingon", "", "rot13", "hex", "utf-8\0", "ü", "x-", "\ud800"])
def test_an_unknown_charset_is_an_error(encoding: str) -> None:
    with pytest.raises(UnknownEncodingError, match="use a name such as"):
        decode(b"page", encoding)


@pytest.mark.parametrize("encoding", [*NO_CHARSETS, "U7", "unicodeescape", "puny_code"])
def test_a_codec_that_is_no_charset_is_an_error_that_says_so_in_one_line(encoding: str) -> None:
    with pytest.raises(UnknownEncodingError, match=r"^unknown encoding .*; use a name such as"):
        decode(b"page", encoding)


@pytest.mark.parametrize("declared", ["klingon", "hex", *NO_CHARSETS])
def test_an_unknown_charset_that_the_page_names_is_told_and_the_text_is_read(declared: str) -> None:
    text = f"<meta charset={declared}>" + GERMAN * 5
    decoded = decode(text.encode("windows-1252"))
    assert decoded.text == text
    assert decoded.warnings[0] == f"the page names the charset {declared!r}, which does not exist"


@pytest.mark.parametrize("name", sorted(module.name for module in iter_modules(encodings.__path__)))
def test_every_codec_of_python_is_refused_or_reads_any_bytes(name: str) -> None:
    for controls in (b"", bytes(range(32))):
        data = (controls + bytes(range(32, 256))) * 4 + b"+2AA-\\ud800 \x1b$B"
        with suppress(DecodeError):
            decode(data, name).text.encode()


@pytest.mark.parametrize(("name", "python"), [("x-sjis", "cp932"), ("X-GBK", "gb18030"), ("x-cp1251", "cp1251")])
def test_old_names_of_charsets_are_known(name: str, python: str) -> None:
    assert charset(name) == python


@pytest.mark.parametrize(
    ("name", "meant", "text"),
    [
        ("iso-8859-1", "windows-1252", "“Zu spät”, sagte sie – und ging…"),
        ("us-ascii", "windows-1252", "The mayor’s office – closed…"),
        ("iso-8859-9", "windows-1254", "“Şehir içi” – dedi…"),
        ("gb2312", "gbk", "朱镕基总理会见了外宾。"),
        ("shift_jis", "cp932", "髙島屋で①番目の～催し。"),
        ("euc-kr", "cp949", "똠방각하가 돌아왔다."),
        ("tis-620", "cp874", "“สวัสดี” – เขากล่าว…"),
    ],
)
def test_a_charset_is_read_as_browsers_read_it(name: str, meant: str, text: str) -> None:
    page = f"<meta charset={name}><p>{text}</p>" * 3
    assert decode(page.encode(meant)).text == page
    named = decode(text.encode(meant), name)
    assert (named.text, named.warnings) == (text, ())


def test_the_charset_of_an_xml_declaration_is_believed() -> None:
    page = f'<?xml version="1.0" encoding="windows-1251"?><html><p>{RUSSIAN}'
    assert decode(page.encode("windows-1251")) == (page, "cp1251", ())


def test_a_few_bad_bytes_do_not_make_the_charset_that_the_page_names_another() -> None:
    page = f"<meta charset=shift_jis>{JAPANESE * 9}".encode("shift_jis") + b"\x81"
    decoded = decode(page)
    assert JAPANESE in decoded.text
    assert decoded.warnings == ("1 characters are not valid cp932 and were replaced",)


@pytest.mark.parametrize("encoding", [None, "utf-8", "windows-1252", "shift_jis"])
@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04rest",
        b"\x1f\x8b\x08\x00",
        b"\xff\xd8\xff\xe0",
        bytes(range(256)) * 9,
    ],
)
def test_binary_data_is_refused_in_one_line_whatever_charset_is_named(data: bytes, encoding: str | None) -> None:
    with pytest.raises(NotTextError) as caught:
        decode(data, encoding)
    assert isinstance(caught.value, DecodeError)
    assert len(str(caught.value).splitlines()) == 1


def test_no_bytes_are_no_text() -> None:
    assert decode(b"") == ("", "utf-8", ())
