"""What stands above the Markdown of a page and says something about it: a reader service's head, or YAML's.

Reader services print "Title: …", "URL Source: …" and the like, a line each, up to "Markdown Content:". Site generators
and the Markdown savers of browsers put lines "title: …" between two lines of three hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

MAX_HEAD: Final = 8_000
"""Characters within which a head ends. Those of reader services have five lines, those of site generators twenty."""

_READER_HEAD: Final = re.compile(
    r"[\s\ufeff]*(Title:[^\n]*\n(?:[A-Z][\w ]{2,30}:[^\n]*\n|\s*\n)*?)Markdown Content:[ \t\r]*\n"
)
_YAML_HEAD: Final = re.compile(r"[\s\ufeff]*---[ \t\r]*\n((?:[^\n]*\n)*?)---[ \t\r]*\n")
_ENTRY: Final = re.compile(r"^([A-Za-z][\w -]{0,30}):[ \t]+(\S[^\r\n]*)", re.MULTILINE)
_META: Final = {
    "title": "og:title",
    "url source": "og:url",
    "url": "og:url",
    "source": "og:url",
    "canonical_url": "og:url",
    "published time": "date",
    "published": "date",
    "date": "date",
    "author": "author",
    "site": "og:site_name",
}
"""What the entries of such heads are called, and the meta tags of HTML that say the same."""


class FrontMatter(NamedTuple):
    """A head.

    Attributes:
        meta: what it says, by the names of meta tags.
        end: where the Markdown below it begins; 0 if there is no head.
    """

    meta: Mapping[str, str] = {}
    end: int = 0


def front_matter(source: str) -> FrontMatter:
    """Reads the head of a page, if it has one; every head has a title."""
    source = source[:MAX_HEAD]
    head = _READER_HEAD.match(source) or _YAML_HEAD.match(source)
    entries = {name.lower(): value.strip(" \t\"'") for name, value in _ENTRY.findall(head[1])} if head else {}
    if head is None or not entries.get("title"):
        return FrontMatter()
    return FrontMatter({_META[name]: value for name, value in entries.items() if name in _META}, head.end())
