"""How much a story is about its subject: the chance that its headline names it.

Of 2,000 stories of html-dev, news-dev and crawl-dev and 13,465 names in them, a table says how often a name stands in
the headline, by how many paragraphs have it and whether one of the first two does, if before reading that was as likely
as not (`benchmarks/two_stories.py --relevance` prints it). What share of the paragraphs that is says nothing beyond.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import compress
from typing import Final

from cleaner.analysis import Analysis

LEAD_BLOCKS: Final = 2
PARAGRAPHS: Final = (1, 2, 3, 5, 8)
"""Where the columns of `CHANCES` begin: so many paragraphs name the subject."""

CHANCES: Final = {False: (0.0, 0.22, 0.48, 0.60, 0.75, 0.80), True: (0.0, 0.53, 0.79, 0.91, 0.93, 0.96)}
"""The chance that the headline names it, without and with a paragraph of the lead that does."""

NAMED_IN_HEADLINE: Final = 0.5
"""What a headline that names it is worth by itself: more than any story is that has a single mention."""


def relevance(analysis: Analysis, kept: Sequence[bool], title: str) -> float | None:
    """How much the kept blocks are about the subject, from 0 (nothing names it) to 1; None if none is asked for."""
    subject = analysis.subject
    if subject is None:
        return None
    named = [subject.is_named(text) for text in compress(analysis.measures.plain, kept)]
    chance = CHANCES[any(named[:LEAD_BLOCKS])][bisect_right(PARAGRAPHS, sum(named))]
    in_headline = subject.is_named(title)
    return NAMED_IN_HEADLINE + (1 - NAMED_IN_HEADLINE) * chance if in_headline else chance


def off_topic(analysis: Analysis, about: float | None) -> str:
    """Why a story with this relevance is not given out; "" if it is."""
    subject = analysis.subject
    if subject is None or about is None or about >= subject.min_relevance:
        return ""
    return f"not about {subject}: relevance {about:.2f}, and {subject.min_relevance:g} was asked for"
