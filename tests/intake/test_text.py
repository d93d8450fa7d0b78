from __future__ import annotations

import pickle
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.characters import BULLETS, ZERO_WIDTH
from cleaner.intake.mending import unmarked
from cleaner.intake.text import text_page
from cleaner.model import Block, Kind, Page
from tests.pages import COST, LEAD, PLAN, QUOTE, fixture_pages

WRAPPED = """The harbour board of Northfield voted on Tuesday to dredge
the eastern channel after thirty years of complaints from
the pilots who bring the grain ships in.
"""


def texts(source: str) -> list[str]:
    return [block.text for block in text_page(source).blocks]


@pytest.mark.parametrize("newline", ["\n", "\n\n", "\r\n", "\r", "\n \n", "\u2028", "\x0c"])
def test_every_line_is_a_block_however_lines_end(newline: str) -> None:
    assert texts(newline.join((LEAD, QUOTE, PLAN))) == [LEAD, QUOTE, PLAN]


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\t\r\n", "\u00a0", "\u200b", "\ufeff\n\u200b"])
def test_a_blank_page_has_no_blocks(blank: str) -> None:
    assert texts(blank) == []


@pytest.mark.parametrize("margin", [" ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", " \u200b\u00a0", "\u00ad "])
def test_what_cannot_be_seen_at_the_ends_of_a_line_is_left_out(margin: str) -> None:
    source = f"{margin}{LEAD}{margin}\n{margin}{QUOTE}"
    page = text_page(source)
    assert [block.text for block in page.blocks] == [LEAD, QUOTE]
    assert [source[block.start : block.end] for block in page.blocks] == [LEAD, QUOTE]


def test_odd_characters_inside_a_line_stay() -> None:
    line = "Grain\u00a0ships \u200bcame\u2009in"
    assert texts(line) == [line]


@pytest.mark.parametrize("bullet", "•*·–-►✓")
def test_a_bullet_makes_an_item(bullet: str) -> None:
    (block,) = text_page(f"{bullet} a rope").blocks
    assert (block.kind, block.text) == ("item", f"{bullet} a rope")


@pytest.mark.parametrize("line", ["–30–", "-5 degrees", "*** Correction", "•"])
def test_other_signs_do_not(line: str) -> None:
    assert [block.kind for block in text_page(line).blocks] == ["text"]


def test_a_paragraph_wrapped_at_a_fixed_width_is_put_back_together() -> None:
    page = text_page(f"{WRAPPED}\nMenu\nShare\n")
    first = page.blocks[0]
    assert [block.text for block in page.blocks] == [LEAD, "Menu", "Share"]
    assert page.source[first.start : first.end] == WRAPPED.strip()


@pytest.mark.parametrize("width", [60, 72, 110, 150])
def test_on_a_wrapped_page_paragraphs_of_two_lines_are_put_back_together_too(width: int) -> None:
    paragraphs = [
        f"{LEAD} {PLAN}"[: width + 40],
        f"{COST} {LEAD}"[: 2 * width - 30],
        f"{PLAN} {COST} {LEAD}"[: width + 25],
    ]
    paragraphs = [" ".join(paragraph.split()) for paragraph in paragraphs]
    page = "\n\n".join(["Harbour news", *(fill(paragraph, width) for paragraph in paragraphs), "Print\nShare"])
    assert texts(page) == ["Harbour news", *paragraphs, "Print", "Share"]


def test_two_full_lines_on_a_page_that_is_not_wrapped_are_not_joined() -> None:
    lines = [LEAD[:90], PLAN[:88], COST[:40], LEAD[:60], PLAN[:70], COST[:20]]
    assert texts("\n".join(lines)) == [line.strip() for line in lines]


def test_lines_of_a_script_without_spaces_prove_no_wrapping() -> None:
    lines = [
        "海港の新しい橋は来年の春に開通すると市が水曜日に発表した。" * 2,
        "費用は八百万で、三つの町が分担する。" * 3,
    ]
    assert texts("\n".join(lines * 3)) == lines * 3


def test_lines_that_end_before_the_margin_are_not_joined() -> None:
    lines = [
        "County orders forty electric buses for the hill villages",
        "Owls return",
        "Bakery wins prize",
        "Print",
    ]
    assert texts("\n".join(lines)) == lines


