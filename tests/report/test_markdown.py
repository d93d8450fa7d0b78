"""A story as Markdown. markdown-it, which comes with rich, reads it back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleaner.model import Block, Fact, Kind, Label, Page, Story, Verdict
from cleaner.report.markdown import markdown

Part = tuple[str, Kind, int, Label]


def a_story(*parts: Part | str, title: str | None = None) -> Story:
    """A story of kept blocks; a plain str is a paragraph."""
    whole: list[Part] = [(part, "text", 0, "story") if isinstance(part, str) else part for part in parts]
    blocks = tuple(Block(i, text, kind=kind, level=level) for i, (text, kind, level, _) in enumerate(whole))
    verdicts = tuple(Verdict(True, label, 1.0, "") for *_, label in whole)
    facts = (Fact("title", title),) if title else ()
    return Story(Page("", blocks), verdicts, "\n\n".join(block.text for block in blocks), facts)


def read_back(source: str) -> list[tuple[str, str]]:
    """The element that each run of text stands in, and the text, with its hard line breaks."""
    inline = ["emphasis", "strikethrough", "backticks", "link", "image", "autolink", "entity"]
    tokens = MarkdownIt().disable(inline).parse(source)
    return [(before.tag, text_of(token)) for before, token in pairwise(tokens) if token.type == "inline"]


def text_of(inline: Token) -> str:
    return "".join("\n" if child.type == "hardbreak" else child.content for child in inline.children or ())


def test_title_heading_and_paragraph() -> None:
    story = a_story("Owls are back.", ("What comes next", "text", 0, "heading"), "More owls.", title="Owls")
    assert markdown(story) == "# Owls\n\nOwls are back.\n\n## What comes next\n\nMore owls.\n"
    assert story.markdown == markdown(story)


def test_without_the_title() -> None:
    assert markdown(a_story("Owls are back.", title="Owls"), title=False) == "Owls are back.\n"


def test_a_kept_title_block_does_not_repeat_the_title() -> None:
    story = a_story(("Owls", "heading", 1, "title"), "Owls are back.", title="Owls")
    assert markdown(story) == "# Owls\n\nOwls are back.\n"


def test_items_stand_together_and_lose_their_bullet() -> None:
    story = a_story("Take:", ("• a rope", "item", 0, "story"), ("– a lamp", "item", 0, "story"), "Then go.")
    assert markdown(story) == "Take:\n\n- a rope\n- a lamp\n\nThen go.\n"


def test_deeper_items_are_indented() -> None:
    story = a_story(("rope", "item", 1, "story"), ("thin\nor thick", "item", 2, "story"))
    assert markdown(story) == "- rope\n  - thin  \n    or thick\n"


def test_an_item_that_skips_levels_is_still_one_deeper_only() -> None:
    story = a_story(*((text, "item", level, "story") for text, level in (("a", 3), ("b", 6), ("c", 6), ("d", 2))))
    assert markdown(story) == "- a\n  - b\n  - c\n- d\n"


def test_heading_levels_start_below_the_title() -> None:
    story = a_story(("One", "heading", 1, "heading"), ("Three", "heading", 3, "heading"))
    assert markdown(story) == "## One\n\n### Three\n"


def test_quotations_and_lines_of_verse() -> None:
    story = a_story(("To be\nor not", "quote", 0, "story"), "The tide\ncomes in")
    assert markdown(story) == "> To be  \n> or not\n\nThe tide  \ncomes in\n"


def test_removed_blocks_are_not_shown() -> None:
    story = a_story("Owls are back.", "Share")
    verdicts = (story.verdicts[0], Verdict(False, "share", -5.0, ""))
    assert markdown(Story(story.page, verdicts, "Owls are back.")) == "Owls are back.\n"


def test_no_story_is_nothing_even_if_there_is_a_title() -> None:
    assert markdown(a_story()) == markdown(a_story(title="Owls")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "# 1 in the charts",
        "#",
        "> 40 people came",
        "- so he said",
        "+ 3 degrees",
        "* see below",
        "12. May is late",
        "3) Rinse",
        "***",
        "- - -",
        "___",
        "===",
        "---",
        "```",
        "~~~",
        "<b>Bold claim",
        "<!-- note",
        "[1]: see there",
    ],
)
def test_a_line_that_looks_like_markup_stays_a_paragraph(text: str) -> None:
    assert read_back(markdown(a_story(text))) == [("p", text)]
    assert read_back(markdown(a_story(f"Above\n{text}"))) == [("p", f"Above\n{text}")]


@pytest.mark.parametrize("text", ["#tag", "-5 degrees", "*", "1.5 million", "2024 was dry", "[sic] he wrote", "1 < 2"])
def test_other_lines_come_out_as_they_are_to_the_reader(text: str) -> None:
    assert read_back(markdown(a_story(text))) == [("p", text)]


@pytest.mark.parametrize("title", ["C#", "We are #", "A #1 hit", "# 1", "Two\nlines"])
def test_a_title_reads_back_whole(title: str) -> None:
    assert read_back(markdown(a_story("Owls.", title=title)))[0] == ("h1", title.replace("\n", " "))


@settings(deadline=None, max_examples=300)
@given(st.text("#>-+*=_~`<[]:!/1.) ab", min_size=1).map(str.strip).filter(bool))
def test_one_line_of_any_signs_is_one_paragraph(text: str) -> None:
    assert read_back(markdown(a_story(text))) == [("p", text)]
