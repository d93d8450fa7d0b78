"""The edges of the story: doubtful blocks beside kept ones, headings without text, a page that is one long block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.analysis.measures import Measures
from cleaner.model import Evidence

LOW_SCORE: Final = -1.5
"""A block beside the story is kept down to this score if its own words read like prose and nothing names it, but on
whole HTML pages, where the container tells more, and a tenth more would leak. In stripped text it need not read like
prose: stories end on short lines, and of mixed-dev 2 pages in 100 more come out exact for it."""

HOLE_SCORE: Final = -1.0
"""A block with the story on both sides is kept down to this score if nothing names it."""


BORDERS: Final = frozenset(
    {"title", "promotion", "advertisement", "syndication", "comment", "legal", "newsletter", "credit"}
)
"""What begins something else: a doubtful block behind it is not kept for the sake of what stands before it."""


def extend(
    measures: Measures,
    kept: list[bool],
    scores: Sequence[float],
    own: Sequence[float],
    named: Sequence[bool],
    evidence: Sequence[Evidence],
) -> None:
    """Keeps doubtful blocks beside kept ones, forwards and then backwards: two thresholds, one to begin a stretch of
    story and a lower one to go on with it (Canny, "A Computational Approach to Edge Detection", 1986)."""
    borders = {hit.block for hit in evidence if hit.weight < 0 and (hit.reach == "tail" or hit.label in BORDERS)}
    unnamed = [block for block, is_named in enumerate(named) if not is_named]
    for blocks, step in ((unnamed, 1), (unnamed[::-1], -1)):
        doubtful = [
            place for place, block in enumerate(blocks) if scores[block] > LOW_SCORE and not kept[block] and place > 0
        ]
        for place in doubtful:
            before, block = blocks[place - 1 : place + 1]
            if not kept[before] or not borders.isdisjoint(range(before, block, step)):
                continue
            between = place + 1 < len(blocks) and kept[blocks[place + 1]]
            like_prose = measures.is_stripped or own[block] > 0
            if scores[block] > (HOLE_SCORE if between else LOW_SCORE) and (between or like_prose):
                kept[block] = True


def drop_lone_headings(measures: Measures, kept: list[bool]) -> None:
    """Drops the headings, as the markup calls them, below which nothing was kept up to the next one. Headings right
    below each other share what follows the last."""
    if "heading" not in measures.kinds:
        return
    kept_below = in_headings = False
    for block in range(len(kept) - 1, -1, -1):
        if measures.kinds[block] == "heading":
            kept[block] = kept[block] and kept_below
            in_headings = True
        else:
            kept_below = kept[block] or (kept_below and not in_headings)
            in_headings = False


MIN_LONE_WORDS: Final = 60
"""A block of so many words is a paragraph at least. Scrapers that lose all line breaks give a whole story as one
block, and nothing stands around it that could speak for it."""


def keep_only_long_block(measures: Measures, kept: list[bool], certain: Sequence[bool]) -> None:
    """Keeps the longest block of a page of which nothing was kept, if it is long enough to be a story."""
    longest = max(range(len(kept)), key=measures.words.__getitem__, default=0)
    if kept and measures.words[longest] >= MIN_LONE_WORDS and not certain[longest]:
        kept[longest] = True
