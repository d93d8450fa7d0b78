"""Tails: what follows a marker of the story's end in a text, unless the story resumes.

On HTML nothing is cut: markers are a feature of the context, and the region and the second look know better how far
what they begin reaches (docs/decisions/second_look.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.cohesion import Stems
from cleaner.analysis.endings import QUOTED_STOP, STOP
from cleaner.analysis.measures import Measures
from cleaner.analysis.stories import content
from cleaner.decision.page_type import MIN_STORY_WORDS
from cleaner.model import Evidence, Label
from cleaner.rulebook.rule import CERTAIN_SCORE
from cleaner.stages.topic import common

SENTENCE_ENDINGS: Final = frozenset({STOP, QUOTED_STOP})

RESUME_SHARED: Final = 0.15
"""Share of a block's content words that stand in the story before the tail. Between 0.05 and 0.25 it moves flat-dev by
0.003 one way and mixed-dev's leak by 0.003 the other."""

QUOTES: Final = ("“", "„", "«", "»", "‘", "‚", '"', "「", "『")
"""What somebody's words begin with."""

TAIL_WEIGHT: Final = -3.0
"""The weight of a strong hit: a weak marker is for the surroundings to weigh, it cuts nothing by itself."""


def cut_tails(analysis: Analysis, kept: list[bool], evidence: Sequence[Evidence]) -> list[int]:
    """Drops what follows a certain or strong tail marker, unless the story resumes. Returns, for each block that
    a tail took, the block of its marker, and -1 for all others."""
    tail_of = [-1] * len(kept)
    markers = _tail_markers(evidence) if analysis.page.form == "text" else {}
    if not markers:
        return tail_of
    measures = analysis.measures
    story: list[int] = []
    before = StoryBefore(measures, common(analysis), analysis.matches.furniture)
    story_words = 0
    marker = -1
    for block, keep_it in enumerate(kept):
        if block in markers and story_words >= MIN_STORY_WORDS:
            before.blocks += story
            before.words = story_words
            story = []
            marker = block
            kept[block] = False
        elif marker >= 0 and keep_it and _resumes(measures, block, marker, before, markers[marker]):
            marker = -1
        if marker >= 0:
            if block != marker:
                tail_of[block] = marker
            kept[block] = False
        elif kept[block]:
            story.append(block)
            story_words += measures.words[block]
    return tail_of


class StoryBefore:
    """What the story before a tail speaks of, gathered when somebody asks: most tails have no long block that could
    resume it. `blocks` are those that were not gathered yet, `words` the words of all."""

    def __init__(self, measures: Measures, common: Stems, named: frozenset[int]) -> None:
        self.measures = measures
        self.named = named
        self.common = common
        self.blocks: list[int] = []
        self.words = 0
        self._stems: set[str] = set()

    @cached_property
    def last_line(self) -> int:
        """The last block of the page that is no sentence and has no name; -1 if there is none. In a list of stories
        with their leads a headline stands below each lead but the last one."""
        lines = (block for block in range(len(self.measures)) if not self.is_sentence(block))
        return max((block for block in lines if block not in self.named), default=-1)

    def is_parted(self, block: int) -> bool:
        """Whether a list of headlines parts the story before from its rest: nothing but sentences stands from a block
        to the page's end, and they have more words than the story before, or begin with somebody's words, as no
        lead does."""
        if block <= self.last_line:
            return False
        below = [words for at, words in enumerate(self.measures.words) if at >= block and at not in self.named]
        return sum(below) > self.words or self.measures.plain[block].startswith(QUOTES)

    def is_sentence(self, block: int) -> bool:
        return self.measures.endings[block] in SENTENCE_ENDINGS

    def shares(self, said: Sequence[Stems], share: float) -> bool:
        """Whether this share of what some blocks say, and a word at least, was said before."""
        self._stems.update(*[content(self.measures, block, self.common) for block in self.blocks])
        self.blocks.clear()
        return sum(len(stems & self._stems) for stems in said) >= max(1, share * sum(map(len, said)))


MOST_MARKERS: Final = 2
"""A strong marker that stands on the page more often ends each section of a story, not the story."""


def _tail_markers(evidence: Sequence[Evidence]) -> dict[int, Label]:
    """The blocks of certain and strong tail markers, but for strong ones that come again and again, and what each
    begins."""
    hits = [hit for hit in evidence if hit.reach == "tail" and hit.weight <= TAIL_WEIGHT]
    times = Counter(hit.rule for hit in hits)
    return {hit.block: hit.label for hit in hits if hit.weight < CERTAIN_SCORE or times[hit.rule] <= MOST_MARKERS}


STRAY: Final = frozenset({"related", "comment", "kicker"})
"""What markers begin that also stand within stories: buttons, and heads of lists of a headline or none."""

STRAY_SHARED: Final = 0.08
STRAY_BLOCKS: Final = 3
"""Share of the content words of the three paragraphs below such a marker that stand in the story above it. Short
paragraphs of one story share a tenth, leads of other stories a twentieth."""


def _resumes(measures: Measures, block: int, marker: int, before: StoryBefore, begun: Label) -> bool:
    """Whether a likely block of story below a tail marker goes on with the story before it: it says some of the same,
    or a little of it where nothing speaks for a tail. Comments speak of the story too, below the names of who wrote
    them: without a line that could be a name, a button to comment stands in the story."""
    if measures.sizes[block] == 0 or measures.endings[block] not in SENTENCE_ENDINGS:
        return False
    if begun in STRAY and block == marker + 1 > before.last_line:
        return True
    if begun == "related" and before.is_parted(block):
        return True
    if begun in STRAY and (block == marker + 1 or (begun == "related" and block > before.last_line)):
        below = takewhile(before.is_sentence, range(block, min(block + STRAY_BLOCKS, len(measures))))
        return before.shares([content(measures, index, before.common) for index in below], STRAY_SHARED)
    return begun != "comment" and before.shares([content(measures, block, before.common)], RESUME_SHARED)
