"""Fragments: a feed's entry, a summary. Boilerplate goes, nobody asks whether it is a story, and prose comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, clean
from tests.pages import LEAD, QUOTE

CLEANER = Cleaner()
FOOTER = "The post Board votes to dredge the channel appeared first on Northfield Ledger."
SUMMARY = "The harbour board voted to dredge the eastern channel."


@pytest.mark.parametrize(
    "fragment",
    [
        SUMMARY,
        f"<p>{SUMMARY}</p>",
        f"<h3>{SUMMARY}</h3>",
        f'<a href="/x">{SUMMARY}</a>',
        f'<img src="x.jpg"> {SUMMARY}',
    ],
)
def test_a_summary_of_one_sentence_comes_back_whole(fragment: str) -> None:
    story = clean(fragment, form="fragment")
    assert (story.is_story, story.text) == (True, SUMMARY)
    assert not clean(fragment).is_story


@pytest.mark.parametrize(
    "fragment", [f"{SUMMARY}\n\n{FOOTER}", f"<p>{SUMMARY}</p><p>{FOOTER}</p>"], ids=["text", "html"]
)
def test_its_boilerplate_goes(fragment: str) -> None:
    story = clean(fragment, form="fragment")
    assert story.text == SUMMARY
    assert [block.label for block in story.removed] == ["syndication"]


@pytest.mark.parametrize("fragment", ["", " \n", "<p></p>", FOOTER, f"<p>{FOOTER}</p>"])
def test_without_text_of_its_own_it_is_no_story(fragment: str) -> None:
    story = clean(fragment, form="fragment")
    assert (story.is_story, story.text, story.confidence) == (False, "", 0.0)


def test_html_is_told_from_text_as_in_any_page() -> None:
    assert clean(SUMMARY, form="fragment").page.form == "text"
    assert clean(f"<p>{SUMMARY}</p>", form="fragment").page.form == "html"


def test_another_engine_does_not_empty_it() -> None:
    assert clean(f"<p>{SUMMARY}</p>", form="fragment", engine="trafilatura").text == SUMMARY


def test_what_the_caller_wants_to_drop_goes() -> None:
    page = f"<p>{LEAD}</p><h2>What it costs the fishermen of the quay</h2><p>{QUOTE}</p>"
    assert clean(page, form="fragment", drop=["heading"]).text == f"{LEAD}\n\n{QUOTE}"


WORDS = st.lists(
    st.sampled_from("harbour board votes ships read more share the post by photo subscribe".split()), max_size=9
)


@given(st.lists(WORDS, max_size=6), st.sampled_from(["{}\n\n", "<p>{}</p>", "<li>{}"]))
def test_prose_never_comes_back_empty(lines: list[list[str]], block: str) -> None:
    page = "".join(block.format(" ".join(line)) for line in [*lines, [SUMMARY]])
    story = CLEANER.clean(page, form="fragment")
    assert story.is_story
    assert story.text


def test_a_soup_may_be_a_fragment() -> None:
    bs4 = pytest.importorskip("bs4")
    assert clean(bs4.BeautifulSoup(f"<p>{SUMMARY}</p>", "html.parser"), form="fragment").text == SUMMARY


@pytest.mark.parametrize("workers", [1, 2])
def test_many_fragments_are_cleaned_like_one(workers: int) -> None:
    stories = CLEANER.clean_many([SUMMARY, FOOTER], workers=workers, form="fragment")
    assert [story.text for story in stories] == [SUMMARY, ""]
