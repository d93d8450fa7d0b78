"""Where a story and its gold differ, word by word: what leaked, and what was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from cleaner.evaluation.gold import GoldPage
from cleaner.evaluation.words import in_order, word_places
from cleaner.story import Story

Kind = Literal["leaked", "lost"]


class Mark(NamedTuple):
    """A stretch of a text, from its first character to before `end`: words of a kept block that the gold has not
    (leaked), or words of the gold that were not kept (lost)."""

    start: int
    end: int
    kind: Kind


class Marked(NamedTuple):
    """A text with its marks, in order."""

    text: str
    marks: tuple[Mark, ...] = ()


class Differences(NamedTuple):
    """The marks of a page's blocks, one entry a block, and the gold's paragraphs with theirs."""

    blocks: list[tuple[Mark, ...]]
    gold: list[Marked]


def differences(story: Story, gold: GoldPage) -> Differences:
    """Matches words as `score_story` does: those of the kept blocks with the gold in order, and what is left of it with
    the removed blocks. Where only snippets are known, those that are missing are lost, and those that must not be there
    leaked."""
    if gold.story is None:
        return _by_snippets(story, gold)
    paragraphs = [line.strip() for line in gold.story.splitlines() if line.strip()]
    texts, kept = story.page.texts, [verdict.kept for verdict in story.verdicts]
    wanted = _Words(paragraphs)
    found = _Words([text for text, keep_it in zip(texts, kept, strict=True) if keep_it])
    gone = _Words([text for text, keep_it in zip(texts, kept, strict=True) if not keep_it])
    in_story, in_gold = in_order(found.words, wanted.words)
    left = [word for word, matched in zip(wanted.words, in_gold, strict=True) if not matched]
    lost, _ = in_order(gone.words, left)
    of_kept = iter(found.marks([not matched for matched in in_story], "leaked"))
    of_removed = iter(gone.marks(lost, "lost"))
    of_gold = wanted.marks([not matched for matched in in_gold], "lost")
    return Differences(
        [next(of_kept if keep_it else of_removed) for keep_it in kept],
        [Marked(text, marks) for text, marks in zip(paragraphs, of_gold, strict=True)],
    )


class _Words:
    """The words of some texts, each with its place."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.places = [word_places(text) for text in texts]
        self.words = [word for places in self.places for word, _, _ in places]

    def marks(self, marked: Sequence[bool], kind: Kind) -> list[tuple[Mark, ...]]:
        """For each text the stretches of words that are marked."""
        flags = iter(marked)
        return [
            tuple(_stretches([(next(flags), start, end) for _, start, end in places], kind)) for places in self.places
        ]


def _stretches(words: Iterable[tuple[bool, int, int]], kind: Kind) -> Iterator[Mark]:
    for is_marked, group in groupby(words, key=lambda word: word[0]):
        if is_marked:
            stretch = list(group)
            yield Mark(stretch[0][1], stretch[-1][2], kind)


def _by_snippets(story: Story, gold: GoldPage) -> Differences:
    blocks = [tuple(_snippets(block.text, gold.unwanted)) if block.kept else () for block in story.blocks]
    wanted = [
        Marked(snippet, () if snippet.lower() in story.text.lower() else (Mark(0, len(snippet), "lost"),))
        for snippet in gold.wanted
    ]
    return Differences(blocks, wanted)


def _snippets(text: str, unwanted: Iterable[str]) -> Iterator[Mark]:
    low = text.lower()
    for start, snippet in sorted((low.find(snippet.lower()), snippet) for snippet in unwanted):
        if start >= 0 and len(low) == len(text):
            yield Mark(start, start + len(snippet), "leaked")
