"""The feed front door: an entry of RSS or Atom is a page that tells its title, address, date and author apart from its
content.

There is no XML parser: an entry is flat, its elements are few and known by name, and what breaks a parser is everyday
in feeds (docs/decisions/feeds.md). Nothing here knows a document type, so no entity grows, and none is fetched.

RSS 0.91 to 2.0 (rssboard.org/rss-specification) with Dublin Core and content modules, RSS 0.9 and 1.0
(web.resource.org/rss/1.0/spec), Atom 1.0 (RFC 4287) and 0.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import Final, NamedTuple

from cleaner.intake.escapes import unreferenced
from cleaner.intake.values import MAX_VALUES, date, names, on_one_line
from cleaner.markup import parse_attributes
from cleaner.model import Fact, Form

_PREFIX: Final = r"(?:[\w.-]{1,40}+:)?+"
_COMMENT: Final = r"<!--(?:[^-]++|-(?!->))*+(?:-->)?+"
_SECTION: Final = r"<!\[CDATA\[(?P<verbatim>(?:[^\]]++|\](?!\]>))*+)(?:\]\]>)?+"

_READ: Final = frozenset(
    """author content content:encoded contributor dc:creator dc:date description feedburner:origLink guid id image
    issued link modified pubDate published source summary title updated""".split()
)
"""The elements of an entry that are read, and those that have elements of such names in them."""

_LOCAL_NAMES: Final = "|".join(sorted({name.rpartition(":")[2] for name in _READ}))

_PIECE: Final = re.compile(
    rf"""{_SECTION} | {_COMMENT}
    | < (?P<end>/?+) (?P<name> {_PREFIX} (?: {_LOCAL_NAMES} ) ) (?= [\s/>] ) (?P<attributes> [^<>]*+ ) >""",
    re.VERBOSE,
)
_VERBATIM: Final = re.compile(rf"{_SECTION}|{_COMMENT}")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*+>")

_OPENING: Final = re.compile(rf"<(?P<prefix>{_PREFIX})(?P<name>item|entry)(?=[\s/>])(?P<attributes>[^<>]*+)>")
_END: Final = re.compile(rf"</{_PREFIX}(?:item|entry)\s*+>?+\s*+\Z")
_NAME_IN_BRACKETS: Final = re.compile(r"[^\s@(]++@[^\s@(]++\s*+\((.+)\)$")
"""An author in RSS 2.0: "una@courier.example (Una Whitby)"."""

_PERSON: Final = re.compile(rf"<{_PREFIX}name\s*+>([^<]*+(?:<!\[CDATA\[[^<]*+)?+)<")
"""The name of a person in Atom."""

_CONTENTS: Final = ("content:encoded", "content", "description", "summary")
"""Where an entry has its story or a part of it, the fullest first."""

_PREFIXED_TAG: Final = re.compile(r"(</?)[\w.-]{1,40}+:(?=[a-zA-Z])")

_WEB: Final = re.compile(r"https?://\S+$", re.IGNORECASE)


class Entry(NamedTuple):
    """An entry of a feed; "" for what it does not say.

    Attributes:
        kind: "rss:item" or "atom:entry".
        id: what tells it from all others.
        url: where the page is that it announces.
        facts: title, byline, published, modified and canonical_url, as far as they are there.
        content: the story, or a summary of it.
        form: what the content is; None if it does not say.
    """

    kind: str
    id: str
    url: str
    facts: tuple[Fact, ...]
    content: str
    form: Form | None


class Element(NamedTuple):
    """An element of an entry: its name without the prefix that the entry has too, its attributes, what is in it."""

    name: str
    attributes: str
    inside: str

    def attribute(self, name: str) -> str:
        return parse_attributes(self.attributes).get(name, "").strip()


Elements = dict[str, list[Element]]


def read_entry(source: str) -> Entry:
    """Reads an entry: everything from its `<item>` or `<entry>` tag on. What is damaged is read as far as it goes."""
    opening = _OPENING.search(source)
    if opening is None:
        return Entry("rss:item", "", "", (), "", None)
    found: Elements = {}
    for element in _elements(_END.sub("", source), opening.end(), opening["prefix"]):
        alike = found.setdefault(element.name, [])
        if len(alike) < MAX_VALUES:
            alike.append(element)
    is_atom = opening["name"] == "entry"
    about = parse_attributes(opening["attributes"]).get("rdf:about", "")
    url = _address(found, about)
    kind = "atom:entry" if is_atom else "rss:item"
    return Entry(
        kind, _first(found, "guid", "id") or about, url, tuple(_facts(found, url, is_atom)), *_content(found, is_atom)
    )


def _elements(source: str, start: int, prefix: str) -> Iterator[Element]:
    """The elements of an entry, but not those inside them. One without an end ends before the next."""
    endless: set[str] = set()
    while True:
        open: re.Match[str] | None = None
        for tag in _PIECE.finditer(source, start):
            name = (tag["name"] or "").removeprefix(prefix)
            if name not in _READ:
                continue
            if open is not None and (open["name"] in endless or (tag["end"] and tag["name"] == open["name"])):
                yield _element(open, source[open.end() : tag.start()], prefix)
                open = None
            if open is None and not tag["end"]:
                if not tag["attributes"].endswith("/"):
                    open = tag
                else:  # What takes a feed for HTML writes <link/>https://…
                    end = source.find("<", tag.end())
                    yield _element(tag, source[tag.end() : end if end >= 0 else len(source)], prefix)
        if open is None:
            return
        if open["name"] in endless:
            yield _element(open, source[open.end() :], prefix)
            return
        endless.add(open["name"])
        start = open.start()


def _element(tag: re.Match[str], inside: str, prefix: str) -> Element:
    return Element(tag["name"].removeprefix(prefix), tag["attributes"].removesuffix("/"), inside)


def _characters(inside: str) -> str:
    """What an element holds as characters: CDATA sections as they stand, references elsewhere read once. Markup that
    somebody forgot to escape, and that of XHTML, is left as it is."""
    parts, end = [], 0
    for section in _VERBATIM.finditer(inside):
        parts += [inside[end : section.start()], section["verbatim"] or ""]
        end = section.end()
    parts.append(inside[end:])
    if not any(map(_TAG.search, parts[::2])):
        parts[::2] = map(unreferenced, parts[::2])
    return "".join(parts)


def _text(element: Element, is_html: bool) -> str:
    """What an element holds as text on one line."""
    text = _characters(element.inside)
    return on_one_line(unreferenced(_TAG.sub("", text)) if is_html else text)


def _is_html(element: Element, is_atom: bool) -> bool:
    """Whether an element's text is HTML. Atom says so (RFC 4287, 3.1.1); in RSS, which does not, it always may be."""
    return not is_atom or "html" in element.attribute("type")


