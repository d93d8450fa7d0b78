"""The workbench: what is loaded, what was marked, and what can be done with it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from cleaner.errors import OptionError
from cleaner.evaluation.gold import GoldPage, read
from cleaner.proposals import Effect, Marked, Proposal, ShownPage, effect_of, propose, save
from cleaner.proposals.labels import Labels
from cleaner.proposals.own import OwnRules, own_rules
from cleaner.rulebook import Rule, Words, load
from cleaner.serve.queue import Queue
from cleaner.workbench.corrections import GoldFile, Marks, gold_record
from cleaner.workbench.jobs import Change, ChangeJob, Look, LookJob, ShowJob
from cleaner.workbench.others import CompareJob, Comparison, Other
from cleaner.workbench.shelf import LoadedPage, Shelf

Place = tuple[int, int]
"""A block: the number of its page, and its place on it."""


@dataclass
class Workbench:
    """One user's work on pages.

    Args:
        queue: where jobs wait for a worker; its `own` rules are those that pages are cleaned with.
        shelf: the pages.
        folder: where packs and corrections are saved, and nothing else is written.
        rules: packs that are used besides.
        gold: files and folders of gold besides the corrections.
        others: the configurations to compare this one with.
    """

    queue: Queue
    shelf: Shelf
    folder: Path
    rules: Sequence[Path] = ()
    gold: Sequence[Path] = ()
    others: Sequence[Other] = ()
    marks: dict[int, Marks] = field(default_factory=lambda: defaultdict(Marks), init=False)
    _shown: dict[int, tuple[OwnRules, ShownPage]] = field(default_factory=dict, init=False)
    _failed: set[int] = field(default_factory=set, init=False)
    _labels: Labels | None = field(default=None, init=False)
    _taken: frozenset[str] = field(default=frozenset(), init=False)
    _saving: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def __post_init__(self) -> None:
        self.corrections = GoldFile(self.folder / "gold.jsonl")
        self.queue.own = own_rules(self.folder)

    def page(self, number: int) -> LoadedPage:
        """A loaded page.

        Raises:
            OptionError: there is none of this number.
        """
        if not 0 <= number < len(self.shelf.pages):
            raise OptionError(f"there is no page {number}; {len(self.shelf.pages)} are loaded")
        return self.shelf.pages[number]

    async def look(self, number: int) -> Look:
        """A page with all that became of it."""
        own = self.queue.own
        look: Look = await self.queue.done(LookJob(self.page(number)))
        self._shown[number] = own, look.shown
        return look

    async def shown(self, number: int) -> ShownPage:
        """A page with its story as it was marked."""
        own = self.queue.own
        known = self._shown.get(number)
        if known is None or known[0] != own:
            known = self._shown[number] = own, await self.queue.done(ShowJob(self.page(number)))
        return self.marks[number].applied(known[1])

    async def all_shown(self, marked: Sequence[Place]) -> list[ShownPage]:
        """All loaded pages that can be cleaned. What is marked for a rule is taken for no story."""
        # A page that took too long would do so again each time.
        numbers = [number for number in range(len(self.shelf.pages)) if number not in self._failed]
        found = await asyncio.gather(*map(self.shown, numbers), return_exceptions=True)
        shown = {number: page for number, page in zip(numbers, found, strict=True) if isinstance(page, ShownPage)}
        self._failed |= set(numbers) - set(shown)
        return [
            page.without_story([block for marked_on, block in marked if marked_on == number])
            for number, page in shown.items()
        ]

    async def mark(self, number: int, blocks: dict[int, bool | None]) -> dict[int, bool]:
        """Says of blocks that they are story, or not; returns all marks of the page."""
        page = await self.shown(number)
        for block, is_story in blocks.items():
            _check_block(page, block)
            self.marks[number].set(page, block, is_story)
        return self.marks[number].of(page)

    async def correct(self, number: int) -> Path:
        """Saves a page with its story as it was marked, as gold; returns the file."""
        look = await self.look(number)
        page = self.marks[number].applied(look.shown)
        record = gold_record(page, look.source, look.form, self.page(number).url, look.title)
        async with self._saving:
            await asyncio.to_thread(self.corrections.save, record)
        return self.corrections.path

    async def propose(self, marked: Sequence[Place]) -> list[Proposal]:
        """The rules that marked blocks, given by page and place, suggest.

        Raises:
            OptionError: nothing is marked, or there is no such block.
        """
        if not marked:
            raise OptionError("no block is marked; mark one or more that a rule is to hit")
        blocks = []
        for number, place in marked:
            page = await self.shown(number)
            _check_block(page, place)
            blocks.append(Marked(page.blocks[place].text, page.tags(page.blocks[place])))
        pages = await self.all_shown(marked)
        labels, taken = await asyncio.to_thread(self._known_rules)
        taken |= {rule.id for rule in self.queue.own.rules}
        return await asyncio.to_thread(propose, blocks, pages, labels, taken)

    async def effect(self, table: Rule | Words, marked: Sequence[Place] = ()) -> Effect:
        """What a rule, or a list of words, made for marked blocks would hit on all loaded pages."""
        return await asyncio.to_thread(effect_of, table, await self.all_shown(marked))

    async def changes(self, table: Rule | Words) -> list[tuple[GoldPage, Change]]:
        """F1 on each gold page, without and with a rule or a list of words."""
        gold = await asyncio.to_thread(self.gold_pages)
        changes = await asyncio.gather(*[self.queue.done(ChangeJob(page, table)) for page in gold])
        return list(zip(gold, changes, strict=True))

    async def save(self, pack: str, table: Rule | Words) -> Path:
        """Saves a rule, or a list of words, into a pack; from then on pages are cleaned with it. Returns the file.

        Raises:
            RulebookError: the pack would not be right.
            OptionError: the pack's name is none.
        """
        async with self._saving:
            file = await asyncio.to_thread(save, self.folder, pack, table, self.rules)
            self.queue.own = own_rules(self.folder)
        return file

    async def compare(self, number: int, name: str) -> Comparison:
        """A page as this configuration and another one clean it.

        Raises:
            OptionError: there is no such configuration.
        """
        other = next((other for other in self.others if other.name == name), None)
        if other is None:
            raise OptionError(f"there is no {name!r} to compare with; name it with --compare")
        page = self.page(number)
        gold = next((gold for gold in await asyncio.to_thread(self.gold_pages) if gold.id == page.id), None)
        comparison: Comparison = await self.queue.done(CompareJob(page, other, self.queue.own, gold))
        return comparison

    def gold_pages(self) -> list[GoldPage]:
        """The corrected pages, and those of the other gold."""
        return [*self.corrections.pages(), *read(self.gold)]

    def packs(self) -> list[str]:
        """The names of the packs in the folder."""
        return sorted(file.stem for file in self.folder.glob("*.toml") if not file.name.startswith("."))

    def _known_rules(self) -> tuple[Labels, frozenset[str]]:
        """What tells labels, and the ids and words that are taken; the rules' examples take a second to read."""
        if self._labels is None:
            book = load(self.rules, examples=True)
            words = [word for table in book.vocabulary.tables for word in table.words]
            self._labels, self._taken = Labels(book.rules), frozenset([*words, *[rule.id for rule in book.rules]])
        return self._labels, self._taken


def mean_f1(changes: Sequence[tuple[GoldPage, Change]]) -> dict[str, Any]:
    """F1 before and after, over the gold pages that have a story's text."""
    known = [(page.id, before, after) for page, (before, after) in changes if before is not None and after is not None]
    return {
        "pages": len(known),
        "before": fmean([before for _, before, _ in known]) if known else None,
        "after": fmean([after for _, _, after in known]) if known else None,
        "better": [name for name, before, after in known if after > before],
        "worse": [name for name, before, after in known if after < before],
    }


def _check_block(page: ShownPage, block: int) -> None:
    if not 0 <= block < len(page.blocks):
        raise OptionError(f"{page.id} has no block {block}")
