"""What a caller of the library can count on."""

from __future__ import annotations

import logging
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner, Story, clean
from cleaner.analysis import Analysis
from cleaner.errors import OptionError, RulebookError, UnknownEncodingError, WeightsError
from cleaner.model import Evidence
from cleaner.scoring.weights import BUILTIN
from cleaner.stages import NAMES
from tests.conftest import ROOT
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, STORY

Rule = Callable[[str, str, str, str], Path]

TITLE = "Northfield board votes to dredge its eastern channel"
FOOTER = f"The post {TITLE} appeared first on Northfield Ledger."
HINT = """
[pack]
name = "house"
about = "What our own desk adds"

[[rule]]
id = "house-harbour"
label = "promotion"
strength = "{strength}"
reach = "{reach}"
match = '{match}'
drop = ["{example}"]
keep = ["Nothing of the kind."]
"""


def kept(*blocks: str, **options: object) -> list[str]:
    story = Cleaner(**options).clean("\n\n".join(blocks))  # type: ignore[arg-type]
    return [block.text for block in story.kept]


@pytest.fixture
def rule(tmp_path: Path) -> Rule:
    """A pack of one rule: rule("weak", "block", "^The harbour board", "The harbour board met.")."""

    def rule(strength: str, reach: str, match: str, example: str) -> Path:
        path = tmp_path / "house.toml"
        path.write_text(HINT.format(strength=strength, reach=reach, match=match, example=example), encoding="utf-8")
        return path

    return rule


# Keeping and removing


def test_a_story_alone_is_kept_whole() -> None:
    assert clean(STORY).text == STORY


def test_what_is_glued_to_a_story_goes_and_says_why() -> None:
    story = clean("\n\n".join((TITLE, "By Mara Quist", STORY, FOOTER)))
    assert story.text == STORY
    assert [block.label for block in story.removed] == ["title", "byline", "syndication"]
    assert all(block.reason for block in story.removed)


def test_a_certain_rule_removes_its_line_in_the_middle_of_the_story(rule: Rule) -> None:
    path = rule("certain", "block", "^Work stops", "Work stops at noon.")
    assert kept(LEAD, QUOTE, "Work stops for the herring.", PLAN, COST, rules=[path]) == [
        LEAD,
        QUOTE,
        PLAN,
        COST,
    ]


def test_a_weak_hint_does_not_remove_a_paragraph_of_the_story(rule: Rule) -> None:
    path = rule("weak", "block", "^Work on the channel", "Work on the channel is over.")
    assert kept(LEAD, QUOTE, PLAN, COST, rules=[path]) == [LEAD, QUOTE, PLAN, COST]


@pytest.mark.parametrize("marker", ["You May Also Like", "Related Articles", "Leave a Reply"])
def test_a_tail_goes_however_much_prose_is_in_it(marker: str) -> None:
    other = ELSEWHERE.replace("Bakers", "Millers")
    assert kept(LEAD, QUOTE, PLAN, COST, marker, ELSEWHERE, "Millers Lose Hope", other) == [LEAD, QUOTE, PLAN, COST]


def test_a_story_that_resumes_after_a_tail_marker_is_kept() -> None:
    pilots = (
        "The pilots who bring the grain ships into Northfield said after the vote that the eastern channel "
        "had been too shallow for thirty years, and that the harbour board had grown used to complaints."
    )
    assert kept(LEAD, QUOTE, PLAN, "Related Articles", "Ferry sails again", pilots) == [
        LEAD,
        QUOTE,
        PLAN,
        pilots,
    ]


def test_a_tail_marker_before_the_story_does_not_take_the_story() -> None:
    assert kept("Related Articles", "Ferry sails again", LEAD, QUOTE, PLAN, COST)[-4:] == [
        LEAD,
        QUOTE,
        PLAN,
        COST,
    ]


def test_a_removed_tail_block_names_the_marker() -> None:
    story = clean("\n\n".join((STORY, "You May Also Like", ELSEWHERE, "Rye Ruined by Fungus")))
    assert story.blocks[-1].reason == "in the tail that block 4 begins"
    assert story.blocks[4].text == "You May Also Like"


# No story


