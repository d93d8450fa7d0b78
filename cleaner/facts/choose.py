"""The facts about the story that was kept, chosen among all that the page says."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cleaner.analysis import Analysis
from cleaner.decision import Decision
from cleaner.facts.authors import signatures
from cleaner.facts.dated import dates
from cleaner.facts.language import language
from cleaner.facts.whence import WHENCE, whence
from cleaner.facts.zones import zones_of
from cleaner.model import FACT_NAMES, Fact

CHOSEN: Final = frozenset({"byline", "organisation", "published", "modified", "language", *WHENCE})
"""The names of facts of which only those are given that were chosen among all witnesses."""


def story_facts(analysis: Analysis, decision: Decision, seen_at: datetime | None = None) -> tuple[Fact, ...]:
    """All that is known about the story, in the order of `FACT_NAMES`; of each name the most trusted first.

    Args:
        seen_at: when the page was fetched, for what it tells from then on ("2 hours ago").
    """
    zones = zones_of(analysis, decision)
    found = [fact for fact in analysis.facts if fact.name not in CHOSEN]
    found += signatures(analysis, zones)
    found += dates(analysis, decision, zones, seen_at)
    found += whence(analysis, decision, zones)
    declared = [fact for fact in analysis.facts if fact.name == "language"]
    if declared:  # What only the text shows, `Story.language` tells when it is asked.
        found += language(_story_texts(analysis, decision), declared, analysis.matches.languages)
    if decision.title is not None:  # The headline of the story that was asked for.
        found = [decision.title, *[fact for fact in found if fact.name != "title"]]
    unique: dict[tuple[str, str], Fact] = {}
    for fact in found:
        unique.setdefault((fact.name, fact.value), fact)
    return tuple(sorted(unique.values(), key=lambda fact: FACT_NAMES.index(fact.name)))


def _story_texts(analysis: Analysis, decision: Decision) -> list[str]:
    """The texts of the story; of a page that is none, of what would be one."""
    texts = analysis.page.texts
    return [text for block, text in enumerate(texts) if decision.kept[block] or block in decision.rejected]
