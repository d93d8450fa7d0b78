"""What is wrong with a rule or a table of words: its keys and values, its patterns, and what its examples show.

Every check gives pairs: the key or the example that a person must look for, and what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Final, get_args

from cleaner.characters import unmarked
from cleaner.model import FACT_NAMES, LABELS, Reach
from cleaner.rulebook.matcher import LONGEST_LINE, PatternError, Rulebook, compile_pattern
from cleaner.rulebook.rule import STRENGTHS, Rule
from cleaner.rulebook.vocabulary import BOXES, PLACES, SIGNS, Vocabulary, Words

PACK_KEYS: Final = ("name", "about", "language", "off")
RULE_KEYS: Final = (
    "id",
    "label",
    "strength",
    "reach",
    "match",
    "lines",
    "prefilter",
    "drop",
    "keep",
    "next",
    "subheading",
    "note",
)
WORDS_KEYS: Final = ("group", "words", "hit", "miss", "note")
GROUPS: Final = (*PLACES, *BOXES, *SIGNS)
CHOICES: Final[dict[str, Iterable[str]]] = {
    "label": LABELS,
    "strength": STRENGTHS,
    "reach": get_args(Reach),
    "next": FACT_NAMES,
}

_TAG: Final = re.compile(r"<[a-zA-Z][\w-]*(\s[^<>]*)?>")
_NAME_PART: Final = re.compile("[a-z]+")


def shape_problems(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a rule's keys and values, pattern and examples aside: (key, what)."""
    for key in table:
        if key not in RULE_KEYS:
            yield key, f"unknown key {key!r}; {did_you_mean(key, RULE_KEYS)}"
    for key in ("id", "label", "strength"):
        value = table.get(key)
        if not (isinstance(value, str) and value):
            yield key, f"has no {key!r}; add {key} = '…'"
    if not (table.get("match") or table.get("lines")):
        yield "match", "has neither 'match' nor 'lines'; add match = '…' or lines = ['…']"
    if not (is_list_of_text(table.get("lines", [])) and all(map(_is_line, table.get("lines", [])))):
        yield (
            "lines",
            f"'lines' is not a list of texts of 1 to {LONGEST_LINE} characters; write lines = ['…']",
        )
    for key in ("match", "reach", "prefilter", "next", "note"):
        if not isinstance(table.get(key, ""), str):
            yield key, f"{key!r} is not text; put it in quotes"
    if not isinstance(table.get("subheading", False), bool):
        yield "subheading", "'subheading' is neither true nor false"
    for key in ("drop", "keep"):
        value = table.get(key)
        if not (is_list_of_text(value) and value):
            hits = "must hit" if key == "drop" else "must not hit"
            yield key, f"{key!r} has no examples; add {key} = ['a line that the rule {hits}']"
    for key, known in CHOICES.items():
        value = table.get(key)
        if isinstance(value, str) and value and value not in known:
            yield key, f"unknown {key} {value!r}; {did_you_mean(value, known)}"
    if table.get("next") and table.get("reach") != "next":
        yield "next", "`next` needs reach = 'next'; add that or take `next` out"


def match_problems(rule: Rule) -> Iterator[tuple[str, str]]:
    """What is wrong with a rule's patterns and what its examples show: (key or example, what)."""
    for key, source in (("match", rule.match), ("prefilter", rule.prefilter)):
        if not source:
            continue
        try:
            pattern = compile_pattern(source)
        except PatternError as error:
            what = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
            yield key, f"the pattern does not compile: {what}; see github.com/google/re2/wiki/Syntax"
            return
        if pattern.search(""):
            yield key, "the pattern matches empty text, so every line; anchor it or ask for one character"
            return
        for group in pattern.groupindex:
            if group not in FACT_NAMES:
                yield key, f"the group {group!r} is no fact; {did_you_mean(group, FACT_NAMES)}"
    alone, unfiltered = Rulebook([rule]), Rulebook([replace(rule, prefilter="", anchored=False)])
    for example in rule.drop:
        if not unfiltered.match(example):
            yield example, f"the rule misses its drop example {example!r}; widen it or mend the example"
        elif not alone.match(example):
            yield example, f"the prefilter misses the drop example {example!r}; widen the prefilter"
    for example in rule.keep:
        if unfiltered.match(example):
            yield example, f"the rule hits its keep example {example!r}; narrow it or mend the example"


def words_problems(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the keys and values of a [[words]] table, examples aside: (key, what)."""
    for key in table:
        if key not in WORDS_KEYS:
            yield key, f"unknown key {key!r}; {did_you_mean(key, WORDS_KEYS)}"
    group = table.get("group")
    if not isinstance(group, str) or group not in GROUPS:
        yield "group", f"unknown group {group!r}; {did_you_mean(str(group or ''), GROUPS)}"
    words = table.get("words")
    if not (is_list_of_text(words) and words):
        yield "words", "'words' is no list of words; write words = ['…']"
    else:
        for word in words:
            if not _NAME_PART.fullmatch(word):
                yield "words", f"{word!r} is not of the letters a to z; write parts of names, in lower case"
    for key, hits in (("hit", "has one of the words"), ("miss", "has none of the words")):
        tags = table.get(key)
        if not (is_list_of_text(tags) and tags):
            yield key, f"{key!r} has no examples; add {key} = ['<div class=\"…\">'], a tag that {hits}"
        else:
            for tag in tags:
                if not _TAG.fullmatch(tag):
                    yield key, f'{tag!r} is no tag; write it as pages do: <div class="…">'
    if not isinstance(table.get("note", ""), str):
        yield "note", "'note' is not text; put it in quotes"


def tag_problems(words: Words) -> Iterator[tuple[str, str]]:
    """What the examples of a [[words]] table show: (example, what)."""
    vocabulary = Vocabulary([words])
    for example in (*words.hit, *words.miss):
        tag = _TAG.fullmatch(example)
        said = vocabulary.said((tag and tag[1]) or "")
        is_hit = words.group in (said.place, said.box, *said.signs)
        if is_hit and example in words.miss:
            yield example, f"the words hit their miss example {example!r}; take a word out or mend the example"
        elif not is_hit and example in words.hit:
            yield example, f"the words miss their hit example {example!r}; add a word or mend the example"


def _is_line(text: str) -> bool:
    return len(text) <= LONGEST_LINE and bool(unmarked(text))


def is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    known = sorted(known)
    close = get_close_matches(word, known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known are {', '.join(known)}" if len(known) <= len(LABELS) else "check the spelling"
