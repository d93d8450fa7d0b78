"""One rule of a pack."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Final, Literal

from cleaner.model import STORY_LABELS, Label, Reach

Strength = Literal["certain", "strong", "weak"]

STRENGTHS: Final[dict[Strength, float]] = {"certain": -inf, "strong": -3.0, "weak": -1.0}
"""What a hit weighs, in natural log-odds that the block belongs to the story.

A strong hit (odds of 1 in 20) is what one rule that is right 95 times in 100 can say; a weak one (1 in
2.7) is less than what plain prose says for itself, so that it never removes a paragraph alone.
"""


CERTAIN_SCORE: Final = -12.0
"""What a certain hit counts for in its neighbours' surroundings: beyond the largest bin. Evidence that weighs less than
this removes its block whatever speaks for it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, what a hit says about its block, and the examples that hold it to that.

    Attributes:
        id: unique over all packs.
        label: what the block is if the rule is right.
        strength: how much evidence a hit is; `STRENGTHS` has the weights.
        reach: how far a hit goes (see `cleaner.model.Reach`).
        match: the RE2 pattern, searched for in the block's plain text; "" if `lines` say it all.
        lines: texts that are hit when they are the whole block, whatever its case and the marks around it.
        prefilter: a cheaper RE2 pattern that hits every line that `match` hits, or "". Prefilters and
            patterns without one are tested all at once; `match` sees what its prefilter let through.
        drop: lines that the pattern hits; none if the rulebook was loaded without examples.
        keep: lines that it leaves alone, likewise.
        anchored: the prefilter, or else the pattern, can only hit at the start of a text, which makes it
            quicker to look for; False is always right.
        next: the fact that the text of the following block states, or "" (only with reach "next").
        subheading: whether sections of a story are called so too: a hit between two of its paragraphs is a hint only.
        note: one line for a person, or "".
        pack: the name of the pack.
        language: the pack's language code, or "" when it holds for any language.
        path: the pack's file.
        line: the line of the file on which the rule begins, from 1.
    """

    id: str
    label: Label
    strength: Strength
    reach: Reach
    match: str
    drop: tuple[str, ...]
    keep: tuple[str, ...]
    lines: tuple[str, ...] = ()
    prefilter: str = ""
    anchored: bool = False
    next: str = ""
    subheading: bool = False
    note: str = ""
    pack: str = ""
    language: str = ""
    path: str = ""
    line: int = 0

    @property
    def weight(self) -> float:
        """What a hit weighs, in natural log-odds that the block belongs to the story: a rule whose label is a
        part of the story ("summary") speaks for its block, all others against it."""
        against = STRENGTHS[self.strength]
        return -against if self.label in STORY_LABELS else against
