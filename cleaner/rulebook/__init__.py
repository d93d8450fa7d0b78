"""Rules are data: packs written in TOML, checked when they are read, matched all in one pass.

`load()` gives the rulebook of the built-in packs; `load(["my-rules/"])` adds a user's own. docs/rules.md
says how to write a pack.
"""

from cleaner.rulebook.loading import check, load
from cleaner.rulebook.matcher import Match, Rulebook
from cleaner.rulebook.rule import STRENGTHS, Rule, Strength
from cleaner.rulebook.vocabulary import Vocabulary, Words

__all__ = [
    "STRENGTHS",
    "Match",
    "Rule",
    "Rulebook",
    "Strength",
    "Vocabulary",
    "Words",
    "check",
    "load",
]
