"""What HTML knows about a block besides its text: its element, its containers, its links and emphasis.

An HTML page keeps its elements in columns (`Containers`), parents before children, so that a stage can
carry what it learns about an element down to its children in one pass over plain lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any, Final, NamedTuple

BREAK: Final = "\0"
"""Stands for `<br>` among the pieces of a block's text. No page can send it: HTML drops NUL."""

SOFT_HYPHEN: Final = "\u00ad"

HIDDEN_CLASSES: Final = frozenset(
    """d-none display-none hidden hide is-hidden u-hidden element-invisible
    a11y-hidden assistive-text hidden-visually is-visually-hidden offscreen screen-reader-only screen-reader-text
    screenreader-only show-for-sr sr-only u-hidden-visually u-visually-hidden visually-hidden
    visuallyhidden""".split()
)
"""Classes that keep what they are given to from being shown: those of Bootstrap, Tailwind, Foundation, WordPress,
Drupal and the HTML5 Boilerplate; from the second line on for text that only screen readers have."""

_SHOWN_AGAIN: Final = re.compile(r"[:-](?:block|flex|grid|inline|table|visible)")
"""Classes that show on wide screens what another class hides on narrow ones: "hidden md:block"."""

_MARK: Final = re.compile(r"""class="(?:[^"]*[\s])?(?:reference|mw-ref|mw-editsection)["\s]""")
"""MediaWiki's classes."""

_HIDDEN_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MAY_HIDE: Final = re.compile("hid|none|sr|screen|invisible|assistive", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>][^\s>]*+)))?""",
)
_FRAGMENT: Final = re.compile(rf"{BREAK}|\s+|[^\s{BREAK}]+")


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


@dataclass(slots=True)
class Inline:
    """The pieces a block's text was joined from, and the inline tags between them.

    Attributes:
        pieces: text between tags, entities decoded, white space as in the source, `BREAK` for `<br>`.
        tags: (index of the piece that follows, tag name with a leading slash on an end tag, attributes). A `span` is
            among them if it may hold an author's name, and has no end.
    """

    pieces: list[str]
    tags: list[tuple[int, str, str]]

    def __reduce__(self) -> tuple[Any, ...]:
        return Inline, (self.pieces, self.tags)


@dataclass(slots=True)
class Markup:
    """What the markup says about one block. Not frozen, for the reason that `Block` is not.

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

    def __reduce__(self) -> tuple[Any, ...]:
        return Markup, (self.tag, self.container, self.link_density, self.inline)


class Said(NamedTuple):
    """What the attributes of an element say about what it holds.

    Attributes:
        place: the group of the first word in its id and classes that names a place on the page, "" if none does.
        signs: the groups of the words that are signs of a kind of page.
        role: its ARIA role, "" if it has none of its own.
        hidden: whether the markup alone keeps it from being shown (`hidden`, inline style, the usual classes).
        box: the group of a word that names a box which is not the story, wherever it stands among the words.
    """

    place: str = ""
    signs: frozenset[str] = frozenset()
    role: str = ""
    hidden: bool = False
    box: str = ""


NOTHING_SAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Containers:
    """The block-level elements of a page in the order they open, as columns. Index 0 is the page itself.

    Attributes:
        parents: index of the element each one stands in; always smaller than its own, -1 for the page.
        tags: their names, "" for the page.
        attributes: their attributes as written; read them with `parse_attributes`.
    """

    parents: list[int] = field(default_factory=lambda: [-1])
    tags: list[str] = field(default_factory=lambda: [""])
    attributes: list[str] = field(default_factory=lambda: [""])

    def __len__(self) -> int:
        return len(self.parents)

    def chain(self, container: int) -> Iterator[int]:
        """A container and those around it, from the innermost to the page (index 0, not included)."""
        while container > 0:
            yield container
            container = self.parents[container]


def parse_attributes(attributes: str) -> dict[str, str]:
    """The attributes of a tag by lower-cased name, entities decoded; of two alike the first, as in HTML."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


@lru_cache(maxsize=1024)
def is_hidden(written: str) -> bool:
    """Whether the attributes of a tag, as written, keep it from being shown."""
    return _MAY_HIDE.search(written) is not None and hides(parse_attributes(written))


def is_mark(written: str) -> bool:
    """Whether the attributes of a tag, as written, are those of a mark that readers of a wiki skip: the number of a
    reference, or "[edit]" beside a heading."""
    return ("reference" in written or "mw-" in written) and _MARK.search(written) is not None


def hides(attributes: Mapping[str, str]) -> bool:
    """Whether attributes keep an element from being shown: `hidden`, inline style or a usual class. What is hidden from
    screen readers (`aria-hidden`) is shown."""
    if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style", "")):
        return True
    classes = attributes.get("class", "")
    return not HIDDEN_CLASSES.isdisjoint(classes.split()) and not _SHOWN_AGAIN.search(classes)


def names(attributes: Mapping[str, str]) -> list[str]:
    """An element's id and classes, as written."""
    return [*attributes.get("id", "").split(), *attributes.get("class", "").split()]


def classes_of(written: str) -> str:
    """The classes in the attributes of a tag, as written; "" if they are not in double quotes, which is rare."""
    return written.partition('class="')[2].partition('"')[0]


def spans(markup: Markup | None) -> list[Span]:
    """The links and emphasis within a block, in the order they open, with offsets into the block's text."""
    if markup is None or markup.inline is None:
        return []
    pieces, tags = markup.inline.pieces, [mark for mark in markup.inline.tags if mark[1] != "span"]
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
        for fragment in _FRAGMENT.findall(piece.replace(SOFT_HYPHEN, "")):
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
    """Text as a browser shows it: a run of white space is one space, `BREAK` a newline, ends are bare, soft hyphens are
    not there."""
    if BREAK in text:
        lines = text.replace(SOFT_HYPHEN, "").split(BREAK)
        return "\n".join(" ".join(line.split()) for line in lines).strip("\n")
    text = text.strip()
    # Not printable: a newline, a tab, an odd space or a soft hyphen is in it. Most paragraphs need no rewriting.
    return " ".join(text.replace(SOFT_HYPHEN, "").split()) if "  " in text or not text.isprintable() else text
