"""The decision about one block, and a block together with its verdict."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.cause import Cause
from cleaner.model import Block, Evidence, Label


class Verdict(NamedTuple):
    """The decision about one block.

    Attributes:
        kept: whether the block is part of the story's text.
        label: what the block is.
        score: natural log-odds that the block belongs to the story, surroundings included.
        cause: which stage or rule decided, and why.
        evidence: everything that the stages said about the block.
    """

    kept: bool
    label: Label
    score: float
    cause: Cause
    evidence: tuple[Evidence, ...] = ()

    @property
    def reason(self) -> str:
        """The cause as a line of text."""
        return str(self.cause)


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
