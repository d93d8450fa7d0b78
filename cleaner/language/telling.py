"""Which languages a page speaks, as far as that decides which rules to look for."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from cleaner.language.loading import languages

SAMPLES: Final = 8
SAMPLE_CHARACTERS: Final = 400
"""A page is read in 8 places, evenly spread from its start to its end, of 400 characters each."""

MIN_WORDS: Final = 3
"""Different function words that a language is known by. Names bring one or two into any text ("El")."""

MIN_SHARE: Final = 0.5
"""How many function words a language needs, as a share of what the most spoken one has: related languages
share up to a quarter of their short words, and close ones, such as Czech and Slovak, more than half."""

MIN_SCRIPT: Final = 20
"""Characters that a script is known by. A menu of languages has fewer of each ("Русский", "العربية")."""

MIN_OWN_LETTERS: Final = 0.1
"""A language that borrows letters has this many of its own for each borrowed one, at least: Japanese text has about
as many kana as Chinese characters, and Chinese text has no kana but in names."""


MAIN_SCRIPT: Final = 0.4
"""The share of a text's letters that are in its own script at least; in the rest are names and what is quoted."""


class _Marks(NamedTuple):
    """What languages are told by: the scripts that are theirs alone, else function words."""

    words: dict[str, frozenset[str]]
    speakers: dict[str, list[str]]
    scripts: dict[str, tuple[str, ...]]
    letters: dict[str, re.Pattern[str]]
    script_letters: re.Pattern[str]
    borrowed: dict[str, str]


@cache
def _marks() -> _Marks:
    known = languages().values()
    words = {language.code: frozenset(language.function_words) for language in known if not language.letters}
    speakers: dict[str, list[str]] = {}
    for code, its in words.items():
        for word in its:
            speakers.setdefault(word, []).append(code)
    scripts = {language.code: language.letters for language in known if language.letters}
    ranges = "".join(f"{first}-{last}" for first, last in scripts.values())
    return _Marks(
        words,
        speakers,
        scripts,
        {code: re.compile(f"[{first}-{last}]+") for code, (first, last) in scripts.items()},
        re.compile(f"[{ranges}]+" if ranges else "(?!)"),
        {language.code: language.borrows for language in known if language.borrows},
    )


def spoken(text: str) -> frozenset[str]:
    """The languages that a text is written in, by their codes; those that it could be in if it is too short to show.

    A language with a script of its own shows by that, any other by its function words. A long text takes no
    more time than one of `SAMPLES * SAMPLE_CHARACTERS`.
    """
    sample, marks = sample_of(text), _marks()
    words = marks.speakers.keys() & set(sample.lower().split())
    known: dict[str, set[str]] = {}
    for word in words:
        for language in marks.speakers[word]:
            known.setdefault(language, set()).add(word)
    found = _by_words(known)
    if not _is_western(sample):
        found |= _scripts("".join(marks.script_letters.findall(sample)), marks)
    return frozenset(found or _possible(sample, words, marks))


def main_script(text: str) -> str:
    """The language whose script most of a text's letters are of, "" if that is one that languages share."""
    if _is_western(text):
        return ""
    marks = _marks()
    letters = "".join(marks.script_letters.findall(text))
    found = _scripts(letters, marks)
    if not found or len(letters) < MAIN_SCRIPT * sum(map(str.isalpha, text)):
        return ""
    # A language that borrows letters shows by its own, of which it needs few.
    lenders = {lender for code, lender in marks.borrowed.items() if code in found}
    return max(sorted(found - lenders), key=lambda code: _count(letters, marks.scripts[code]))


def _count(letters: str, script: tuple[str, ...]) -> int:
    return sum(script[0] <= letter <= script[1] for letter in letters)


def _possible(sample: str, words: set[str], marks: _Marks) -> set[str]:
    """The languages that a few words could be in: those that know most of them, if any is known, and those whose script
    any letter is of. Names and numbers are in none: to compile the rules of all takes seconds."""
    counts = {language: len(known & words) for language, known in marks.words.items()}
    most = max(counts.values(), default=0)
    telling = {language for language, count in counts.items() if count == most > 0}
    letters = frozenset("".join(marks.script_letters.findall(sample)))
    script = {
        language
        for language, (first, last) in marks.scripts.items()
        if any(first <= letter <= last for letter in letters)
    }
    return telling | script


def _by_words(words: dict[str, set[str]]) -> set[str]:
    """The languages that show by these function words of theirs: by enough, of which a related language that shows
    more of its own does not have all but one or two."""
    enough = max(MIN_WORDS, MIN_SHARE * max(map(len, words.values()), default=0))
    likely = {language: its for language, its in words.items() if len(its) >= enough}
    return {
        language
        for language, its in likely.items()
        if not any(len(its) < len(more) and len(its - more) < MIN_WORDS for more in likely.values())
    }


def _is_western(text: str) -> bool:
    """Whether a text has no character beyond those of Windows-1252: a tenth of the time of looking for the others."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _scripts(letters: str, marks: _Marks) -> set[str]:
    counts = {language: sum(map(len, known.findall(letters))) for language, known in marks.letters.items()}
    for language, lender in marks.borrowed.items():
        if counts[language] > MIN_OWN_LETTERS * counts.get(lender, 0):
            counts[language] += counts.pop(lender, 0)
    return {language for language, count in counts.items() if count >= MIN_SCRIPT}


def sample_of(text: str, samples: int = SAMPLES) -> str:
    """A text, or as much of a long one as is read to tell its language: so many places, from its start to its end."""
    if len(text) <= samples * SAMPLE_CHARACTERS:
        return text
    step = (len(text) - SAMPLE_CHARACTERS) // (samples - 1)
    return " ".join([text[start : start + SAMPLE_CHARACTERS] for start in range(0, samples * step, step)])
