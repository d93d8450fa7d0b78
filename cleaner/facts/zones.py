"""Where on a page facts about the story stand: around its head, or else right below its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from cleaner.analysis import Analysis
from cleaner.analysis.measures import LONG
from cleaner.decision import Decision

ABOVE_TITLE: Final = 4
ABOVE_LEAD: Final = 15
BELOW_LEAD: Final = 12
"""Signature and date stand between title and lead, or close to them: so many blocks above the title, or above the lead
where no block is the title; and below the first paragraph, which may be a summary, down to the second, or so many."""

BELOW_STORY: Final = 4
"""Else they stand below the story, with no more than so many other blocks between."""

LINKED: Final = 0.5
"""The share of a block's characters in links from which it leads away from the story."""

_SIGNATURES: Final = frozenset({"byline", "dateline", "credit", "syndication", "caption"})

_OTHERS: Final = frozenset({"comment", "related", "other-story", "promotion", "advertisement", "newsletter"})
"""Labels of blocks that end the story's surroundings: what follows is about other things."""


class Zones(NamedTuple):
    """The blocks around the story.

    Attributes:
        head: from above the title to the second paragraph.
        foot: below the last paragraph.
    """

    head: range
    foot: range


def zones_of(analysis: Analysis, decision: Decision) -> Zones:
    """The blocks among which facts about the story stand; of a page that is no story, about what would be one."""
    size = len(analysis)
    story = [block for block, keep_it in enumerate(decision.kept) if keep_it or block in decision.rejected]
    if not story:
        return Zones(range(min(size, ABOVE_LEAD)), range(0))
    title = analysis.title.block if analysis.title else -1
    prose = [block for block in story if block > title and analysis.measures.sizes[block] == LONG] or story[-1:]
    lead, second = prose[0], prose[min(1, len(prose) - 1)]
    first = title - ABOVE_TITLE if 0 <= title <= lead else lead - ABOVE_LEAD
    below = story[-1] + 1
    foot = list(_foot(analysis, decision, below))
    return Zones(range(max(0, first), min(size, second + 2, lead + BELOW_LEAD)), range(story[-1], below + len(foot)))


def _foot(analysis: Analysis, decision: Decision, below: int) -> Iterator[int]:
    distance, has_markup = 0, analysis.page.containers is not None  # Blocks of dumped text are only made when read.
    for block in range(below, len(analysis)):
        markup, label = analysis.page.blocks[block].markup if has_markup else None, decision.labels[block]
        links_away = markup is not None and markup.link_density >= LINKED and label == "navigation"
        distance += label not in _SIGNATURES
        if distance > BELOW_STORY or label in _OTHERS or links_away or analysis.measures.kinds[block] == "heading":
            return
        yield block
