"""What workers do for the web app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cleaner.evaluation.gold import GoldPage
from cleaner.evaluation.scoring import score_output
from cleaner.pipeline import Cleaner
from cleaner.proposals import ShownBlock, ShownPage, effect_of
from cleaner.proposals.own import OwnRules, with_own_rules
from cleaner.reports import PageView, page_view
from cleaner.rulebook import Rule, Words
from cleaner.story import Story
from cleaner.workbench.rendering import rendering
from cleaner.workbench.shelf import LoadedPage


class Look(NamedTuple):
    """A page to look at.

    Attributes:
        view: its blocks with their evidence, as reports show them.
        shown: its blocks and the elements around them, for rules.
        source: the page, decoded.
        form: what it is written in.
        title: its story's title.
        frame: its own rendering.
    """

    view: PageView
    shown: ShownPage
    source: str
    form: str
    title: str | None
    frame: str


@dataclass(frozen=True, slots=True)
class LookJob:
    """Cleans a page and shows all that became of it."""

    page: LoadedPage

    def run(self, cleaner: Cleaner) -> Look:
        story = cleaned(cleaner, self.page)
        page = story.page
        return Look(
            page_view(self.page.id, story),
            shown_page(self.page.id, story),
            page.source,
            page.source_form,
            story.title,
            rendering(page),
        )


@dataclass(frozen=True, slots=True)
class ShowJob:
    """Cleans a page for what rules need of it."""

    page: LoadedPage

    def run(self, cleaner: Cleaner) -> ShownPage:
        return shown_page(self.page.id, cleaned(cleaner, self.page))


class Change(NamedTuple):
    """F1 on a gold page before and after a change; None where the gold has no story's text."""

    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class ChangeJob:
    """Scores a gold page without and with a rule, or a list of words."""

    gold: GoldPage
    table: Rule | Words

    def run(self, cleaner: Cleaner) -> Change:
        story = cleaner.clean(self.gold.page, url=self.gold.url)
        before = score_output(self.gold, story.text).f1
        # What the rule does not hit stays as it is.
        if not effect_of(self.table, [shown_page(self.gold.id, story)]).hits:
            return Change(before, before)
        with_table = with_own_rules(cleaner, OwnRules().and_table(self.table))
        changed = with_table.clean(self.gold.page, url=self.gold.url)
        return Change(before, score_output(self.gold, changed.text).f1)


def cleaned(cleaner: Cleaner, page: LoadedPage) -> Story:
    """The story on a loaded page."""
    return cleaner.clean(page.page, url=page.url, form=page.form, encoding=page.encoding, seen_at=page.seen_at)


def shown_page(name: str, story: Story) -> ShownPage:
    """The page as rules are made from it."""
    blocks = [
        ShownBlock(block.text, verdict.kept, block.markup.container if block.markup else 0)
        for block, verdict in zip(story.page.blocks, story.verdicts, strict=True)
    ]
    return ShownPage(name, tuple(blocks), story.page.containers)
