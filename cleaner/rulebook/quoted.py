"""Words of furniture that a story quotes: “We use cookies,” the airline had told the regulator.

Furniture speaks to its reader; it does not say who said it. What stands between quotation marks within a sentence that
goes on, and a sentence that names its speaker behind a comma, is somebody's words, and a story's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from cleaner.language import words_of

QUOTABLE: Final = frozenset({"newsletter", "paywall", "legal", "advertisement", "promotion"})
"""Labels of furniture that speaks to its reader in sentences."""

CLAUSE_WORDS: Final = 6
"""Words behind a comma or a dash up to the verb: ", the consumer court in Sellen heard"."""

GOES_ON: Final = 3
"""Words outside of quotation marks from which a sentence has more to say than who is called what."""

_QUOTATION: Final = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|「([^」]+)」|『([^』]+)』")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…؟।])\s")
_CLAUSE: Final = re.compile(r"(?:[,،] ?| [-–—]+ )")
_WORD: Final = re.compile(r"\w+")


def is_quoted(hits: Callable[[str], bool], text: str, language: str) -> bool:
    """Whether a pattern hits a text only for words that somebody else says in it.

    Args:
        hits: whether the pattern hits a text.
        text: a plain text that it hits.
        language: the pattern's, by its code: "sa" is "said" in Norwegian only.
    """
    quotations = [next(filter(None, found)) for found in _QUOTATION.findall(text)]
    if any(map(hits, quotations)):
        rest = _QUOTATION.sub("", text)
        if len(_WORD.findall(rest)) >= GOES_ON and not hits(rest):
            return True
    says = words_of("says", frozenset({language}))
    sentences = _SENTENCE_END.split(text)
    own = [sentence for sentence in sentences if not names_its_speaker(sentence, says)]
    return len(own) < len(sentences) and not hits(" ".join(own))


def names_its_speaker(sentence: str, says: frozenset[str]) -> bool:
    """Whether a verb of saying stands close behind a comma or a dash, as in "Cancel anytime, the gym had promised"."""
    return any(
        not says.isdisjoint(word.lower() for word in _WORD.findall(clause)[:CLAUSE_WORDS])
        for clause in _CLAUSE.split(sentence)[1:]
    )
