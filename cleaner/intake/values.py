"""Values of JSON-LD and of tags: the texts, names, addresses and dates in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

MAX_VALUES: Final = 50
"""Values of one property, or tags of one kind, that are looked at: authors, images, times."""

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?")
_NOT_A_NAME: Final = re.compile(r"https?:|www\.|@|^admin$", re.IGNORECASE)


def texts(value: object) -> list[str]:
    """The texts in a JSON-LD value: a string, an object with a name, or a list of such."""
    items = value[:MAX_VALUES] if isinstance(value, list) else [value]
    named = [item.get("name") or item.get("@value") if isinstance(item, dict) else item for item in items]
    texts = [unescape(text).strip() for text in named if isinstance(text, str)]
    # JSON can spell halves of surrogate pairs, which no encoding can write.
    return [text.encode(errors="replace").decode() for text in texts if text]


def first(*values: object) -> str:
    """The first text among several sources, on one line; "" if none has any."""
    return next((on_one_line(text) for value in values for text in texts(value)), "")


def names(value: object) -> str:
    """The names of persons or organisations, once each, joined with ", ", or "; " if one has a comma in it; addresses
    and handles left out."""
    names = [on_one_line(name) for name in texts(value) if not _NOT_A_NAME.search(name)]
    return ("; " if any("," in name for name in names) else ", ").join(dict.fromkeys(names))


def entities(value: object) -> list[object]:
    """The objects and texts in a JSON-LD value, one for each name."""
    items = value[:MAX_VALUES] if isinstance(value, list) else [value]
    return [
        {**item, "name": name} if isinstance(item, dict) else item
        for item in items
        for name in (_names_of(item) if isinstance(item, dict) else [""])
    ]


def _names_of(item: Mapping[str, object]) -> list[object]:
    name = item.get("name")
    return name[:MAX_VALUES] if isinstance(name, list) else [name]


def urls(value: object) -> list[str]:
    if isinstance(value, list):
        return [url for item in value[:MAX_VALUES] if not isinstance(item, list) for url in urls(item)]
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return texts(value) if isinstance(value, str) else []


def date(*values: object) -> str:
    """The first date or time of ISO 8601 among several sources, as declared."""
    for value in values:
        for text in texts(value):
            if match := _DATE.match(text):
                return match[0]
    return ""


def on_one_line(text: str) -> str:
    """A text on one line, white space collapsed."""
    return " ".join(text.split())
