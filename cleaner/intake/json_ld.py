"""Reads JSON-LD: the objects at its top, and the one that describes the page's story.

It is read with `json` after two common mistakes are mended, and if it is still broken, its plain strings are
picked out by key.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cleaner.intake.values import MAX_VALUES, first, texts

MAX_JSON_LD: Final = 1 << 20
"""Characters of JSON-LD that are parsed in all. An article has a few thousand; more is a catalogue."""

MAX_NODES: Final = 1000
"""JSON-LD objects that are looked at; a page's own is among the first."""

_ARTICLE: Final = re.compile(r"Article$|BlogPosting$|^(?:Report|Review|CreativeWork|WebPage)$")
_WEAK_ARTICLES: Final = frozenset({"CreativeWork", "WebPage"})
_TRAILING_COMMA: Final = re.compile(r",\s*(?=[}\]])")
_JSON_START: Final = re.compile(r"[\[{]")
_PLAIN_STRING: Final = re.compile(
    r'"(headline|articleBody|articleSection|datePublished|dateModified)"\s*:\s*("(?:[^"\\]|\\.)*+")'
)


def read_json_ld(scripts: list[str]) -> list[dict[str, Any]]:
    """The objects that a page's JSON-LD puts at its top, references among them followed one step."""
    nodes: list[dict[str, Any]] = []
    allowed = MAX_JSON_LD
    for script in scripts:
        allowed -= len(script)
        if allowed >= 0:
            nodes += _top(_parse(script))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    return [
        {key: value if key == "liveBlogUpdate" else _follow(value, named) for key, value in node.items()}
        for node in nodes
    ]


def _parse(script: str) -> object:
    """The value in a script; what can be saved of it if it is not quite JSON."""
    start = _JSON_START.search(script)  # some stand in a comment, or end in a semicolon
    text = script[start.start() : max(script.rfind("}"), script.rfind("]")) + 1] if start else ""
    for mend in (str, _without_trailing_commas):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    strings: dict[str, object] = {}
    for key, value in _PLAIN_STRING.findall(script):
        with contextlib.suppress(ValueError):
            strings.setdefault(key, json.loads(value, strict=False))
    return {"@type": "Article", **strings} if strings else None


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub("", text)


def _top(value: object) -> Iterator[dict[str, Any]]:
    """The objects at the top of a JSON-LD value: it, its list, its graph, and what they are mainly about."""
    waiting = [value]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting = value[:MAX_NODES] + waiting
        elif isinstance(value, dict):
            yield value
            waiting = [value[key] for key in ("@graph", "mainEntity") if key in value] + waiting


def _follow(value: object, named: Mapping[str, dict[str, Any]]) -> object:
    """A value with `{"@id": …}` replaced by what it refers to."""
    if isinstance(value, list):
        flat = [
            inner for item in value[:MAX_VALUES] for inner in (item[:MAX_VALUES] if isinstance(item, list) else [item])
        ]
        return [_follow(item, named) for item in flat if not isinstance(item, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value and "url" not in value:
        return named.get(value["@id"], value)
    return value


def find_article(graph: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that describes the page's story, {} if there is none."""
    best: dict[str, Any] = {}
    best_rank = 0
    for node in graph:
        types = texts(node.get("@type"))
        if not any(_ARTICLE.search(name) for name in types):
            continue
        rank = 1 + 4 * (not _WEAK_ARTICLES.issuperset(types)) + 2 * ("articleBody" in node) + ("headline" in node)
        if rank > best_rank:
            best, best_rank = node, rank
    return best


def article_body(article: Mapping[str, Any]) -> str:
    """The text of the story that an object describes, a line a paragraph; of a live blog, that of its entries."""
    entries = article.get("liveBlogUpdate")
    entries = entries if isinstance(entries, list) else [entries]
    told = [article, *(entry for entry in entries if isinstance(entry, dict))]
    lines = [line for node in told for line in (*_entry_headline(node, article), *texts(node.get("articleBody")))]
    return "\n".join(lines)


def _entry_headline(node: Mapping[str, Any], article: Mapping[str, Any]) -> list[str]:
    return texts(node.get("headline")) if node is not article else []


def site_name(graph: list[dict[str, Any]]) -> str:
    return first([node.get("name") for node in graph if node.get("@type") == "WebSite"])