def test_sentences_torn_at_links_are_put_back_together() -> None:
    torn = f"{LEAD}\nThe ferry\nIngrid Marie\n, built in\nLarkhaven\n, sails\non Monday\n.\n{PLAN}\n{COST}"
    assert texts(torn) == [LEAD, "The ferry Ingrid Marie, built in Larkhaven, sails on Monday.", PLAN, COST]


def test_a_page_that_is_not_torn_is_not_mended() -> None:
    lines = [LEAD, "and so on", "in the harbour", PLAN]
    assert texts("\n".join(lines)) == lines


def test_blocks_are_numbered_in_reading_order() -> None:
    page = text_page(f"Menu\n\n{LEAD}\n{QUOTE}", url="https://northfield-ledger.example/1", encoding="utf-8")
    assert [block.index for block in page.blocks] == [0, 1, 2]
    assert (page.form, page.url, page.encoding) == ("text", "https://northfield-ledger.example/1", "utf-8")


@pytest.mark.parametrize(
    "source", ["", f"Menu\n• a rope\n\n  {LEAD}\n", f"{LEAD}\nThe ferry\n, built in\n, sails\n{PLAN}"]
)
def test_blocks_are_the_same_however_they_are_asked_for(source: str) -> None:
    page = text_page(source)
    blocks = tuple(page.blocks)
    assert page.blocks == blocks == pickle.loads(pickle.dumps(text_page(source))).blocks
    assert [page.blocks[index] for index in range(len(page.blocks))] == list(blocks)
    assert tuple(page.blocks[1:]) == blocks[1:]
    assert page.texts == [block.text for block in blocks]
    assert page.kinds == [block.kind for block in blocks]


class OneByOne:
    """The plain counterpart of blocks that are made when somebody asks: a walk over the source, a block at a time."""

    def __init__(self, page: Page) -> None:
        self.source = page.source
        self.place = 0

    def block(self, index: int, text: str) -> Block:
        """The next block: as many characters of the source as the text has, white space and the invisible aside."""
        while self._is_invisible():
            self.place += 1
        start = end = self.place
        for character in filter(is_visible, text):
            while self._is_invisible():
                self.place += 1
            assert self.source[self.place] == character
            self.place += 1
            end = self.place
        kind: Kind = "item" if text[0] in BULLETS and text[1:2].isspace() else "text"
        return Block(index, text, start, end, kind)

    def _is_invisible(self) -> bool:
        return self.place < len(self.source) and not is_visible(self.source[self.place])


def is_visible(character: str) -> bool:
    return not character.isspace() and character not in ZERO_WIDTH


LINES = st.sampled_from(
    [LEAD, QUOTE, "Menu", "• a rope", ", which", "in the harbour", ".", "–", "\u200b", *WRAPPED.split("\n")]
)
SOURCES = st.lists(
    st.tuples(LINES | st.text(max_size=20), st.sampled_from(["\n", "\n\n", "\r\n", " \u00a0\n", "\u2028"]))
).map(lambda lines: "".join(line + end for line, end in lines))


@given(SOURCES)
def test_blocks_made_late_are_those_of_a_walk_over_the_source(source: str) -> None:
    page = text_page(source)
    one_by_one = OneByOne(page)
    assert list(page.blocks) == [one_by_one.block(index, text) for index, text in enumerate(page.texts)]
    assert page.kinds == [block.kind for block in page.blocks]


def is_unmarked(line: str) -> bool:
    return unmarked(line) == line


def test_and_so_they_are_on_pages() -> None:
    for page in fixture_pages():
        if page.source_form == "text" and all(map(is_unmarked, page.source.splitlines())):
            one_by_one = OneByOne(page)
            assert list(page.blocks) == [one_by_one.block(index, text) for index, text in enumerate(page.texts)]


@pytest.mark.parametrize(
    "line", ["x" * 2_000_000, "word " * 400_000, ", " * 400_000, "\u200b" * 400_000, "- " * 400_000]
)
def test_a_line_of_any_length_is_one_block_at_most(line: str) -> None:
    assert len(texts(line)) <= 1