@pytest.mark.parametrize("page", ["", b"", " \n\u200b\n", "Page not found", "Menu\nHome\nNews\nSport\nSearch"])
def test_a_page_without_a_story_gives_an_empty_text(page: str | bytes) -> None:
    story = clean(page)
    assert (story.text, story.markdown, story.is_story, story.confidence) == ("", "", False, 0.0)
    assert not story.kept


# Options


def test_labels_can_be_kept_and_dropped() -> None:
    page = "\n\n".join((TITLE, "By Mara Quist", LEAD, QUOTE, PLAN, COST, FOOTER))
    assert clean(page, keep=["byline"]).text == f"By Mara Quist\n\n{STORY}"
    assert clean(page, drop=["story"]).text == ""


def test_keeping_a_label_changes_nothing_but_those_blocks() -> None:
    page = "\n\n".join((TITLE, "By Mara Quist", STORY, FOOTER))
    plainly, keeping = clean(page), clean(page, keep=["byline", "syndication"])
    assert keeping.confidence == plainly.confidence
    assert [block.label for block in keeping.blocks] == [block.label for block in plainly.blocks]
    assert {block.label for block in keeping.kept} - {block.label for block in plainly.kept} == {
        "byline",
        "syndication",
    }


@pytest.mark.parametrize(
    "options", [{"keep": ["captions"]}, {"drop": "headings"}, {"stages": ["rule"]}, {"stages": "everything"}]
)
def test_an_unknown_label_or_stage_is_an_error_that_lists_the_known_ones(options: dict[str, object]) -> None:
    with pytest.raises(OptionError, match=r"there are .*,"):
        Cleaner(**options)  # type: ignore[arg-type]


def test_a_single_label_need_not_be_in_a_list() -> None:
    assert Cleaner(drop="heading").policy.drop == {"heading"}


def test_a_pack_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text("[pack]\nname = 1\n")
    with pytest.raises(RulebookError, match=r"house\.toml"):
        clean(STORY, rules=[tmp_path / "house.toml"])


def test_url_and_encoding_go_into_the_page() -> None:
    story = clean(STORY.encode("windows-1252"), url="https://northfield-ledger.example/1", encoding="windows-1252")
    assert (story.page.url, story.page.encoding) == ("https://northfield-ledger.example/1", "cp1252")


def test_an_unknown_encoding_is_an_error() -> None:
    with pytest.raises(UnknownEncodingError):
        clean(STORY.encode(), encoding="klingon")


def test_what_decoding_had_to_replace_is_a_warning() -> None:
    story = clean(STORY.encode() + b" \xff", encoding="utf-8")
    assert any("replaced" in warning for warning in story.warnings)


TWO_STORIES = (ROOT / "fixtures" / "second-story-no-marker.page.txt").read_text(encoding="utf-8")


def test_what_is_not_chosen_is_told_as_another_story() -> None:
    first, second = clean(TWO_STORIES, about="Applecross"), clean(TWO_STORIES, about=["Brandvold", "Stennet"])
    assert first.title == "Orchard town votes to keep its cider tax"
    assert second.title == "Goalkeeper Saves Own Club With Sale of Boots"
    (other,) = second.others
    assert other.title == first.title and "Barnaby Tull" in other.text and "Brandvold" not in other.text
    assert [story.title for story in first.others] == [second.title]
    assert [story.text for story in clean(TWO_STORIES).others] == [first.others[0].text]
    assert clean(STORY).others == ()


def test_the_stories_of_an_html_page_are_told_apart_too() -> None:
    page = "".join(f"<h2>{block}</h2>" if len(block) < 60 else f"<p>{block}</p>" for block in TWO_STORIES.split("\n\n"))
    story = clean(f"<html><body><main>{page}</main></body></html>", about="Brandvold")
    assert "Kofi Brandvold" in story.text and "Barnaby Tull" not in story.text


def test_a_story_that_is_too_little_about_the_subject_is_closed_and_stays_at_hand() -> None:
    story = clean(TWO_STORIES, about="Alibaba", min_relevance=0.5)
    assert (story.is_story, story.text, story.relevance) == (False, "", 0.0)
    assert "not about Alibaba" in story.blocks[1].reason
    assert "Barnaby Tull" in story.rejected_text
    assert clean(TWO_STORIES, about="Brandvold", min_relevance=0.5).is_story
    assert clean(TWO_STORIES).relevance is None


