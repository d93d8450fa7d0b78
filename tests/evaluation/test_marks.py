"""Where a story and its gold differ, word by word."""

from __future__ import annotations

from cleaner import Evidence, Story, Verdict
from cleaner.cause import Cause
from cleaner.evaluation import GoldPage
from cleaner.evaluation.marks import Marked, differences
from cleaner.intake import intake

EVIDENCE: tuple[Evidence, ...] = ()


def story_of(*blocks: tuple[bool, str]) -> Story:
    """A story whose blocks are kept or not, as said."""
    page = intake("\n\n".join(text for _, text in blocks), form="text")
    assert page.texts == [text for _, text in blocks]
    verdicts = [Verdict(kept, "story" if kept else "navigation", 0.0, Cause("prose"), EVIDENCE) for kept, _ in blocks]
    return Story(page, verdicts, "\n\n".join(text for kept, text in blocks if kept))


def marked(text: str, marks: tuple[tuple[int, int, str], ...]) -> list[tuple[str, str]]:
    return [(text[start:end], kind) for start, end, kind in marks]


def shown(story: Story, gold: GoldPage) -> tuple[list[list[tuple[str, str]]], list[list[tuple[str, str]]]]:
    """What is marked in each block, and in each paragraph of the gold."""
    found = differences(story, gold)
    blocks = [marked(text, marks) for text, marks in zip(story.page.texts, found.blocks, strict=True)]
    return blocks, [marked(text, marks) for text, marks in found.gold]


def test_a_right_story_has_no_marks() -> None:
    story = story_of((False, "Home News"), (True, "The dredger came on Monday evening."))
    assert shown(story, GoldPage("a", "", "The dredger came\non Monday evening.")) == ([[], []], [[], []])


def test_what_leaked_is_marked_in_its_block() -> None:
    story = story_of((True, "The dredger came on Monday evening."), (True, "Read more: goats, on the roof!"))
    blocks, gold = shown(story, GoldPage("a", "", "The dredger came on Monday evening."))
    assert blocks == [[], [("Read more: goats, on the roof", "leaked")]]
    assert gold == [[]]


def test_what_was_lost_is_marked_where_it_stands_and_in_the_gold() -> None:
    story = story_of((True, "The dredger came on Monday evening."), (False, "Fishermen cheered from every quay. Share"))
    blocks, gold = shown(
        story, GoldPage("a", "", "The dredger came on Monday evening.\nFishermen cheered from every quay.")
    )
    assert blocks == [[], [("Fishermen cheered from every quay", "lost")]]
    assert gold == [[], [("Fishermen cheered from every quay", "lost")]]


def test_what_stands_nowhere_on_the_page_is_marked_in_the_gold_alone() -> None:
    story = story_of((True, "The dredger came on Monday evening."))
    blocks, gold = shown(story, GoldPage("a", "", "The dredger came on Monday evening. Nobody slept."))
    assert (blocks, gold) == ([[]], [[("Nobody slept", "lost")]])


def test_chinese_is_marked_by_its_characters() -> None:
    story = story_of((True, "渔村老码头改建成图书馆，分享到微信"))
    blocks, _ = shown(story, GoldPage("a", "", "渔村老码头改建成图书馆，"))
    assert blocks == [[("分享到微信", "leaked")]]


def test_a_page_without_a_story_leaks_whatever_is_kept() -> None:
    story = story_of((True, "Seven days of weather."))
    assert shown(story, GoldPage("a", "", "")) == ([[("Seven days of weather", "leaked")]], [])


def test_snippets_are_lost_or_leaked_as_a_whole() -> None:
    story = story_of((True, "The dredger came. Read more here."), (False, "Fishermen cheered."))
    gold = GoldPage("a", "", wanted=("the dredger came", "Fishermen cheered"), unwanted=("read more", "cheered"))
    blocks, paragraphs = shown(story, gold)
    assert blocks == [[("Read more", "leaked")], []]
    assert paragraphs == [[], [("Fishermen cheered", "lost")]]
    assert differences(story, gold).gold[0] == Marked("the dredger came")
