"""`cleaner rules list|show|check|coverage`: see the rules, and test your own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from cleaner.cli import Exit, options, say
from cleaner.rulebook import Rule, Words, check, load

_MORE = """
\b
Examples:
  cleaner rules list | grep promotion
  cleaner rules show source-link
  cleaner rules check my-rules/
  cleaner rules coverage
"""


@click.group("rules", epilog=_MORE, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, show, check and count rules, both the built-in ones and your own."""


@command.command("list", short_help="Print a table of all rules.")
@options.config
@options.rules
def list_rules(rules: tuple[Path, ...]) -> None:
    """Print a table of all rules (id, label, strength, reach, pack), followed by the lists of words in markup."""
    columns = ("id", "label", "strength", "reach", "pack")
    rulebook = load(rules)
    rows = [columns, *([getattr(rule, column) for column in columns] for rule in rulebook.rules)]
    rows += [(table.group, "words", "", "", table.pack) for table in rulebook.vocabulary.tables]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say(line.rstrip() + "\n", sys.stdout)


@command.command("show", short_help="Print rules in full.")
@options.config
@options.rules
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
def show_rules(ids: tuple[str, ...], rules: tuple[Path, ...]) -> None:
    """Print rules or lists of words in full, with patterns and examples."""
    rulebook = load(rules, examples=True)
    named: list[tuple[str, Rule | Words]] = [(rule.id, rule) for rule in rulebook.rules]
    named += [(table.group, table) for table in rulebook.vocabulary.tables]
    names = {name for name, _ in named}
    for rule_id in ids:
        if rule_id not in names:
            raise click.UsageError(f"no rule {rule_id!r}{_meant(rule_id, list(names))}")
    say("\n".join(_with_place(table) for rule_id in ids for name, table in named if name == rule_id), sys.stdout)


@command.command("check", short_help="Check rule packs.")
@options.config
@options.rules
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
def check_rules(paths: tuple[Path, ...], rules: tuple[Path, ...]) -> int:
    """Check packs together with the built-in ones, and print one line for each problem.

    PATH is a rule pack or a folder of packs. Exit codes: 0 no problems, 1 problems found, 2 usage error.
    """
    problems = check([*rules, *paths])
    for problem in problems:
        say(f"{problem}\n", sys.stdout)
    if problems:
        return Exit.FAILED
    rulebook = load([*rules, *paths])
    words = rulebook.vocabulary.tables
    packs = {rule.path for rule in rulebook.rules} | {table.path for table in words}
    sys.stdout.write(f"{len(rulebook)} rules and {len(words)} lists of words in {len(packs)} packs: all is well\n")
    return Exit.DONE


@command.command("coverage")
@click.option("--format", "-f", type=click.Choice(["table", "json"]), default="table", show_default=True)
@options.config
@options.rules
def count_rules(format: str, rules: tuple[Path, ...]) -> None:
    """Count the rules of each language by label, and its words by kind; "-" is a gap."""
    from cleaner.rulebook.coverage import coverage

    counts = coverage(load(rules))
    if format == "json":
        import json

        sys.stdout.write(json.dumps(counts._asdict(), indent=2) + "\n")
    else:
        sys.stdout.write(_grid({"rules": counts.rules, "words": counts.words}))


def _grid(parts: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """Tables with a line per label or list of words and a column per language, all aligned."""
    width = max(len(name) for part, counts in parts.items() for name in (part, *counts))
    tables = []
    for part, counts in parts.items():
        codes = next(iter(counts.values())).keys()
        rows = [(part, *codes)] + [(name, *[str(row[code] or "-") for code in codes]) for name, row in counts.items()]
        tables.append(
            "".join([f"{name:{width}}{''.join([f'{cell:>4}' for cell in cells])}\n" for name, *cells in rows])
        )
    return "\n".join(tables)


def _meant(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _with_place(table: Rule | Words) -> str:
    """A rule or list of words as a pack could have it, below a comment with its file and line."""
    from cleaner.rulebook.writing import as_toml

    return f"# {table.path}:{table.line}\n{as_toml(table)}"
