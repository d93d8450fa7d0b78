"""The edges of the story: doubtful blocks beside kept ones, headings without text, a page that is one long block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.endings import QUESTION, QUOTED_STOP, STOP
from cleaner.analysis.measures import LONG, Measures
from cleaner.markup import classes_of
from cleaner.model import Evidence

LOW_SCORE: Final = -1.5
"""A block beside the story is kept down to this score if its own words read like prose and nothing names it, but on
whole HTML pages, where the container tells more, and a tenth more would leak. In stripped text it need not read like
prose: stories end on short lines, and of mixed-dev 2 pages in 100 more come out exact for it."""

HOLE_SCORE: Final = -1.0
"""A block with the story on both sides is kept down to this score if nothing names it."""

LAST_SCORE: Final = -2.0
"""A short sentence that is the last of elements alike is kept down to this score."""

MIN_ALIKE: Final = 3
"""So many others, all kept, are a row of paragraphs. Of 2,280 pages of html-dev, news-dev, crawl-dev and languages-dev
this changes eight: seven gain. Without it and with long blocks 13 in 21 such last ones are story, but 299 of their 404
words are not."""

SENTENCE_ENDS: Final = frozenset({STOP, QUESTION, QUOTED_STOP})

BORDERS: Final = frozenset({"title", "promotion", "syndication", "comment", "legal", "newsletter"})
"""What begins something else: a doubtful block behind it is not kept for the sake of what stands before it. Behind
credits and the label of an advertisement the story goes on: with them, one page in two hundred of mixed-languages-dev
lost its last paragraph."""


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


def keep_last_alike(
    analysis: Analysis, kept: list[bool], scores: Sequence[float], named: Sequence[bool], may_keep: Sequence[bool]
) -> None:
    """Keeps the short sentence that ends a row of paragraphs: the last of elements of the same name and classes in the
    same one, all others of which are kept. In templates of bare `<div>` or `<section>` nothing else speaks for it.

    Args:
        analysis: an HTML page.
        kept: for each block whether it is kept; changed in place.
        scores: the blocks' scores.
        named: for each block whether a piece of evidence names it as something other than story.
        may_keep: for each block whether it stands in the story's region and no certain hit removes it.
    """
    last = [
        block
        for block, score in enumerate(scores)
        if score > LAST_SCORE and not kept[block] and may_keep[block] and not named[block]
        if _is_short_sentence(analysis, block)
    ]
    if last:
        rows = _rows_alike(analysis)
        for block in last:
            row = rows[block]
            if row[-1] == block and len(row) > MIN_ALIKE and all(kept[other] for other in row[:-1]):
                kept[block] = True


def _is_short_sentence(analysis: Analysis, block: int) -> bool:
    """Whether a block is short, no heading or item, without links, and ends like a sentence."""
    measures, markup = analysis.measures, analysis.page.blocks[block].markup
    return (
        measures.kinds[block] == "text"
        and measures.sizes[block] < LONG
        and measures.endings[block] in SENTENCE_ENDS
        and markup is not None
        and markup.link_density == 0
    )


def _rows_alike(analysis: Analysis) -> dict[int, list[int]]:
    """For each block those whose elements have the same name and classes, and stand in the same one."""
    containers = analysis.page.containers
    assert containers is not None
    rows: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    row_of = {}
    for index, block in enumerate(analysis.page.blocks):
        element = block.markup.container if block.markup else 0
        look = containers.parents[element], containers.tags[element], classes_of(containers.attributes[element])
        row_of[index] = rows[look]
        row_of[index].append(index)
    return row_of


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