def _first(found: Elements, *names: str) -> str:
    """The text of the first element that has any."""
    texts = (_text(element, is_html=False) for name in names for element in found.get(name, ()))
    return next(filter(None, texts), "")


def _address(found: Elements, about: str) -> str:
    """The address of the page that an entry announces."""
    links = found.get("link", ())
    told = [
        _first(found, "feedburner:origLink"),
        *(link.attribute("href") for link in links if link.attribute("rel") in ("", "alternate")),
        *(_text(link, is_html=False) for link in links),
        *(_text(guid, is_html=False) for guid in found.get("guid", ()) if guid.attribute("ispermalink") != "false"),
        about,
    ]
    return next(filter(_WEB.match, told), "")


def _facts(found: Elements, url: str, is_atom: bool) -> Iterator[Fact]:
    """What an entry says about its story."""
    titles = (_text(title, _is_html(title, is_atom)) for title in found.get("title", ()))
    values = {
        "title": next(filter(None, titles), ""),
        "byline": names(list(_authors(found))),
        "published": _date(found, "pubDate", "published", "issued", "dc:date"),
        "modified": _date(found, "updated", "modified"),
        "canonical_url": url,
    }
    for name, value in values.items():
        if value:
            yield Fact(name, value, source="feed")


def _authors(found: Elements) -> Iterator[str]:
    for creator in found.get("dc:creator", ()):
        yield _text(creator, is_html=True)
    for author in found.get("author", ()):
        name = _PERSON.search(author.inside)
        text = _text(author._replace(inside=name[1]) if name else author, is_html=True)
        in_brackets = _NAME_IN_BRACKETS.match(text)
        yield in_brackets[1] if in_brackets else text


def _date(found: Elements, *names: str) -> str:
    """The first date, as ISO 8601 has it. RSS writes dates as mail does (RFC 822)."""
    for name in names:
        text = _first(found, name)
        if iso := date(text):
            return iso
        with suppress(ValueError, TypeError, OverflowError):
            return parsedate_to_datetime(text).isoformat()
    return ""


def _content(found: Elements, is_atom: bool) -> tuple[str, Form | None]:
    """The story, or else its summary, and what it is, if it is HTML for sure."""
    for element in chain.from_iterable(found.get(name, ()) for name in _CONTENTS):
        content = _characters(element.inside)
        if not _TAG.sub("", content).strip():
            continue  # Nothing but an image.
        if not _is_html(element, is_atom):
            return content, None
        if "xhtml" in element.attribute("type"):
            content = _PREFIXED_TAG.sub(r"\1", content)
        return (content, "html") if _TAG.search(content) else (unreferenced(content), None)
    return "", None
