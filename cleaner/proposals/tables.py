"""Rules and lists of words as plain data, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.errors import RulebookError
from cleaner.rulebook import Rule, Words
from cleaner.rulebook.checks import RULE_KEYS, WORDS_KEYS, match_problems, shape_problems, tag_problems, words_problems
from cleaner.rulebook.matcher import PatternError, compile_pattern
from cleaner.rulebook.packs import is_anchored


def data_of(table: Rule | Words) -> dict[str, Any]:
    """A rule or a list of words as a pack has it, for JSON."""
    keys = RULE_KEYS if isinstance(table, Rule) else WORDS_KEYS
    values = {key: getattr(table, key) for key in keys}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def table_of(data: Mapping[str, Any]) -> Rule | Words:
    """The rule or the list of words that plain data say; it has a `group` if it is a list of words.

    Raises:
        RulebookError: its keys and values are not right, or its pattern is none.
    """
    problems = [what for _, what in (words_problems(data) if "group" in data else shape_problems(data))]
    if problems:
        raise RulebookError(tuple(problems))
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    if "group" in data:
        return Words(**values)
    rule = Rule(**{"reach": "block", "match": "", **values, "anchored": is_anchored(values.get("match", ""))})
    try:
        compile_pattern(rule.match)
        compile_pattern(rule.prefilter)
    except PatternError:
        raise RulebookError(tuple(example_problems(rule))) from None
    return rule


def example_problems(table: Rule | Words) -> list[str]:
    """What is wrong with a pattern, and what the examples show."""
    return [what for _, what in (match_problems(table) if isinstance(table, Rule) else tag_problems(table))]
