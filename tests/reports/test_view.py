"""A story as what a report shows of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import cleaner
from cleaner.reports import page_view
from tests.conftest import ROOT

PAGES = sorted((ROOT / "fixtures").glob("*.page.*"))
TEXT = """The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years.

"Ships have grown and our channel has not," said Ada Ferreira, who chairs the board, after the vote.

The post Board votes to dredge the channel appeared first on Northfield Ledger.
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_parts_of_every_block_add_up_to_its_score(page: Path) -> None:
    view = page_view(page.name, cleaner.clean(page.read_bytes()))
    for block in view["blocks"]:
        assert sum(part["weight"] or 0.0 for part in block["parts"]) == pytest.approx(block["score"], abs=0.005)


def test_blocks_are_the_page_in_order_with_verdicts_and_reasons() -> None:
    story = cleaner.clean(TEXT)
    blocks = page_view("board", story)["blocks"]
    assert [(b["text"], b["kept"], b["label"], b["reason"]) for b in blocks] == [
        (block.text, block.kept, block.label, block.reason) for block in story.blocks
    ]


def test_evidence_comes_with_its_source_and_a_certain_rule_has_no_weight() -> None:
    footer = page_view("board", cleaner.clean(TEXT))["blocks"][-1]
    first, *others = footer["parts"]
    assert (first["source"], first["label"], first["weight"]) == ("rules/appeared-first-on", "syndication", None)
    assert others[-1]["source"] == "surroundings"


def test_what_a_tail_took_names_the_block_that_began_it() -> None:
    page = (ROOT / "fixtures/comment-thread.page.txt").read_bytes()
    taken = [block for block in page_view("tail", cleaner.clean(page))["blocks"] if block["marker"] >= 0]
    assert taken
    assert all(block["parts"][-1]["source"] == "tail" for block in taken)


def test_facts_say_which_block_they_were_read_from() -> None:
    view = page_view("board", cleaner.clean(TEXT))
    named = {fact["name"]: fact for fact in view["facts"]}
    assert named["syndicated_from"]["value"] == "Northfield Ledger"
    assert "Northfield Ledger" in view["blocks"][named["syndicated_from"]["block"]]["text"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_kept_and_the_shares_removed_are_the_whole_page(page: Path) -> None:
    view = page_view(page.name, cleaner.clean(page.read_bytes()))
    shares = list(view["removed"].values())
    assert all(left >= right for left, right in pairwise(shares))
    if view["characters"]:
        assert view["kept"] / view["characters"] + sum(shares) == pytest.approx(1, abs=0.001)


def test_a_page_without_a_story_says_why() -> None:
    page = ROOT / "fixtures/html-listing.page.html"
    view = page_view(page.name, cleaner.clean(page.read_bytes()))
    assert not view["is_story"]
    assert view["no_story"]