def test_relevance_grows_with_the_paragraphs_that_name_the_subject() -> None:
    values = [clean(STORY, about=about).relevance or 0 for about in ("Alibaba", "county", "channel")]
    assert 0 == values[0] < values[1] < values[2] <= 1


def test_about_tells_which_of_two_stories_is_wanted() -> None:
    page = (ROOT / "fixtures" / "second-story-no-marker.page.txt").read_text(encoding="utf-8")
    wanted = clean(page, about="goalkeeper Brandvold")
    assert "Kofi Brandvold" in wanted.text
    assert "Kofi Brandvold" not in clean(page).text
    assert clean(page).text.split("\n\n")[0] not in wanted.text


@pytest.mark.parametrize("stage", NAMES)
def test_any_stage_can_be_switched_off(stage: str) -> None:
    page = "\n\n".join(
        (TITLE, TITLE, "By Mara Quist", STORY, FOOTER, "Ferry Sails Again", "Owls Return to Crane", STORY)
    )
    story = Cleaner(stages=set(NAMES) - {stage}).clean(page)
    assert stage not in {evidence.stage for block in story.blocks for evidence in block.verdict.evidence}


# The one is seldom asked, the other only where sites were learned.
@pytest.mark.parametrize("stage", sorted({*NAMES} - {"second_opinion", "site"}))
def test_every_stage_says_something_somewhere(stage: str) -> None:
    pages = [path.read_bytes() for path in sorted((ROOT / "fixtures").glob("*.page.*"))]
    pages.append(f"<html><body><article><p>{LEAD}</p></article></body></html>".encode())
    said = {evidence.stage for page in pages for block in clean(page).blocks for evidence in block.verdict.evidence}
    assert stage in said


def test_without_any_stage_a_page_is_judged_all_the_same() -> None:
    assert isinstance(Cleaner(stages=()).clean(STORY), Story)


# Many pages, many hands

PAGES = [STORY, "", f"{STORY}\n\n{FOOTER}", "Page not found", f"Menu\n{LEAD}\n{QUOTE}"]


def test_clean_many_gives_one_story_a_page_in_order() -> None:
    stories = list(Cleaner().clean_many([*PAGES, STORY.encode()]))
    assert [story.to_dict() for story in stories[:-1]] == [clean(page).to_dict() for page in PAGES]
    assert stories[-1].text == STORY


def test_clean_many_reads_a_page_when_its_story_is_asked_for() -> None:
    read: list[str] = []

    def pages() -> Iterator[str]:
        for page in PAGES:
            read.append(page)
            yield page

    stories = Cleaner().clean_many(pages())
    assert read == []
    next(stories)
    assert read == PAGES[:1]


def test_threads_may_share_a_cleaner() -> None:
    shared = Cleaner()
    pages = [path.read_bytes() for path in sorted((ROOT / "fixtures").glob("clean-*.page.txt"))] * 4
    with ThreadPoolExecutor(8) as pool:
        stories = list(pool.map(shared.clean, pages))
    assert [story.to_dict() for story in stories] == [shared.clean(page).to_dict() for page in pages]


def test_a_cleaner_pickles_with_its_options(rule: Rule) -> None:
    path = rule("certain", "block", "^Work on the channel", "Work on the channel is over.")
    original = Cleaner(rules=[path], keep=["byline"], stages=["rules", "prose"])
    path.unlink()
    copy = pickle.loads(pickle.dumps(original))
    page = "\n\n".join(("By Mara Quist", STORY))
    assert copy.clean(page).to_dict() == original.clean(page).to_dict()
    assert PLAN not in copy.clean(page).text


def test_a_story_pickles() -> None:
    story = clean(f"{STORY}\n\n{FOOTER}")
    assert pickle.loads(pickle.dumps(story)).to_dict() == story.to_dict()


def test_the_package_offers_what_its_all_says() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name)


