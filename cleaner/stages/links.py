"""Blocks of Markdown that are links and little else: menus, teasers, share bars.

On HTML the `container` stage weighs links among all else that the markup says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.model import Evidence

MIN_LINKED: Final = 0.5
"""The share of a block's characters in links from which on it is a list of them. Between 0.35 and 0.9 F1 moves by 0.003
on html-dev in Markdown; on crawl-dev, whose pages have more teasers of a sentence and its link, 0.5 is the best."""

LINKED_WEIGHT: Final = -8.0
"""At -2 menus of crawl-dev in Markdown are kept (F1 0.02 lower); certain is no better, and a story may be one link."""


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on every block at least half of whose characters are links, unless a rule has a better name for it."""
    for block, share in enumerate(analysis.links):
        if share >= MIN_LINKED and block not in analysis.matches.furniture:
            yield Evidence(block, "links", "linked", "navigation", LINKED_WEIGHT, f"{share:.0%} of it is links")
