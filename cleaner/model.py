"""The data that flows through the pipeline: Page, Block, Evidence, Verdict, Story.

Plain values with no behaviour that reads files. A page is cut into blocks, stages leave evidence on
blocks, `decide` turns the evidence into one verdict a block, and a story is the page with its verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

Label = Literal[
    "story",
    "heading",
    "title",
    "summary",
    "kicker",
    "byline",
    "dateline",
    "caption",
    "credit",
    "syndication",
    "related",
    "promotion",
    "advertisement",
    "share",
    "comment",
    "navigation",
    "newsletter",
    "legal",
    "paywall",
    "duplicate",
    "other-story",
]

STORY_LABELS: Final = frozenset({"story", "heading", "summary"})
"""Labels of blocks that belong to the story's text unless the caller drops them."""

LABELS: Final[frozenset[str]] = frozenset(Label.__args__)  # type: ignore[attr-defined]

Kind = Literal["text", "heading", "item", "quote", "row", "code", "caption"]
"""What a block is on the page: running text, a heading, a list item, a quotation, a table row, …"""

Reach = Literal["block", "next", "tail", "part"]
"""How far a piece of evidence goes: its block; the short block after it too; everything that follows
unless the story resumes; or only the part of the block that the rule matched."""

FACT_NAMES: Final = (
    "title",
    "section",
    "byline",
    "published",
    "modified",
    "syndicated_from",
    "agency",
    "republisher",
    "site",
    "language",
    "image",
    "canonical_url",
)
"""The names a fact about a story can have; a named group of a rule is one of these."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or other unit of a page, in reading order.

    Attributes:
        index: position in the page, from 0.
        text: the block's text as the page has it, without white space at its ends. Fragments that a
            dumper tore apart are joined by one space.
        start: offset of the block's first character in `Page.source`; -1 for an HTML page.
        end: offset just past its last character; -1 for an HTML page.
        kind: what the block is on the page.
        level: heading level (1 to 6) or list depth (from 1); 0 when it does not apply.
    """

    index: int
    text: str
    start: int = -1
    end: int = -1
    kind: Kind = "text"
    level: int = 0


class Evidence(NamedTuple):
    """What one stage or rule says about one block.

    `weight` is in natural log-odds that the block belongs to the story: above 0 speaks for keeping it,
    below 0 against, and minus or plus infinity is certain. `label` says what the block is if the
    evidence holds.
    """

    block: int
    stage: str
    rule: str
    label: Label
    weight: float
    note: str = ""
    reach: Reach = "block"


class Fact(NamedTuple):
    """One fact about the story, and the index of the block it was read from (-1: not from a block)."""

    name: str
    value: str
    block: int = -1


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page, cut into blocks.

    Attributes:
        source: the decoded page, as it came.
        blocks: the blocks in reading order.
        form: whether the page came as HTML or as text.
        url: where the page came from, if the caller said so.
        encoding: the charset the bytes were decoded with; None when the page came as str.
        facts: what the page says about itself outside its blocks (HTML metadata).
        warnings: what went wrong on the way in, one line each.
    """

    source: str
    blocks: tuple[Block, ...]
    form: Literal["text", "html"] = "text"
    url: str | None = None
    encoding: str | None = None
    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What was decided about one block.

    Attributes:
        kept: whether the block is part of the story's text.
        label: what the block is.
        score: natural log-odds that the block belongs to the story, surroundings included.
        reason: one line for a person: which stage or rule decided, and why.
        evidence: all that the stages said about the block.
    """

    kept: bool
    label: Label
    score: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


class JudgedBlock(NamedTuple):
    """A block of the page with the verdict on it."""

    block: Block
    verdict: Verdict

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def kept(self) -> bool:
        return self.verdict.kept

    @property
    def label(self) -> Label:
        return self.verdict.label

    @property
    def reason(self) -> str:
        return self.verdict.reason
