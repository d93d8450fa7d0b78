"""All rules of a rulebook, matched against a block at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

import re2  # type: ignore[import-untyped]

from cleaner.characters import unmarked
from cleaner.errors import RulebookError
from cleaner.language import languages
from cleaner.rulebook.classes import relaxed, written_out
from cleaner.rulebook.quoted import QUOTABLE, is_quoted
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.stored import StoredRules, indexed
from cleaner.rulebook.vocabulary import Vocabulary, Words

Match = Callable[[Sequence[str]], list[tuple[int, ...]]]
"""Says of each of some plain texts which rules hit it: their indices in `Rulebook.rules`, ascending."""

MATCHER_MEMORY: Final = 64 << 20
"""Bytes that each automaton may grow to. RE2 builds its states when a text first needs them and throws them
away when they no longer fit: with 64 MB, reading 800 pages is 8 % slower than with 256 MB and takes 40 MB
less; with 16 MB it takes twice as long. Below 8 MB the packs do not fit at all."""

LANGUAGE_MEMORY: Final = 16 << 20
"""The same for each automaton of a language on demand, of which one process may come to hold all: reading 370
German pages is as quick with 8 MB as with 64."""

LONGEST_LINE: Final = 100
"""Characters in a block beyond which it is no fixed line of furniture and is not looked up among them."""

REMEMBERED_CHARACTERS: Final = 60
REMEMBERED_TEXTS: Final = 4096
"""What hits the last 4,096 texts of up to 60 characters is remembered, for menus stand on many pages: of the
lines of 800 pages from as many sites, 27 in 100 were found there; with longer texts as well, just as many."""

MATCHED_TOGETHER: Final = 1024
"""Texts that are matched at a time: nearly every page as a whole, and a huge one without a second copy of it."""

REMEMBERED_FACTS: Final = 1024
"""What rules read in so many short texts is remembered: half of it are names of sections ("World")."""

RE2_FILE: Final[str] = re2.__file__
PatternError: Final[type[Exception]] = re2.error

_IGNORES_CASE: Final = re.compile(r"\(\?i\)")
_ANY_WORDS_FIRST: Final = re.compile(r"(?:\(\?i\))?\^(?:\[[^\]]*\][*+])?(?:\(\?:)?\[\^[^\]]*\][*+]")
"""An anchored pattern that may begin with any words."""

_ALWAYS: Final = ""
"""The part of a rulebook that always counts, beside the languages on demand. All parts in one automaton are more than
its memory holds: it threw its states away as fast as it built them."""


class Rulebook:
    """Rules with their matchers. It never changes: threads may share it, and it pickles.

    Attributes:
        rules: the rules, in the order of their files; matches name them by their index here.
        weights: what a hit of each rule weighs.
        against: the rules that speak against their block.
        removing: those of them that are strong or certain.
        promoting: the rules that name promotion.
        stating: the rules that state facts.
        parts: the rules that take a part of their block out of it.
        vocabulary: the words in classes and ids.
    """

    __slots__ = (
        "_languages",
        "_matchers",
        "_on_demand",
        "_patterns",
        "_stated",
        "against",
        "parts",
        "promoting",
        "removing",
        "rules",
        "stating",
        "vocabulary",
        "weights",
    )

    def __init__(self, rules: Iterable[Rule] = (), words: Iterable[Words] = ()) -> None:
        self.rules: Sequence[Rule] = rules if isinstance(rules, StoredRules) else tuple(rules)
        self.vocabulary = Vocabulary(words)
        summary = rules.summary if isinstance(rules, StoredRules) else indexed(self.rules)
        self._languages, self.weights, self.against, self.removing, self.promoting, self.parts, self.stating = summary
        self._on_demand = on_demand().intersection(self._languages)
        self._matchers: dict[str, _Matcher] = {}
        self._patterns: dict[int, Any] = {}
        self._stated: dict[tuple[int, str], dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self.rules)

    def __reduce__(self) -> tuple[type[Rulebook], tuple[Sequence[Rule], tuple[Words, ...]]]:
        return type(self), (self.rules, self.vocabulary.tables)

    def digest(self) -> str:
        """The SHA-256 of all rules and words, in hexadecimal digits, wherever their files are."""
        from hashlib import sha256  # OpenSSL takes 5 ms to load, and matching does without

        rules = [replace(rule, path="", line=0, drop=(), keep=()) for rule in self.rules]
        words = [replace(table, path="", line=0) for table in self.vocabulary.tables]
        return sha256(repr((rules, words)).encode()).hexdigest()

    def match(self, plain_text: str) -> list[int]:
        """The indices of the rules, of whatever language, that hit a block's plain text, ascending."""
        return list(self.matcher()([plain_text])[0])

    def matcher(self, spoken: Collection[str] | None = None) -> Match:
        """What finds the rules that hit the blocks of a page in these languages.

        It takes time in proportion to the text, whatever the patterns and the text are.

        Args:
            spoken: what the page speaks, as `cleaner.language.spoken` says; None for all. English rules always
                count, and so do those without a language, or with one that `cleaner.language` does not know.

        Raises:
            RulebookError: there are so many rules that their automaton exceeds its memory.
        """
        wanted = self._on_demand if spoken is None else self._on_demand.intersection(spoken)
        always = self._compiled(_ALWAYS).match
        if not wanted:
            return always
        matches = (always, *(self._compiled(language).match for language in sorted(wanted)))
        return lambda texts: [
            tuple(sorted(chain.from_iterable(hits))) for hits in zip(*[match(texts) for match in matches], strict=True)
        ]

    def facts(self, index: int, plain_text: str) -> dict[str, str]:
        """What a rule's named groups say in a text that it hits, by fact name; empty ones are left out."""
        if index not in self.stating:
            return {}
        known = self._stated.get((index, plain_text))
        if known is None:
            known = self._read(index, plain_text)
            if len(self._stated) >= REMEMBERED_FACTS:
                self._stated.clear()
            if len(plain_text) <= REMEMBERED_CHARACTERS:
                self._stated[index, plain_text] = known
        return dict(known)

    def _read(self, index: int, plain_text: str) -> dict[str, str]:
        if "(?P<" not in self.rules[index].match:
            return {}
        found = self._pattern(index).search(_encodable(plain_text))
        groups: dict[str, str | None] = found.groupdict() if found else {}
        return {name: value.strip() for name, value in groups.items() if value and value.strip()}

    def spans(self, index: int, plain_text: str) -> list[tuple[int, int]]:
        """Where a rule hits a text: (start, end) offsets in characters, in order, without overlap. If the pattern has
        a group without a name, that is all it takes."""
        if unmarked(plain_text) in map(unmarked, self.rules[index].lines):
            return [(0, len(plain_text))]
        if not self.rules[index].match:
            return []
        pattern = self._pattern(index)
        named = frozenset(pattern.groupindex.values())
        taken = next((group for group in range(1, pattern.groups + 1) if group not in named), 0)
        return [found.span(taken) for found in pattern.finditer(_encodable(plain_text)) if found.start(taken) >= 0]

    def _compiled(self, part: str) -> _Matcher:
        """The matcher of a language's rules, of those that always count, or of all.

        Threads that arrive here together build the same; any of them may stay.
        """
        matcher = self._matchers.get(part)
        if matcher is None:
            matcher = self._matchers[part] = _Matcher(
                {
                    index: self.rules[index]
                    for index, language in enumerate(self._languages)
                    if part == (language if language in self._on_demand else _ALWAYS)
                },
                LANGUAGE_MEMORY if part in self._on_demand else MATCHER_MEMORY,
            )
        return matcher

    def _pattern(self, index: int) -> Any:
        pattern = self._patterns.get(index)
        if pattern is None:
            pattern = self._patterns[index] = compile_pattern(self.rules[index].match)
        return pattern


