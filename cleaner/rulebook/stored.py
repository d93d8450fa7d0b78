"""Rules as a checked copy stores them: those of each language are read when somebody first asks for one.

A page speaks one language or two of forty, and reading the rules of all took longer than cleaning it.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import Any, NamedTuple, overload

from cleaner.rulebook.rule import Rule


class Summary(NamedTuple):
    """What is asked of rules before one of them has hit.

    Attributes:
        languages: the language of each rule.
        weights: what a hit of each weighs.
        against: the numbers of those that speak against their block.
        removing: those of them that are strong or certain.
        promoting: those that name promotion.
        parts: those that take a part of a block.
        stating: those that state facts.
    """

    languages: tuple[str, ...]
    weights: tuple[float, ...]
    against: frozenset[int]
    removing: frozenset[int]
    promoting: frozenset[int]
    parts: frozenset[int]
    stating: frozenset[int]


def indexed(rules: Iterable[Rule]) -> Summary:
    numbered = list(enumerate(rules))
    against = frozenset([number for number, rule in numbered if rule.weight < 0])
    return Summary(
        tuple([rule.language for _, rule in numbered]),
        tuple([rule.weight for _, rule in numbered]),
        against,
        frozenset([number for number, rule in numbered if number in against and rule.strength != "weak"]),
        frozenset([number for number, rule in numbered if rule.label == "promotion"]),
        frozenset([number for number, rule in numbered if rule.reach == "part" and rule.strength != "weak"]),
        frozenset([number for number, rule in numbered if rule.next or "(?P<" in rule.match]),
    )


class StoredRules(Sequence[Rule]):
    """Rules in the order in which they were stored. Threads may share them, and they pickle.

    Args:
        summary: what is known without reading them.
        packed: for each language the rows of its rules, as bytes.
    """

    def __init__(self, summary: Summary, packed: dict[str, bytes]) -> None:
        self.summary = summary
        self._packed = packed
        self._read: dict[str, list[Rule]] = {}
        counts: Counter[str] = Counter()
        self._places = []
        for language in summary.languages:
            self._places.append(counts[language])
            counts[language] += 1

    def __len__(self) -> int:
        return len(self.summary.languages)

    @overload
    def __getitem__(self, number: int) -> Rule: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Rule]: ...
    def __getitem__(self, number: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(number, slice):
            return tuple(self)[number]
        return self._of(self.summary.languages[number])[self._places[number]]

    def __iter__(self) -> Iterator[Rule]:
        return (self._of(language)[place] for language, place in zip(self.summary.languages, self._places, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.summary.languages)

    def _of(self, language: str) -> list[Rule]:
        rules = self._read.get(language)
        if rules is None:
            rules = self._read[language] = [Rule(*row) for row in marshal.loads(self._packed[language])]
        return rules


def packed(rules: Sequence[Rule]) -> tuple[Summary, dict[str, bytes]]:
    """What `StoredRules` is made of, as plain data."""
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for rule in rules:
        rows.setdefault(rule.language, []).append(astuple(rule))
    return indexed(rules), {language: marshal.dumps(its) for language, its in rows.items()}
