"""trafilatura as the engine: its own extraction chooses the blocks, for who wants that, with our account of it."""

from __future__ import annotations

from itertools import compress
from typing import Final

from cleaner.analysis import Analysis
from cleaner.decision import page_type
from cleaner.decision.decide import Decision, Policy
from cleaner.model import Evidence, Label
from cleaner.stages.second_opinion import chosen, opinion

ENGINES: Final = ("cleaner", "trafilatura")
"""Who chooses the blocks of HTML pages."""

MEAN_F1: Final = 0.94
"""trafilatura does not say how sure it is: this is its mean F1 on html-dev."""

SCORE: Final = 3.0
"""What its word counts for: about one in twenty blocks that it keeps is no story."""


def by_trafilatura(analysis: Analysis, policy: Policy) -> tuple[Decision, list[Evidence]]:
    """A decision in which the blocks that trafilatura's result has are kept, and no other; and what it rests on."""
    kept = chosen(analysis.page)
    labels: list[Label] = []
    for block, keep_it in zip(analysis.page.blocks, kept, strict=True):
        if keep_it:
            labels.append("heading" if block.kind == "heading" else "story")
        else:
            labels.append("caption" if block.kind == "caption" else "navigation")
    scores = [SCORE if keep_it else -SCORE for keep_it in kept]
    evidence = list(opinion(kept))
    no_story = page_type.closed(analysis, kept, MEAN_F1, judged=False)
    rejected = frozenset(compress(range(len(kept)), kept)) if no_story else frozenset()
    if no_story:
        kept = [False] * len(kept)
    tail_of = [-1] * len(kept)
    decided = policy.applied(kept, labels)
    return Decision(decided, labels, scores, tail_of, MEAN_F1, not no_story, no_story, rejected), evidence
