"""Captions are named, whatever holds them."""

from __future__ import annotations

import pytest

from cleaner.stages import captions
from tests.pages import LEAD, QUOTE, analysis_of

CAPTION = "The dredger Hanna Lind off the breakwater of Northfield on Tuesday evening, seen from the pilots' tower."


def named(figure: str) -> list[str]:
    """The texts of the blocks that are called captions."""
    analysis = analysis_of(f"<article><p>{LEAD}</p>{figure}<p>{QUOTE}</p></article>")
    hits = list(captions.run(analysis))
    assert all(hit.label == "caption" and hit.weight < 0 for hit in hits)
    return [analysis.page.texts[hit.block] for hit in hits]


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure><img src='a.jpg'><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><figcaption><span>{CAPTION}</span></figcaption><img src='a.jpg'></figure>",
        f"<table><caption>{CAPTION}</caption></table>",
    ],
)
def test_a_caption_is_named(figure: str) -> None:
    assert named(figure) == [CAPTION]


def test_a_paragraph_in_a_figure_is_no_caption() -> None:
    assert named(f"<figure><blockquote><p>{CAPTION}</p></blockquote></figure>") == []
