"""A checked copy of the packs, so that a start need not parse and test them again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Final

from cleaner import checked_copy
from cleaner.rulebook.matcher import RE2_FILE
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.stored import StoredRules, Summary, packed
from cleaner.rulebook.vocabulary import Words

FORMAT: Final = 9
"""Goes up when the checks on packs or the copy's layout change, so that older copies are not trusted."""


def read(files: Sequence[Path]) -> tuple[StoredRules, list[Words]] | None:
    """What these pack files hold, as they were last checked; None if there is no copy that still holds."""
    try:
        summary, rules, words = checked_copy.read("rules", files, _layout())
        return StoredRules(Summary(*summary), rules), [Words(*row) for row in words]
    except (OSError, TypeError, ValueError):
        return None


def write(files: Sequence[Path], rules: Sequence[Rule], words: Sequence[Words]) -> None:
    """Stores checked rules and words; silent where nothing can be written."""
    summary, rows = packed(rules)
    checked_copy.write("rules", files, _layout(), [tuple(summary), rows, list(map(astuple, words))])


def _layout() -> object:
    """What the copy depends on besides the packs: this format, and the RE2 that tested the patterns."""
    tested_by = os.stat(RE2_FILE).st_mtime_ns
    return FORMAT, tested_by, [field.name for table in (Rule, Words) for field in fields(table)]
