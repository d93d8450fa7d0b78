"""Captions are named, left out of the text, and kept when asked for."""

from __future__ import annotations

import pytest

from cleaner import clean
from tests.pages import COST, LEAD, PLAN, QUOTE

CAPTION = "The dredger Hanna Lind off the breakwater of Northfield on Tuesday evening, seen from the pilots' tower."


def page(figure: str) -> str:
    return f"<article><p>{LEAD}</p><p>{QUOTE}</p>{figure}<p>{PLAN}</p><p>{COST}</p></article>"


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure><img src='a.jpg'><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><figcaption><span>{CAPTION}</span></figcaption><img src='a.jpg'></figure>",
        f"<table><caption>{CAPTION}</caption></table>",
    ],
)
def test_a_caption_is_left_out_and_kept_when_asked_for(figure: str) -> None:
    story = clean(page(figure))
    assert story.text == "\n\n".join((LEAD, QUOTE, PLAN, COST))
    assert [(block.label, block.text) for block in story.removed] == [("caption", CAPTION)]
    assert clean(page(figure), keep=["caption"]).text == "\n\n".join((LEAD, QUOTE, CAPTION, PLAN, COST))


def test_a_paragraph_in_a_figure_is_no_caption() -> None:
    story = clean(page(f"<figure><blockquote><p>{CAPTION}</p></blockquote></figure>"))
    assert CAPTION in story.text
