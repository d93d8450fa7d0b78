"""What of a page is its site's furniture, and the guard against taking a story's own paragraphs for it.

A block that stands on several pages of a site is furniture, unless the page would be left without a story: then those
pages are copies of this one, fetched often or found under several addresses, and what they share is the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

MIN_STORY_WORDS: Final = 25
"""What does not repeat on a page holds so many words of prose at least, as every story does
(`cleaner.decision.page_type.MIN_STORY_WORDS`). With 40, F1 of crawl-dev is 0.015 lower."""

FEW_PAGES: Final = 3
"""On a site of which no more pages are known, one other page is enough to call a block furniture."""

MIN_OTHERS: Final = 1
MIN_OTHERS_OF_PROSE: Final = 2
"""A block that is no prose repeats if it stands on one other page, a paragraph on two: of the long blocks of stories
7.5 in 100 stand on one other page of their site, 0.3 on two."""

ONE_IN: Final = 50
ONE_IN_OF_PROSE: Final = 20
"""And on one in so many of the other pages. One in five, for both, loses 0.002 of F1 on crawl-dev, and 0.027 on its
pages as dumped text."""


class Lines(NamedTuple):
    """From how many of a site's pages on, the page at hand included, a block is furniture.

    Attributes:
        short: for blocks that do not read like prose.
        prose: for those that do.
    """

    short: int
    prose: int


def usual_lines(pages: int) -> Lines:
    """The lines of a site of which so many pages are known."""
    if pages <= FEW_PAGES:
        return Lines(2, 2)
    others = pages - 1
    return Lines(
        1 + max(MIN_OTHERS, -(-others // ONE_IN)),
        1 + max(MIN_OTHERS_OF_PROSE, -(-others // ONE_IN_OF_PROSE)),
    )


def lines(counts: Sequence[int], words: Sequence[int], pages: int) -> Lines:
    """The lines for one page: the usual ones, or, where they would leave no story, the lowest that leave one. A page
    without `MIN_STORY_WORDS` of prose has none to lose.

    Args:
        counts: for each block of the page, on how many pages of the site it stands.
        words: for each block its words, if it reads like prose, else 0.
        pages: how many pages of the site are known.
    """
    usual = usual_lines(pages)
    left = 0
    for count, long in sorted([(count, long) for count, long in zip(counts, words, strict=True) if long]):
        left += long
        if left >= MIN_STORY_WORDS:
            return usual if count < usual.prose else Lines(count + 1, count + 1)
    return usual


def is_copy(counts: Sequence[int], words: Sequence[int], pages: int) -> bool:
    """Whether a page holds next to nothing that its site's other pages do not hold: it is a copy of some of them. Of
    copies one is learned from."""
    return lines(counts, words, pages) != usual_lines(pages)


def are_furniture(counts: Sequence[int], words: Sequence[int], pages: int) -> list[bool]:
    """For each block of a page whether it is its site's furniture; the arguments are those of `lines`."""
    short, prose = lines(counts, words, pages)
    return [count >= (prose if long else short) for count, long in zip(counts, words, strict=True)]
