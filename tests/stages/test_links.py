"""Blocks of Markdown that are links and little else are named; those of other pages are left to others."""

from __future__ import annotations

from collections.abc import Collection

from cleaner.stages import links
from tests.pages import LEAD, QUOTE, analysis_of


def named(source: str, by_rules: Collection[int] = ()) -> list[str]:
    """The texts of the blocks, below a title, that are called links."""
    analysis = analysis_of(f"# Owls return to the crane\n\n{source}", named=by_rules)
    hits = list(links.run(analysis))
    assert all(hit.label == "navigation" and hit.weight < 0 for hit in hits)
    return [analysis.page.texts[hit.block] for hit in hits]


def test_a_block_that_is_half_links_is_named() -> None:
    menu = "- [Owls return](/owls)\n- [Ferry sails again](/ferry) today\n- See [owls](/owls) in the crane on the quay"
    assert named(f"{menu}\n\n{LEAD}") == ["Owls return", "Ferry sails again today"]


def test_a_link_in_a_paragraph_is_none() -> None:
    assert named(QUOTE.replace("our channel", "[our channel](/channel)")) == []


def test_what_a_rule_has_a_name_for_keeps_that_name() -> None:
    source = "By [Mara Quist](/mara)\n\n[Ferry sails again](/ferry)"
    assert named(source) == ["By Mara Quist", "Ferry sails again"]
    assert named(source, by_rules=[1]) == ["Ferry sails again"]


def test_html_has_a_stage_of_its_own() -> None:
    assert not analysis_of(f"<p><a href='/owls'>Owls return</a></p><p>{LEAD}</p>").links
