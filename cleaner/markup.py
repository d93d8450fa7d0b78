"""What HTML knows about a block besides its text: its element, its containers, its links and emphasis.

An HTML page keeps its elements in columns (`Containers`), parents before children, so that a stage can
carry what it learns about an element down to its children in one pass over plain lists. What the class,
id and role of an element say is read only when somebody asks (`hints`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

BREAK: Final = "\0"
"""Stands for `<br>` among the pieces of a block's text. No page can send it: HTML drops NUL."""

_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>][^\s>]*+)))?""",
)
_FRAGMENT: Final = re.compile(rf"{BREAK}|\s+|[^\s{BREAK}]+")
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+|\d+")
_HIDDEN_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

_ROLE_OF_TAG: Final = {
    "article": "article",
    "aside": "complementary",
    "footer": "contentinfo",
    "form": "form",
    "header": "banner",
    "main": "main",
    "nav": "navigation",
    "search": "search",
}


class Hints(NamedTuple):
    """What an element's attributes say about what it holds.

    Attributes:
        names: its id and classes as written, lower-cased: `("entry-content",)`.
        tokens: the words in them: `("entry", "content")`.
        role: its ARIA role, "" if it has none of its own.
        itemprop: the microdata property it holds, "" if none.
        hidden: whether the markup alone keeps it from being shown (`hidden`, `aria-hidden`, inline style).
    """

    names: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    role: str = ""
    itemprop: str = ""
    hidden: bool = False


class Span(NamedTuple):
    """An inline element within a block: `block.text[start:end]` is its text.

    Attributes:
        start: offset of its first character in the block's text.
        end: offset just past its last one.
        tag: `a`, `b`, `strong`, `i`, `em` or `code`.
        href: where a link leads, as written; "" for other elements.
    """

    start: int
    end: int
    tag: str
    href: str = ""


class Inline(NamedTuple):
    """The pieces a block's text was joined from, and the inline tags between them.

    Attributes:
        pieces: text between tags, entities decoded, white space as in the source, `BREAK` for `<br>`.
        tags: (index of the piece that follows, tag name with a leading slash on an end tag, attributes).
    """

    pieces: list[str]
    tags: list[tuple[int, str, str]]


class Markup(NamedTuple):
    """What the markup says about one block.

    Attributes:
        tag: the element that the text stands in: p, h1 to h6, li, td, div, …
        container: that element's index in `Page.containers`.
        link_density: share of the block's characters that are inside links, 0 to 1.
        inline: what `spans` reads; None if the block has no links and no emphasis.
    """

    tag: str
    container: int
    link_density: float
    inline: Inline | None = None


@dataclass(frozen=True, slots=True)
class Containers:
    """The block-level elements of a page in the order they open, as columns. Index 0 is the page itself.

    Attributes:
        parents: index of the element each one stands in; always smaller than its own, -1 for the page.
        tags: their names, "" for the page.
        attributes: their attributes as written; read them with `hints` or `parse_attributes`.
    """

    parents: list[int] = field(default_factory=lambda: [-1])
    tags: list[str] = field(default_factory=lambda: [""])
    attributes: list[str] = field(default_factory=lambda: [""])

    def __len__(self) -> int:
        return len(self.parents)

    def hints(self, container: int) -> Hints:
        """What the attributes of a container say."""
        return hints(self.attributes[container])

    def role(self, container: int) -> str:
        """The ARIA role of a container: its own, or else the one that its element has by default."""
        return role(self.tags[container], self.hints(container))

    def chain(self, container: int) -> Iterator[int]:
        """A container and those around it, from the innermost to the page (index 0, not included)."""
        while container > 0:
            yield container
            container = self.parents[container]


def role(tag: str, hints: Hints) -> str:
    """The ARIA role of an element: its own, or else the one that its tag has by default."""
    return hints.role or _ROLE_OF_TAG.get(tag, "")


def parse_attributes(attributes: str) -> dict[str, str]:
    """The attributes of a tag by lower-cased name, entities decoded; of two alike the first, as in HTML."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


@lru_cache(maxsize=4096)  # the same few hundred attribute texts come back on every page of a site
def hints(attributes: str) -> Hints:
    """Reads class, id, role, itemprop and visibility from the attributes of a tag."""
    if "=" not in attributes:
        return Hints(hidden="hidden" in attributes.lower().split())
    found = parse_attributes(attributes)
    names = [*found.get("id", "").split(), *found.get("class", "").split()]
    return Hints(
        names=tuple(dict.fromkeys(name.lower() for name in names)),
        tokens=tuple(dict.fromkeys(word.lower() for name in names for word in _WORD.findall(name))),
        role=found.get("role", "").strip().lower(),
        itemprop=found.get("itemprop", "").strip(),
        hidden="hidden" in found
        or found.get("aria-hidden", "").lower() == "true"
        or _HIDDEN_STYLE.search(found.get("style", "")) is not None,
    )


def spans(markup: Markup | None) -> list[Span]:
    """The links and emphasis within a block, in the order they open, with offsets into the block's text."""
    if markup is None or markup.inline is None:
        return []
    pieces, tags = markup.inline
    gaps = _offsets(pieces)
    opened: list[tuple[int, int, str, str]] = []
    found: list[tuple[int, Span]] = []
    unclosed = [(len(pieces), f"/{tag}", "") for _, tag, _ in tags]
    for order, (gap, tag, attributes) in enumerate([*tags, *unclosed]):
        if not tag.startswith("/"):
            opened.append((order, gaps[gap][1], tag, attributes))
            continue
        match = next((i for i in reversed(range(len(opened))) if opened[i][2] == tag[1:]), None)
        if match is not None:
            opening, start, tag, attributes = opened.pop(match)
            href = parse_attributes(attributes).get("href", "") if tag == "a" else ""
            if start < gaps[gap][0] and (href or tag != "a"):
                found.append((opening, Span(start, gaps[gap][0], tag, href)))
    return [span for _, span in sorted(found)]


def _offsets(pieces: list[str]) -> list[tuple[int, int]]:
    """For each gap between pieces, the ends included: where the text before it ends, the next begins."""
    ends: list[int] = []
    begins: list[int] = []
    written, pending = 0, ""
    for piece in pieces:
        ends.append(written)
        for fragment in _FRAGMENT.findall(piece):
            if fragment == BREAK:
                pending = pending.strip(" ") + "\n"
            elif fragment.isspace():
                pending = pending or " "
            else:
                written += len(pending) if written else 0
                begins += [written] * (len(ends) - len(begins))
                written += len(fragment)
                pending = ""
    ends.append(written)
    begins += [written] * (len(ends) - len(begins))
    return list(zip(ends, begins, strict=True))


def collapse(text: str) -> str:
    """Text with white space as a browser shows it: a run is one space, `BREAK` a newline, ends are bare."""
    if BREAK in text:
        return "\n".join(" ".join(line.split()) for line in text.split(BREAK)).strip("\n")
    text = text.strip()
    # Not printable: a newline, a tab or an odd space is in it. Most paragraphs need no rewriting.
    return " ".join(text.split()) if "  " in text or not text.isprintable() else text
