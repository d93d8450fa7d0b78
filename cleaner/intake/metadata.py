"""What a page declares about itself: JSON-LD, Open Graph and other meta tags, microdata dates, links, title.

Every fact has an order of sources, the most deliberate first; the first that holds something wins. JSON-LD
is read with `json` after two common mistakes are mended, and if it is still broken, its plain strings are
picked out by key. (docs/decisions/html-parser.md says why no metadata library does this.)
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from cleaner.markup import parse_attributes
from cleaner.model import FACT_NAMES, Block, Fact

MAX_JSON_LD: Final = 1 << 20
"""Characters of JSON-LD that are parsed in all. An article has a few thousand; more is a catalogue."""

MAX_NODES: Final = 1000
"""JSON-LD objects that are looked at; a page's own is among the first."""

MAX_VALUES: Final = 50
"""Values of one property, or tags of one kind, that are looked at: authors, images, times."""

MIN_LIKENESS: Final = 0.6
"""Likeness (`_likeness`) to a declared title from which a heading is the story's title. Editors shorten and
reword for search engines; the logo or the section's name share next to nothing."""

MAIN_HEADING_LEAD: Final = 0.25
"""By how much an h1 goes before an h2 that is as like to the declared title."""

_ARTICLE: Final = re.compile(r"Article$|BlogPosting$|^(?:Report|Review|CreativeWork|WebPage)$")
_WEAK_ARTICLES: Final = frozenset({"CreativeWork", "WebPage"})
_TRAILING_COMMA: Final = re.compile(r",\s*(?=[}\]])")
_JSON_START: Final = re.compile(r"[\[{]")
_PLAIN_STRING: Final = re.compile(
    r'"(headline|articleBody|articleSection|datePublished|dateModified)"\s*:\s*("(?:[^"\\]|\\.)*+")'
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?")
_SEPARATOR: Final = re.compile(r"(\s+[-–—·•:/~]{1,2}\s+|\s*[|»]\s*)")
_WORD: Final = re.compile(r"\w+")
_NOT_A_NAME: Final = re.compile(r"https?:|www\.|@|^admin$", re.IGNORECASE)

# Names of meta tags, the most trusted first.
_META: Final[Mapping[str, tuple[str, ...]]] = {
    fact: tuple(names.split())
    for fact, names in {
        "title": "og:title headline citation_title dc.title dcterms.title twitter:title",
        "section": "article:section parsely-section section category",
        "byline": "author article:author citation_author parsely-author sailthru.author dc.creator dcterms.creator",
        "published": "article:published_time datepublished og:published_time citation_publication_date "
        "parsely-pub-date sailthru.date pubdate publish-date publication_date dcterms.created dcterms.date "
        "dc.date.issued dc.date date",
        "modified": "article:modified_time datemodified og:updated_time dcterms.modified last-modified lastmod",
        "site": "og:site_name application-name",
        "language": "content-language og:locale inlanguage dc.language",
        "image": "og:image og:image:url twitter:image twitter:image:src image",
        "canonical_url": "og:url",
    }.items()
}


@dataclass(slots=True)
class Declarations:
    """The tags of a page that speak about the page, as written, in order.

    Attributes:
        title: text of the `<title>` element.
        html: attributes of `<html>`.
        meta: attributes of each `<meta>`.
        link: attributes of each `<link>`.
        time: attributes of each `<time>`.
        json_ld: text of each `application/ld+json` script.
    """

    title: str = ""
    html: str = ""
    meta: list[str] = field(default_factory=list)
    link: list[str] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)

    def note(self, tag: str, written: str) -> None:
        """Keeps what a tag says; a script (tag "") only if it holds JSON-LD."""
        if tag == "meta":
            self.meta.append(written)
        elif tag == "link":
            self.link.append(written)
        elif tag == "time":
            self.time.append(written)
        elif tag == "title":
            self.title = self.title or written
        elif tag == "html":
            self.html = written
        elif written.startswith(("script", "SCRIPT")):
            opening, _, body = written.partition(">")
            if "ld+json" in opening:
                self.json_ld.append(body)


