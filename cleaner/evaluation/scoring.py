"""One page: how well an output agrees with its gold, and for a story which blocks made the difference."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from cleaner.evaluation.gold import GoldPage
from cleaner.evaluation.words import bag_scores, in_order, scores, words
from cleaner.model import InputForm
from cleaner.pipeline import Cleaner
from cleaner.story import Story
from cleaner.verdict import JudgedBlock

NOTHING_AGAINST: Final = "(nothing against it)"
"""Where leaked words are counted that no stage said anything against."""

IN_STORY: Final = "(in blocks that are story for the most part)"
"""Where leaked words are counted whose block is at least half in the reference: a byline on the lead's line, a word
that the reference spells otherwise."""

NOT_ON_PAGE: Final = "(in no block)"
"""Where the reference's words are counted that stand in no block that is left: the page has them in other words or in
another order, or intake did not cut them out."""


@dataclass(slots=True)
class Account:
    """Words of one page, or of many, by what they were taken for.

    Attributes:
        leaked: words of kept blocks that the reference has not, by the label of what weighs most against the block.
        lost: words of the reference in removed blocks, by the label that the blocks were removed under.
        cost: the same words, by the rule or stage that decided.
        gain: words of removed blocks that the reference has not, by the rule or stage that decided.
    """

    leaked: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    cost: Counter[str] = field(default_factory=Counter)
    gain: Counter[str] = field(default_factory=Counter)

    def add(self, other: Account) -> None:
        self.leaked.update(other.leaked)
        self.lost.update(other.lost)
        self.cost.update(other.cost)
        self.gain.update(other.gain)


@dataclass(slots=True)
class PageScore:
    """How one output agrees with its gold page. Shares and scores are from 0 to 1.

    Attributes:
        gold: the gold page.
        precision, recall, f1: of the words, in any order; None where the gold has no story's text.
        in_order: F1 of the words that match in the same order.
        exact: whether output and story are the same but for white space.
        leak: share of the known junk (labelled lines, or unwanted snippets) in the output; None if none is known.
        wanted, unwanted: how many of the gold's snippets are in the output.
        is_story, confidence, title_right: what the story says of itself; None for the output of another tool, and
            `title_right` where the gold has no title.
        seconds: how long the page took.
        account: where words leaked and were lost; empty for the output of another tool.
    """

    gold: GoldPage
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    in_order: float | None = None
    exact: bool | None = None
    leak: float | None = None
    wanted: int = 0
    unwanted: int = 0
    is_story: bool | None = None
    confidence: float | None = None
    title_right: bool | None = None
    seconds: float = 0.0
    account: Account = field(default_factory=Account)


class Evaluated(NamedTuple):
    """A configuration with the scores of some pages.

    Attributes:
        name: what to call it.
        scores: one a page.
        clean: cleans one of the pages again, as it was scored.
    """

    name: str
    scores: Sequence[PageScore]
    clean: Callable[[GoldPage], Story]


def evaluate(
    cleaner: Cleaner,
    gold: Iterable[GoldPage],
    *,
    about: str | Sequence[str] | None = None,
    min_relevance: float = 0.0,
    form: InputForm | None = None,
) -> Iterator[PageScore]:
    """Cleans gold pages one after another and scores each story."""
    for page in gold:
        start = time.perf_counter()
        story = cleaner.clean(page.page, url=page.url, about=about, min_relevance=min_relevance, form=form)
        yield score_story(page, story, time.perf_counter() - start)


def score_story(gold: GoldPage, story: Story, seconds: float = 0.0) -> PageScore:
    """Scores a story, with an account of leaked and lost words."""
    score = score_output(gold, story.text, seconds)
    score.is_story = story.is_story
    score.confidence = story.confidence
    if gold.title:
        score.title_right = _plain(story.title or "") == _plain(gold.title)
    if gold.story is not None:
        score.account = account(story, words(gold.story))
    return score


def score_output(gold: GoldPage, output: str, seconds: float = 0.0) -> PageScore:
    """Scores a text, whoever made it."""
    score = PageScore(gold, seconds=seconds)
    score.wanted = sum(snippet in output for snippet in gold.wanted)
    score.unwanted = sum(snippet in output for snippet in gold.unwanted)
    score.leak = _leak(gold, output)
    if gold.story is not None:
        found, reference = words(output), words(gold.story)
        score.precision, score.recall, score.f1 = bag_scores(found, reference)
        score.in_order = scores(sum(in_order(found, reference)[0]), len(found), len(reference)).f1
        score.exact = output.split() == gold.story.split()
    return score


def account(story: Story, reference: Sequence[str]) -> Account:
    """Says where words leaked and were lost: kept blocks are matched with the reference in order, and what is left of
    it with the removed blocks."""
    result = Account()
    kept_matches, found = _matches(story.kept, reference)
    for block, size, matched in kept_matches:
        if size > matched:
            result.leaked[IN_STORY if matched >= size / 2 else _suspicion(block)] += size - matched
    left = [word for word, matched in zip(reference, found, strict=True) if not matched]
    removed_matches, found = _matches(story.removed, left)
    for block, size, matched in removed_matches:
        decided_by = decider(story, block)
        if matched:
            result.lost[block.label] += matched
            result.cost[decided_by] += matched
        if size > matched:
            result.gain[decided_by] += size - matched
    if not all(found):
        result.lost[NOT_ON_PAGE] += found.count(False)
    return result


def _matches(
    blocks: Sequence[JudgedBlock], reference: Sequence[str]
) -> tuple[list[tuple[JudgedBlock, int, int]], list[bool]]:
    """Each block with its words and how many of them match, and which words of the reference match."""
    texts = [words(block.text) for block in blocks]
    matched, found = in_order([word for text in texts for word in text], reference)
    result, start = [], 0
    for block, text in zip(blocks, texts, strict=True):
        result.append((block, len(text), sum(matched[start : start + len(text)])))
        start += len(text)
    return result, found


def _suspicion(block: JudgedBlock) -> str:
    heaviest = min(block.verdict.evidence, key=lambda hit: hit.weight, default=None)
    return heaviest.label if heaviest is not None and heaviest.weight < 0 else NOTHING_AGAINST


def decider(story: Story, block: JudgedBlock) -> str:
    """The rule or stage that decided about a block (`rules/byline`); for a block in a tail, the one that began it."""
    cause = block.verdict.cause
    if cause.marker >= 0:
        return f"tail of {decider(story, story.blocks[cause.marker])}"
    return cause.name


def _leak(gold: GoldPage, output: str) -> float | None:
    if gold.junk is not None:
        lines = {line.strip() for line in output.splitlines()}
        return sum(line in lines for line in gold.junk) / max(1, len(gold.junk))
    if gold.unwanted and gold.story is not None:
        low = output.lower()
        return sum(snippet.lower() in low for snippet in gold.unwanted) / len(gold.unwanted)
    return None


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()
