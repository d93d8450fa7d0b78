"""trafilatura as the engine: its own extraction chooses the blocks, for who wants that, with our account of it."""

from __future__ import annotations

from typing import Final

from cleaner import gate
from cleaner.columns import Columns
from cleaner.decide import Decision
from cleaner.model import Label
from cleaner.stages.second_opinion import chosen

ENGINES: Final = ("cleaner", "trafilatura")
"""Who chooses the blocks of HTML pages."""

MEAN_F1: Final = 0.94
"""trafilatura does not say how sure it is: this is its mean F1 on html-dev."""

SCORE: Final = 3.0
"""What its word counts for: about one in twenty blocks that it keeps is no story."""


def decide_by_trafilatura(columns: Columns, keep: frozenset[str], drop: frozenset[str]) -> Decision:
    """A decision in which the blocks that trafilatura's result has are kept, and no other."""
    kept = chosen(columns.page)
    labels: list[Label] = []
    for block, keep_it in zip(columns.page.blocks, kept, strict=True):
        if keep_it:
            labels.append("heading" if block.kind == "heading" else "story")
        else:
            labels.append("caption" if block.kind == "caption" else "navigation")
    scores = [SCORE if keep_it else -SCORE for keep_it in kept]
    no_story = gate.closed(columns, kept, MEAN_F1, None)
    kept = [
        label in keep or (keep_it and not no_story and label not in drop)
        for label, keep_it in zip(labels, kept, strict=True)
    ]
    return Decision(kept, labels, scores, [-1] * len(kept), MEAN_F1, not no_story, no_story)
