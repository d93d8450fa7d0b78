"""Echoes: the title told again, a paragraph that stands twice, a teaser that repeats what follows."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.counting import SHORT_WORDS
from cleaner.analysis.endings import ELLIPSIS
from cleaner.analysis.measures import LONG_WORDS, Measures
from cleaner.analysis.title import Title
from cleaner.model import Evidence

TITLE_WEIGHT: Final = -5.0
"""In the development pages a line equal to the title is part of the body 4 times in 100 (40 of 936)."""

LIKELY_TITLE_WEIGHT: Final = -4.0
"""A line that only stands where titles stand may be the story's first subheading."""

TWICE_WEIGHT: Final = -4.0
"""A paragraph of 16 words does not come twice by chance."""

TEASER_WEIGHT: Final = -4.0
TEASER_SHARE: Final = 0.8
"""Share of a teaser's word pairs that stand in the blocks after it; a cut-off sentence loses a few."""

MIN_TITLE_LETTERS: Final = 20
"""A shorter title can begin a sentence by chance."""

MAX_TITLE_WORDS: Final = 40

NAME_WEIGHT: Final = -3.0
"""Of 79 capitalised two or three words below a title in the development pages, 2 are part of the story."""

MOST_LINES_ABOVE: Final = 2
"""Above the heading of a bare story stands a kicker or a subheading at most."""


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on blocks that say what another block says."""
    measures, title, named = analysis.measures, analysis.title, analysis.matches.furniture
    if title is not None:
        writer = _name_below(measures, title, named)
        if writer is not None:
            yield Evidence(writer, "echoes", "name-below-title", "byline", NAME_WEIGHT, "a name below the title")
        if writer is not None or not _heads_bare_story(measures, title, named):
            yield from _titles(measures, title)
    yield from _twice(analysis)
    yield from _teasers(measures)


def _heads_bare_story(measures: Measures, title: Title, named: Collection[int]) -> bool:
    """Whether a likely title is the first line of a text that has no page around it: no byline, no date, no
    breadcrumb down to the first paragraph. Such a line is the heading that the story was cut out with. On mixed-dev
    46 of 74 first lines that look like titles are part of the story; with furniture beside them, none is."""
    if title.sure or title.block not in range(MOST_LINES_ABOVE + 1):
        return False
    lead = next((block for block in range(title.block + 1, len(measures)) if measures.sizes[block] == 2), 0)
    return not any(block in named for block in range(lead))


def _name_below(measures: Measures, title: Title, named: Collection[int]) -> int | None:
    """The block below the title if it is two or three capitalised words: the writer's name, or a section's."""
    block = title.block + 1
    if not 0 < block < len(measures) or block in named:
        return None
    words = measures.plain[block].split()
    is_name = len(words) in (2, 3) and all(word.isalpha() and word.istitle() for word in words)
    return block if is_name else None


def _titles(measures: Measures, title: Title) -> Iterator[Evidence]:
    wanted = _lower_letters(title.text)
    longest_word = max(_words(title.text), key=len, default="")
    shortest, longest = len(wanted), 3 * len(title.text)
    weight = TITLE_WEIGHT if title.sure else LIKELY_TITLE_WEIGHT
    headed = title.block if title.sure and title.block >= 0 and measures.kinds[title.block] == "heading" else -1
    if headed >= 0:
        yield Evidence(title.block, "echoes", "title", "title", weight, "the heading of the story's title")
    of_length = [block for block, text in enumerate(measures.plain) if shortest <= len(text) <= longest]
    for block in of_length:
        if block == headed:
            continue
        text = measures.plain[block]
        could_be = measures.words[block] <= MAX_TITLE_WORDS and longest_word in text.lower()
        if could_be and _is_title(_lower_letters(text), wanted):
            yield Evidence(block, "echoes", "title", "title", weight, "the story's title")


def _is_title(text: str, title: str) -> bool:
    """Whether a line is the title, alone or between a breadcrumb trail and the site's name."""
    return text == title or (
        len(title) >= MIN_TITLE_LETTERS
        and len(text) <= 2 * len(title)
        and (text.startswith(title) or text.endswith(title))
    )


def _words(text: str) -> list[str]:
    """The runs of letters and digits of a text, in lower case."""
    return "".join(char if char.isalnum() else " " for char in text.lower()).split()


def _lower_letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _twice(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on all but one of the places of a paragraph: the first that the page shows stays."""
    measures = analysis.measures
    places: dict[str, list[int]] = {}
    for block, count in enumerate(measures.repeats):
        if count > 1 and measures.words[block] >= LONG_WORDS:
            places.setdefault(measures.plain[block], []).append(block)
    for blocks in places.values():
        stays = next((block for block in blocks if not _is_hidden(analysis, block)), blocks[0])
        for block in blocks:
            if block != stays:
                note = "stands already further up" if block > stays else "hidden, and stands further down"
                yield Evidence(block, "echoes", "twice", "duplicate", TWICE_WEIGHT, note)


def _is_hidden(analysis: Analysis, block: int) -> bool:
    containers, markup = analysis.markup, analysis.page.blocks[block].markup
    container = markup.container if containers and markup else 0
    while containers and container and not analysis.said[container].hidden:
        container = containers.parents[container]
    return container > 0


def _teasers(measures: Measures) -> Iterator[Evidence]:
    """Cut-off blocks whose words, in pairs, stand in the blocks after them."""
    if ELLIPSIS not in measures.endings:
        return
    cut_off = [
        block
        for block, (ending, words) in enumerate(zip(measures.endings, measures.words, strict=True))
        if ending == ELLIPSIS and words >= SHORT_WORDS
    ]
    if not cut_off:
        return
    told = [block for block in range(cut_off[0], len(measures)) if measures.endings[block] != ELLIPSIS]
    words = set(" ".join([measures.plain[block] for block in told]).lower().split(" "))
    last_place: dict[tuple[str, str], int] = {}
    for block in cut_off:
        pairs = _pairs(measures.plain[block])
        enough = TEASER_SHARE * len(pairs)
        # A pair stands only where its first word does, and most teasers tell of other stories.
        if not pairs or sum(first in words for first, _ in pairs) < enough:
            continue
        if not last_place:
            last_place = {pair: block for block in told for pair in _pairs(measures.plain[block])}
        if sum(last_place.get(pair, -1) > block for pair in pairs) >= enough:
            note = "cut off, and told in full further down"
            yield Evidence(block, "echoes", "teaser", "duplicate", TEASER_WEIGHT, note)


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.lower().split(" ")
    return list(itertools.pairwise(words))
