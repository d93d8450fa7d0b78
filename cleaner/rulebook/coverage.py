"""How many rules and words there are for each language: a 0 is a gap."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from cleaner.language import Language, languages
from cleaner.language.reading import TABLES
from cleaner.rulebook.matcher import Rulebook

ANY: Final = "any"
"""What rules without a language are counted under."""

WORD_LISTS: Final = ("function_words", *TABLES["page_type"])
"""The keys of a language file that are counted; `function_characters` count as function words."""


class Coverage(NamedTuple):
    """Counts by label and by list of words; each holds a count for `ANY` and for each language's code."""

    rules: dict[str, dict[str, int]]
    words: dict[str, dict[str, int]]


def coverage(rulebook: Rulebook) -> Coverage:
    """Counts the rules of a rulebook, those without a language as `ANY`, and the words of all languages.

    Labels that no rule has are left out.
    """
    known = languages()
    counts = Counter((rule.label, rule.language or ANY) for rule in rulebook.rules)
    codes = [ANY, *sorted({*known, *(language for _, language in counts)} - {ANY})]
    return Coverage(
        {label: {code: counts[label, code] for code in codes} for label in sorted({label for label, _ in counts})},
        {key: {code: _words(known.get(code), key) for code in codes} for key in WORD_LISTS},
    )


def _words(language: Language | None, key: str) -> int:
    if language is None:
        return 0
    count = len(getattr(language, key))
    return count + len(language.function_characters) if key == "function_words" else count
