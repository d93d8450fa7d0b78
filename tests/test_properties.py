"""What holds for every page, whatever is on it."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Story
from cleaner.characters import ZERO_WIDTH
from cleaner.decision import context
from cleaner.errors import CleanerError, NotTextError
from cleaner.intake.text import text_page
from cleaner.model import LABELS
from cleaner.scoring import Weights
from cleaner.stages import NAMES as STAGES
from cleaner.stages import headlines, prose
from tests.conftest import ROOT
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, analysis_of

FIXTURES = sorted((ROOT / "fixtures").glob("*.page.txt"))
CLEANER = Cleaner()
IDEMPOTENT_SHARE = 0.98
"""Of the development corpus' stories, as the project's goals have it."""

settings.register_profile("pages", deadline=None, max_examples=150)
settings.load_profile("pages")

LINES = [
    *(LEAD, QUOTE, PLAN, COST, ELSEWHERE),
    "Northfield board votes to dredge its eastern channel",
    "By Mara Quist",
    "Nov 12, 2025",
    "You May Also Like",
    "Related Articles",
    "Also read: The crane that nobody wanted",
    "• Pilots had complained for thirty years.",
    "Share",
    "Advertisement",
    "Source link",
    "Published By:",
    f"{LEAD} [...] The post Northfield dredges appeared first on Harbor Courier.",
    f"{LEAD[:90]}…",
    "County Orders Forty Electric Buses",
    ", which",
    "grain ships",
    ".",
    "港の理事会は火曜日に東の水路を掘り下げることを決めた。",
    "\u200b",
]
ANY_TEXT = st.text(st.characters(), max_size=60)
"""Lone surrogates too: bytes read with the error handler surrogateescape have them."""

SPACES = st.sampled_from(["\n", "\n\n", "\r\n", "\n \u00a0\n", "\n\u200b", "\u2028", "  ", "\x0b", "\n\t"])
MADE_PAGES = st.lists(st.tuples(st.sampled_from(LINES) | ANY_TEXT, SPACES), max_size=25).map(
    lambda parts: "".join(line + space for line, space in parts)
)
TEXT_PAGES = MADE_PAGES | st.text(max_size=400)


def squeezed(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in ZERO_WIDTH)


def record(story: Story) -> str:
    return json.dumps(story.to_dict(), sort_keys=True)


def cleaned(page: str | bytes) -> Story | None:
    """The story, or None where the library names what is wrong with the page."""
    try:
        return CLEANER.clean(page)
    except CleanerError as error:
        assert len(str(error).splitlines()) == 1
        return None


# Nothing is lost


@given(TEXT_PAGES)
def test_kept_and_removed_blocks_are_the_page_in_order(page: str) -> None:
    story = CLEANER.clean(page)
    assert [block.block for block in story.blocks] == list(story.page.blocks)
    assert [block.block.index for block in story.blocks] == list(range(len(story.blocks)))
    assert sorted(story.kept + story.removed, key=lambda block: block.block.index) == list(story.blocks)
    assert story.text == "\n\n".join(block.text for block in story.kept)


@given(TEXT_PAGES)
def test_offsets_cover_every_visible_character_once(page: str) -> None:
    story = CLEANER.clean(page, form="text")
    position = 0
    for block in story.page.blocks:
        assert position <= block.start < block.end <= len(page)
        assert squeezed(page[position : block.start]) == ""
        position = block.end
    assert squeezed(page[position:]) == ""


@given(TEXT_PAGES)
def test_a_block_is_its_piece_of_the_source(page: str) -> None:
    source = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in page)
    for block in CLEANER.clean(page, form="text").page.blocks:
        piece = source[block.start : block.end]
        if len(piece.splitlines()) == 1:
            assert block.text == piece
        else:
            assert squeezed(block.text) == squeezed(piece)
            assert len(block.text.splitlines()) == 1


@given(TEXT_PAGES)
def test_intake_alone_covers_the_source_too(page: str) -> None:
    assert squeezed("".join(block.text for block in text_page(page).blocks)) == squeezed(page)


# Any input


@given(TEXT_PAGES)
def test_a_verdict_is_complete(page: str) -> None:
    story = CLEANER.clean(page)
    for block in story.blocks:
        assert block.label in LABELS
        assert block.reason
        assert all(evidence.block == block.block.index for evidence in block.verdict.evidence)
    assert 0.0 <= story.confidence <= 1.0
    assert story.is_story == bool(story.text)
    assert json.loads(record(story))["blocks"] == story.to_dict()["blocks"]


@given(st.binary(max_size=400) | ANY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_story_or_a_named_error(page: bytes) -> None:
    cleaned(page)


@given(MADE_PAGES, st.sampled_from(["utf-8", "utf-16", "windows-1252", "shift_jis", "koi8-r", "gb18030"]))
def test_any_charset_gives_a_story_or_a_named_error(page: str, encoding: str) -> None:
    data = page.encode(encoding, "replace")
    cleaned(data)
    with suppress(NotTextError):  # A page of little more than control characters is refused whatever is named.
        assert CLEANER.clean(data, encoding=encoding).page.encoding


@pytest.mark.parametrize(
    "page", ["", " ", "\0", "\ud800", f"{LEAD}\ud800\n{QUOTE}", "\ufeff", "\x85", "a" * 100_000], ids=ascii
)
def test_odd_text_gives_a_story(page: str) -> None:
    assert isinstance(CLEANER.clean(page), Story)


@settings(max_examples=40)
@given(TEXT_PAGES, st.sets(st.sampled_from(STAGES)))
def test_any_stages_can_be_switched_off(page: str, stages: set[str]) -> None:
    story = Cleaner(stages=stages).clean(page)
    assert {evidence.stage for block in story.blocks for evidence in block.verdict.evidence} <= stages


@settings(max_examples=40)
@given(MADE_PAGES, st.sets(st.sampled_from(sorted(LABELS)), max_size=3))
def test_labels_that_are_kept_or_dropped_are(page: str, labels: set[str]) -> None:
    assert not {block.label for block in Cleaner(keep=labels).clean(page).removed} & labels
    assert not {block.label for block in Cleaner(drop=labels).clean(page).kept} & labels


@given(TEXT_PAGES)
def test_markdown_has_the_words_of_the_story(page: str) -> None:
    story = CLEANER.clean(page)
    letters = [char for char in story.markdown if char.isalnum()]
    title = story.title if story.title and story.kept else ""
    wanted = [char for char in f"{title}{story.text}" if char.isalnum()]
    assert letters == wanted


# The same again


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name.removesuffix(".page.txt"))
def test_cleaning_a_cleaned_story_changes_nothing(path: Path) -> None:
    text = CLEANER.clean(path.read_bytes()).text
    assert CLEANER.clean(text).text == text


def test_cleaning_a_cleaned_story_changes_nothing_on_real_pages(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "mixed-dev.jsonl.gz", "rt", encoding="utf-8") as rows:
        texts = [CLEANER.clean(json.loads(row)["text"]).text for row in rows]
    same = [CLEANER.clean(text).text == text for text in texts if text]
    assert sum(same) >= IDEMPOTENT_SHARE * len(same), f"{sum(same)} of {len(same)}"


# What stages hand to the scorecards


@given(TEXT_PAGES)
def test_every_feature_falls_into_one_of_its_bins(page: str) -> None:
    analysis = analysis_of(page)
    measures = analysis.measures
    card = Weights().card("text/prose", prose.FEATURES)
    scores = card.scores(prose.codes(analysis))
    assert len(scores) == len(measures)
    for features, codes in (
        (prose.FEATURES, prose.codes(analysis)),
        (headlines.FEATURES, headlines.codes(analysis)),
        (context.FEATURES, context.codes(scores, measures, *[[False] * len(measures)] * 2)),
    ):
        assert list(codes) == [feature.name for feature in features]
        for feature, bins in zip(features, codes.values(), strict=True):
            assert len(bins) == len(measures)
            assert all(0 <= bin_ < feature.size for bin_ in bins)