def read_facts(declarations: Declarations, blocks: Sequence[Block]) -> tuple[tuple[Fact, ...], str]:
    """Reads the facts that a page declares about its story, and the story's text if JSON-LD repeats it.

    Args:
        declarations: the tags that speak about the page.
        blocks: the page's blocks; the title is looked for among its headings.

    Returns:
        The facts, at most one of each name, in the order of `FACT_NAMES`, and `articleBody`, "" if none.
        Dates and URLs are as declared; several authors are one byline, joined with ", ".
    """
    graph = _json_ld(declarations.json_ld)
    article = _article(graph)
    meta = _meta(declarations.meta)
    links = _links(declarations.link)
    values = {
        "section": _first(article.get("articleSection"), meta["section"]),
        "byline": _names(article.get("author")) or _names(meta["byline"]),
        "published": _date(article.get("datePublished"), meta["published"], _times(declarations.time)),
        "modified": _date(article.get("dateModified"), meta["modified"]),
        "site": _first(meta["site"][:1], _names(article.get("publisher")), _site(graph), meta["site"]),
        "language": _language(declarations.html, meta["language"], article.get("inLanguage")),
        "image": _first(meta["image"], _urls(article.get("image"))),
        "canonical_url": _first(links.get("canonical"), meta["canonical_url"]),
    }
    declared = [unescape(declarations.title), *_texts(article.get("headline")), *meta["title"]]
    title = _title([_clean(text) for text in declared if text.strip()], blocks, values["site"])
    facts = [title] if title else []
    facts += [Fact(name, values[name]) for name in FACT_NAMES if values.get(name)]
    return tuple(facts), "\n".join(_texts(article.get("articleBody")))


# Values


def _texts(value: object) -> list[str]:
    """The texts in a JSON-LD value: a string, an object with a name, or a list of such."""
    items = value[:MAX_VALUES] if isinstance(value, list) else [value]
    named = [item.get("name") or item.get("@value") if isinstance(item, dict) else item for item in items]
    texts = [unescape(text).strip() for text in named if isinstance(text, str)]
    # JSON can spell halves of surrogate pairs, which no encoding can write.
    return [text.encode(errors="replace").decode() for text in texts if text]


def _first(*values: object) -> str:
    """The first text among several sources, on one line; "" if none has any."""
    return next((_clean(text) for value in values for text in _texts(value)), "")


def _names(value: object) -> str:
    """The names of persons or organisations, once each, joined with ", "; addresses and handles left out."""
    names = [_clean(name) for name in _texts(value) if not _NOT_A_NAME.search(name)]
    return ", ".join(dict.fromkeys(names))


def _urls(value: object) -> list[str]:
    if isinstance(value, list):
        return [url for item in value[:MAX_VALUES] if not isinstance(item, list) for url in _urls(item)]
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return _texts(value) if isinstance(value, str) else []


def _date(*values: object) -> str:
    """The first date or time of ISO 8601 among several sources, as declared."""
    for value in values:
        for text in _texts(value):
            if match := _DATE.match(text):
                return match[0]
    return ""


def _times(written: list[str]) -> list[str]:
    """What the page's `<time>` elements say, the one marked as the date of publication first."""
    times = [parse_attributes(attributes) for attributes in written[:MAX_VALUES]]
    times.sort(key=lambda time: not ("pubdate" in time or time.get("itemprop") == "datePublished"))
    return [time.get("datetime") or time.get("content", "") for time in times]


def _language(html: str, declared: list[str], in_language: object) -> str:
    attributes = parse_attributes(html)
    language = _first(attributes.get("lang"), attributes.get("xml:lang"), in_language, declared)
    return language.split(",")[0].replace("_", "-")


# Tags


