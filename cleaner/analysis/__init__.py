"""All that is measured about a page, in one place: plain texts, counts, rule matches, the title and the facts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from cleaner.analysis.facts import apart_from_story, gathered
from cleaner.analysis.matches import Matches, match, stated
from cleaner.analysis.measures import LONG, Measures
from cleaner.analysis.on_site import OnSite
from cleaner.analysis.sifting import sifted
from cleaner.analysis.subject import Subject
from cleaner.analysis.title import Title, find_title
from cleaner.markup import NOTHING_SAID, Containers, Said
from cleaner.model import Block, Fact, Page
from cleaner.rulebook import Rulebook
from cleaner.scoring import Weights

__all__ = ["Analysis", "Measures", "analyse"]


class Analysis:
    """A page and what was measured about it; stages read it and nobody changes it.

    Attributes:
        page: the blocks that are worth a look, cut where a rule takes a part of one; the `index` of each is that of the
            block of `whole` that it is or was cut from.
        whole: the page with all its blocks.
        measures: counts, one list a measure, one entry a block.
        matches: the rules that hit each block.
        title: the title, if one was found.
        from_rules: the facts that rules read from single blocks.
        subject: what the reader is after, if that is known.
        weights: the cards that say what the bins of features are worth.
        site: what is known of the page's site; None if nothing is.
    """

    def __init__(
        self,
        matches: Matches,
        measures: Measures,
        title: Title | None,
        from_rules: Sequence[Fact],
        subject: Subject | None,
        weights: Weights,
        site: OnSite | None = None,
        whole: Page | None = None,
    ) -> None:
        self.page: Page = matches.page
        self.whole = whole or matches.page
        self.matches = matches
        self.measures = measures
        self.title = title
        self.from_rules = from_rules
        self.subject = subject
        self.weights = weights
        self.site = site

    def __len__(self) -> int:
        return len(self.measures)

    @property
    def markup(self) -> Containers | None:
        """The elements that the blocks of an HTML page stand in; None for a page that is judged as text."""
        return self.page.containers if self.page.form == "html" else None

    @cached_property
    def links(self) -> list[float]:
        """The share of each block's characters that is in links, on a Markdown page; on others nothing."""
        if not self.page.is_markdown:
            return []
        return [block.markup.link_density if block.markup else 0.0 for block in self.page.blocks]

    @property
    def article_body(self) -> str:
        """The story's text as the page's JSON-LD repeats it; "" when it does not."""
        return self.page.article_body

    @cached_property
    def said(self) -> list[Said]:
        """What the attributes of each of the page's containers say about what it holds; nothing of those that hold no
        block of this page."""
        containers = self.page.containers
        if containers is None:
            return []
        said, read, parents = (
            [NOTHING_SAID] * len(containers),
            self.matches.rulebook.vocabulary.said,
            containers.parents,
        )
        done = [True, *[False] * (len(containers) - 1)]
        for block in self.page.blocks:
            container = block.markup.container if block.markup else 0
            while not done[container]:
                done[container] = True
                said[container] = read(containers.attributes[container])
                container = parents[container]
        return said

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What is known about the story."""
        return gathered(self.page.facts, self.stated, self.title)

    @cached_property
    def stated(self) -> list[Fact]:
        """The facts that rules read, but from what is about other things."""
        if not self.from_rules or self.markup is None:
            return list(self.from_rules)
        holders = [block.markup.container if block.markup else 0 for block in self.page.blocks]
        return [fact for fact in self.from_rules if not self.apart[holders[fact.block]]]

    @cached_property
    def apart(self) -> list[bool]:
        """For each of the page's containers whether what it holds is about other things."""
        return [] if self.markup is None else apart_from_story(self.markup, self.said, self.prose_inside)

    @cached_property
    def prose_inside(self) -> list[int]:
        """Words of long blocks in each of the page's containers, those of the containers inside it included."""
        measures = self.measures
        words = [count if size == LONG else 0 for count, size in zip(measures.words, measures.sizes, strict=True)]
        return self.sums_inside(words)

    @cached_property
    def links_inside(self) -> list[int]:
        """Blocks with links in each of the page's containers, those of the containers inside it and those that were set
        aside included."""
        blocks = self.whole.blocks
        return self._sums(blocks, [1 if block.markup and block.markup.link_density else 0 for block in blocks])

    def sums_inside(self, counts: Sequence[int]) -> list[int]:
        """The sum, over the blocks in each of the page's containers, of one count a block."""
        return self._sums(self.page.blocks, counts)

    def _sums(self, blocks: Sequence[Block], counts: Sequence[int]) -> list[int]:
        containers = self.page.containers
        assert containers is not None
        sums = [0] * len(containers)
        for block, count in zip(blocks, counts, strict=True):
            sums[block.markup.container if block.markup else 0] += count
        for container in range(len(sums) - 1, 0, -1):
            sums[containers.parents[container]] += sums[container]
        return sums


def analyse(
    page: Page, rulebook: Rulebook, weights: Weights, *, subject: Subject | None = None, with_rules: bool = True
) -> Analysis:
    """Measures a page.

    Args:
        page: the page as intake cut it.
        rulebook: the rules, and the words in classes and ids.
        weights: the cards that stages and the decision will ask for.
        subject: what the reader is after.
        with_rules: whether the rules are matched; without them only what the page says about itself is known.
    """
    looked_at = sifted(page)
    matches = match(looked_at, rulebook if with_rules else Rulebook(words=rulebook.vocabulary.tables))
    measures = Measures(matches.page, matches.plain, is_sifted=looked_at is not page)
    from_rules = list(stated(matches, measures))
    title = find_title(measures, (*matches.page.facts, *from_rules), matches.named)
    return Analysis(matches, measures, title, from_rules, subject, weights, whole=page)
