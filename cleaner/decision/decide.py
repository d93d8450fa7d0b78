"""Weighs the evidence and keeps or drops each block. docs/how-it-works.md tells in a paragraph how."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from math import exp
from operator import gt
from typing import Final, NamedTuple

from cleaner.analysis import Analysis
from cleaner.analysis.measures import LONG, Measures
from cleaner.decision import context, fragment, page_type, region, second_look
from cleaner.decision.extend import drop_lone_headings, extend, keep_last_alike, keep_only_long_block
from cleaner.decision.labels import labels_of
from cleaner.decision.relevance import off_topic, relevance
from cleaner.decision.tails import cut_tails
from cleaner.model import Evidence, Fact, Form, Label, Likelihood
from cleaner.rulebook.rule import CERTAIN_SCORE, STRENGTHS
from cleaner.stages.topic import ASKED_FOR

NAMED_AGAIN: Final[dict[Form, float]] = {"text": 3.0, "html": 2.0}
"""How often the evidence that names a block is added to the score of its surroundings. They have seen it, but a
teaser in the midst of a story has a whole story that speaks for it. Of the lines that strong rules are written for, put
between two paragraphs of text, 48 in 100 were left at 2, 9 at 3. On HTML 3 costs news-dev 0.0004 of F1."""

HINTS_AGAIN: Final = 1.0
"""The same for a hint on a long block: a weak rule never removes a paragraph by itself. With 3, as for all other
evidence on text, three pages of mixed-dev in a thousand lose one more, and flat-dev 0.0003 of F1."""

REMOVED_SCORE: Final = -3.0
"""The score of a block that a certain hit or a tail removed although its words and place speak for it."""

STRIPPED_SCORE: Final = 0.6
"""What each block of a page without menus has in its favour: what is left is story more often than its neighbours can
say. On mixed-dev two pages in a hundred more come out exact, what other extractors return gains 0.0003 of F1 (as HTML
0.001), and flat-dev loses 0.0007."""


CARDS: Final = (
    ("{form}/context", context.FEATURES),
    ("html/region", region.FEATURES),
    ("html/second_look", second_look.FEATURES),
    ("html/page_type", page_type.FEATURES),
)
"""The cards that the decision asks for, and what they listen to; "{form}" stands for the form of the page."""


class Policy(NamedTuple):
    """What the caller wants, whatever the page is.

    Attributes:
        keep: labels of blocks to keep although they are not the story.
        drop: labels of blocks to leave out although they are.
        gate: whether a page of a kind that has no story is closed.
    """

    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    gate: bool = True

    def applied(self, kept: list[bool], labels: Sequence[Label]) -> list[bool]:
        """The kept blocks, once the labels that the caller names are kept or dropped."""
        if not (self.keep or self.drop):
            return kept
        return [
            label in self.keep or (keep_it and label not in self.drop)
            for label, keep_it in zip(labels, kept, strict=True)
        ]


class Decision(NamedTuple):
    """One entry a block: kept or not, what it is, its score, and the block of the marker whose tail took it (-1: none);
    of the page, how sure that is, whether it holds a story, the reason if it does not, and the blocks that were kept
    until then; the region that was chosen (None: the page), and the blocks that would have been kept outside it."""

    kept: list[bool]
    labels: list[Label]
    scores: list[float]
    tail_of: list[int]
    confidence: float
    is_story: bool
    no_story: str = ""
    rejected: frozenset[int] = frozenset()
    region: region.Region | None = None
    outside: frozenset[int] = frozenset()
    title: Fact | None = None
    relevance: float | None = None


class Summed(NamedTuple):
    """One entry a block: its own score, whether a certain hit removes it, whether a tail begins there, and whether a
    piece of evidence names it as something other than story."""

    own: list[float]
    certain: list[bool]
    tails: list[bool]
    named: list[bool]


def decide(
    analysis: Analysis, likelihoods: Sequence[Likelihood], evidence: Sequence[Evidence], policy: Policy
) -> Decision:
    """Weighs the evidence over the whole sequence of blocks; one entry a block in every list of the result."""
    measures = analysis.measures
    summed = add_up(len(analysis), likelihoods, evidence)
    scores = in_context(analysis, summed, evidence)
    kept = before_region(analysis, summed, scores, evidence)
    before = list(kept)
    chosen = region.restrict(analysis, kept, summed.own, scores) if analysis.markup is not None else None
    outside = frozenset([block for block, was in enumerate(before) if was and not kept[block]])
    if analysis.markup is not None:
        may_keep = list(map(gt, region.inside(analysis, chosen), summed.certain))
        scores = second_look.look_again(analysis, kept, summed.own, scores, may_keep, evidence)
        keep_last_alike(analysis, kept, scores, summed.named, may_keep)
    tail_of = cut_tails(analysis, kept, evidence)
    drop_lone_headings(measures, kept)
    if not any(kept) and (analysis.page.form == "text" or not measures.has_menu):
        keep_only_long_block(measures, kept, summed.certain)
    if analysis.page.is_fragment:
        fragment.keep_prose(measures, kept, scores, named=summed.named, certain=summed.certain, tail_of=tail_of)
    scores = [score if keep_it or score < 0 else REMOVED_SCORE for score, keep_it in zip(scores, kept, strict=True)]
    labels = labels_of(measures, kept, evidence, tail_of)
    confidence = expected_f1(measures, kept, scores)
    title = _own_headline(measures, evidence)
    about = relevance(analysis, kept, title.value if title else analysis.title.text if analysis.title else "")
    no_story = page_type.closed(analysis, kept, confidence, policy.gate) or off_topic(analysis, about)
    rejected = frozenset(compress(range(len(kept)), kept)) if no_story else frozenset()
    if no_story:
        kept = [False] * len(kept)
    kept = policy.applied(kept, labels)
    return Decision(
        kept, labels, scores, tail_of, confidence, not no_story, no_story, rejected, chosen, outside, title, about
    )


def _own_headline(measures: Measures, evidence: Sequence[Evidence]) -> Fact | None:
    """The headline of the story that was asked for, if it is not the page's first."""
    headline = next((hit.block for hit in evidence if hit.rule == ASKED_FOR), None)
    return None if headline is None else Fact("title", measures.plain[headline], headline, "text")


