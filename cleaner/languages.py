"""Which languages a page speaks, as far as that decides which rules to look for."""

from __future__ import annotations

import re
from typing import Final

from cleaner.function_words import BY_LANGUAGE

SAMPLES: Final = 8
SAMPLE_CHARACTERS: Final = 400
"""A page is read in 8 places, evenly spread from its start to its end, of 400 characters each."""

MIN_WORDS: Final = 3
"""Different function words that a language is known by. Names bring one or two into any text ("El")."""

MIN_SHARE: Final = 0.5
"""How many function words a language needs, as a share of what the most spoken one has: related languages
share up to a quarter of their short words."""

MIN_SCRIPT: Final = 20
"""Characters that a script is known by. A menu of languages has fewer of each ("Русский", "العربية")."""

MIN_KANA: Final = 0.1
"""Japanese has Chinese characters among its own: about as many. Chinese has no kana but in names."""

_SCRIPTS: Final = {
    "ar": ("\u0600", "\u06ff"),
    "hi": ("\u0900", "\u097f"),
    "ja": ("\u3040", "\u30ff"),
    "ko": ("\uac00", "\ud7af"),
    "ru": ("\u0400", "\u04ff"),
    "zh": ("\u4e00", "\u9fff"),
}
"""The first and the last letter of each script."""

_LETTERS: Final = re.compile("[\u0400-\u1fff\u3040-\ud7af]+")

_WORDS: Final = {
    language: frozenset(words.split()) for language, words in BY_LANGUAGE.items() if language not in _SCRIPTS
}

_ALL_WORDS: Final = frozenset().union(*_WORDS.values())

LANGUAGES: Final = frozenset((*_WORDS, *_SCRIPTS))
"""The codes of the languages that `spoken` can tell."""


def spoken(text: str) -> frozenset[str]:
    """The languages that a text is written in; all of `LANGUAGES` if it shows none.

    A language in Latin letters shows by its function words, any other by its script. A long text takes no
    more time than one of `SAMPLES * SAMPLE_CHARACTERS`.
    """
    sample = _sample(text)
    words = _ALL_WORDS.intersection(sample.lower().split())
    counts = {language: len(known & words) for language, known in _WORDS.items()}
    enough = max(MIN_WORDS, MIN_SHARE * max(counts.values()))
    found = {language for language, count in counts.items() if count >= enough}
    if not _is_western(sample):
        found |= _scripts("".join(_LETTERS.findall(sample)))
    return frozenset(found) or LANGUAGES


def _is_western(text: str) -> bool:
    """Whether a text has no character beyond those of Windows-1252: a tenth of the time of looking for the others."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _scripts(letters: str) -> set[str]:
    counts = {
        language: sum(first <= letter <= last for letter in letters) for language, (first, last) in _SCRIPTS.items()
    }
    if counts["ja"] > MIN_KANA * counts["zh"]:
        counts["ja"] += counts.pop("zh")
    return {language for language, count in counts.items() if count >= MIN_SCRIPT}


def _sample(text: str) -> str:
    if len(text) <= SAMPLES * SAMPLE_CHARACTERS:
        return text
    step = (len(text) - SAMPLE_CHARACTERS) // (SAMPLES - 1)
    return " ".join([text[start : start + SAMPLE_CHARACTERS] for start in range(0, SAMPLES * step, step)])
