"""What the markup says: the element a block stands in, the containers around it, its links.

Only HTML pages have containers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Final

from cleaner.columns import Columns
from cleaner.markup import Containers, Markup
from cleaner.model import Likelihood
from cleaner.rulebook.vocabulary import PLACES
from cleaner.scorecard import Card, Codes, points

ELEMENTS: Final = ("p", "heading", "li", "td", "div", "blockquote", "figcaption", "a", "other")
REGIONS: Final = ("none", "story", "hidden", "navigation", "contentinfo", "complementary", "form", "banner")
STORY, HIDDEN = 1, 2
LINK_EDGES: Final = (0.001, 0.15, 0.4, 0.8)
"""Shares of a block's characters inside links: none, a few words, a good part, most of it, all."""

PROSE_EDGES: Final = (1, 20, 60, 150, 400, 900)
"""Words of paragraphs that the same container holds: one paragraph, a teaser, … a whole story."""

BELOW_TITLE_EDGES: Final = (2, 4, 8, 16)
"""Blocks since the last first-level heading: the lead stands right below it, then byline, date and share bar."""

GROUPS: Final = 1 + len(PLACES)
"""Groups of words that classes and ids use, and one for none."""

BINS: Final = {
    "element": 3 * len(ELEMENTS),
    "links": 3 * (len(LINK_EDGES) + 1),
    "region": len(REGIONS),
    "vocabulary": 3 * GROUPS,
    "outer_vocabulary": GROUPS,
    "below_title": 3 * (len(BELOW_TITLE_EDGES) + 2),
    "parent_prose": len(PROSE_EDGES) + 1,
    "grandparent_prose": len(PROSE_EDGES) + 1,
}
"""How many bins each feature has; `element` and `links` are counted apart for short, medium and long blocks."""

_ELEMENT: Final = {name: index for index, name in enumerate(ELEMENTS)} | {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), 1),
    **dict.fromkeys(("dd", "dt"), 2),
    **dict.fromkeys(("th", "tr"), 3),
    **dict.fromkeys(("section", "article", "main", "body"), 4),
}
_REGION_OF_ROLE: Final = {
    "article": 1,
    "main": 1,
    "navigation": 3,
    "menu": 3,
    "contentinfo": 4,
    "complementary": 5,
    "form": 6,
    "search": 6,
    "dialog": 6,
    "banner": 7,
}
_NO_MARKUP: Final = Markup("", 0, 0.0)
_REGION_OF_TAG: Final = {
    "article": 1,
    "main": 1,
    "nav": 3,
    "footer": 4,
    "aside": 5,
    "form": 6,
    "search": 6,
    "header": 7,
}
_BIN_OF_PLACE: Final = {place: group for group, place in enumerate(("", *PLACES))}


def container(columns: Columns, card: Card) -> Likelihood:
    """Whether each block of an HTML page stands where stories stand."""
    bins = codes(columns)
    return Likelihood("container", points(card, bins), partial(_notes, columns, bins["region"]))


def _notes(columns: Columns, regions: Sequence[int]) -> list[str]:
    return [
        f"<{block.markup.tag if block.markup else ''}>" + (f" in {REGIONS[region]}" if region else "")
        for block, region in zip(columns.page.blocks, regions, strict=True)
    ]


def codes(columns: Columns) -> Codes:
    """The bins of the page's blocks."""
    page = columns.page
    containers = page.containers
    assert containers is not None
    regions, vocabulary, outer = _inherited(containers)
    markups = [block.markup or _NO_MARKUP for block in page.blocks]
    holders = [markup.container for markup in markups]
    parents = [containers.parents[holder] if holder else 0 for holder in holders]
    grandparents = [containers.parents[parent] if parent else 0 for parent in parents]
    sizes = columns.sizes
    prose = [
        words if size == 2 and share >= 1 else 0
        for words, size, share in zip(columns.words, sizes, columns.shares, strict=True)
    ]
    return {
        "element": [
            len(ELEMENTS) * size + _ELEMENT.get(markup.tag, len(ELEMENTS) - 1)
            for size, markup in zip(sizes, markups, strict=True)
        ],
        "links": [
            (len(LINK_EDGES) + 1) * size + (bisect_right(LINK_EDGES, markup.link_density) if markup.link_density else 0)
            for size, markup in zip(sizes, markups, strict=True)
        ],
        "region": [regions[holder] for holder in holders],
        "vocabulary": [GROUPS * size + vocabulary[holder] for size, holder in zip(sizes, holders, strict=True)],
        "outer_vocabulary": [outer[holder] for holder in holders],
        "below_title": _below_title(markups, sizes),
        "parent_prose": _held(parents, prose),
        "grandparent_prose": _held(grandparents, prose),
    }


def _held(containers: list[int], prose: list[int]) -> list[int]:
    """For each block, the bin of the words of prose that its container's blocks have together."""
    sums: dict[int, int] = {}
    for holder, words in zip(containers, prose, strict=True):
        sums[holder] = sums.get(holder, 0) + words
    bins = {holder: bisect_right(PROSE_EDGES, words) for holder, words in sums.items()}
    return list(map(bins.__getitem__, containers))


def _below_title(markups: Sequence[Markup], sizes: Sequence[int]) -> list[int]:
    """How many blocks stand between the last first-level heading and the block."""
    bins = []
    since = -1
    for markup, size in zip(markups, sizes, strict=True):
        if markup.tag == "h1":
            since = 0
        elif since >= 0:
            since += 1
        place = 0 if since < 0 else 1 + bisect_right(BELOW_TITLE_EDGES, since)
        bins.append((len(BELOW_TITLE_EDGES) + 2) * size + place)
    return bins


def _inherited(containers: Containers) -> tuple[list[int], list[int], list[int]]:
    """Region and vocabulary of every container: its own, or else that of the one it stands in; and the vocabulary
    around the container that has its own."""
    regions, vocabulary, outer = [0], [0], [0]
    columns = zip(containers.parents, containers.tags, containers.said, strict=True)
    for parent, tag, (place, _, role, hidden) in islice(columns, 1, None):
        own = _REGION_OF_ROLE.get(role, 0) if role else _REGION_OF_TAG.get(tag, 0)
        region = regions[parent]
        if hidden:
            region = HIDDEN
        elif own and (region in (0, STORY) or (own == STORY and region != HIDDEN)):
            region = own
        regions.append(region)
        outer.append(vocabulary[parent] if place else outer[parent])
        vocabulary.append(_BIN_OF_PLACE[place] if place else vocabulary[parent])
    return regions, vocabulary, outer
