"""What must always hold, on HTML as on text and with any options. Dumped text has more of it in test_properties.py.

Heavy imports (invariant 5): tests/test_import.py. Straight lines (3): benchmarks/linear.py, over the shapes that
tests/fuzz gives stories to.
"""

from __future__ import annotations

import json
import locale
import os
import pickle
import random
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Story
from cleaner.errors import CleanerError, PageTypeError
from cleaner.model import LABELS
from cleaner.rulebook import load
from cleaner.stages import NAMES as STAGES
from fuzz.check import check_offsets, check_partition
from fuzz.mutate import MARKERS, TAGS
from tests.conftest import ROOT
from tests.pages import COST, LEAD, PLAN, QUOTE

CLEANER = Cleaner()
SETTINGS = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
FIXTURES = sorted((ROOT / "fixtures").glob("*.page.*"))

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PIECES = st.sampled_from([*TAGS, *MARKERS, f"<p>{LEAD}</p>", f"<p>{QUOTE}</p>", f"<li>{PLAN}", f"{COST}<br>"]) | WORDS
HTML = st.lists(PIECES, max_size=30).map(lambda pieces: "<!doctype html>" + "".join(pieces))
TEXT = st.lists(PIECES, max_size=30).map("\n".join)
PAGES = HTML | TEXT
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "keep": st.sets(st.sampled_from(sorted(LABELS)), max_size=3),
        "stages": st.sets(st.sampled_from(STAGES)),
        "gate": st.booleans(),
        "engine": st.sampled_from(["cleaner", "trafilatura"]),
    },
)


def said(story: Story) -> str:
    """All that comes out of a story, as one text."""
    return "\n".join(
        [json.dumps(story.to_dict(), sort_keys=True), story.markdown, story.to_markdown(links=True), story.html]
    )


# 1. Kept and removed blocks are the page, in order; the offsets of dumped text cover every visible character.


@SETTINGS
@given(PAGES)
def test_kept_and_removed_blocks_are_the_page_in_order(page: str) -> None:
    check_partition(CLEANER.clean(page))


@settings(SETTINGS, max_examples=40)
@given(PAGES, OPTIONS)
def test_options_lose_no_block_either(page: str, options: dict[str, object]) -> None:
    story = Cleaner(**options).clean(page)  # type: ignore[arg-type]
    assert [judged.block for judged in story.blocks] == list(story.page.blocks)
    assert len(story.kept) + len(story.removed) == len(story.blocks)


@SETTINGS
@given(PAGES)
def test_offsets_cover_all_that_is_read_as_text_tags_too(page: str) -> None:
    check_offsets(CLEANER.clean(page, form="text"))


# 2. The same input gives the same output, in any process, on any day.


@SETTINGS
@given(PAGES)
def test_what_was_cleaned_before_changes_nothing(page: str) -> None:
    assert said(CLEANER.clean(page)) == said(Cleaner().clean(page))


def test_neither_hash_seed_nor_place_nor_language_of_the_system_changes_anything(tmp_path: Path) -> None:
    program = (
        "import hashlib, sys, cleaner\n"
        "from tests.test_invariants import said\n"
        "for path in sys.argv[1:]:\n"
        "    print(hashlib.sha256(said(cleaner.clean(open(path, 'rb').read())).encode()).hexdigest())\n"
    )

    def hashes(**environment: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program, *map(str, FIXTURES)],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        ).stdout

    here = hashes(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert len(here.splitlines()) == len(FIXTURES)
    assert hashes(PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONUTF8="0") == here


# 4. No network, no global state; threads share a cleaner, and it pickles.


def test_nothing_asks_for_the_network() -> None:
    """Python reports every connection that is made and every name that is looked up, whoever asks. urllib3, which
    trafilatura imports, makes a socket and binds it, to see whether there is IPv6; that goes nowhere."""
    program = (
        "import sys\n"
        "asked = []\n"
        "harmless = {'socket.__new__', 'socket.bind', 'socket.gethostname'}\n"
        "net = ('socket.', 'urllib.', 'http.', 'ftplib.', 'smtplib.')\n"
        "sys.addaudithook(lambda event, _: asked.append(event) if event.startswith(net) else None)\n"
        "import cleaner\n"
        "for engine in ('cleaner', 'trafilatura'):\n"
        "    for path in sys.argv[1:]:\n"
        "        page = open(path, 'rb').read()\n"
        "        story = cleaner.clean(page, url='https://harbor-courier.example/', engine=engine)\n"
        "        story.markdown, story.html, story.to_dict()\n"
        "print([event for event in asked if event not in harmless])\n"
    )
    command = [sys.executable, "-c", program, *map(str, FIXTURES)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"


def global_state() -> dict[str, object]:
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "locale": locale.setlocale(locale.LC_ALL),
        "random": random.getstate(),
        "recursion": sys.getrecursionlimit(),
        "warnings": list(warnings.filters),
        "digits": sys.get_int_max_str_digits(),
        "path": list(sys.path),
    }


@pytest.mark.parametrize("engine", ["cleaner", "trafilatura"])
def test_cleaning_leaves_the_process_as_it_was(engine: str) -> None:
    def clean_all() -> None:
        cleaner = Cleaner(engine=engine)
        for path in FIXTURES:
            said(cleaner.clean(path.read_bytes()))

    clean_all()  # Libraries that load when a page first needs them add filters of warnings, once.
    before = global_state()
    clean_all()
    assert global_state() == before


@settings(SETTINGS, max_examples=30)
@given(st.lists(PAGES, min_size=8, max_size=8))
def test_threads_that_share_a_cleaner_get_what_one_gets(pages: list[str]) -> None:
    shared = Cleaner()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda page: said(shared.clean(page)), pages)) == [
            said(CLEANER.clean(page)) for page in pages
        ]


