from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from cleaner.analysis import Analysis, analyse
from cleaner.intake.html import html_page
from cleaner.intake.text import text_page
from cleaner.model import Evidence, Fact
from cleaner.rulebook import Rulebook, load
from cleaner.stages import rules
from tests.pages import COST, LEAD, QUOTE, NoWeights

PACK = """
[pack]
name = "courier"
about = "What the Harbor Courier prints around its stories"

[[rule]]
id = "courier-label"
label = "byline"
strength = "certain"
reach = "next"
next = "byline"
match = '^Told by:$'
drop = ["Told by:"]
keep = ["Told by: nobody"]

[[rule]]
id = "courier-footer"
label = "syndication"
strength = "certain"
reach = "part"
match = 'Shared from the (?P<syndicated_from>[A-Z][a-z]+ [A-Z][a-z]+)\\.$'
drop = ["Shared from the Northfield Ledger."]
keep = ["Shared from the start."]

[[rule]]
id = "courier-hint"
label = "navigation"
strength = "weak"
match = '^To the list of'
drop = ["To the list of ships"]
keep = ["On the list of ships"]

[[rule]]
id = "courier-controls"
label = "navigation"
strength = "certain"
lines = ["harbour map"]
drop = ["Harbour map"]
keep = ["The harbour map"]

[[rule]]
id = "courier-notices"
label = "legal"
strength = "strong"
match = 'tide tables are not legal advice'
drop = ["Our tide tables are not legal advice."]
keep = ["Tide tables are printed in March."]

[[rule]]
id = "courier-sections"
label = "kicker"
strength = "strong"
subheading = true
lines = ["on deck"]
drop = ["On deck"]
keep = ["On deck stood a cow."]

[[rule]]
id = "courier-others"
label = "related"
strength = "strong"
reach = "tail"
lines = ["also ashore"]
drop = ["Also ashore"]
keep = ["Also ashore was the cow."]
"""


@pytest.fixture
def rulebook(tmp_path: Path) -> Rulebook:
    path = tmp_path / "courier.toml"
    path.write_text(PACK, encoding="utf-8")
    return load([path], builtin=False)


def read(text: str, rulebook: Rulebook) -> Analysis:
    return analyse(text_page(text), rulebook, NoWeights())


def texts(text: str, rulebook: Rulebook) -> list[str]:
    return [block.text for block in read(text, rulebook).page.blocks]


def evidence(text: str, rulebook: Rulebook) -> list[Evidence]:
    return list(rules.run(read(text, rulebook)))


def facts(text: str, rulebook: Rulebook) -> list[Fact]:
    return [fact for fact in read(text, rulebook).facts if fact.name != "title"]


def test_a_hit_is_evidence_with_the_rules_label_weight_and_id(rulebook: Rulebook) -> None:
    (hit,) = evidence(f"{LEAD}\nTo the list of ships", rulebook)
    assert (hit.block, hit.stage, hit.rule, hit.label) == (1, "rules", "courier-hint", "navigation")
    assert -2 < hit.weight < 0


def test_reach_next_takes_the_short_block_after_it_and_reads_the_fact_there(rulebook: Rulebook) -> None:
    text = f"{LEAD}\nTold by:\nMara Quist\nLarkhaven"
    assert [hit.block for hit in evidence(text, rulebook)] == [1, 2]
    assert facts(text, rulebook) == [Fact("byline", "Mara Quist", 2, "rule")]


def test_reach_next_does_not_take_a_paragraph(rulebook: Rulebook) -> None:
    text = f"Told by:\n{LEAD}"
    assert [hit.block for hit in evidence(text, rulebook)] == [0]
    assert facts(text, rulebook) == []


def test_reach_next_at_the_end_of_the_page_has_nothing_to_take(rulebook: Rulebook) -> None:
    assert [hit.block for hit in evidence("Told by:", rulebook)] == [0]


def test_links_right_below_the_head_of_a_list_of_other_stories_are_of_it(rulebook: Rulebook) -> None:
    links = "".join(f'<p><a href="/{number}">Cow {number} comes ashore</a></p>' for number in range(2))
    page = f"<p>{LEAD}</p><p>Also ashore</p>{links}<p>{QUOTE}</p><p><a href='/c'>A cow on deck</a></p>"
    hits = rules.run(analyse(html_page(page), rulebook, NoWeights()))
    assert [(hit.block, hit.label, hit.reach) for hit in hits] == [
        (1, "related", "tail"),
        (2, "related", "block"),
        (3, "related", "block"),
    ]


