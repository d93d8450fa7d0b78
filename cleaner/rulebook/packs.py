"""Reads packs of rules and words from TOML and says all that is wrong with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.rulebook.checks import (
    GROUPS,
    PACK_KEYS,
    RULE_KEYS,
    WORDS_KEYS,
    did_you_mean,
    is_list_of_text,
    match_problems,
    shape_problems,
    tag_problems,
    words_problems,
)
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.vocabulary import BOXES, PLACES, SIGNS, Words

_ESCAPE_OR_CLASS: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]])*\]")
_INNERMOST_GROUP: Final = re.compile(r"\([^()]*\)")


class Problem(NamedTuple):
    """One thing wrong with a pack. Prints as the line that a person needs to mend it."""

    path: str
    line: int
    rule: str
    what: str

    def __str__(self) -> str:
        rule = f"rule {self.rule!r}: " if self.rule else ""
        return f"{self.path}:{self.line}: {rule}{self.what}"


@dataclass(frozen=True, slots=True)
class Pack:
    """One file: its usable rules and words, the rules of other packs that it switches off, and its problems."""

    path: str
    rules: tuple[Rule, ...] = ()
    words: tuple[Words, ...] = ()
    off: tuple[str, ...] = ()
    off_line: int = 1
    problems: tuple[Problem, ...] = ()


def combine(packs: Sequence[Pack]) -> tuple[list[Rule], list[Words], list[Problem]]:
    """The rules of all packs less those switched off, their words, and the problems of each pack and between them."""
    problems = [problem for pack in packs for problem in pack.problems]
    first: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        other = first.setdefault(rule.id, rule)
        if other is not rule:
            what = f"the id is taken by {other.path}:{other.line}; give one of the two another id"
            problems.append(Problem(rule.path, rule.line, rule.id, what))
    off: set[str] = set()
    for pack in packs:
        others = [rule.id for rule in first.values() if rule.path != pack.path]
        for rule_id in pack.off:
            off.add(rule_id)
            if rule_id not in others:
                what = f"`off` names {rule_id!r}, which no other pack has; {did_you_mean(rule_id, others)}"
                problems.append(Problem(pack.path, pack.off_line, "", what))
    words = [table for pack in packs for table in pack.words]
    return [rule for rule in first.values() if rule.id not in off], words, [*problems, *_torn_words(words)]


def _torn_words(tables: Sequence[Words]) -> Iterator[Problem]:
    """Words that stand for two places or boxes, or are signs of two kinds of page."""
    sets = (PLACES, BOXES, SIGNS)
    first: dict[tuple[int, str], Words] = {}
    for table in tables:
        for word in table.words:
            other = first.setdefault((next(i for i, groups in enumerate(sets) if table.group in groups), word), table)
            if other.group != table.group:
                where = f"group {other.group!r} ({other.path}:{other.line})"
                what = f"group {table.group!r}: {word!r} is in {where} already; take it out of one of the two"
                yield Problem(table.path, table.line, "", what)


def read_pack(path: Path, *, tested: bool = True) -> Pack:
    """The rules of one TOML file. Does not raise: what is wrong is in `Pack.problems`. Without `tested` the patterns
    are not tried on their examples, which takes ten times as long as reading them."""
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        return _broken(name, 1, f"cannot be read: {error.strerror}; check the path")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _broken(name, line, "is not UTF-8; save the file as UTF-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The parser hides the place in its message: "… (at line 3, column 5)" or "… (at end of document)".
        what, _, place = str(error).partition(" (at ")
        number = place.removeprefix("line ").split(",")[0]
        line = int(number) if number.isdecimal() else text.count("\n") + 1
        return _broken(name, line, f"is not TOML: {what}; mend that line (patterns go in 'single quotes')")
    except RecursionError:
        return _broken(name, 1, "is nested too deeply to be a pack; write [pack] and [[rule]]")
    return _Reader(name, text.splitlines(), tested).pack(data)


@dataclass(slots=True)
class _Reader:
    """Turns one parsed file into a pack, and notes problems with the line on which they stand."""

    path: str
    lines: list[str]
    tested: bool
    problems: list[Problem] = field(default_factory=list)

    def pack(self, data: Mapping[str, Any]) -> Pack:
        for key in data:
            if key not in ("pack", "rule", "words"):
                self.complain(self.line_of(key), "", f"unknown table {key!r}; write [pack], [[rule]] and [[words]]")
        header = data.get("pack")
        if not isinstance(header, dict):
            self.complain(1, "", "has no [pack] table; begin the file with [pack], name and about")
            header = {"name": Path(self.path).stem, "about": "?"}
        rules = [self.rule(table, header, span) for table, *span in self.tables(data, "rule")]
        words = [self.words(table, header, span) for table, *span in self.tables(data, "words")]
        if not (rules or words or self.problems):
            self.complain(1, "", "has no rules; add a [[rule]] table or a [[words]] table")
        self.check_header(header)
        off = header.get("off", [])
        return Pack(
            path=self.path,
            rules=tuple(rule for rule in rules if rule),
            words=tuple(table for table in words if table),
            off=tuple(off) if is_list_of_text(off) else (),
            off_line=self.line_of("off"),
            problems=tuple(self.problems),
        )

    def tables(self, data: Mapping[str, Any], name: str) -> Iterator[tuple[dict[str, Any], int, int]]:
        """The tables of one name, each with the line on which it begins and the line just past its last."""
        tables = data.get(name, [])
        if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
            self.complain(self.line_of(f"[{name}]"), "", f"{name!r} is no list of tables; write [[{name}]]")
            return
        headers = {number: _table_name(line) for number, line in enumerate(self.lines, 1)}
        bounds = [number for number, header in headers.items() if header] + [len(self.lines) + 1]
        starts = [number for number, header in headers.items() if header == name]
        starts += [1] * (len(tables) - len(starts))
        for table, start in zip(tables, starts, strict=False):
            yield table, start, next(bound for bound in bounds if bound > start)

    def check_header(self, header: Mapping[str, Any]) -> None:
        for key, value in header.items():
            line = self.line_of(key)
            if key not in PACK_KEYS:
                self.complain(line, "", f"unknown key {key!r} in [pack]; {did_you_mean(key, PACK_KEYS)}")
            elif key == "off" and not is_list_of_text(value):
                self.complain(line, "", "`off` is not a list of rule ids; write off = ['some-id']")
            elif key != "off" and not isinstance(value, str):
                self.complain(line, "", f"{key!r} is not text; put it in quotes")
        for key in ("name", "about"):
            if not header.get(key):
                self.complain(self.line_of("[pack]"), "", f"[pack] has no {key!r}; add it")

    def rule(self, table: Mapping[str, Any], header: Mapping[str, Any], span: Sequence[int]) -> Rule | None:
        """The rule of one [[rule]] table on lines `span` (first, just past the last); None if unusable."""
        start = span[0]
        rule_id = table.get("id", "")
        before = len(self.problems)
        for key, what in shape_problems(table):
            self.complain(self.line_of(key, span), str(rule_id), what)
        if len(self.problems) > before:
            return None
        rule = Rule(
            id=rule_id,
            label=table["label"],
            strength=table["strength"],
            reach=table.get("reach", "block"),
            match=_joined(table.get("match", "")),
            lines=tuple(table.get("lines", ())),
            drop=tuple(table["drop"]),
            keep=tuple(table["keep"]),
            prefilter=_joined(table.get("prefilter", "")),
            anchored=is_anchored(_joined(table.get("prefilter") or table.get("match", ""))),
            next=table.get("next", ""),
            subheading=table.get("subheading", False),
            note=table.get("note", ""),
            pack=str(header.get("name", "")),
            language=str(header.get("language", "")),
            path=self.path,
            line=start,
        )
        for key, what in match_problems(rule) if self.tested else ():
            self.complain(self.line_of(key, span), rule.id, what)
        return rule

    def words(self, table: Mapping[str, Any], header: Mapping[str, Any], span: Sequence[int]) -> Words | None:
        """The words of one [[words]] table on lines `span`; None if unusable."""
        group = table.get("group", "")
        before = len(self.problems)
        for key, what in words_problems(table):
            self.complain(self.line_of(key, span), "", f"group {group!r}: {what}" if group in GROUPS else what)
        if len(self.problems) > before:
            return None
        words = Words(
            group=group,
            words=tuple(table["words"]),
            hit=tuple(table["hit"]),
            miss=tuple(table["miss"]),
            note=table.get("note", ""),
            pack=str(header.get("name", "")),
            path=self.path,
            line=span[0],
        )
        for example, what in tag_problems(words):
            self.complain(self.line_of(example, span), "", f"group {group!r}: {what}")
        return words

    def complain(self, line: int, rule: str, what: str) -> None:
        self.problems.append(Problem(self.path, line, rule, what))

    def line_of(self, needle: str, span: Sequence[int] = ()) -> int:
        """The first line in the span with a key, a table or an example; the span's first if there is none."""
        start, end = span or (1, len(self.lines) + 1)
        numbered = list(enumerate(self.lines[start - 1 : end - 1], start))
        for number, line in numbered:
            if line.split("=")[0].strip() == needle:
                return number
        if needle in (*PACK_KEYS, *RULE_KEYS, *WORDS_KEYS):
            return start
        return next((number for number, line in numbered if needle in line), start)


def _broken(path: str, line: int, what: str) -> Pack:
    return Pack(path, problems=(Problem(path, line, "", what),))


def is_anchored(pattern: str) -> bool:
    """Whether a pattern can only hit at the start of a text: all its outermost alternatives begin with ^."""
    outermost = _ESCAPE_OR_CLASS.sub(".", pattern)
    while (less := _INNERMOST_GROUP.sub("", outermost)) != outermost:
        outermost = less
    return all(alternative.startswith("^") for alternative in outermost.split("|"))


def _joined(pattern: str) -> str:
    """A pattern that its pack breaks over several lines, without the line ends and their indentation."""
    return "".join(line.strip() for line in pattern.splitlines())


def _table_name(line: str) -> str:
    """What the [[table]] is called that begins on a line; "" if none does."""
    header = line.split("#")[0].replace(" ", "").strip()
    return header[2:-2] if header in ("[[rule]]", "[[words]]") else ""
