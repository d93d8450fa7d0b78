"""Fragments: a feed's entry, a summary of one paragraph. They were chosen by somebody already, so that in them prose is
story unless something names it, and what has prose is never left without text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.analysis.measures import SIZE, Measures

MEDIUM: Final = SIZE.bins.index("medium")
"""From this size on a block is prose; a shorter one may be a label, and its score decides."""


def keep_prose(
    measures: Measures,
    kept: list[bool],
    scores: Sequence[float],
    *,
    named: Sequence[bool],
    certain: Sequence[bool],
    tail_of: Sequence[int],
) -> None:
    """Keeps the prose of a fragment, in place: all that nothing names. If there is none, one block is kept: the
    likeliest of those that nothing names, else of the prose that is not certainly something else.

    Args:
        measures: the fragment.
        kept: for each block whether it is kept on a whole page.
        scores: for each block how likely it is story.
        named: for each block whether evidence names it as something other than story.
        certain: for each block whether a certain hit removes it.
        tail_of: for each block the marker whose tail took it; -1 for none.
    """
    is_prose = [size >= MEDIUM for size in measures.sizes]
    is_free = [not name and marker < 0 for name, marker in zip(named, tail_of, strict=True)]
    for block, prose in enumerate(is_prose):
        if prose and is_free[block] and not certain[block]:
            kept[block] = True
    if any(kept):
        return
    left = [block for block in range(len(kept)) if not certain[block] and (is_free[block] or is_prose[block])]
    if left:
        kept[max(left, key=lambda block: (is_free[block], is_prose[block], scores[block]))] = True
