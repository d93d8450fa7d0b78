"""A story as what a page of a report shows: plain data for JSON, which `static/report.js` draws."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict

from cleaner.cause import GATE, SET_ASIDE
from cleaner.verdict import JudgedBlock, Verdict

if TYPE_CHECKING:
    from cleaner.story import Story

DIGITS: Final = 2
"""Of weights and scores: a hundredth of log-odds changes no reader's mind."""


class Part(TypedDict):
    """One of the parts that add up to a block's score.

    Attributes:
        source: who says it ("rules/byline"); "surroundings", "region" or "tail" for what is no evidence of a stage.
        note: a line for a person; may be empty.
        label: what the block is if the source is right; "" if it only weighs.
        weight: natural log-odds that the block belongs to the story; None is certain, and adds nothing to the score.
    """

    source: str
    note: str
    label: str
    weight: float | None


class Other(TypedDict):
    """What became of a block in another configuration."""

    kept: bool
    label: str
    reason: str


Mark = tuple[int, int, str]
"""A stretch of a text and its class: "leaked" or "lost". It is counted in UTF-16 units, as browsers count."""


class MarkedText(TypedDict):
    """A text with its marks, in order."""

    text: str
    marks: list[Mark]


class BlockView(TypedDict):
    """A block of the page, at its place in the list.

    Attributes:
        text: its text.
        kind: what it is on the page (`cleaner.model.Kind`).
        level: heading level or list depth; 0 if neither.
        kept: whether it belongs to the story.
        label: what it is, or why it went.
        reason: one line: what decided.
        marker: for a block in a tail, the block that the tail begins with; else -1.
        score: natural log-odds that it belongs to the story, surroundings included.
        parts: what adds up to the score.
        marks: the stretches of the text that leaked or were lost.
        other: what became of it in the configuration that this one is compared with, if that is something else.
    """

    text: str
    kind: str
    level: int
    kept: bool
    label: str
    reason: str
    marker: int
    score: float
    parts: list[Part]
    marks: NotRequired[list[Mark]]
    other: NotRequired[Other]


class FactView(TypedDict):
    """A fact about the story, and the block it was read from (-1: not from a block)."""

    name: str
    value: str
    block: int


class PageView(TypedDict):
    """A page with all that became of it.

    Attributes:
        name: what to call the page: a file, an id.
        url: where it came from; None if that is unknown.
        title: the story's title; None if there is none.
        language: as the page or its words say; "" if neither does.
        form: what it is written in.
        is_story: whether it holds a story.
        no_story: why it does not; "" if it does, or if too little was kept.
        confidence: 0 to 1, the F1 that the text is expected to have.
        relevance: 0 to 1, how much the story is about what was asked for; None if nothing was.
        characters: how much text its blocks have.
        kept: how much of that is the story's.
        removed: the share of the characters that was removed, by label, largest first.
        warnings: problems that did not stop the work.
        facts: what is known about the story.
        blocks: all blocks, in order.
        figures: more figures to stand beside the confidence, each with its name.
        gold: the story as it should be.
    """

    name: str
    url: str | None
    title: str | None
    language: str
    form: str
    is_story: bool
    no_story: str
    confidence: float
    relevance: float | None
    characters: int
    kept: int
    removed: dict[str, float]
    warnings: list[str]
    facts: list[FactView]
    blocks: list[BlockView]
    figures: NotRequired[list[tuple[str, str]]]
    gold: NotRequired[list[MarkedText]]


def page_view(name: str, story: Story) -> PageView:
    """What a report shows of a page.

    Args:
        name: what to call the page.
        story: the page with its verdicts.
    """
    characters = sum(len(block.text) for block in story.blocks)
    return PageView(
        name=name,
        url=story.url or story.canonical_url,
        title=story.title,
        language=story.language or "",
        form=story.page.source_form,
        is_story=story.is_story,
        no_story=next((b.verdict.cause.note for b in story.removed if b.verdict.cause.stage == GATE), ""),
        confidence=round(story.confidence, 4),
        relevance=story.relevance if story.relevance is None else round(story.relevance, 4),
        characters=characters,
        kept=sum(len(block.text) for block in story.kept),
        removed=dict(sorted(story.removed_share.items(), key=lambda share: -share[1])),
        warnings=list(story.warnings),
        facts=[FactView(name=fact.name, value=fact.value, block=fact.block) for fact in story.facts],
        blocks=[_block(judged) for judged in story.blocks],
    )


def _block(judged: JudgedBlock) -> BlockView:
    block, verdict = judged
    return BlockView(
        text=block.text,
        kind=block.kind,
        level=block.level,
        kept=verdict.kept,
        label=verdict.label,
        reason=verdict.reason,
        marker=verdict.cause.marker,
        score=round(verdict.score, DIGITS),
        parts=parts(verdict),
    )


def parts(verdict: Verdict) -> list[Part]:
    """What adds up to a block's score: the evidence, and in the end what stands around the block.

    The cards that weigh the surroundings are asked for a whole score, and evidence that names a block counts once
    more among them, so that their part is what the score has beyond the sum of the evidence.
    """
    shown = [
        Part(
            source=hit.stage if hit.rule in ("", hit.stage) else f"{hit.stage}/{hit.rule}",
            note=hit.note,
            label=hit.label if hit.names else "",
            weight=None if isinf(hit.weight) else round(hit.weight, DIGITS),
        )
        for hit in sorted(verdict.evidence, key=lambda hit: hit.weight)
    ]
    rest = round(verdict.score, DIGITS) - sum(part["weight"] or 0.0 for part in shown)
    stage = verdict.cause.stage
    source, note = (stage, str(verdict.cause)) if stage in BEYOND_EVIDENCE else ("surroundings", AROUND)
    return [*shown, Part(source=source, note=note, label="", weight=round(rest, DIGITS))]


BEYOND_EVIDENCE: Final = ("tail", "region", SET_ASIDE.stage)
"""What removes blocks whatever the evidence about them says."""

AROUND: Final = "what stands around the block, and what names it once more"
