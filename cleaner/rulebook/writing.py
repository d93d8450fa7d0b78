"""Rules and lists of words as TOML, in the form that packs have."""

from __future__ import annotations

from cleaner.rulebook.checks import RULE_KEYS, WORDS_KEYS
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.vocabulary import Words


def as_toml(table: Rule | Words) -> str:
    """A rule or a list of words as a table of a pack."""
    header, keys = ("rule", RULE_KEYS) if isinstance(table, Rule) else ("words", WORDS_KEYS)
    lines = [f"[[{header}]]"]
    for key in keys:
        value = getattr(table, key)
        if isinstance(value, tuple):
            lines += [f"{key} = [", *(f"    {quoted(line)}," for line in value), "]"] if value else []
        elif value:
            lines.append(f"{key} = {'true' if value is True else quoted(value)}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A TOML string: literal where TOML allows it, so that patterns are read as they were written."""
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
