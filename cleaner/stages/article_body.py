"""What the page's own JSON-LD repeats: blocks that stand in `articleBody` are the story's.

Most sites do not give one, and some give only its beginning or a teaser. So what stands in it is strong evidence for a
block, and what does not is evidence against a block only if the body is whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.endings import ELLIPSIS, ending
from cleaner.characters import letters
from cleaner.model import Evidence

MIN_BODY_WORDS: Final = 60
"""A shorter articleBody is a teaser."""

MAX_BODY: Final = 100_000
"""Characters of it that are read, more than any story has: each block is looked for in all of them."""

MIN_BLOCK_LETTERS: Final = 12
"""A shorter block ("Sport") stands in a long text by chance."""

INSIDE_WEIGHT: Final = 1.5
OUTSIDE_WEIGHT: Final = -0.75
"""Set by hand on the 22 pages of html-dev with an articleBody: -1.5 and below cost whole sections where the body is the
page's first part only, and more than 1.5 brings in captions and bylines that some bodies have."""

MIN_SHARE: Final = 0.5
"""Share of the page's prose that the articleBody must hold before it counts against the blocks outside it: less is the
story's first part."""

MIN_COVERED: Final = 0.7
"""Share of the articleBody that the page's blocks must cover before it counts against the blocks outside it."""


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on the blocks of a page whose JSON-LD repeats the story; it only weighs."""
    measures, body = analysis.measures, analysis.article_body
    if len(body.split()) < MIN_BODY_WORDS:
        return
    body_letters = letters(body[:MAX_BODY])
    texts = [letters(text) for text in measures.plain]
    inside = [len(text) >= MIN_BLOCK_LETTERS and text in body_letters for text in texts]
    for block, is_inside in enumerate(inside):
        if is_inside:
            note = "stands in the page's articleBody"
            yield Evidence(block, "article_body", "inside", "story", INSIDE_WEIGHT, note, names=False)
    covered = sum({text: len(text) for text, is_inside in zip(texts, inside, strict=True) if is_inside}.values())
    prose = sum(len(text) for text, size in zip(texts, measures.sizes, strict=True) if size == 2)
    is_cut_off = len(body) > MAX_BODY or ending(body.rstrip()) == ELLIPSIS
    if is_cut_off or covered < MIN_COVERED * len(body_letters) or len(body_letters) < MIN_SHARE * prose:
        return
    for block, is_inside in enumerate(inside):
        if not is_inside and measures.sizes[block] == 2 and texts[block][:40] not in body_letters:
            note = "the page's articleBody is whole and has no such paragraph"
            yield Evidence(block, "article_body", "outside", "other-story", OUTSIDE_WEIGHT, note, names=False)
