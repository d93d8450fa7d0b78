"""A user's own packs beside a cleaner that is ready: one rule more takes no second start."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cleaner.errors import RulebookError
from cleaner.pipeline import Cleaner
from cleaner.rulebook import Rule, Rulebook, Words
from cleaner.rulebook.packs import combine, read_pack

KEPT: int = 8
"""How many cleaners are kept for a next page: that of the packs, and those of rules that are being tried."""


@dataclass(frozen=True, slots=True)
class OwnRules:
    """What packs add to a rulebook, and what they take out of it.

    Attributes:
        rules: their rules.
        words: their words in classes and ids.
        off: the ids of rules that they switch off.
    """

    rules: tuple[Rule, ...] = ()
    words: tuple[Words, ...] = ()
    off: frozenset[str] = frozenset()

    def and_table(self, table: Rule | Words) -> OwnRules:
        """The same with one rule or list of words more."""
        if isinstance(table, Rule):
            return OwnRules((*self.rules, table), self.words, self.off)
        return OwnRules(self.rules, (*self.words, table), self.off)


def own_rules(folder: Path) -> OwnRules:
    """What the packs in a folder say; nothing if there is no such folder.

    Raises:
        RulebookError: a pack cannot be used.
    """
    packs = [read_pack(file) for file in sorted(folder.rglob("*.toml")) if not file.name.startswith(".")]
    problems = [str(problem) for pack in packs for problem in pack.problems]
    if problems:
        raise RulebookError(tuple(problems))
    rules, words, _ = combine(packs)
    return OwnRules(tuple(rules), tuple(words), frozenset([rule_id for pack in packs for rule_id in pack.off]))


@lru_cache(maxsize=KEPT)
def with_own_rules(cleaner: Cleaner, own: OwnRules) -> Cleaner:
    """The cleaner with a user's own rules."""
    if own == OwnRules():
        return cleaner
    book = cleaner.rulebook
    other = copy(cleaner)
    rules = [rule for rule in book.rules if rule.id not in own.off]
    other.rulebook = Rulebook([*rules, *own.rules], [*book.vocabulary.tables, *own.words])
    return other
