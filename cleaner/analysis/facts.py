"""What is known about a story: its title, what the page says about itself, and what the rules read."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.analysis.title import Title
from cleaner.model import Fact


def gathered(page_facts: Iterable[Fact], rule_facts: Iterable[Fact], title: Title | None) -> tuple[Fact, ...]:
    """All facts, the page's own first, one of each value; the title leads."""
    facts = [Fact("title", title.text, title.block)] if title else []
    for fact in (*page_facts, *rule_facts):
        known = {(known.name, known.value) for known in facts}
        if (fact.name, fact.value) not in known and not (title and fact.name == "title"):
            facts.append(fact)
    return tuple(facts)
