"""The gate: pages that hold no story give none, and whatever is a story comes through."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, clean
from cleaner.analysis import analyse
from cleaner.decision import page_type
from cleaner.intake.html import html_page
from cleaner.rulebook import load
from cleaner.scoring import Weights
from tests.conftest import ROOT
from tests.pages import COST, LEAD, PLAN, QUOTE

FIXTURES = ROOT / "fixtures"
PROSE_BUT_NO_STORY = ("collection", "forum", "listing", "product", "service")
WITHOUT_A_STORY = (*PROSE_BUT_NO_STORY, "cookie-wall", "empty-shell", "error")
PARAGRAPHS = "".join(f"<p>{html.escape(text)}</p>" for text in (LEAD, QUOTE, PLAN, COST))
UNGATED = Cleaner(gate=False)
RULEBOOK, WEIGHTS = load(), Weights()


def page(kind: str) -> bytes:
    return (FIXTURES / f"html-{kind}.page.html").read_bytes()


@pytest.mark.parametrize("kind", WITHOUT_A_STORY)
def test_a_page_without_a_story_gives_an_empty_one(kind: str) -> None:
    story = clean(page(kind))
    assert (story.is_story, story.text, story.confidence) == (False, "", 0.0)
    assert story.removed == story.blocks


@pytest.mark.parametrize("kind", PROSE_BUT_NO_STORY)
def test_its_prose_is_there_for_who_opens_the_gate(kind: str) -> None:
    story = UNGATED.clean(page(kind))
    assert story.is_story
    assert story.text


@pytest.mark.parametrize("kind", PROSE_BUT_NO_STORY)
def test_the_reason_names_the_gate(kind: str) -> None:
    taken = {block.text for block in UNGATED.clean(page(kind)).kept}
    reasons = [block.reason for block in clean(page(kind)).removed if block.text in taken]
    assert any(reason.startswith("gate: no story on this page, by ") for reason in reasons)


def test_labels_that_are_kept_are_kept_without_a_story_too() -> None:
    story = clean(page("product"), keep=["story"])
    assert not story.is_story
    assert "The Tarn holds a rope" in story.text


def test_bare_paragraphs_are_a_story() -> None:
    assert clean(PARAGRAPHS).is_story


def test_a_story_about_errors_is_no_error_page() -> None:
    body = PARAGRAPHS.replace("</p>", " " + PLAN + "</p>")
    source = f"<html><head><title>404 Not Found</title></head><body>{body}</body></html>"
    assert clean(source).is_story


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "Page not found - Harbor Courier",
        "Error 503",
        "Seite nicht gefunden",
        "Nordhafen – Seite nicht gefunden",
    ],
)
def test_a_short_page_with_such_a_title_is_an_error_page(title: str) -> None:
    source = f"<html><head><title>{title}</title></head><body><p>{LEAD}</p><p>{PLAN}</p></body></html>"
    assert UNGATED.clean(source).is_story
    assert not clean(source).is_story


@pytest.mark.parametrize(
    "title", ["500 Days of Rain", "403 Sheep Cross the Pass", "Not found wanting: the old pumps hold"]
)
def test_a_headline_that_begins_like_an_error_is_none(title: str) -> None:
    source = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{PARAGRAPHS}</body></html>"
    assert clean(source).is_story


def test_an_empty_shell_is_called_one() -> None:
    assert any("JavaScript" in warning for warning in clean(page("empty-shell")).warnings)


def test_a_short_page_with_scripts_is_no_shell() -> None:
    source = f"<html><body><p>{LEAD[:100]}</p><script src='/count.js'></script></body></html>"
    assert not clean(source).warnings


ATOMS = st.sampled_from(
    [
        "<h2>Tides</h2>",
        f"<p>{LEAD}</p>",
        "<article class='card'>",
        "</article>",
        "<p>$5</p>",
        "<li>Why?",
        "<div class='forum'>",
    ]
)
ADDRESSES = st.sampled_from(["", "/", "https://[", "https://x.example", "https://x.example/shop/a-b-c", "//x/1999/12"])


@settings(deadline=None)
@given(st.lists(ATOMS, max_size=12), ADDRESSES, st.booleans(), st.floats(0, 1))
def test_every_page_falls_into_bins_that_the_card_has(
    atoms: list[str], address: str, keep: bool, confidence: float
) -> None:
    source = f'<link rel="canonical" href="{address}"><meta property="og:type" content="x">' + "".join(atoms)
    analysis = analyse(html_page(source, url=address), RULEBOOK, WEIGHTS)
    bins = page_type.codes(analysis, [keep] * len(analysis), confidence)
    assert bins.keys() == {feature.name for feature in page_type.FEATURES}
    assert all(0 <= bins[feature.name] < feature.size for feature in page_type.FEATURES)


def test_articles_come_through_and_other_pages_do_not(shared: Path) -> None:
    """On every fifth page of the corpora, which the card has seen: the figures of unseen sites are in docs/."""
    import gzip
    import json

    def share(name: str) -> float:
        with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            stories = [clean(json.loads(line)["html"]).is_story for line in list(lines)[::5]]
        return sum(stories) / len(stories)

    assert share("html-dev") >= 0.97
    assert share("other-dev") <= 0.5