def test_reach_part_cuts_the_block_where_the_rule_matched(rulebook: Rulebook) -> None:
    text = f"{LEAD} Shared from the Northfield Ledger.\n{QUOTE}"
    assert texts(text, rulebook) == [LEAD, "Shared from the Northfield Ledger.", QUOTE]
    assert [hit.block for hit in evidence(text, rulebook)] == [1]
    assert facts(text, rulebook) == [Fact("syndicated_from", "Northfield Ledger", 1, "rule")]


def test_cut_blocks_keep_their_place_in_the_source(rulebook: Rulebook) -> None:
    source = f"  {LEAD}\u00a0 Shared from the\u00a0Northfield Ledger.\r\n\r\n{QUOTE}"
    blocks = read(source, rulebook).page.blocks
    assert [block.index for block in blocks] == [0, 0, 1], "of which block of the page each is a piece"
    assert [source[block.start : block.end] for block in blocks] == [block.text for block in blocks]
    assert blocks[0].text == LEAD


def test_a_block_that_was_joined_from_fragments_is_not_cut(rulebook: Rulebook) -> None:
    torn = f"The board of\nNorthfield\n, which met\n, voted. {LEAD} Shared from the Northfield Ledger."
    (block,) = text_page(torn).blocks
    assert texts(torn, rulebook) == [block.text]


def test_without_rules_a_page_stays_as_it_is() -> None:
    text = f"{LEAD} Shared from the Northfield Ledger."
    assert texts(text, Rulebook()) == [text]
    assert evidence(text, Rulebook()) == []


def test_bylines_that_come_again_and_again_are_entries_of_a_list_in_the_story(rulebook: Rulebook) -> None:
    entries = "\n".join(f"Told by:\nSkipper {name}" for name in ("Ahn", "Boe", "Cruz"))
    assert evidence(f"{LEAD}\n{QUOTE}\nTold by:\nMara Quist", rulebook)
    assert not evidence(f"{LEAD}\n{QUOTE}\n{entries}", rulebook)


def test_figures_of_a_table_are_not_the_counters_of_a_share_bar() -> None:
    builtin = load()
    table = "\n".join(f"Quay number {number}\n{number * 12}" for number in range(1, 10))
    assert evidence(f"{LEAD}\n12\n{QUOTE}", builtin)
    assert not evidence(f"{LEAD}\n{table}\n{QUOTE}", builtin)


@pytest.mark.parametrize("line", ["Related: Mr. Lund's ferry, explained!", "Watch: how a lock fills. A short film"])
def test_a_teaser_has_its_label_whatever_its_punctuation(line: str) -> None:
    assert [hit.label for hit in evidence(f"{LEAD}\n{line}\n{QUOTE}", load())] == ["related"]


def test_a_certain_hit_is_certain_between_paragraphs_too(rulebook: Rulebook) -> None:
    (hit,) = evidence(f"{LEAD}\nHarbour map\n{QUOTE}", rulebook)
    assert hit.weight == -inf


def test_a_rule_for_what_sections_are_called_leaves_a_doubt_between_paragraphs(rulebook: Rulebook) -> None:
    (between,) = evidence(f"{LEAD}\nOn deck\n{QUOTE}", rulebook)
    (above,) = evidence(f"On deck\n{LEAD}\n{QUOTE}", rulebook)
    (in_menu,) = evidence(f"{LEAD}\nOn deck\nIn port\n{QUOTE}", rulebook)
    assert (between.weight, above.weight, in_menu.weight) == (-1.0, -3.0, -3.0)


def test_a_rule_that_hits_one_sentence_of_a_paragraph_takes_that_sentence(rulebook: Rulebook) -> None:
    notice = "Our tide tables are not legal advice."
    text = f"{LEAD} {QUOTE} {notice} {COST}"
    assert texts(text, rulebook) == [f"{LEAD} {QUOTE}", notice, COST]
    assert [hit.block for hit in evidence(text, rulebook)] == [1]


def test_a_paragraph_that_rules_speak_against_as_a_whole_is_not_cut(rulebook: Rulebook) -> None:
    notice = "Nothing here is an offer, and our tide tables are not legal advice, whatever a pilot may have told you."
    text = " ".join((notice, "Ask a pilot.", notice, LEAD))
    assert texts(text, rulebook) == [text]
