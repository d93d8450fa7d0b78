"""From marked blocks to rules: each hits what was marked, says what it would take, and has examples from the pages."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.characters import plain
from cleaner.proposals import Marked, Proposal, ShownBlock, ShownPage, effect_of, propose
from cleaner.proposals.labels import Labels
from cleaner.rulebook import Rule, Rulebook, Words, load
from tests.pages import COST, LEAD, PLAN, QUOTE

NAMES = ("Ada Ferreira", "Bo Lind", "Mara Quist")


@cache
def labels() -> Labels:
    return Labels(load(examples=True).rules)


def text_page(name: str, *furniture: str) -> ShownPage:
    return ShownPage(
        name,
        (
            *[ShownBlock(text, True) for text in (LEAD, QUOTE, PLAN, COST)],
            *[ShownBlock(text, False) for text in furniture],
        ),
    )


PAGES = [
    text_page(f"page-{number}", f"Have a boat for the Saturday list? Write to {name}, extension {number}", "Home")
    for number, name in enumerate(NAMES)
]


def forms(marked: list[Marked], pages: list[ShownPage]) -> dict[str, Proposal]:
    return {proposal.form: proposal for proposal in propose(marked, pages, labels())}


def test_one_marked_block_gives_a_line_a_pattern_and_a_start() -> None:
    found = forms([Marked(PAGES[0].blocks[4].text)], PAGES)
    assert set(found) == {"lines", "pattern", "start"}
    assert len(found["lines"].effect.hits) == 1
    assert [hit.page for hit in found["pattern"].effect.hits] == ["page-0", "page-1", "page-2"]
    assert found["pattern"].effect.pages == 3
    assert found["pattern"].effect.story == ()


def test_the_best_rule_comes_first() -> None:
    """One that takes a paragraph of a story comes behind one that does not, however much it hits."""
    marked = [Marked("The harbour board of Northfield voted yes")]
    pages = [*PAGES, text_page("other", marked[0].text, "The harbour board of Northfield voted no")]
    found = propose(marked, pages, labels())
    assert [len(proposal.effect.story) for proposal in found] == sorted(len(p.effect.story) for p in found)
    assert found[-1].form == "start"
    assert {hit.text for hit in found[-1].effect.story} == {LEAD}
    assert found[-1].table.strength == "weak"  # type: ignore[union-attr]


def test_examples_come_from_the_pages() -> None:
    rule = forms([Marked(PAGES[0].blocks[4].text)], PAGES)["pattern"].table
    assert isinstance(rule, Rule)
    assert rule.drop == tuple(page.blocks[4].text for page in PAGES)
    assert set(rule.keep) == {LEAD, QUOTE, PLAN, COST}
    assert not any(Rulebook([rule]).match(plain(text)) for text in rule.keep)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Subscribe to our weekly newsletter", "newsletter"),
        ("© 2026 Harbor Courier. All rights reserved.", "legal"),
        ("Read also: the ferry sails again", "related"),
        ("Share this on Facebook", "share"),
        ("Melden Sie sich für unseren Newsletter an", "newsletter"),
    ],
)
def test_a_block_is_labelled_as_the_rules_label_its_words(text: str, label: str) -> None:
    assert labels().ranked([text])[0] == label


def test_a_rule_that_hits_often_and_no_story_is_certain() -> None:
    rule = forms([Marked(page.blocks[4].text) for page in PAGES], PAGES)["pattern"].table
    assert isinstance(rule, Rule)
    assert rule.strength == "certain"


def test_an_id_is_new() -> None:
    text = "Have a tip?"
    (first, *_) = propose([Marked(text)], PAGES, labels())
    (second, *_) = propose([Marked(text)], PAGES, labels(), taken=["own-have-a-tip"])
    assert [first.table.id, second.table.id] == ["own-have-a-tip", "own-have-a-tip-2"]  # type: ignore[union-attr]


HTML = f"""<article class="story"><p>{LEAD}</p><p>{QUOTE}</p><p>{PLAN}</p>
<div class="moorings moorings--wide"><p>Ferry sails again</p></div>
<p>{COST}</p></article><ul id="moreMoorings"><li>Owls return</li></ul>"""


def html_page() -> ShownPage:
    page = cleaner.clean(HTML).page
    kept = {LEAD, QUOTE, PLAN, COST}
    blocks = tuple(
        ShownBlock(block.text, block.text in kept, block.markup.container if block.markup else 0)
        for block in page.blocks
    )
    return ShownPage("html", blocks, page.containers)


def test_a_class_that_no_story_stands_in_gives_a_list_of_words() -> None:
    page = html_page()
    marked = [Marked(block.text, page.tags(block)) for block in page.blocks if not block.is_story]
    words = forms(marked, [page])["words"]
    assert isinstance(words.table, Words)
    assert words.table.words == ("moorings",)
    assert words.table.hit == ('<div class="moorings moorings--wide">', '<ul id="moreMoorings">')
    assert words.table.miss == ('<article class="story">',)
    assert [hit.text for hit in words.effect.hits] == ["Ferry sails again", "Owls return"]
    assert effect_of(words.table, PAGES).hits == ()
    known = propose(marked, [page], labels(), taken=["moorings"])
    assert "words" not in {proposal.form for proposal in known}


WORDS = st.lists(st.sampled_from("Read more about The Harbor Courier 12 . , – in (2025) 関連 it's".split()), min_size=1)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=3))
def test_every_proposal_hits_all_that_was_marked_and_none_of_what_it_keeps(texts: list[str]) -> None:
    pages = [*PAGES, text_page("marked", *texts)]
    for proposal in propose([Marked(text) for text in texts], pages, labels()):
        rule = proposal.table
        assert isinstance(rule, Rule)
        assert all(Rulebook([rule]).match(plain(text)) for text in (*texts, *rule.drop))
        assert not any(Rulebook([rule]).match(text) for text in rule.keep)
