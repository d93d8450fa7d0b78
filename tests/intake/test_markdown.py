"""The Markdown front door: what the blocks of a page are, what is left out, and what the story is again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, clean
from cleaner.characters import letters
from cleaner.intake.markdown import MAX_NESTING, markdown_page
from tests.pages import COST, LEAD, PLAN, QUOTE, STORY

READER = f"""Title: Board votes to dredge the channel | Harbor Courier

URL Source: https://courier.example/board-votes-to-dredge

Published Time: 2026-03-04T06:10:00Z

Markdown Content:
[Skip to content](#main)

*   [News](https://courier.example/news)
*   [Tides](https://courier.example/tides)

Board votes to dredge the channel
=================================

By [Mara Quist](https://courier.example/mara)

{LEAD}

{QUOTE.replace("our channel", "[our channel](/channel)")}

## What it costs

{COST.replace("eleven million", "**eleven million**")}

1. April: the *eastern* quay
2. May: the western quay

{PLAN}

### Most read

*   [Owls return to the crane](https://courier.example/owls)
*   [Ferry sails again](https://courier.example/ferry)
"""


def cut(source: str) -> list[tuple[str, int, str]]:
    """Kind, level and text of each block."""
    return [(block.kind, block.level, block.text) for block in markdown_page(source).blocks]


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("# Owls #\n\nThey are back.", [("heading", 1, "Owls"), ("text", 0, "They are back.")]),
        ("Owls\n====\n\nNests\n---", [("heading", 1, "Owls"), ("heading", 2, "Nests")]),
        ("- rope\n  - thin\n- lamp", [("item", 1, "rope"), ("item", 2, "thin"), ("item", 1, "lamp")]),
        ("3) rope", [("item", 1, "rope")]),
        ("> To be\n> or not", [("quote", 0, "To be or not")]),
        ("```sh\nls  -l\n```", [("code", 0, "ls  -l")]),
        ("| tide | hour |\n|---|---|\n| low | six |", [("row", 0, "tide\thour"), ("row", 0, "low\tsix")]),
        ("Above\n\n---\n\nbelow\n***", [("text", 0, "Above"), ("text", 0, "below")]),
        ("The tide\nis in", [("text", 0, "The tide is in")]),
        ("The tide  \nis in\\\nagain", [("text", 0, "The tide\nis in\nagain")]),
        (r"one\-off \* 3, not \# 4 &amp; 5", [("text", 0, "one-off * 3, not # 4 & 5")]),
        ("_By_ **Mara** ~~Quist~~ `x`", [("text", 0, "By Mara Quist x")]),
        ("The [crane](https://courier.example/a_(b) 'The crane') is full", [("text", 0, "The crane is full")]),
        ("![An owl](/owl.jpg)\n\n[![Logo](/l.svg)](/)", []),
        ("Owls <b>are</b> back.<br>Four chicks.", [("text", 0, "Owls are back.\nFour chicks.")]),
    ],
)
def test_blocks_are_what_the_markdown_stands_for(source: str, blocks: list[tuple[str, int, str]]) -> None:
    assert cut(source) == blocks


def test_the_share_of_links_counts_their_words_and_not_their_addresses() -> None:
    page = markdown_page("[Owls](https://courier.example/a-very-long-address) and gulls")
    assert page.blocks[0].markup is not None
    assert page.blocks[0].markup.link_density == pytest.approx(4 / 14)


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("![](/owl.jpg)\n\n*An owl on the crane.*\n\n*But why?*", ["caption", "text"]),
        ("![](/owl.jpg)\n*An owl on the crane.*", ["caption"]),
        ("[![](/owl.jpg)](/owl)\n\n_An owl_", ["caption"]),
        ("![](/owl.jpg)\n\nAn owl *on* the crane.", ["text"]),
        ("![](/owl.jpg)\n\n**Four chicks**", ["text"]),
        ("![](/owl.jpg)\n\n## Owls\n\n*An aside.*", ["heading", "text"]),
        ("Owls. ![](/owl.jpg)\n\n*An aside.*", ["text", "text"]),
    ],
)
def test_emphasis_right_below_an_image_is_its_caption(source: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in cut(source)] == kinds


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# Courier\n\n# Board votes to dredge\n\nx", "Board votes to dredge"),
        ("## News\n\n# Low water\n\nx", "Low water"),
        ("Title: Owls are back\nURL Source: https://a.example/\nMarkdown Content:\n\nx", "Owls are back"),
        ("---\ntitle: 'Owls are back'\n---\n\nx", "Owls are back"),
        (READER, "Board votes to dredge the channel"),
    ],
)
def test_the_title_is_the_heads_or_the_first_heading(source: str, title: str) -> None:
    assert {fact.name: fact.value for fact in markdown_page(source).facts}["title"] == title


def test_a_page_without_either_has_no_title() -> None:
    assert markdown_page("# News\n\n# Tides\n\nx").facts == ()


def test_the_story_of_a_reader_services_page() -> None:
    story = clean(READER)
    assert story.page.source_form == story.to_dict()["page"]["form"] == "markdown"
    assert story.text.split("\n\n") == [
        LEAD,
        QUOTE,
        "What it costs",
        COST,
        "April: the eastern quay",
        "May: the western quay",
        PLAN,
    ]
    facts = {fact.name: fact.value for fact in story.facts}
    assert facts["title"] == "Board votes to dredge the channel"
    assert facts["byline"] == "Mara Quist"
    assert facts["published"] == "2026-03-04T06:10:00Z"
    assert facts["canonical_url"] == "https://courier.example/board-votes-to-dredge"


def test_the_story_as_markdown_has_its_headings_lists_links_and_emphasis() -> None:
    markdown = clean(READER).markdown
    assert markdown.startswith("# Board votes to dredge the channel\n\n")
    for written in (
        "\n## What it costs\n",
        "[our channel](https://courier.example/channel)",
        "**eleven million**",
        "1. April: the *eastern* quay\n2. May: the western quay\n",
    ):
        assert written in markdown
    assert "](" not in clean(READER).to_markdown(links=False)
    assert '<a href="https://courier.example/channel">' in clean(READER).html


def test_the_story_as_markdown_is_its_own_story() -> None:
    story = clean(READER)
    again = clean(story.markdown, form="markdown")
    assert (again.text, again.title, again.markdown) == (story.text, story.title, story.markdown)


@pytest.mark.parametrize(
    "mark",
    [
        "[[1]](https://wiki.example/Owl#cite_note-1)",
        r"[\[12\]](https://wiki.example/Owl_(bird)#cite_note-a-2)",
        r" \[[edit](https://wiki.example/w?title=Owl&action=edit&section=1 'Edit section: Owls')\]",
        "[[bearbeiten](/w/index.php?title=Uhu&action=edit)]",
    ],
)
def test_marks_of_a_wiki_go(mark: str) -> None:
    assert cut(f"Owls are back.{mark} They nest.") == [("text", 0, "Owls are back. They nest.")]


def test_links_in_brackets_that_are_no_marks_stay() -> None:
    assert cut("[[Owls](/owls)] are back.") == [("text", 0, "[Owls] are back.")]


def test_what_lies_too_deep_gets_a_warning() -> None:
    assert not markdown_page("> " * 40 + "owls").warnings
    assert str(MAX_NESTING) in markdown_page("> " * 2 * MAX_NESTING + "owls").warnings[0]


def test_a_page_that_is_said_to_be_text_keeps_its_marks() -> None:
    assert "## What it costs" in [block.text for block in clean(READER, form="text").blocks]


def test_the_form_may_be_said_where_no_mark_tells() -> None:
    assert clean(STORY, form="markdown").text == clean(STORY).text == STORY


WORDS = st.sampled_from(["owls", "are", "back", "four", "chicks"])
MARKS = st.sampled_from(
    ["# ", "## ", "- ", "> ", "*", "**", "_", "`", "    ", "\n", "\n\n", " ", "===", "---", "|", "\\"]
)


@given(st.lists(WORDS | MARKS, max_size=60).map("".join))
def test_no_letter_is_lost_and_none_comes_in(source: str) -> None:
    story = CLEANER.clean(source, form="markdown")
    assert letters("".join(block.text for block in story.page.blocks)) == letters(source)
    assert list(story.page.blocks) == [judged.block for judged in story.blocks]


@given(st.text(max_size=300))
def test_whatever_the_page_is_there_is_a_story_or_none(source: str) -> None:
    story = CLEANER.clean(source, form="markdown")
    assert story.is_story == bool(story.text)
    assert isinstance(story.markdown + story.html, str)


CLEANER = Cleaner()
