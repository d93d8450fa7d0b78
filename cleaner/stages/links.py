"""Blocks of Markdown that are links and little else: menus, teasers, share bars.

On HTML the `container` stage weighs links among all else that the markup says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.model import Evidence

MAX_LINKED: Final = 0.5
LINKED_WEIGHT: Final = -8.0
"""What is measured: docs/decisions/markdown-input.md."""


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on every block at least half of whose characters are links."""
    for block, share in enumerate(analysis.links):
        if share >= MAX_LINKED:
            yield Evidence(block, "links", "linked", "navigation", LINKED_WEIGHT, f"{share:.0%} of it is links")
