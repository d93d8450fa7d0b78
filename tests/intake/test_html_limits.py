"""The HTML door stands whatever leans on it: it raises nothing, takes time in a straight line, and bounded memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.errors import DecodeError
from cleaner.intake.cutter import MAX_BLOCKS
from cleaner.intake.html import html_page
from tests.conftest import ROOT
from tests.pages import COST, LEAD, PLAN, QUOTE

STORY = "".join(f"<p>{text}</p>\n" for text in (LEAD, QUOTE, PLAN, COST))
ARTICLE = (ROOT / "fixtures" / "html-news.page.html").read_bytes()
CLEANER = Cleaner()

HOSTILE: dict[str, Callable[[int], str]] = {
    "divs without end": lambda size: "<div>" * (size // 5),
    "divs around a story": lambda size: "<div>" * (size // 11) + STORY + "</div>" * (size // 11),
    "paragraphs": lambda size: "<p>a" * (size // 4),
    "one paragraph": lambda size: "<p>" + "tide " * (size // 5),
    "emphasis without end": lambda size: "<p>" + "<b>a" * (size // 4),
    "links without end": lambda size: "<p>" + "<a href=x>a" * (size // 11),
    "end tags": lambda size: "<p>a" + "</div></li></b>" * (size // 15),
    "half a tag": lambda size: "<a href=" * (size // 8),
    "an open quote": lambda size: "<a href='" + "b " * (size // 2),
    "brackets": lambda size: "<p>" + "<" * size,
    "comments": lambda size: "<!--" * (size // 4),
    "dashes": lambda size: "<!--" + "-" * size,
    "scripts": lambda size: "<script>" * (size // 8),
    "references": lambda size: "<p>" + "&am" * (size // 3),
    "cells": lambda size: "<table>" + "<tr><td>a<td>b" * (size // 14),
    "lists in lists": lambda size: "<ul><li>a" * (size // 9),
    "headings": lambda size: "<h1>a" * (size // 5),
    "breaks": lambda size: "<p>a" + "<br>b" * (size // 5),
    "JSON-LD": lambda size: '<script type="application/ld+json">' + '{"a":[' * (size // 6) + "</script>",
    "metadata": lambda size: "<meta name=a content=b>" * (size // 23),
    "NUL": lambda size: "<p>\0a" * (size // 5),
}


def page_from(source: str) -> str:
    return f"<!doctype html><html><body>{source}"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_of_two_megabytes_take_little_time(name: str) -> None:
    source = page_from(HOSTILE[name](2_000_000))
    start = time.process_time()
    CLEANER.clean(source)
    assert time.process_time() - start < 30  # Minutes before there were limits; two seconds on an idle machine.


@pytest.mark.parametrize("name", ["paragraphs", "emphasis without end", "end tags", "lists in lists", "references"])
def test_twice_the_page_takes_twice_the_time(name: str) -> None:
    def seconds(size: int) -> float:
        source = page_from(HOSTILE[name](size))
        times = []
        for _ in range(3):
            start = time.perf_counter()
            html_page(source)
            times.append(time.perf_counter() - start)
        return min(times)

    small, large = seconds(100_000), seconds(800_000)
    assert large < 8 * 4 * max(small, 0.01)


def test_a_story_below_a_hundred_thousand_divs_is_found() -> None:
    assert LEAD in CLEANER.clean(page_from("<div>" * 100_000 + STORY)).text


def test_what_is_not_read_of_a_page_of_too_many_blocks_is_said() -> None:
    story = CLEANER.clean(page_from(STORY + "<p>a" * (MAX_BLOCKS + 10)))
    assert len(story.blocks) == MAX_BLOCKS
    assert story.text.startswith(LEAD)
    assert any("not read" in warning for warning in story.warnings)


def test_a_page_of_as_many_blocks_as_are_read_has_no_warning() -> None:
    page = html_page("<p>a" * MAX_BLOCKS)
    assert (len(page.blocks), page.warnings) == (MAX_BLOCKS, ())


def test_memory_stays_below_fifteen_times_a_large_page() -> None:
    """Of one block for 700 characters, as pages of the development corpora have it."""
    drawing = "M12 2L2 7l10 5 10-5-10-5z " * 12
    links = "".join(
        f'<li class="menu-item menu-item-type-post menu-item-{number}" data-track="click:menu" id="item-{number}">'
        f'<a class="menu-link menu-link-level-2" href="/sections/tides/tables/{number}/?from=menu&position={number}">'
        f'<svg viewBox="0 0 24 24"><path d="{drawing}"/></svg><span>Tides {number}</span></a></li>'
        for number in range(6)
    )
    script = f'<script>window.queue.push({{"event": "{PLAN}"}});</script>' * 8
    section = (
        f'<section class="wide"><ul>{links}</ul><p class="text">{LEAD} <a href="/t">{PLAN}</a></p>{script}</section>'
    )
    source = page_from(section * (5_000_000 // len(section)))
    tracemalloc.start()
    try:
        story = CLEANER.clean(source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 500 < len(source) / len(story.blocks) < 1000
    assert peak < 15 * len(source)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_truncated_page_gives_what_is_there(share: float) -> None:
    whole = CLEANER.clean(ARTICLE)
    part = CLEANER.clean(ARTICLE[: int(share * len(ARTICLE))])
    known = "".join(block.text for block in whole.blocks)
    assert all(block.text in known for block in part.blocks[:-1])


def test_charsets_mixed_on_one_page_cost_no_more_than_their_letters() -> None:
    mixed = ARTICLE.replace(b"</article>", "<p>Fähre über Öresund</p></article>".encode("latin-1") * 2)
    story = CLEANER.clean(mixed)
    assert "anchored off Larkhaven" in story.text
    assert any("replaced" in warning or "guessed" in warning for warning in story.warnings)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.integers(0, len(ARTICLE)))
def test_bytes_of_any_kind_within_a_page_never_break_it(noise: bytes, at: int) -> None:
    try:
        CLEANER.clean(ARTICLE[:at] + noise + ARTICLE[at:])
    except DecodeError as error:
        assert str(error)


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(ARTICLE)), st.integers(0, 400), st.booleans())
def test_a_page_with_a_hole_in_it_is_still_a_page(at: int, width: int, closed: bool) -> None:
    source = (ARTICLE[:at] + ARTICLE[at + width :]).decode(errors="replace")
    story = CLEANER.clean(page_from(source if closed else source.replace("</", "<")))
    assert len(story.blocks) == len(story.kept) + len(story.removed)
    assert story.html is not None
    assert story.markdown is not None
