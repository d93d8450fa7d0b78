"""What is known about a story: its title, what the page says about itself, and what the rules read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cleaner.analysis.title import Title
from cleaner.markup import Containers, Said
from cleaner.model import Fact

OTHER_BOXES: Final = frozenset({"advertisement", "comments", "consent", "newsletter", "related", "sidebar"})
"""Boxes whose bylines and dates are those of others."""

OTHER_PLACES: Final = frozenset({"footer", "navigation"})
AROUND_ARTICLES: Final = frozenset({"aside", "footer", "header"})
"""Elements of a page that articles have too: inside one they hold its byline."""


def gathered(page_facts: Iterable[Fact], rule_facts: Iterable[Fact], title: Title | None) -> tuple[Fact, ...]:
    """All facts, the page's own first, one of each value; the title leads."""
    facts = [Fact("title", title.text, title.block, title.source)] if title else []
    for fact in (*page_facts, *rule_facts):
        known = {(known.name, known.value) for known in facts}
        if (fact.name, fact.value) not in known and not (title and fact.name == "title"):
            facts.append(fact)
    return tuple(facts)


def apart_from_story(containers: Containers, said: Sequence[Said], prose: Sequence[int]) -> list[bool]:
    """For each element whether facts in it are about other things: in a menu, a sidebar, a comment.

    Args:
        said: what the elements' attributes say.
        prose: words of prose in each; what holds most of the page's is the story's, whatever it is called.
    """
    apart, in_article = [False] * len(containers), [False] * len(containers)
    for container in range(1, len(containers)):
        parent, tag, names = containers.parents[container], containers.tags[container], said[container]
        in_article[container] = in_article[parent] or tag in ("article", "main")
        around = not in_article[container] and (tag in AROUND_ARTICLES or names.place in OTHER_PLACES)
        other = tag == "nav" or names.role == "navigation" or names.box in OTHER_BOXES
        apart[container] = apart[parent] or ((around or other) and 2 * prose[container] <= prose[0])
    return apart
