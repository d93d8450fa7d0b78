"""Every page in fixtures/ gives its story and its facts, and no fixture contradicts itself."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from cleaner import clean
from cleaner.intake.markdown import html_of
from cleaner.intake.mending import unmarked
from cleaner.model import FACT_NAMES

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(FIXTURES.glob("*.page.*"))
# The dumper broke these pages inside sentences, so what counts is the words, not where lines end.
BROKEN_LINES = ("torn-",)


def name_of(page: Path) -> str:
    return page.name.partition(".")[0]


def story_of(page: Path) -> str:
    return page.with_name(f"{name_of(page)}.story.txt").read_text(encoding="utf-8")


def facts_of(page: Path) -> dict[str, str]:
    path = page.with_name(f"{name_of(page)}.facts.json")
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def squeezed(text: str) -> str:
    return "".join(text.split())


def visible(page: Path) -> str:
    """The page as a reader has it, white space squeezed out: for HTML and Markdown,
    without tags and marks; without the marks of a wiki."""
    source = page.read_bytes().decode("utf-8-sig")
    if page.suffix == ".md":
        source = html_of(source)
    source = html.unescape(re.sub(r"<[^>]*>", "", source)) if page.suffix in (".html", ".md") else source
    return squeezed("\n".join(map(unmarked, source.splitlines())))


STORY_MISSES = {
    "end-mark-notes-to-editors": "two of the notes speak of the story's topic and are kept",
    "end-mark-press-release": "the company's notes after the end mark resume the topic and are kept",
    "paragraph-twice": "the first of two like paragraphs is dropped with the lead around it",
}
FACT_MISSES = {
    "clean-poem": "a title of two words",
    "credits-and-bylines": "the agency's name in a sentence",
    "feed-excerpt-and-crypto-tail": "the republisher named in the disclaimer",
    "german-portal": "the teaser's title is taken for the story's",
    "syndication-originally-published": "the newsroom in the byline, and in a sentence",
}
"""What is known not to work yet. The marks are strict: a page that comes right must leave the list."""


def marked(pages: list[Path], misses: dict[str, str]) -> list[object]:
    return [
        pytest.param(
            page, id=name, marks=[pytest.mark.xfail(reason=misses[name], strict=True)] if name in misses else []
        )
        for page in pages
        for name in [name_of(page)]
    ]


every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@pytest.mark.parametrize("page", marked(PAGES, STORY_MISSES))
def test_the_page_gives_exactly_its_story(page: Path) -> None:
    text, expected = clean(page.read_bytes()).text, story_of(page)
    if page.name.startswith(BROKEN_LINES):
        assert squeezed(text) == squeezed(expected)
    else:
        assert lines(text) == lines(expected)


@every_page
def test_a_page_is_a_story_when_it_has_one(page: Path) -> None:
    assert clean(page.read_bytes()).is_story == bool(story_of(page))


@pytest.mark.parametrize("page", marked([page for page in PAGES if facts_of(page)], FACT_MISSES))
def test_the_page_reports_its_facts(page: Path) -> None:
    reported = {(fact.name, fact.value) for fact in clean(page.read_bytes()).facts}
    missing = facts_of(page).items() - reported
    assert not missing, f"not among {sorted(reported)}"


@every_page
def test_the_fixture_takes_its_story_from_the_page_in_order(page: Path) -> None:
    source, at = visible(page), 0
    for line in lines(story_of(page)):
        found = source.find(squeezed(line), at)
        assert found >= 0, f"not on the page after the lines before it: {line}"
        at = found + len(squeezed(line))


@every_page
def test_the_fixture_states_facts_that_are_on_the_page(page: Path) -> None:
    for name, value in facts_of(page).items():
        assert name in FACT_NAMES
        # Metadata of HTML pages stand in attributes.
        assert squeezed(value) in visible(page) + squeezed(page.read_text(encoding="utf-8"))


def test_every_story_and_every_set_of_facts_has_its_page() -> None:
    pages = {name_of(page) for page in PAGES}
    assert pages
    assert len(pages) == len(PAGES)
    assert {path.name.partition(".")[0] for path in FIXTURES.glob("*.story.txt")} == pages
    assert {path.name.partition(".")[0] for path in FIXTURES.glob("*.facts.json")} <= pages
