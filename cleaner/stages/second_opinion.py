"""trafilatura's opinion of an HTML page: which of our blocks its own extraction has.

It takes ten times as long as all else, so it is asked only where our own decision is unsure, or for who wants just
that (`engine="trafilatura"`).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.analysis import Analysis
from cleaner.characters import letters
from cleaner.model import Evidence, Page

MAX_SOURCE: Final = 2_000_000
MAX_BLOCKS: Final = 5_000
"""A page with more characters or blocks is not worth the seconds that trafilatura would take for it."""

MIN_WORDS: Final = 50
"""Words of sentences that no rule has a name for, from which on trafilatura is asked: it finds something on every page,
on cookie walls and error pages too."""

MIN_LETTERS: Final = 30
"""A shorter block must be a line of the result; a longer one can only be the same text."""

WEIGHT: Final = 1.0
"""Of ±0.5, 1, 2, 3 and 5 this gains most: the opinion settles what is open and overrules nothing else."""


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on every block of an HTML page: whether trafilatura keeps it. None if it finds nothing, or if the page
    is not worth asking about."""
    if is_worth_asking(analysis):
        yield from opinion(chosen(analysis.page))


def opinion(kept: Sequence[bool]) -> Iterator[Evidence]:
    """Evidence on every block by whether trafilatura keeps it; none if it keeps nothing."""
    if not any(kept):
        return
    for block, is_kept in enumerate(kept):
        if is_kept:
            yield Evidence(block, "second_opinion", "trafilatura", "story", WEIGHT, "trafilatura keeps it")
        else:
            yield Evidence(block, "second_opinion", "trafilatura", "navigation", -WEIGHT, "trafilatura drops it")


def is_worth_asking(analysis: Analysis) -> bool:
    """Whether an HTML page has text to speak of, and is not too large. Blocks that a rule names do not count."""
    page, measures, named = analysis.page, analysis.measures, analysis.matches.named
    if page.form != "html" or len(page.source) > MAX_SOURCE or len(page.blocks) > MAX_BLOCKS:
        return False
    words: int = sum(
        count
        for block, (count, size) in enumerate(zip(measures.words, measures.sizes, strict=True))
        if size and block not in named
    )
    return words >= MIN_WORDS


def chosen(page: Page) -> list[bool]:
    """For each block whether trafilatura's result has it."""
    lines = [line for line in map(letters, extracted(page).splitlines()) if line]
    result = "".join(lines)
    left = Counter(lines)
    kept = []
    for block in page.blocks:
        text = letters(block.text)
        if len(text) >= MIN_LETTERS:
            kept.append(text in result)
        else:
            kept.append(left[text] > 0)
            left[text] -= 1
    return kept


def extracted(page: Page) -> str:
    """trafilatura's text of a page; "" if it finds none, or fails, or the page is no HTML."""
    if page.form != "html":
        return ""
    import trafilatura

    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        return trafilatura.extract(page.source, url=page.url, include_comments=False) or ""
    except Exception:  # whatever its parser makes of a broken page: no opinion
        return ""
    finally:
        logger.setLevel(level)
