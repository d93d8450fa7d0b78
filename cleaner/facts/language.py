"""The story's language: what the page declares, checked against what the text is written in.

Of the languages that have rules, a text shows its own by its script, or by how many of its words are function words.
For others py3langid is asked, if it is installed, and only where the text contradicts the page
(docs/decisions/facts.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import chain
from typing import Final, NamedTuple

from cleaner.facts.tags import language_tag
from cleaner.language import languages
from cleaner.language.telling import main_script, sample_of
from cleaner.model import Fact

MIN_WORDS: Final = 20
"""A shorter text shows no language."""

MIN_SHARE: Final = 0.12
MIN_LEAD: Final = 0.05
"""Of a text in a language that is known, an eighth of the words are function words of it, and a twentieth more than of
any other. On 1,487 pages of the development corpora 16 texts show less; 6 of these are in other languages, and of the
rest one is in another than it shows."""

HELD: Final = 0.6
"""A declared language holds if it has this share of the function words of the one that has most: Danish text is three
quarters Norwegian."""

CLEAR_SHARE: Final = 0.25
"""A text with so many function words of a known language is in it, whatever unknown one is declared: Slovene has up to
a fifth that are Croatian as well."""

SAMPLES: Final = 4
"""A text is read in 4 places, of 400 characters each: 250 words."""

GLANCE: Final = 600
"""Characters of a story's beginning: a hundred words."""

_WORD: Final = re.compile(r"[^\W\d_]+")


class Told(NamedTuple):
    """What a text shows of its language.

    Attributes:
        code: the language that it is likeliest to be in, "" if it shows none.
        sure: whether there can hardly be another.
        shares: the share of its words that are function words of each language.
        words: how many words were looked at.
    """

    code: str
    sure: bool
    shares: Mapping[str, float]
    words: int


def told_by(text: str) -> Told:
    """What a text shows of its language, by its script and its function words. A long text takes no more time than a
    sample of it."""
    sample = sample_of(text, SAMPLES)
    script = main_script(sample)
    if script:
        return Told(script, True, {script: 1.0}, len(sample))
    words = _WORD.findall(sample.lower())
    known = _languages_of_words()
    counts = Counter(chain.from_iterable([known[word] for word in words if word in known]))
    if not counts or len(words) < MIN_WORDS:
        return Told("", False, {}, len(words))
    (best, most), (_, next_most) = [*counts.most_common(2), ("", 0)][:2]
    shares = {code: count / len(words) for code, count in counts.items()}
    sure = shares[best] >= MIN_SHARE and most - next_most >= MIN_LEAD * most
    return Told(best, sure, shares, len(words))


@cache
def _languages_of_words() -> Mapping[str, tuple[str, ...]]:
    """The languages that each function word is one of."""
    found: dict[str, list[str]] = {}
    for code, language in languages().items():
        for word in language.function_words if not language.letters else ():
            found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


def language(texts: Iterable[str], declared: Iterable[Fact], spoken: Collection[str] = ()) -> list[Fact]:
    """The fact "language", if anything tells it: the first declared tag that the text does not contradict, or else what
    the text is written in.

    Args:
        texts: the story's blocks.
        declared: the facts "language" of the page, the most trusted first.
        spoken: the codes of the languages that the whole page was read in. Where that is one, and declared, a glance at
            the text is enough.
    """
    tags = [fact._replace(value=tag) for fact in declared if (tag := language_tag(fact.value))]
    text = "\n".join(texts)
    if (
        tags
        and len(spoken) == 1
        and _known_as(tags[0].value) in spoken
        and _holds(tags[0].value, told_by(text[:GLANCE]))
    ):
        return tags[:1]
    told = told_by(text)
    for fact in tags:
        if _holds(fact.value, told):
            return [fact]
    code = told.code if told.sure else ""
    if not code and told.words >= MIN_WORDS:
        code = _asked(text)
    if not code:
        return [fact for fact in tags[:1] if not _is_refuted(fact.value, told)]
    same = next((fact for fact in tags if _code(fact) == code), None)
    return [same or Fact("language", code, source="text", confidence=DOUBTED if tags else 1.0)]


def told_language(text: str) -> str | None:
    """The code of the language that a text is in, as far as it shows."""
    told = told_by(text)
    code = told.code if told.sure else _asked(text) if told.words >= MIN_WORDS else ""
    return code or None


DOUBTED: Final = 0.9
"""The confidence of a language that a text shows against what its page declares: nine in ten such texts, read, are in
the language that they show."""


def _code(fact: Fact) -> str:
    return fact.value.partition("-")[0]


def _is_refuted(tag: str, told: Told) -> bool:
    """Whether a text is surely not in a known language that is declared: it has hardly any of its function words."""
    code = tag.partition("-")[0]
    return told.words >= MIN_WORDS and code in languages() and told.shares.get(code, 0.0) < MIN_SHARE / 4


def _holds(tag: str, told: Told) -> bool:
    """Whether a text may be in a language that is declared."""
    code = _known_as(tag)
    if not told.code:
        return told.words < MIN_WORDS or code not in languages()
    if code in languages():
        return told.shares.get(code, 0.0) >= HELD * told.shares[told.code] and (
            told.sure or told.shares.get(code, 0.0) >= MIN_SHARE / 2
        )
    return not told.sure or told.shares[told.code] < CLEAR_SHARE


_ALIASES: Final = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "yue": "zh", "sh": "hr", "bs": "hr"}
"""Codes of languages that are known here under another, and of varieties that differ little."""


def _known_as(tag: str) -> str:
    code = tag.partition("-")[0]
    return _ALIASES.get(code, code)


def has_detector() -> bool:
    """Whether py3langid is there to be asked."""
    return find_spec("py3langid") is not None


@cache
def _detector() -> object:
    try:
        import py3langid  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        return None
    return py3langid


def _asked(text: str) -> str:
    """The code that py3langid gives a text; "" if it is not installed."""
    detector = _detector()
    return str(detector.classify(sample_of(text))[0]) if detector is not None else ""  # type: ignore[attr-defined]
