"""The three pages that the project was born from, which lie beside the development corpora."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Story, clean

SEEDS = ("000_01ec13e2ab05051a", "002_48b183573da79f47", "004_2ab2550d77311de0")
FACTS = {
    "002_48b183573da79f47": {
        "section": "World",
        "agency": "Reuters",
        "byline": "Nitish Singh",
        "published": "Nov 15, 2025",
    },
    "004_2ab2550d77311de0": {
        "published": "2025/11/17 01:29",
        "syndicated_from": "CoinCentral",
        "republisher": "MEXC",
    },
}
"""As the pages print them."""

TITLE_LINE = 3
"""The line of the page that holds the title, counted from 1, where the page has a title."""


def seed(shared: Path, name: str) -> str:
    return (shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8")


def story_of(shared: Path, name: str) -> Story:
    return clean((shared / "seeds" / f"{name}.txt").read_bytes())


def blocks(text: str) -> list[str]:
    stripped = map(str.strip, text.splitlines())
    return [line for line in stripped if line]


@pytest.mark.parametrize("name", SEEDS)
def test_kept_blocks_are_exactly_the_expected_ones(name: str, shared: Path) -> None:
    assert blocks(story_of(shared, name).text) == blocks(seed(shared, f"expected/{name}"))


@pytest.mark.parametrize("name", FACTS)
def test_the_title_is_the_one_the_page_prints(name: str, shared: Path) -> None:
    assert story_of(shared, name).title == seed(shared, name).splitlines()[TITLE_LINE - 1].strip()


def test_a_page_without_a_title_has_none(shared: Path) -> None:
    assert story_of(shared, SEEDS[0]).title is None


@pytest.mark.parametrize("name", FACTS)
def test_facts_are_reported_from_the_blocks_that_state_them(name: str, shared: Path) -> None:
    story = story_of(shared, name)
    assert {fact: story.fact(fact) for fact in FACTS[name]} == FACTS[name]
    for fact in story.facts:
        assert fact.value in " ".join(story.blocks[fact.block].text.split())


def test_bullets_under_a_summary_marker_are_the_summary(shared: Path) -> None:
    story = story_of(shared, SEEDS[2])
    bullets = [block.label for block in story.kept if block.text.startswith("•")]
    assert bullets == ["summary"] * 4
