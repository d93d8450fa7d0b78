"""All rules of a rulebook, matched against a block at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import re2  # type: ignore[import-untyped]

from cleaner.errors import RulebookError
from cleaner.rulebook.rule import Rule

MATCHER_MEMORY: Final = 64 << 20
"""Bytes that each of the two automata may grow to. RE2 builds their states when a text first needs them and
throws them away when they no longer fit: with 64 MB, reading 800 pages is 8 % slower than with 256 MB and
takes 40 MB less; with 16 MB it takes twice as long. Below 8 MB the packs do not fit at all."""

LONGEST_LINE: Final = 100
"""Characters in a block beyond which it is no fixed line of furniture and is not looked up among them."""

_MARKS: Final = " \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡¿©®«»‹›“”‘’„…–—―•·■□●○◦▪▸▶►▷▼▾▲△◀◄←→↑↓↗➔➜➤☰✓✔✕✖×★☆"

RE2_FILE: Final[str] = re2.__file__
PatternError: Final[type[Exception]] = re2.error


class Rulebook:
    """Rules with their matcher. It never changes: threads may share it, and it pickles.

    Attributes:
        rules: the rules, in the order of their files; `match` names them by their index here.
    """

    __slots__ = ("_checks", "_lines", "_matchers", "_patterns", "rules")

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.rules: tuple[Rule, ...] = tuple(rules)
        self._lines: dict[str, list[int]] = {}
        self._matchers: tuple[_Matcher, ...] = ()
        self._checks: dict[int, _Matcher] = {}
        self._patterns: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self.rules)

    def __reduce__(self) -> tuple[type[Rulebook], tuple[tuple[Rule, ...]]]:
        return type(self), (self.rules,)

    def match(self, plain_text: str) -> list[int]:
        """The indices of the rules that hit a block's plain text, ascending.

        Takes time in proportion to the text, whatever the patterns and the text are.

        Raises:
            RulebookError: there are so many rules that their automaton exceeds `MATCHER_MEMORY`.
        """
        encoded = plain_text.encode(errors="replace")
        hits = [index for matcher in self._matchers or self._compile() for index in matcher.match(encoded)]
        hits = [index for index in hits if self._confirms(index, encoded)]
        if len(plain_text) <= LONGEST_LINE:
            hits += self._lines.get(bare(plain_text), ())
        return sorted(set(hits)) if hits else hits

    def facts(self, index: int, plain_text: str) -> dict[str, str]:
        """What a rule's named groups say in a text that it hits, by fact name; empty ones are left out."""
        if "(?P<" not in self.rules[index].match:
            return {}
        found = self._pattern(index).search(_encodable(plain_text))
        groups: dict[str, str | None] = found.groupdict() if found else {}
        return {name: value.strip() for name, value in groups.items() if value and value.strip()}

    def spans(self, index: int, plain_text: str) -> list[tuple[int, int]]:
        """Where a rule hits a text: (start, end) offsets in characters, in order, without overlap."""
        if bare(plain_text) in map(bare, self.rules[index].lines):
            return [(0, len(plain_text))]
        if not self.rules[index].match:
            return []
        return [found.span() for found in self._pattern(index).finditer(_encodable(plain_text))]

    def _confirms(self, index: int, encoded: bytes) -> bool:
        """Whether a rule hits a text that its prefilter, if it has one, let through."""
        rule = self.rules[index]
        if not rule.prefilter:
            return True
        check = self._checks.get(index)
        if check is None:
            # A set of one pattern answers yes or no without finding groups: ten times as fast as a search.
            check = self._checks[index] = _Matcher(re2.Set.SearchSet, {index: rule.match})
        return bool(check.match(encoded))

    def _compile(self) -> tuple[_Matcher, ...]:
        """Build the matchers. Threads that arrive here together build the same; any of them may stay.

        Patterns that are tied to the start of the text are kept apart from those that are searched for:
        the states of one automaton for both would be all pairs of their states, and reading new text took
        three times as long when measured. The anchored one stops as soon as none of its patterns can hit.
        """
        anchored: dict[int, str] = {}
        searched: dict[int, str] = {}
        lines: dict[str, list[int]] = {}
        for index, rule in enumerate(self.rules):
            if rule.match:
                (anchored if rule.anchored else searched)[index] = rule.prefilter or rule.match
            for line in rule.lines:
                lines.setdefault(bare(line), []).append(index)
        self._lines = lines
        self._matchers = (_Matcher(re2.Set.MatchSet, anchored), _Matcher(re2.Set.SearchSet, searched))
        return self._matchers

    def _pattern(self, index: int) -> Any:
        pattern = self._patterns.get(index)
        if pattern is None:
            pattern = self._patterns[index] = compile_pattern(self.rules[index].match)
        return pattern


class _Matcher:
    """One automaton for some patterns, known by the indices of their rules."""

    __slots__ = ("_indices", "_set")

    def __init__(self, kind: Any, patterns: dict[int, str]) -> None:
        self._indices = list(patterns)
        self._set = kind(_options(MATCHER_MEMORY))
        for pattern in patterns.values():
            self._set.Add(pattern)
        try:
            self._set.Compile()
        except PatternError as error:
            what = (
                f"{len(patterns)} rules are too much for one rulebook; load fewer packs, or simplify patterns"
            )
            raise RulebookError((what,)) from error

    def match(self, encoded: bytes) -> list[int]:
        return [self._indices[hit] for hit in self._set.Match(encoded) or ()]


def bare(text: str) -> str:
    """A text as `Rule.lines` are compared: in lower case, without the marks around it."""
    return text.strip(_MARKS).replace("’", "'").lower()


def compile_pattern(pattern: str) -> Any:
    """The compiled pattern; raises `PatternError` if it is not RE2, without RE2's own complaint on stderr."""
    return re2.compile(pattern, _options())


def _options(memory: int | None = None) -> Any:
    options = re2.Options()
    options.log_errors = False
    if memory:
        options.max_mem = memory
    return options


def _encodable(text: str) -> str:
    """The text with "?" for lone surrogates, which have no UTF-8; offsets stay the same."""
    return text if text.isascii() else text.encode(errors="replace").decode()