@settings(SETTINGS, max_examples=30)
@given(PAGES, OPTIONS)
def test_a_cleaner_and_its_stories_survive_pickling(page: str, options: dict[str, object]) -> None:
    original = Cleaner(**options)  # type: ignore[arg-type]
    story = original.clean(page)
    assert said(pickle.loads(pickle.dumps(original)).clean(page)) == said(story)
    assert said(pickle.loads(pickle.dumps(story))) == said(story)


def test_what_is_handed_over_is_left_as_it_was() -> None:
    source = f"<!doctype html><body><p>{LEAD}</p><p>{QUOTE}</p></body>"
    data, soup = bytearray(source.encode()), BeautifulSoup(source, "lxml")
    written = str(soup)
    for page in (data, memoryview(data), soup):
        assert CLEANER.clean(page).text == f"{LEAD}\n\n{QUOTE}"
    assert data == source.encode()
    assert str(soup) == written


# 6. Bad input is an error with a name and one clear line, or a best effort.


@SETTINGS
@given(
    st.binary(max_size=200) | PAGES.map(str.encode),
    st.sampled_from(["utf-8", "utf-7", "utf-16", "utf-32", "shift_jis", "hz", "iso-2022-jp", "cp037"]) | WORDS,
)
def test_any_bytes_in_any_charset_give_a_story_or_one_line(page: bytes, encoding: str) -> None:
    try:
        said(CLEANER.clean(page, encoding=encoding))
    except CleanerError as error:
        assert len(str(error).splitlines()) == 1


@SETTINGS
@given(PAGES, st.none() | WORDS, st.none() | WORDS, st.sampled_from([None, "text", "html"]))
def test_any_address_and_topic_give_a_story(page: str, url: str | None, about: str | None, form: str | None) -> None:
    assert said(CLEANER.clean(page, url=url, about=about, form=form))  # type: ignore[arg-type]


@pytest.mark.parametrize("page", [None, 7, 1.5, ["<p>"], {"html": "<p>"}, Path("page.html")], ids=repr)
def test_what_is_no_page_is_named(page: object) -> None:
    with pytest.raises(PageTypeError, match=type(page).__name__):
        CLEANER.clean(page)


# 7. No single rule, marker or class takes a whole story with it.

PARAGRAPHS = [LEAD, QUOTE, PLAN, COST, LEAD.replace("Tuesday", "Friday"), f"{QUOTE} She wants a new vote."]
"""A story in which every paragraph says what the story is about."""

DROPPED = sorted({example for rule in load(examples=True).rules for example in rule.drop if len(example) < 100})[::12]
"""One in twelve of the lines that rules are written for."""

CLASSES = sorted(
    {
        word
        for pack in (ROOT / "rules").rglob("*.toml")
        for words in re.findall(r"^words = \[(.*?)\]", pack.read_text(encoding="utf-8"), re.M | re.S)
        for word in re.findall(r'"([^"]+)"', words)
    }
)
MOST_LOST = 0.5
"""Of the prose; what one witness may take. A marker that stands before the last third still ends a story."""


def share_kept(page: str) -> float:
    kept = CLEANER.clean(page).text
    return sum(len(line) for line in PARAGRAPHS if line in kept) / sum(map(len, PARAGRAPHS))


def as_text(lines: list[str]) -> str:
    return "\n\n".join(lines)


def as_html(lines: list[str]) -> str:
    return "<!doctype html><body>" + "".join(f"<p>{escape(line)}</p>" for line in lines) + "</body>"


PLACES = [pytest.param(written, place) for written in (as_text, as_html) for place in range(len(PARAGRAPHS) + 1)]


@pytest.mark.parametrize(("written", "place"), PLACES)
def test_no_line_that_a_rule_drops_takes_the_story_around_it(written: Callable[[list[str]], str], place: int) -> None:
    above, below = PARAGRAPHS[:place], PARAGRAPHS[place:]
    assert [line for line in DROPPED if share_kept(written([*above, line, *below])) <= 1 - MOST_LOST] == []


@pytest.mark.parametrize("word", CLASSES)
def test_one_class_around_a_story_does_not_take_it(word: str) -> None:
    story = as_html(PARAGRAPHS)
    wrapped = story.replace("<body>", f'<body><div class="{word}">').replace("</body>", "</div></body>")
    assert share_kept(story) == 1
    assert share_kept(wrapped) > 1 - MOST_LOST


@pytest.mark.parametrize(
    "element", "article main section div aside header footer nav form blockquote ul table figure details b a".split()
)
def test_one_element_around_a_story_does_not_take_it(element: str) -> None:
    page = as_html(PARAGRAPHS).replace("<body>", f"<body><{element}>").replace("</body>", f"</{element}></body>")
    assert share_kept(page) > 1 - MOST_LOST
