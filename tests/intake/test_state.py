"""Stories that stand only in a page's data: JSON-LD, and what frameworks give to their scripts."""

from __future__ import annotations

import json
import time

import pytest

from cleaner.intake.html import html_page
from cleaner.intake.state import state_prose

PARAGRAPHS = [
    "The tram will run on Sundays again from May, two years after the council had struck it from the timetable.",
    "“We counted the people at the stops,” said officer Lena Holt. “There were more of them than on Mondays.”",
    "The council pays for a trial of a year. After that the line must carry nine hundred people a day, or it will end.",
    "Not everybody is glad.",
    "A baker on Mill Lane said that the first tram of the day had been his alarm clock, and that he hated it.",
]
TEASER = (
    "Swans blocked the ring road for an hour on Saturday morning, and nobody in the town knew whom to call about it."
)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
POST = {"title": "Trams", "contentHtml": HTML, "related": [{"title": "Swans", "summary": TEASER}]}
NODES = [
    {"type": "paragraph", "id": f"b{number}", "text": text, "style": {"marginTop": 4}}
    for number, text in enumerate(PARAGRAPHS)
]


def flight(text: str) -> str:
    """React's flight data, in two pieces."""
    half = len(text) // 2
    return "".join(
        f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in (text[:half], text[half:])
    )


REACT = ["$", "main", None, {"children": [["$", "p", None, {"children": text}] for text in PARAGRAPHS]}]
NUXT = f"(function(a,b){{return {{post:{{body:{json.dumps(HTML)},n:a}}}}}}(1,2))"
SCRIPTS = {
    "__NEXT_DATA__": f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": POST})}</script>',
    "__NUXT__": f"<script>window.__NUXT__={NUXT}</script>",
    "__APOLLO_STATE__": f"<script>window.__APOLLO_STATE__ = {json.dumps({'Story:1': {'blocks': NODES}})};</script>",
    "a JSON script": f'<script type="application/json" data-state>{json.dumps({"content": PARAGRAPHS})}</script>',
    "preloaded": f"<script>window['preloaded'] = {json.dumps(POST)}</script>",
    "__next_f": flight(f"1:{json.dumps(REACT)}"),
}
SHELL = '<title>Trams</title><div id="root">Loading</div>'


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_story_that_stands_only_in_state_is_read_from_there(name: str):
    page = html_page(f"{SHELL}{SCRIPTS[name]}")
    assert page.texts == ["Loading", *PARAGRAPHS]
    assert page.warnings == (f"the story's text was read from the data of the page's scripts ({name})",)


def test_a_text_of_flight_data_is_read_by_its_length_in_bytes():
    text = f'a:T{len(HTML.encode()):x},{HTML}b:["$","footer",null,{{}}]'
    assert html_page(SHELL + flight(text)).texts == ["Loading", *PARAGRAPHS]


def test_escapes_of_javascript_are_read():
    assert state_prose([r'script>window.s={"body":"<p>The harbour\x27s ferry is late, and it\'s cold.</p>"}']).text == (
        "<p>The harbour's ferry is late, and it's cold.</p>"
    )


def test_state_is_not_read_when_the_page_has_the_story():
    page = html_page(f"<article>{HTML}</article>{SCRIPTS['__NEXT_DATA__']}")
    assert (page.texts, page.warnings) == (PARAGRAPHS, ())


def test_two_stories_of_a_feed_are_two_runs():
    other = [{"type": "paragraph", "text": f"{TEASER} {number}."} for number in range(3)]
    feed = [{"blocks": NODES}, {"id": "x" * 2500, "blocks": other}]
    prose = state_prose([f"script type=application/json>{json.dumps(feed)}"])
    assert prose.text.splitlines() == PARAGRAPHS


def test_a_live_blog_that_stands_only_in_json_ld_is_read_entry_by_entry():
    entries = [
        {"@type": "BlogPosting", "headline": f"Entry {number}", "articleBody": text}
        for number, text in enumerate(PARAGRAPHS)
    ]
    data = json.dumps({"@type": "LiveBlogPosting", "headline": "Trams", "liveBlogUpdate": entries})
    page = html_page(f'{SHELL}<script type="application/ld+json">{data}</script>')
    told = [text for number, text in enumerate(PARAGRAPHS) for text in (f"Entry {number}", text)]
    assert page.texts == ["Loading", *told]
    assert page.warnings == ("the story's text was read from the page's JSON-LD: it stands nowhere else on the page",)


@pytest.mark.parametrize("unit", ['"', '\\"', "a", 'a:"', "1:T9,", '{"a":"b c",'])
def test_time_grows_in_a_straight_line(unit: str):
    script = "script>window.s={" + unit * (300_000 // len(unit))
    started = time.perf_counter()
    state_prose([script])
    assert time.perf_counter() - started < 2
