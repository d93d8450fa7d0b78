"""What the site repeats: how many of its pages a block stands on, where the caller has learned that (`cleaner.sites`).

Pages of a site repeat their furniture word for word, in every language and without any markup. A block on several pages
is no story, unless the page would be left without one (`cleaner.sites.furniture`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.measures import SIZE
from cleaner.model import Evidence
from cleaner.scoring import Codes, Feature, choice, scale
from cleaner.sites.furniture import are_furniture
from cleaner.sites.prose import densest, without_lists

REPEATS: Final = "repeats"
STRONGEST: Final = -3.0
"""As much as a strong rule, however sure it is. The context has no story left to go by if most of a page is driven out:
at -4 F1 of crawl-dev's pages as dumped text is 0.014 lower, at -2 it is 0.003."""

NAMING_WEIGHT: Final = -1.0
"""From here on down the evidence names the block: as much as a weak rule says."""

PLACE: Final = choice("place", "above", "in the story", "below")
"""Where the block stands, measured by the densest stretch of prose that does not repeat."""

SHARE: Final = Feature("share", scale("share of the other pages", 0.05, 0.1, 0.2, 0.5, 0.9))
TIMES: Final = Feature("times", SIZE, scale("other pages", 2, 3, 5, 10))
STANDS: Final = Feature("stands", PLACE, SIZE)
FEATURES: Final = (SHARE, TIMES, STANDS)


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence against blocks that stand on several pages of the site."""
    site = analysis.site
    assert site is not None, "the stage needs one"
    furniture = are_furniture(site.counts, prose(analysis), site.pages)
    card = analysis.weights.card(f"{analysis.page.form}/site", FEATURES)
    blocks = list(compress(range(len(furniture)), furniture))
    for block, score in zip(blocks, card.scores(codes(analysis, blocks)) if blocks else (), strict=True):
        if score < 0:
            weight = max(score, STRONGEST)
            note = f"stands on {site.counts[block]} of {site.pages} pages of {site.name}"
            yield Evidence(block, "site", REPEATS, "navigation", weight, note, names=weight <= NAMING_WEIGHT)


def codes(analysis: Analysis, blocks: Sequence[int]) -> Codes:
    """The bins of these blocks."""
    site = analysis.site
    assert site is not None, "the stage needs one"
    others = [site.counts[block] - 1 for block in blocks]
    sizes = [analysis.measures.sizes[block] for block in blocks]
    known = max(1, site.pages - 1)
    alone = [words if count == 1 else 0 for words, count in zip(prose(analysis), site.counts, strict=True)]
    start, end = densest(alone)
    places = [0 if block < start else 1 if block < end else 2 for block in blocks]
    return {
        "share": SHARE.axes[0].table([count / known for count in others]),
        "times": TIMES.cross(sizes, TIMES.axes[1].table(others)),
        "stands": STANDS.cross(places, sizes),
    }


def prose(analysis: Analysis) -> list[int]:
    """The words of each block that reads like prose, 0 for others."""
    return without_lists(analysis.page, analysis.measures.words)