def _meta(written: list[str]) -> dict[str, list[str]]:
    """For each fact, what meta tags say about it, the most trusted first."""
    contents: dict[str, list[str]] = {}
    for attributes in written:
        found = parse_attributes(attributes)
        name = found.get("property") or found.get("name") or found.get("itemprop") or found.get("http-equiv")
        content = found.get("content", "").strip()
        if name and content:
            contents.setdefault(name.lower(), []).append(content)
    return {fact: [text for name in names for text in contents.get(name, ())] for fact, names in _META.items()}


def _links(written: list[str]) -> dict[str, str]:
    found = [parse_attributes(attributes) for attributes in written if "canonical" in attributes]
    return {link.get("rel", "").lower(): link.get("href", "") for link in reversed(found)}


# JSON-LD


def _json_ld(scripts: list[str]) -> list[dict[str, Any]]:
    """The objects that a page's JSON-LD puts at its top, references among them followed one step."""
    nodes: list[dict[str, Any]] = []
    allowed = MAX_JSON_LD
    for script in scripts:
        allowed -= len(script)
        if allowed >= 0:
            nodes += _top(_parse(script))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    return [{key: _follow(value, named) for key, value in node.items()} for node in nodes]


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
        return [_follow(item, named) for item in value[:MAX_VALUES] if not isinstance(item, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value and "url" not in value:
        return named.get(value["@id"], value)
    return value


def _article(graph: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that describes the page's story, {} if there is none."""
    best: dict[str, Any] = {}
    best_rank = 0
    for node in graph:
        types = _texts(node.get("@type"))
        if not any(_ARTICLE.search(name) for name in types):
            continue
        rank = 1 + 4 * (not _WEAK_ARTICLES.issuperset(types)) + 2 * ("articleBody" in node) + ("headline" in node)
        if rank > best_rank:
            best, best_rank = node, rank
    return best


def _site(graph: list[dict[str, Any]]) -> str:
    return _first([node.get("name") for node in graph if node.get("@type") == "WebSite"])


# The title


def _title(declared: Sequence[str], blocks: Sequence[Block], site: str) -> Fact | None:
    """The story's title: the heading that the declared titles speak of, or else the first of those.

    A heading is what readers see and has no site name on it; the declared titles say which heading it is.
    """
    titles = [_without_site(title, site) for title in declared]
    wordings = [_words(title) for title in titles]
    headings = [block for block in blocks if block.kind == "heading" and block.level <= 2]
    likeness = [_likeness(heading, wordings) for heading in headings]
    if not likeness or max(likeness) < MIN_LIKENESS:
        return Fact("title", titles[0]) if titles else None
    heading = headings[likeness.index(max(likeness))]
    same = [title for title in titles if _fold(title) == _fold(heading.text)]
    if same or heading.level == 1:
        return Fact("title", [*same, _clean(heading.text)][0], heading.index)
    return Fact("title", titles[0], heading.index)


def _likeness(heading: Block, wordings: Sequence[frozenset[str]]) -> float:
    """How like a heading is to the declared title most like it: words shared by both, of all in both."""
    words = _words(heading.text)
    shared = max((2 * len(words & other) / max(1, len(words) + len(other)) for other in wordings), default=0.0)
    return shared + MAIN_HEADING_LEAD * (heading.level == 1) if shared else 0.0


def _without_site(title: str, site: str) -> str:
    """A declared title without the name of the site behind or before it."""
    parts = _SEPARATOR.split(title)  # texts, with the separators between them
    while len(parts) > 1 and _is_site(parts[-1], parts[-2], site):
        del parts[-2:]
    if len(parts) > 1 and site and _fold(parts[0]) == _fold(site):
        del parts[:2]
    return "".join(parts)


def _is_site(part: str, separator: str, site: str) -> bool:
    """Whether the end of a title names the site: it is its name, or stands behind a bar."""
    name, known = _fold(part), _fold(site)
    return "|" in separator or (bool(known) and (name in known or known in name))


def _fold(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _clean(text: str) -> str:
    return " ".join(text.split())
