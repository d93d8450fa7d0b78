"""Prose in the data that a page gives to its scripts: `__NEXT_DATA__`, `__NUXT__`, the state of Apollo or Redux.

Frameworks write the same story under a hundred different keys, and only half of them as JSON. So the scripts are not
parsed: their strings are read in order, each with the key before it, and the largest run of prose under one key is the
story.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from cleaner.characters import CLOSING_QUOTES, SENTENCE_ENDS, STOPS

MIN_STRING: Final = 40
"""Characters of a short sentence: labels, addresses and names of images are shorter or end without a mark."""

MAX_GAP: Final = 2_000
"""Characters of other data between two paragraphs of a story, such as an embedded picture with its sizes. The next
story of a feed is farther away, since its own data stands before it."""

_HEAD: Final = 400
"""Characters in which a script shows that it is data."""

_IS_STATE: Final = re.compile(
    r"""(?P<name>__NEXT_DATA__|__NUXT(?:_DATA)?__|__APOLLO_STATE__|__next_f)|type=["']?application/json
    |(?:window|self)(?:\.|\[["'])(?P<global>\w+)(?:["']\])?\s*=\s*[\[{(]""",
    re.VERBOSE,
)
_STRING: Final = re.compile(r'"((?:[^"\\]++|\\.)*+)"?+(\s*+:)?+|(?<![\w$])([A-Za-z_$][\w$]*+)\s*+:', re.DOTALL)
"""A string (1), which is a key if a colon follows it (2), or a key without quotation marks (3). Nothing in it can fail
once it has begun, so that it is linear."""

_FLIGHT: Final = re.compile(r'__next_f\.push\(\[1,\s*"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_FLIGHT_TEXT: Final = re.compile(r"(?<!\w)[0-9a-f]{1,8}:T([0-9a-f]{1,8}),")
"""A text of flight data: its number, its length in bytes of UTF-8, and the text itself, without quotation marks."""

_OTHER_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([^\"\\/bfnrtu]))")
"""Escapes that JavaScript has and JSON has not."""


class StateProse(NamedTuple):
    """The largest run of prose in a page's data.

    Attributes:
        text: its paragraphs, a line each; they may have tags in them.
        name: what the data is called: "__NEXT_DATA__", or "a JSON script".
    """

    text: str
    name: str


@dataclass(slots=True)
class _Run:
    """Strings under one key, none farther than `MAX_GAP` from the one before."""

    name: str
    end: int
    texts: list[str] = field(default_factory=list)
    prose: int = 0


def state_prose(scripts: Sequence[str]) -> StateProse:
    """The largest run of prose in those of a page's scripts that are data; empty if there is none.

    Args:
        scripts: the scripts with their attributes, as the tag pattern gives them.
    """
    best = _Run("", 0)
    for name, data in _data(scripts):
        runs: dict[str, _Run] = {}
        for key, text, at in _strings(data):
            run = runs.get(key)
            if run is None or at - run.end > MAX_GAP:
                run = runs[key] = _Run(name, at)
            run.texts.append(text)
            if _is_prose(text):
                run.prose += len(text)
                run.end = at + len(text)
                best = max(best, run, key=lambda run: run.prose)
    return StateProse("\n".join(best.texts), best.name)


def _data(scripts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The data among a page's scripts, and what each is called; flight data, which comes in pieces, as one."""
    flight: list[str] = []
    for script in scripts:
        match = _IS_STATE.search(script, 0, _HEAD)
        if match and match["name"] == "__next_f":
            flight += map(_decoded, _FLIGHT.findall(script))
        elif match and "ld+json" not in script[:_HEAD]:
            yield match["name"] or match["global"] or "a JSON script", script
    if flight:
        yield "__next_f", "".join(flight)


def _strings(data: str) -> Iterator[tuple[str, str, int]]:
    """The strings of some data that may be a paragraph, each with the last key before it and where it begins."""
    for match in _FLIGHT_TEXT.finditer(data):
        length = int(match[1], 16)
        text = data[match.end() : match.end() + length].encode(errors="replace")[:length].decode(errors="ignore")
        yield "T", text, match.start()
    key = ""
    for match in _STRING.finditer(data):
        text, colon, name = match.groups()
        if name or colon:
            key = name or text
        elif " " in text or len(text) >= MIN_STRING:
            yield key, _decoded(text), match.start()


def _decoded(text: str) -> str:
    """A string of JSON or JavaScript without its escapes; as it is if they make no sense."""
    if "\\" not in text:
        return text
    try:
        decoded: str = json.loads(f'"{_OTHER_ESCAPE.sub(_json_escape, text)}"', strict=False)
    except ValueError:
        return text
    return decoded.encode(errors="replace").decode()


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u00{match[1]}" if match[1] else match[2]


def _is_prose(text: str) -> bool:
    """Whether a string has a sentence in it, or tags around some."""
    if len(text) < MIN_STRING:
        return False
    return text.rstrip(CLOSING_QUOTES + " ").endswith((*STOPS, ">")) or any(end in text for end in SENTENCE_ENDS)
