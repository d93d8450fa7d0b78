"""What the markup around a block says, feature by feature."""

from __future__ import annotations

import pytest

from cleaner.model import Evidence
from cleaner.rulebook import load
from cleaner.scoring import Feature
from cleaner.stages import container
from tests.pages import LEAD, PLAN, QUOTE, analysis_of, cards

RULEBOOK = load()


def bins(feature: Feature, source: str) -> dict[str, str]:
    """For the beginning of each block's text, the name of the bin that the block falls into."""
    analysis = analysis_of(source)
    analysis.matches.rulebook = RULEBOOK
    found, names = container.codes(analysis)[feature.name], feature.names()
    return {text.split()[0]: names[bin_] for text, bin_ in zip(analysis.page.texts, found, strict=True)}


def test_a_block_has_the_element_it_stands_in() -> None:
    source = f"<h2>Tides</h2><p>{LEAD}</p><ul><li>Boats</li></ul><table><tr><td>Ebb</td></tr></table><div>Menu</div>"
    assert bins(container.ELEMENT, source) == {
        "Tides": "short / heading",
        "The": "long / p",
        "Boats": "short / li",
        "Ebb": "short / td",
        "Menu": "short / div",
    }


def test_links_are_a_share_of_the_text() -> None:
    source = f'<p><a href="/tides">Tides</a></p><p>{LEAD}</p><p>Read <a href="/x">all about it</a></p>'
    assert bins(container.LINKS, source) == {
        "Tides": "short / 0.8 and more",
        "The": "long / below 0.001",
        "Read": "short / 0.4 to 0.8",
    }


@pytest.mark.parametrize(
    ("around", "region"),
    [
        ("<article>", "story"),
        ("<nav>", "navigation"),
        ("<footer>", "contentinfo"),
        ("<aside>", "complementary"),
        ("<article><aside>", "complementary"),
        ("<aside><article>", "story"),
        ('<div role="banner">', "banner"),
        ("<div hidden>", "hidden"),
        ("<div hidden><article>", "hidden"),
        ("<div>", "none"),
    ],
)
def test_a_region_goes_down_to_what_stands_in_it(around: str, region: str) -> None:
    assert bins(container.REGION, f"{around}<div><p>Tides</p></div>") == {"Tides": region}


def test_the_nearest_word_that_is_known_counts_and_the_one_around_it() -> None:
    source = '<div class="sidebar"><div class="x1"><p>Menu</p></div><div class="share-bar"><p>Print</p></div></div>'
    assert bins(container.VOCABULARY, source) == {"Menu": "short / sidebar", "Print": "short / share"}
    assert bins(container.OUTER_VOCABULARY, source) == {"Menu": "none", "Print": "sidebar"}


def test_blocks_are_counted_from_the_title_on() -> None:
    source = f"<p>Menu</p><h1>Tides</h1><p>{LEAD}</p>"
    assert bins(container.BELOW_TITLE, source) == {
        "Menu": "short / below 0",
        "Tides": "short / 0 to 2",
        "The": "long / 0 to 2",
    }


def test_prose_in_the_same_container_is_counted() -> None:
    source = f"<div><div><p>{LEAD}</p><p>Boats</p></div><div><p>Menu</p></div></div>"
    assert bins(container.PARENT_PROSE, source) == {"The": "20 to 60", "Boats": "20 to 60", "Menu": "below 1"}
    assert set(bins(container.GRANDPARENT_PROSE, source).values()) == {"20 to 60"}


def test_a_block_weighs_what_its_bins_are_worth_and_says_where_it_stands() -> None:
    regions = [-4.0 if name == "navigation" else 0.0 for name in container.REGION.names()]
    card = cards(container.FEATURES, base=1.0, region=regions)
    analysis = analysis_of(f"<nav><p>{PLAN}</p></nav><p>{QUOTE}</p>", weights=card)
    hits: list[Evidence] = list(container.run(analysis))
    assert [(hit.weight, hit.note) for hit in hits] == [(-3.0, "<p> in navigation"), (1.0, "<p>")]