# Cost


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "word\n",
        "\n\n",
        "Also read: ",
        "• ",
        ",\n",
        "The post x appeared first on y. ",
        "You May Also Like\n",
        "[…] ",
        "港",
    ],
    ids=repr,
)
def test_time_grows_in_a_straight_line(unit: str) -> None:
    assert_linear(lambda size: unit * (size // len(unit)))


def test_time_grows_in_a_straight_line_with_markers_after_which_the_story_resumes() -> None:
    def page(size: int) -> str:
        parts = (f"Related Articles\n{LEAD} Pier {pier}.\n{QUOTE} Pier {pier}.\n" for pier in range(size // 400))
        return f"{STORY}\n{''.join(parts)}"

    assert clean(page(4_000)).text.count("Pier") > 10
    assert_linear(page)


def assert_linear(page_of: Callable[[int], str]) -> None:
    """Eight times the page takes eight times as long: 40 leaves room for a busy machine, not for a square (64)."""
    shared = Cleaner()

    def seconds(size: int) -> float:
        page = page_of(size)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            shared.clean(page)
            best = min(best, time.process_time() - start)
        return best

    seconds(2_000)
    assert seconds(160_000) < 40 * max(seconds(20_000), 0.002)


def test_a_question_above_a_date_is_the_title() -> None:
    asked = "Will the eastern channel be dredged at last?"
    story = clean(f"{asked}\n2025/11/17 01:29\n{STORY}")
    assert (story.title, story.text) == (asked, STORY)


def test_a_short_last_line_stays_with_its_story() -> None:
    assert clean(f"{STORY}\n\nWatch this space, and mind the buoys").text.endswith("mind the buoys")


def shouting(analysis: Analysis) -> Iterator[Evidence]:
    """A stage of a user's own: lines in capitals are promotion."""
    for block, text in enumerate(analysis.measures.plain):
        if text.isupper():
            yield Evidence(block, "shouting", "capitals", "promotion", -float("inf"), "all in capitals")


def test_a_stage_of_the_callers_own_is_heard_like_any_other() -> None:
    page = f"{LEAD}\n\n{QUOTE.upper()}\n\n{PLAN}\n\n{COST}"
    story = Cleaner(stages=[*NAMES, shouting]).clean(page)
    (removed,) = story.removed
    assert (removed.label, removed.reason) == ("promotion", "shouting/capitals: all in capitals")
    assert story.text == "\n\n".join((LEAD, PLAN, COST))
    assert pickle.loads(pickle.dumps(Cleaner(stages=[*NAMES, shouting]))).clean(page).text == story.text


def test_weights_of_a_folder_are_used_and_one_that_does_not_fit_is_refused_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(BUILTIN, folder)
    assert Cleaner(weights=folder).clean(LEAD + "\n" + PLAN).is_story
    card = folder / "html" / "page_type.json"
    card.write_text(card.read_text().replace('"slug"', '"slugs"'))
    with pytest.raises(WeightsError, match="slug"):
        Cleaner(weights=folder)
    with pytest.raises(WeightsError, match="No such file"):
        Cleaner(weights=tmp_path / "nowhere")


def test_an_edited_pack_counts_from_the_next_call_on(rule: Rule) -> None:
    page = f"{LEAD}\n\n{QUOTE}\n\nTide table of the day\n\n{PLAN}"
    path = rule("certain", "block", "^Tide table", "Tide table of the day")
    assert "Tide table" not in clean(page, rules=[path]).text
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("^Tide table", "^Ebb table").replace("Tide table of the day", "Ebb table of the day"))
    assert [block.label for block in clean(page, rules=[path]).blocks if block.text.startswith("Tide")] != ["promotion"]


def test_the_hosts_logging_stays_as_it_was() -> None:
    logger = logging.getLogger("trafilatura")
    logger.setLevel(logging.INFO)
    Cleaner(engine="trafilatura").clean(f"<article><p>{LEAD}</p><p>{QUOTE}</p></article>")
    assert logger.level == logging.INFO
    logger.setLevel(logging.NOTSET)


def test_the_blocks_of_dumped_text_are_made_when_somebody_reads_them() -> None:
    story = clean(
        f"Harbour dredging\n\nBy Una Whitby\n\n12 March 2026\n\n{LEAD}\n\n{PLAN}\n\nShare this\n\nTags: harbour"
    )
    assert "_made" not in vars(story.page.blocks)
    assert [block.text for block in story.blocks][:2] == ["Harbour dredging", "By Una Whitby"]
