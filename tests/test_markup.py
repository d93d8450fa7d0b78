"""What the tags of a page say, on small pieces of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.markup import BREAK, Containers, Inline, Markup, Span, collapse, is_hidden, names, parse_attributes, spans


@pytest.mark.parametrize(
    ("written", "attributes"),
    [
        (' class="story lead" id=top', {"class": "story lead", "id": "top"}),
        (" HREF='/a?b=1&amp;c=2'", {"href": "/a?b=1&c=2"}),
        (" hidden data-x", {"hidden": "", "data-x": ""}),
        (' id="first" id="second"', {"id": "first"}),
        (' title="it\'s"', {"title": "it's"}),
        (' class="never closed', {"class": "never closed"}),
        ("", {}),
    ],
)
def test_attributes_are_read_as_browsers_read_them(written: str, attributes: dict[str, str]) -> None:
    assert parse_attributes(written) == attributes


def test_an_elements_names_are_its_id_and_its_classes() -> None:
    assert names(parse_attributes(' class="story lead" id="top"')) == ["top", "story", "lead"]


@pytest.mark.parametrize(
    "written",
    [" hidden", ' style="display: none"', " style='color:red;VISIBILITY:hidden'", ' class="box sr-only"'],
)
def test_an_element_can_be_hidden_by_attribute_style_or_class(written: str) -> None:
    assert is_hidden(written)


@pytest.mark.parametrize(
    "written",
    ["", ' aria-hidden="true"', ' class="hidden md:block"', ' class="unhidden"', ' style="display:block"'],
)
def test_what_is_shown_is_not_hidden(written: str) -> None:
    assert not is_hidden(written)


def test_containers_are_told_from_the_innermost_outwards() -> None:
    containers = Containers([-1, 0, 1, 1], ["", "body", "article", "aside"], [""] * 4)
    assert list(containers.chain(3)) == [3, 1]
    assert list(containers.chain(0)) == []
    assert len(containers) == 4


def marked(pieces: list[str], *tags: tuple[int, str, str]) -> Markup:
    return Markup("p", 0, 0.0, Inline(pieces, list(tags)))


def test_a_link_is_a_span_of_the_blocks_text() -> None:
    markup = marked(["See ", "the\n tide table", " today."], (1, "a", ' href="/tides"'), (2, "/a", ""))
    text = collapse("".join(["See ", "the\n tide table", " today."]))
    (span,) = spans(markup)
    assert span == Span(4, 18, "a", "/tides")
    assert text[span.start : span.end] == "the tide table"


def test_spans_come_in_the_order_they_open_and_may_nest() -> None:
    markup = marked(["a ", "b ", "c", " d"], (1, "b", ""), (2, "a", " href=/c"), (3, "/a", ""), (3, "/b", ""))
    assert spans(markup) == [Span(2, 5, "b"), Span(4, 5, "a", "/c")]


def test_an_element_that_is_never_closed_ends_with_its_block() -> None:
    assert spans(marked(["a ", "b c "], (1, "em", ""))) == [Span(2, 5, "em")]


def test_empty_elements_links_to_nowhere_and_stray_end_tags_are_none() -> None:
    assert spans(marked(["a", " ", "b"], (1, "b", ""), (2, "/b", ""))) == []
    assert spans(marked(["", "a"], (1, "a", ' name="top"'))) == []
    assert spans(marked(["a", "b"], (1, "/i", ""))) == []
    assert spans(None) == spans(Markup("p", 0, 0.0)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  The   tide\n\ttable ", "The tide table"),
        (f"Low Water{BREAK} by Mara  Quist{BREAK}", "Low Water\nby Mara Quist"),
        ("har\u00adbour", "harbour"),
        ("as it is", "as it is"),
        (f" {BREAK} ", ""),
    ],
)
def test_text_is_what_a_browser_shows(text: str, shown: str) -> None:
    assert collapse(text) == shown


@given(st.text(st.characters(exclude_characters=BREAK) | st.sampled_from(" \n\t\u00a0\u00ad")))
def test_a_text_that_needs_no_rewriting_is_what_rewriting_gives(text: str) -> None:
    """The plain counterpart of looking first whether there is anything to do."""
    assert collapse(text) == " ".join(text.replace("\u00ad", "").split())
