"""What comes in as str: halves of surrogate pairs, which no encoding can write."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Story, clean
from tests.pages import COST, LEAD, PLAN, QUOTE

HALF = "\ud83d"
CLEANER = Cleaner()


def outputs(story: Story) -> list[str]:
    """All that comes out, as text."""
    markdown = story.to_markdown(links=True)
    return [story.text, markdown, story.html, json.dumps(story.to_dict(), ensure_ascii=False), story.page.source]


@pytest.mark.parametrize("form", ["text", "html"])
def test_halves_of_surrogate_pairs_become_replacement_marks_with_a_warning(form: str) -> None:
    story = clean(
        "\n\n".join([f"{LEAD}{HALF}", QUOTE, PLAN, f"{COST}{HALF}"]),
        form="text" if form == "text" else "html",
        url=f"https://x.example/{HALF}",
    )
    assert story.warnings[0] == "2 halves of surrogate pairs are no characters and were replaced"
    assert f"{LEAD}\ufffd" in story.text
    assert story.page.url == "https://x.example/\ufffd"
    for output in outputs(story):
        output.encode()


def test_they_are_replaced_in_a_soup_as_well() -> None:
    story = clean(BeautifulSoup(f"<p>{LEAD}{HALF}<p>{QUOTE}<p>{PLAN}<p>{COST}", "html.parser"))
    assert f"{LEAD}\ufffd" in story.text


def test_other_pages_have_no_such_warning() -> None:
    assert not clean(f"{LEAD} 🦉\n\n{QUOTE}\n\n{PLAN}\n\n{COST}").warnings


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.text(st.characters(categories=["Cs", "L", "P"]), max_size=9)
        | st.sampled_from(["<p>", "<a href='", "'>", "<script type='application/ld+json'>", "</script>", LEAD, QUOTE])
        | st.sampled_from(['{"@type": "NewsArticle", "headline": "Owls \\\\ud83d"}', "&#xd83d;", "\n"]),
        max_size=12,
    ).map("".join),
    st.none() | st.text(st.characters(categories=["Cs", "L"]), max_size=5),
)
def test_whatever_comes_in_what_comes_out_can_be_encoded(source: str, url: str | None) -> None:
    for output in outputs(CLEANER.clean(source, url=url)):
        output.encode()
