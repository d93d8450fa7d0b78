"""Which blocks read like prose, by their length and links alone, and where most of it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.analysis.counting import CHARACTERS_A_PHRASED_WORD, CHARACTERS_A_WORD
from cleaner.characters import PHRASED, UNSPACED
from cleaner.model import Block, Page

PROSE_WORDS: Final = 16
MOST_LINKED: Final = 0.5
"""A block of 16 words of which less than half is linked may be a story's paragraph; what is shorter may be anything."""

MIN_PROSE_CHARACTERS: Final = 32
"""Sixteen words of Chinese; in other languages they take more."""

GAP_WORDS: Final = 5
"""So many words of prose must stand behind each block that is none for a stretch of story to go on there."""

_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
_PHRASED: Final = re.compile(f"[{PHRASED}]")


def prose_words(page: Page) -> list[int]:
    """The words of each block that reads like prose; 0 for all others."""
    return without_lists(page, [words_in(text) if len(text) >= MIN_PROSE_CHARACTERS else 0 for text in page.texts])


def without_lists(page: Page, words: Sequence[int]) -> list[int]:
    """The words of each block, but 0 for blocks that are short or links and little else."""
    has_links = page.containers is not None
    return [
        count if count >= PROSE_WORDS and not (has_links and _is_linked(page.blocks[block])) else 0
        for block, count in enumerate(words)
    ]


def _is_linked(block: Block) -> bool:
    return block.markup is not None and block.markup.link_density >= MOST_LINKED


def words_in(text: str) -> int:
    """The words of a text, as `cleaner.analysis.counting` counts them."""
    words = text.count(" ") + 1
    if not text.isascii():
        words += len(_UNSPACED.findall(text)) // CHARACTERS_A_WORD
        words += len(_PHRASED.findall(text)) // CHARACTERS_A_PHRASED_WORD
    return words


def densest(words: Sequence[int]) -> tuple[int, int]:
    """The stretch of blocks, from the first to before the second number, with most words of prose, each block without
    any costing `GAP_WORDS` (Bentley, "Programming Pearls", 1984, column 8: maximum subarray)."""
    best = current = start = best_start = best_end = 0
    for block, count in enumerate(words):
        if current <= 0:
            current, start = 0, block
        current += count or -GAP_WORDS
        if current > best:
            best, best_start, best_end = current, start, block + 1
    return best_start, best_end
