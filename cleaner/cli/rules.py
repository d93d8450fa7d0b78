"""`cleaner rules list|show|check`: see the rules, and test one's own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cleaner.cli import Exit, options
from cleaner.rulebook import Rule, check, load

_MORE = """
\b
Examples:
  cleaner rules list | grep promotion
  cleaner rules show source-link
  cleaner rules check my-rules/
"""


@click.group("rules", epilog=_MORE, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, show and check the rules: the built-in ones and your own."""


@command.command("list")
@options.config
@options.rules
def list_rules(rules: tuple[Path, ...]) -> None:
    """Print a table of all rules: id, label, strength, reach, pack."""
    columns = ("id", "label", "strength", "reach", "pack")
    rows = [columns, *([getattr(rule, column) for column in columns] for rule in load(rules).rules)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")


@command.command("show")
@options.config
@options.rules
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
def show_rules(ids: tuple[str, ...], rules: tuple[Path, ...]) -> None:
    """Print rules whole, as a pack has them: the pattern, and what it must and must not hit."""
    known = {rule.id: rule for rule in load(rules).rules}
    for rule_id in ids:
        if rule_id not in known:
            raise click.UsageError(f"no rule {rule_id!r}{_meant(rule_id, list(known))}")
    sys.stdout.write("\n".join(_as_toml(known[rule_id]) for rule_id in ids))


@command.command("check")
@options.config
@options.rules
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
def check_rules(paths: tuple[Path, ...], rules: tuple[Path, ...]) -> int:
    """Check packs together with the built-in ones, and print what is wrong, a line each.

    PATH is a pack, or a folder of packs. Exit codes: 0 all is well, 1 there are problems.
    """
    problems = check([*rules, *paths])
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        return Exit.FAILED
    rulebook = load([*rules, *paths])
    words = rulebook.vocabulary.tables
    packs = {rule.path for rule in rulebook.rules} | {table.path for table in words}
    sys.stdout.write(f"{len(rulebook)} rules and {len(words)} lists of words in {len(packs)} packs: all is well\n")
    return Exit.DONE


def _meant(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _as_toml(rule: Rule) -> str:
    """The rule as a pack could have it, under a comment that says where it stands."""
    from cleaner.rulebook.packs import RULE_KEYS

    lines = [f"# {rule.path}:{rule.line}", "[[rule]]"]
    for key in RULE_KEYS:
        value = getattr(rule, key)
        if isinstance(value, tuple):
            lines += [f"{key} = [", *(f"    {_quoted(line)}," for line in value), "]"] if value else []
        elif value:
            lines.append(f"{key} = {_quoted(value)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: literal where TOML allows it, so that patterns are read as they were written."""
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
