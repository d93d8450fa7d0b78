"""What is no text in dumps is taken out: references that nobody read, marks of a wiki."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.intake.mending import mended
from cleaner.intake.text import text_page
from fuzz.check import check_offsets


def texts(source: str) -> list[str]:
    return [block.text for block in text_page(source).blocks]


def test_references_are_read_once_and_twice_with_a_warning() -> None:
    page = text_page("&ldquo;We saw it,&rdquo; said Moor &amp;amp; Sons.\nRead&nbsp;more &amp;#187;\n&nbsp;\nco&shy;op")
    assert [block.text for block in page.blocks] == [
        "“We saw it,” said Moor & Sons.",
        "Read\xa0more »",
        "&nbsp;",
        "coop",
    ]
    assert "references" in page.warnings[0]


@pytest.mark.parametrize(
    "source",
    [
        "An ampersand is written &amp;, the mark for less-than &lt;.",
        "The address is /tides?low=1&copy=2&reg=3&amp=4.",
        "Moor & Sons; R&D; AT&T",
    ],
)
def test_one_reference_and_none_change_nothing(source: str) -> None:
    assert texts(source) == [source]
    assert not text_page(source).warnings


def test_marks_of_a_wiki_go_and_paragraphs_stay_whole() -> None:
    lines = (
        "Nests[edit]",
        "Owls nest in the crane.[1] They are loud.[2][citation needed]",
        "Food [ edit | edit source ]",
    )
    assert texts("\n".join((*lines, "[3] A. Moor"))) == [
        "Nests",
        "Owls nest in the crane. They are loud.",
        "Food",
        "[3] A. Moor",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "“They [the owls] were here first.” [sic]",
        "Take argv[1] and argv[2] of the command, and x[0] of the list.",
        "The lake is deep.[4] Nobody knows how deep.",
        "He said it was [edit] and [edited] twice.",
    ],
)
def test_brackets_of_other_kinds_stay(source: str) -> None:
    assert texts(source) == [source]


PIECES = st.sampled_from(
    ["owls", ".", "[1]", "[2]", "[edit]", "[a]", "&nbsp;", "&amp;rsquo;", "&#10;", "&", " ", "\n", "“", "”"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_offsets_still_cover_the_page(source: str) -> None:
    check_offsets(CLEANER.clean(source, form="text"))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_mended_texts_are_one_line_and_not_empty(source: str) -> None:
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    found, _ = mended(lines)
    assert len(found) == len(lines)
    assert all(text.strip() and len(text.splitlines()) == 1 for text in found)


CLEANER = Cleaner()