def on_demand() -> frozenset[str]:
    """Languages whose rules are only looked for, and only compiled, when a page speaks them."""
    return frozenset([code for code, language in languages().items() if not language.everywhere])


class _Matcher:
    """Some rules by their indices: a dictionary of their lines, and their patterns in up to four automata.

    Patterns that are tied to the start of the text are kept apart from those that are searched for: the
    states of one automaton for both would be all pairs of their states, and reading new text took three times
    as long when measured. The anchored one stops as soon as none of its patterns can hit; what may begin with any
    words would keep it going, and what ignores case has other states than what does not (docs/decisions/rulebook.md).

    What the automata hold of a rule is its prefilter or its pattern, relaxed; what these let through is tried again.
    """

    __slots__ = ("_automata", "_checks", "_filters", "_lines", "_memory", "_remembered", "_rules")

    def __init__(self, rules: Mapping[int, Rule], memory: int) -> None:
        self._rules = rules
        self._memory = memory
        self._filters = {index: relaxed(rule.prefilter or rule.match) for index, rule in rules.items() if rule.match}
        groups: dict[tuple[Any, bool], list[int]] = {}
        for index, pattern in self._filters.items():
            kind = re2.Set.MatchSet if rules[index].anchored else re2.Set.SearchSet
            apart = _ANY_WORDS_FIRST if rules[index].anchored else _IGNORES_CASE
            groups.setdefault((kind, apart.match(pattern) is not None), []).append(index)
        self._automata = [
            (_automaton(kind, [self._filters[index] for index in indices], memory), indices)
            for (kind, _), indices in groups.items()
        ]
        self._lines: dict[str, tuple[int, ...]] = {}
        for index, rule in rules.items():
            for line in map(unmarked, rule.lines):
                self._lines[line] = (*self._lines.get(line, ()), index)
        self._checks: dict[str, Callable[[bytes], list[int] | None]] = {}
        self._remembered: dict[str, tuple[int, ...]] = {}

    def match(self, texts: Sequence[str]) -> list[tuple[int, ...]]:
        together = [texts[start : start + MATCHED_TOGETHER] for start in range(0, len(texts), MATCHED_TOGETHER)]
        return list(chain.from_iterable(map(self._match, together)))

    def _match(self, texts: Sequence[str]) -> list[tuple[int, ...]]:
        remembered = self._remembered
        found = {text: hits for text in texts if (hits := remembered.get(text)) is not None}
        new = list(dict.fromkeys([text for text in texts if text not in found]))
        found_now = dict(zip(new, self._search(new), strict=True))
        if len(remembered) + len(new) > REMEMBERED_TEXTS:
            remembered.clear()
        remembered.update([item for item in found_now.items() if len(item[0]) <= REMEMBERED_CHARACTERS])
        found |= found_now
        return list(map(found.__getitem__, texts))

    def _search(self, texts: list[str]) -> list[tuple[int, ...]]:
        encoded = [text.encode(errors="replace") for text in texts]
        hits = [self._lines.get(unmarked(text), ()) if len(text) <= LONGEST_LINE else () for text in texts]
        for find, indices in self._automata:
            for place, found in enumerate(map(find, encoded)):
                if found:
                    sure = [indices[i] for i in found if self._confirms(indices[i], encoded[place])]
                    hits[place] = (*hits[place], *sure)
        return [tuple(sorted(set(found))) if found else () for found in hits]

    def _confirms(self, index: int, encoded: bytes) -> bool:
        """Whether a rule hits a text that its filter let through, and not for words that somebody is quoted with."""
        if not self._hits_exactly(index, encoded):
            return False
        rule = self._rules[index]
        if not rule.language or rule.label not in QUOTABLE or rule.reach == "part":
            return True
        return not is_quoted(
            lambda text: self._hits(rule.match, text.encode(errors="replace")), encoded.decode(), rule.language
        )

    def _hits_exactly(self, index: int, encoded: bytes) -> bool:
        match, passed = self._rules[index].match, self._filters[index]
        # What a prefilter lets through the relaxed pattern mostly turns away; the exact one takes longer to compile.
        for pattern in (relaxed(match), match):
            if pattern != passed and not self._hits(pattern, encoded):
                return False
            passed = pattern
        return True

    def _hits(self, pattern: str, encoded: bytes) -> bool:
        check = self._checks.get(pattern)
        if check is None:
            # A set of one pattern answers yes or no without finding groups: ten times as fast as a search.
            check = self._checks[pattern] = _automaton(re2.Set.SearchSet, [pattern], self._memory)
        return bool(check(encoded))


def _automaton(kind: Any, patterns: Sequence[str], memory: int) -> Callable[[bytes], list[int] | None]:
    """The function that says which patterns hit a text in UTF-8, by their places in the sequence."""
    automaton = kind(_options(memory))
    for pattern in patterns:
        automaton.Add(written_out(pattern))
    try:
        automaton.Compile()
    except PatternError as error:
        what = f"{len(patterns)} rules are too much for one rulebook; load fewer packs, or simplify patterns"
        raise RulebookError((what,)) from error
    # The set inside the set answers the same, without a call in Python for each block.
    find: Callable[[bytes], list[int] | None] = getattr(automaton, "_set", automaton).Match
    return find


def compile_pattern(pattern: str) -> Any:
    """The compiled pattern; raises `PatternError` if it is not RE2, without RE2's own complaint on stderr."""
    return re2.compile(written_out(pattern), _options())


def _options(memory: int | None = None) -> Any:
    options = re2.Options()
    options.log_errors = False
    if memory:
        options.max_mem = memory
    return options


def _encodable(text: str) -> str:
    """The text with "?" for lone surrogates, which have no UTF-8; offsets stay the same."""
    return text if text.isascii() else text.encode(errors="replace").decode()
