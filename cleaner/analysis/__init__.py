"""All that is measured about a page, in one place: plain texts, counts, rule matches, the title and the facts."""

from __future__ import annotations

from functools import cached_property

from cleaner.analysis.facts import gathered
from cleaner.analysis.matches import Matches, match, stated
from cleaner.analysis.measures import Measures
from cleaner.analysis.title import Title, find_title
from cleaner.markup import Containers, Said
from cleaner.model import Fact, Page
from cleaner.rulebook import Rulebook
from cleaner.scoring import Weights

__all__ = ["Analysis", "Measures", "analyse"]


class Analysis:
    """A page and what was measured about it; stages read it and nobody changes it.

    Attributes:
        page: the page, its blocks cut where a rule takes a part of one.
        measures: counts, one list a measure, one entry a block.
        matches: the rules that hit each block.
        title: the title, if one was found.
        facts: what is known about the story.
        about: what the reader is after, or "".
        weights: the cards that say what the bins of features are worth.
    """

    def __init__(
        self,
        matches: Matches,
        measures: Measures,
        title: Title | None,
        facts: tuple[Fact, ...],
        about: str,
        weights: Weights,
    ) -> None:
        self.page: Page = matches.page
        self.matches = matches
        self.measures = measures
        self.title = title
        self.facts = facts
        self.about = about
        self.weights = weights

    def __len__(self) -> int:
        return len(self.measures)

    @property
    def markup(self) -> Containers | None:
        """The elements that the blocks of an HTML page stand in; None for a text page."""
        return self.page.containers

    @property
    def article_body(self) -> str:
        """The story's text as the page's JSON-LD repeats it; "" when it does not."""
        return self.page.article_body

    @cached_property
    def said(self) -> list[Said]:
        """What the attributes of each of the page's containers say about what it holds."""
        containers = self.page.containers
        return list(map(self.matches.rulebook.vocabulary.said, containers.attributes)) if containers else []


def analyse(page: Page, rulebook: Rulebook, weights: Weights, *, about: str = "", with_rules: bool = True) -> Analysis:
    """Measures a page.

    Args:
        page: the page as intake cut it.
        rulebook: the rules, and the words in classes and ids.
        weights: the cards that stages and the decision will ask for.
        about: what the reader is after.
        with_rules: whether the rules are matched; without them only what the page says about itself is known.
    """
    matches = match(page, rulebook if with_rules else Rulebook(words=rulebook.vocabulary.tables))
    measures = Measures(matches.page, matches.plain)
    from_rules = list(stated(matches, measures))
    title = find_title(measures, (*page.facts, *from_rules), matches.named)
    return Analysis(matches, measures, title, gathered(page.facts, from_rules, title), about, weights)
