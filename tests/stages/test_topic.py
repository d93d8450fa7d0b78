from __future__ import annotations

from collections.abc import Collection

import pytest

from cleaner.model import OTHER_STORY, Evidence, Fact
from cleaner.stages import topic
from tests.pages import analysis_of, cards

HARBOUR = (
    "The harbour board voted on Tuesday to dredge the ferry channel at Kelso Quay before the winter storms arrive.",
    "Ferry captains had told the harbour board that the channel lost half a metre of depth since the last dredging.",
    "Dredging the channel will close the quay for nine nights, and the ferry will sail from the old fish pier instead.",
    "The board set aside two million crowns for the dredging, most of it from the ferry company's harbour dues.",
    "Captain Orla Menzies said the ferry had touched the channel bottom twice in August, near the quay's outer wall.",
)
BAKERY = (
    "Rye loaves from a bakery in Tolbury took the first prize at the national bread fair for the third year running.",
    "Judges praised the crust of the loaves and the sourdough that the baker's grandmother began some fifty years ago.",
    "The baker, Amina Strand, said that flour from a neighbouring mill made the bread what it is, and patience too.",
    "Orders for the prize loaves reached the bakery from as far as Lisbon, and the sourdough will need a second oven.",
)
HEADLINE = "Tolbury Bakery Wins Bread Prize For Rye Loaf"
CARD = cards(topic.FEATURES, base=1.0, shared_ratio=[-4.0], key_ratio=[-4.0])
"""Another story begins where hardly any words are known from above."""


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic, "MIN_PAGE_WORDS", 0)


def taken(*lines: str, about: str = "", named: frozenset[int] = frozenset()) -> list[int]:
    hits: list[Evidence] = list(topic.run(analysis_of("\n\n".join(lines), about=about, named=named, weights=CARD)))
    return [hit.block for hit in hits if hit.rule in OTHER_STORY]


def test_a_story_of_other_things_below_a_headline_is_another_story() -> None:
    assert taken(*HARBOUR, HEADLINE, *BAKERY) == [5, 6, 7, 8, 9]


def test_but_not_in_a_short_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic, "MIN_PAGE_WORDS", 250)
    assert not taken(*HARBOUR, HEADLINE, *BAKERY)


def dated(*lines: str, dates: Collection[int]) -> list[int]:
    """The same, where a rule reads dates in some of the blocks."""
    analysis = analysis_of("\n\n".join(lines), named=frozenset(dates), weights=CARD)
    analysis.from_rules = [Fact("published", "2026-02-17", block, "rule") for block in dates]
    return [hit.block for hit in topic.run(analysis) if hit.rule in OTHER_STORY]


def test_in_a_short_text_a_headline_with_a_date_below_it_begins_another_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic, "MIN_PAGE_WORDS", 250)
    assert dated(*HARBOUR, HEADLINE, "17 February 2026", *BAKERY, dates={6}) == [5, 6, 7, 8, 9, 10]


def test_a_list_of_dated_headlines_begins_no_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic, "MIN_PAGE_WORDS", 250)
    fairs = [line for town in BAKERY for line in (f"The bread fair of {town[:20]}", "17 February 2026", town)]
    assert not dated(*HARBOUR, *fairs, dates={6, 9, 12, 15})


def test_a_subheading_of_the_same_story_is_not() -> None:
    assert not taken(*HARBOUR[:3], "Half a metre lost in the ferry channel", *HARBOUR[3:])


def test_with_about_the_story_that_names_it_is_the_one() -> None:
    assert taken(*HARBOUR, HEADLINE, *BAKERY, about="sourdough") == [0, 1, 2, 3, 4]


def test_one_paragraph_is_too_little_to_tell_topics_apart() -> None:
    assert not taken(HARBOUR[1], HEADLINE, *BAKERY)


def test_a_line_that_a_rule_has_a_name_for_begins_no_story() -> None:
    assert not taken(*HARBOUR, HEADLINE, *BAKERY, named=frozenset({5}))


def test_questions_of_an_interview_begin_no_other_story() -> None:
    questions = ["What did you bake?", "Who taught you to bake?", "Why rye?", "What is the secret of sourdough?"]
    asked = "And what will the bakery of Tolbury bake for us next year?"
    assert taken(*HARBOUR, asked, *BAKERY)
    assert not taken(*HARBOUR[:4], *questions, HARBOUR[4], asked, *BAKERY)


def test_a_numbered_heading_begins_no_other_story() -> None:
    assert not taken(*HARBOUR, f"4. {HEADLINE}", *BAKERY)


def test_lines_with_no_paragraph_below_are_no_story() -> None:
    assert not taken(*HARBOUR, HEADLINE, "Rye loaves at the bread fair", "Sourdough from the old mill")


def promoted(*lines: str, headline: int) -> list[int]:
    hits = topic.run(analysis_of("\n\n".join(lines), named={headline}, promoted={headline}, weights=CARD))
    return [hit.block for hit in hits if hit.label == "promotion"]


def test_what_stands_below_a_promotions_headline_is_promotion() -> None:
    assert promoted(*HARBOUR, "Rye Coin Eyes New Highs", *BAKERY[:2], headline=5) == [6, 7]


def test_but_not_where_two_paragraphs_have_hardly_a_key_word_yet() -> None:
    assert not promoted(*HARBOUR[:2], "Rye Coin Eyes New Highs", *BAKERY[:2], headline=2)


def test_unless_it_speaks_of_the_story() -> None:
    assert not promoted(*HARBOUR[:3], "Ferry Coin Eyes New Highs", *HARBOUR[3:], headline=3)


def test_only_the_first_blocks_of_a_story_are_counted() -> None:
    told = topic.Told()
    for number in range(topic.MOST_BLOCKS_ABOVE + 10):
        told.add(frozenset({"harbour", str(number)}))
    assert len(told.blocks) == told.count("harbour") == topic.MOST_BLOCKS_ABOVE