def add_up(size: int, likelihoods: Sequence[Likelihood], evidence: Sequence[Evidence]) -> Summed:
    """Adds up what the stages say of each of `size` blocks."""
    own = [0.0] * size
    for likelihood in likelihoods:
        own = list(map(float.__add__, own, likelihood.weights))
    summed = Summed(own, [False] * size, [False] * size, [False] * size)
    for block, _, _, _, weight, _, reach, names in evidence:
        own[block] += weight
        if weight < 0 and names:
            summed.named[block] = True
        if weight < CERTAIN_SCORE:
            summed.certain[block] = True
            own[block] = CERTAIN_SCORE
        if reach == "tail":
            summed.tails[block] = True
    return summed


def before_region(
    analysis: Analysis, summed: Summed, scores: Sequence[float], evidence: Sequence[Evidence]
) -> list[bool]:
    """For each block whether its score keeps it, wherever on the page it stands."""
    kept = [score > 0 and not sure for score, sure in zip(scores, summed.certain, strict=True)]
    if analysis.markup is None or not analysis.measures.has_menu:
        extend(analysis.measures, kept, scores, summed.own, summed.named, evidence)
    return kept


def in_context(analysis: Analysis, summed: Summed, evidence: Sequence[Evidence]) -> list[float]:
    """Each block's score, corrected by what stands around it; what names it counts again."""
    measures = analysis.measures
    card = analysis.weights.card(f"{analysis.page.form}/context", context.FEATURES)
    return named_again(measures, card.scores(context.codes(summed.own, measures, summed.tails, summed.named)), evidence)


def named_again(measures: Measures, scores: list[float], evidence: Sequence[Evidence]) -> list[float]:
    """The scores that a card of the context gave, once what names a block has counted again."""
    if not measures.has_menu:
        scores = [score + STRIPPED_SCORE for score in scores]
    again = NAMED_AGAIN[measures.page.form]
    for hit in evidence:
        if hit.names and hit.weight > CERTAIN_SCORE:
            is_hint = hit.weight == STRENGTHS["weak"] and measures.sizes[hit.block] == LONG
            scores[hit.block] += (HINTS_AGAIN if is_hint else again) * hit.weight
    return scores


def expected_f1(measures: Measures, kept: Sequence[bool], scores: Sequence[float]) -> float:
    """The F1 of the kept words against the true story, if every block is story with the chance its score gives."""
    expected = [
        words / (1 + exp(-score)) if -30 < score < 30 else words * (score > 0)
        for words, score in zip(measures.words, scores, strict=True)
    ]
    hit = sum(compress(expected, kept))
    return 2 * hit / (sum(compress(measures.words, kept)) + sum(expected)) if hit else 0.0
