"""What the markup says: the element a block stands in, the containers around it, its links.

Only HTML pages have containers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.measures import SIZE
from cleaner.markup import Containers, Markup, Said
from cleaner.model import Likelihood, Page
from cleaner.rulebook.vocabulary import PLACES
from cleaner.scoring import Codes, Feature, choice, scale

ELEMENTS: Final = ("p", "heading", "li", "td", "div", "blockquote", "figcaption", "a", "other")
REGIONS: Final = ("none", "story", "hidden", "navigation", "contentinfo", "complementary", "form", "banner")
STORY, HIDDEN = 1, 2
WRAPPERS: Final = frozenset(map(REGIONS.index, ("contentinfo", "form")))
BESIDE: Final = frozenset(map(REGIONS.index, ("banner", "complementary", "navigation")))
MAX_PROSE: Final = 0.9
ALL_PROSE: Final = 0.97
"""A footer or form with more of the page's prose than this is none: ASP.NET puts a form around every page. Headers and
asides, of which the same could be said, keep their meaning: without it languages-dev loses 0.004. But one with all of
the page's prose stands beside nothing."""

_SINCE_TITLE: Final = (2, 4, 8, 16)

ELEMENT: Final = Feature("element", SIZE, choice("element", *ELEMENTS))
LINKS: Final = Feature("links", SIZE, scale("link density", 0.001, 0.15, 0.4, 0.8))
"""Shares of a block's characters inside links: none, a few words, a good part, most of it, all."""

REGION: Final = Feature("region", choice("region", *REGIONS))
VOCABULARY: Final = Feature("vocabulary", SIZE, choice("words", "none", *PLACES))
OUTER_VOCABULARY: Final = Feature("outer_vocabulary", choice("words", "none", *PLACES))
BELOW_TITLE: Final = Feature("below_title", SIZE, scale("blocks below the title", 0, *_SINCE_TITLE))
"""Blocks since the last first-level heading, -1 before the first: the lead stands right below it, then byline, date
and share bar."""

_PROSE: Final = scale("words of prose", 1, 20, 60, 150, 400, 900)
"""Words of paragraphs that the same container holds: one paragraph, a teaser, … a whole story."""

PARENT_PROSE: Final = Feature("parent_prose", _PROSE)
GRANDPARENT_PROSE: Final = Feature("grandparent_prose", _PROSE)
FEATURES: Final = (
    ELEMENT,
    LINKS,
    REGION,
    VOCABULARY,
    OUTER_VOCABULARY,
    BELOW_TITLE,
    PARENT_PROSE,
    GRANDPARENT_PROSE,
)

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
_OTHER: Final = len(ELEMENTS) - 1
_LINK_BIN: Final = LINKS.axes[1].bin
_SINCE_BIN: Final = BELOW_TITLE.axes[1].table(range(-1, _SINCE_TITLE[-1] + 1))
_BIN_OF_PLACE: Final = {place: group for group, place in enumerate(("", *PLACES))}


def run(analysis: Analysis) -> Likelihood:
    """Whether each block of an HTML page stands where stories stand."""
    bins = codes(analysis)
    card = analysis.weights.card("html/container", FEATURES)
    return Likelihood("container", card.scores(bins), partial(_notes, analysis.page, bins["region"]))


def _notes(page: Page, regions: Sequence[int]) -> list[str]:
    return [
        f"<{block.markup.tag if block.markup else ''}>" + (f" in {REGIONS[region]}" if region else "")
        for block, region in zip(page.blocks, regions, strict=True)
    ]


def codes(analysis: Analysis) -> Codes:
    """The bins of the page's blocks; the page must be HTML."""
    containers, measures = analysis.markup, analysis.measures
    assert containers is not None
    regions, vocabulary, outer = _inherited(containers, analysis.said, analysis.prose_inside)
    markups = [block.markup or _NO_MARKUP for block in analysis.page.blocks]
    holders = [markup.container for markup in markups]
    parents = [containers.parents[holder] if holder else 0 for holder in holders]
    grandparents = [containers.parents[parent] if parent else 0 for parent in parents]
    sizes = measures.sizes
    prose = [
        words if size == 2 and share >= 1 else 0
        for words, size, share in zip(measures.words, sizes, measures.shares, strict=True)
    ]
    densities = [_LINK_BIN(markup.link_density) if markup.link_density else 0 for markup in markups]
    return {
        "element": ELEMENT.cross(sizes, [_ELEMENT.get(markup.tag, _OTHER) for markup in markups]),
        "links": LINKS.cross(sizes, densities),
        "region": [regions[holder] for holder in holders],
        "vocabulary": VOCABULARY.cross(sizes, [vocabulary[holder] for holder in holders]),
        "outer_vocabulary": [outer[holder] for holder in holders],
        "below_title": BELOW_TITLE.cross(sizes, _below_title(markups)),
        "parent_prose": _held(parents, prose),
        "grandparent_prose": _held(grandparents, prose),
    }


def _held(containers: list[int], prose: list[int]) -> list[int]:
    """For each block, the bin of the words of prose that its container's blocks have together."""
    sums: dict[int, int] = {}
    for holder, words in zip(containers, prose, strict=True):
        sums[holder] = sums.get(holder, 0) + words
    bins = {holder: _PROSE.bin(words) for holder, words in sums.items()}
    return list(map(bins.__getitem__, containers))


def _below_title(markups: Sequence[Markup]) -> list[int]:
    """How many blocks stand between the last first-level heading and the block."""
    bins = []
    since, farthest = -1, _SINCE_TITLE[-1]
    for markup in markups:
        if markup.tag == "h1":
            since = 0
        elif 0 <= since < farthest:
            since += 1
        bins.append(_SINCE_BIN[since + 1])
    return bins


def _inherited(
    containers: Containers, said: Sequence[Said], prose: Sequence[int]
) -> tuple[list[int], list[int], list[int]]:
    """Region and vocabulary of every container: its own, or else that of the one it stands in; and the vocabulary
    around the container that has its own."""
    regions, vocabulary, outer = [0], [0], [0]
    most, whole = MAX_PROSE * prose[0], ALL_PROSE * prose[0]
    measures = zip(containers.parents, containers.tags, said, prose, strict=True)
    for parent, tag, (place, _, role, hidden, _), words in islice(measures, 1, None):
        own = _REGION_OF_ROLE.get(role, 0) if role else _REGION_OF_TAG.get(tag, 0)
        if (own in WRAPPERS and words > most) or (own in BESIDE and words > whole):
            own = 0
        region = regions[parent]
        if hidden:
            region = HIDDEN
        elif own and (region in (0, STORY) or (own == STORY and region != HIDDEN)):
            region = own
        regions.append(region)
        outer.append(vocabulary[parent] if place else outer[parent])
        vocabulary.append(_BIN_OF_PLACE[place] if place else vocabulary[parent])
    return regions, vocabulary, outer
