"""What patterns are compiled as: shorter classes that say the same, and relaxed patterns that hit no less."""

import re
import sys
import unicodedata

import pytest

from cleaner.rulebook import load
from cleaner.rulebook.classes import CAPITALS, LETTERS, relaxed, written_out
from cleaner.rulebook.matcher import compile_pattern

KNOWN = [(0x00, 0x24F), (0x370, 0x6FF), (0x900, 0x9FF), (0xE00, 0xEDF), (0x1000, 0x109F), (0x1780, 0x17FF)]
KNOWN += [(0x1E00, 0x206F), (0x20A0, 0x20FF), (0x2190, 0x2BFF), (0x3000, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3)]
"""Alphabets, marks, syllables and ideographs of the languages in rules/."""


def in_python(ranges: str) -> re.Pattern[str]:
    written = re.sub(r"\\x\{(\w+)\}", lambda code: f"\\U{int(code[1], 16):08x}", ranges)
    return re.compile(f"[{written}]")


def test_letters_are_those_of_unicode_in_the_scripts_of_the_known_languages() -> None:
    letter = in_python(LETTERS)
    characters = [chr(code) for low, high in KNOWN for code in range(low, high + 1)]
    assigned = [character for character in characters if unicodedata.category(character) not in ("Cn", "Co", "Cs")]
    wrong = [
        character
        for character in assigned
        if (letter.match(character) is not None) != unicodedata.category(character).startswith("L")
    ]
    assert [f"{ord(character):x} {unicodedata.name(character)}" for character in wrong] == []


def test_no_capital_is_left_out_of_the_ranges_that_stand_for_capitals() -> None:
    capital = in_python(CAPITALS)
    capitals = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Lu"]
    assert [character for character in capitals if not capital.match(character)] == []


@pytest.mark.parametrize(
    ("pattern", "as_compiled"),
    [
        (r"^\W*x", "^[<no word>]*x"),
        (r"[\W\d]\pL", r"[\W\d][<letters>]"),
        (r"[^\p{L}\d]*(?:a|\p{L})", r"[^<letters>\d]*(?:a|[<letters>])"),
        (r"\\pL \\p{L}", r"\\pL \\p{L}"),
        (r"[\]\pL]", r"[\]<letters>]"),
        (r"\p{Lu}\P{L}", r"\p{Lu}\P{L}"),
    ],
)
def test_letters_and_marks_are_written_out(pattern: str, as_compiled: str) -> None:
    written = written_out(pattern).replace(LETTERS, "<letters>")
    assert re.sub(r"\[\\x00-/:-@.*?1faff\}\]", "[<no word>]", written) == as_compiled


@pytest.mark.parametrize(
    ("pattern", "less_strict"),
    [
        (r"^[^.]{0,40}x", r"^[^.]*x"),
        (r"^.{1,80}?x", r"^.+?x"),
        (r"^\p{L}{2,5}x", r"^\p{L}+x"),
        (r"^[ab]{1,3}\d{1,9}x", r"^[ab]{1,3}\d{1,9}x"),
        (r"\x{2013}.{9}", r"\x{2013}.+"),
        (r"\.{9}[{]{9,}", r"\.{9}[{]+"),
        (r"\Q.{9}\E", r"\Q.{9}\E"),
        (r"\p{Lu}[\p{Lu}\d][^\p{Lu}]", r"[<capitals>][<capitals>\d][^\p{Lu}]"),
    ],
)
def test_a_relaxed_pattern_counts_no_copies_and_knows_capitals_roughly(pattern: str, less_strict: str) -> None:
    assert relaxed(pattern).replace(CAPITALS, "<capitals>") == less_strict


def test_a_relaxed_pattern_hits_all_that_the_pattern_hits() -> None:
    for rule in load(examples=True).rules:
        if rule.match:
            pattern, less_strict = compile_pattern(rule.match), compile_pattern(relaxed(rule.match))
            hit = [line for line in (*rule.drop, *rule.keep) if pattern.search(line)]
            assert [line for line in hit if not less_strict.search(line)] == [], rule.id
