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
from typing import Any, Final, NamedTuple

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

MIN_TITLE_WORDS: Final = 3
"""Shorter headings, and shorter parts of titles, are sections and sites."""

CLEAR_AGREEMENT: Final = 0.5
"""By how much larger a share of the address's words a declared title must have than the heading, to go before it."""

_PATH: Final = re.compile(r"^[a-z]+://[^/]*|[?#].*$|\.\w{2,5}$", re.IGNORECASE)
_HOST: Final = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
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
_NO_LETTER: Final = re.compile(r"[\W_]+")
_NOT_A_NAME: Final = re.compile(r"https?:|www\.|@|^admin$", re.IGNORECASE)

# Names of meta tags, the most trusted first; "types" is no fact.
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
        "types": "og:type",
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
        if not tag:
            end = written.find(">") if written.startswith(("script", "SCRIPT")) else -1
            if end > 0 and "ld+json" in written[:end]:
                self.json_ld.append(written[end + 1 :])
        elif tag == "meta":
            self.meta.append(written)
        elif tag == "link":
            self.link.append(written)
        elif tag == "time":
            self.time.append(written)
        elif tag == "title":
            self.title = self.title or written
        else:
            self.html = written


class Metadata(NamedTuple):
    """What a page says about itself.

    Attributes:
        facts: at most one of each name, in the order of `FACT_NAMES`. Dates and URLs are as declared; several
            authors are one byline, joined with ", ".
        article_body: the story's text if JSON-LD repeats it, else "".
        types: what the page says it is: types of its JSON-LD objects, and `og:` before what Open Graph says.
    """

    facts: tuple[Fact, ...]
    article_body: str
    types: tuple[str, ...]


def read_metadata(declarations: Declarations, blocks: Sequence[Block]) -> Metadata:
    """Reads what a page declares about itself and its story.

    Args:
        declarations: the tags that speak about the page.
        blocks: the page's blocks; the title is looked for among its headings.
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
    title = _title([_clean(text) for text in declared if text.strip()], blocks, values["site"], values["canonical_url"])
    facts = [title] if title else []
    facts += [Fact(name, values[name]) for name in FACT_NAMES if values.get(name)]
    types = [kind for node in graph for kind in _texts(node.get("@type"))]
    types += [f"og:{kind.strip().lower()}" for kind in meta["types"]]
    return Metadata(tuple(facts), "\n".join(_texts(article.get("articleBody"))), tuple(dict.fromkeys(types)))


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


def _title(declared: Sequence[str], blocks: Sequence[Block], site: str, address: str) -> Fact | None:
    """The story's title: the heading that the declared titles speak of, or else the first of those.

    A heading is what readers see and has no site name on it; the declared titles say which heading it is. Where the
    two differ, the page's address is a witness: it was made of the title.
    """
    sites = [name for name in (letters(site), letters(_host_name(address))) if name]
    titles = [_without_site(title, sites) for title in declared]
    slug = _slug(address)
    heading = _heading(declared, titles, blocks, slug)
    if heading is None:
        return Fact("title", titles[0]) if titles else None
    text = _clean(heading.text)
    same = [title for title in titles if letters(title) == letters(text)]
    if same:  # They may differ in quotation marks and dashes: the most usual wording.
        return Fact("title", max([*same, text], key=[*same, text].count), heading.index)
    witness = _agreement(slug, titles[0]) - _agreement(slug, text) if titles else 0.0
    if titles and (heading.level > 1 or witness > CLEAR_AGREEMENT):
        return Fact("title", titles[0], heading.index)
    return Fact("title", _without_site(text, sites), heading.index)


def _heading(
    declared: Sequence[str], titles: Sequence[str], blocks: Sequence[Block], slug: frozenset[str]
) -> Block | None:
    """The heading that is likest to a declared title; or the page's only h1, if the address speaks of it."""
    headings = [block for block in blocks if block.kind == "heading" and block.level <= 2]
    parts = [part for title in declared for part in _SEPARATOR.split(title)[::2]]
    wordings = [*map(_words, titles), *(words for words in map(_words, parts) if len(words) >= MIN_TITLE_WORDS)]
    likeness = [_likeness(heading, wordings) for heading in headings]
    if likeness and max(likeness) >= MIN_LIKENESS:
        return headings[likeness.index(max(likeness))]
    main = [block for block in headings if block.level == 1]
    if len(main) == 1 and len(_words(main[0].text)) >= MIN_TITLE_WORDS:
        agreement = _agreement(slug, main[0].text)
        if agreement and agreement >= max((_agreement(slug, title) for title in titles), default=0.0):
            return main[0]
    return None


def _likeness(heading: Block, wordings: Sequence[frozenset[str]]) -> float:
    """How like a heading is to the declared title most like it: words shared by both, of all in both."""
    words = _words(heading.text)
    shared = max((2 * len(words & other) / max(1, len(words) + len(other)) for other in wordings), default=0.0)
    return shared + MAIN_HEADING_LEAD * (heading.level == 1) if shared else 0.0


def _slug(address: str) -> frozenset[str]:
    """The words of the last part of an address that has at least three, as addresses made of titles do."""
    parts = [_words(part.replace("-", " ").replace("_", " ")) for part in _PATH.sub("", address).split("/")]
    return next((words for words in reversed(parts) if len(words) >= MIN_TITLE_WORDS), frozenset())


def _agreement(slug: frozenset[str], title: str) -> float:
    """The share of an address's words that a title has."""
    return len(slug & _words(title)) / len(slug) if slug else 0.0


def _host_name(address: str) -> str:
    """What the host of an address is called: "harborcourier" of "https://www.harborcourier.co.example/"."""
    match = _HOST.match(address)
    return max(match[1].split(".")[:-1], key=len, default="") if match else ""


def _without_site(title: str, sites: Sequence[str]) -> str:
    """A declared title without the name of the site behind or before it."""
    parts = _SEPARATOR.split(title)  # texts, with the separators between them
    while len(parts) > 1 and _is_site(parts[-1], parts[-2], sites):
        del parts[-2:]
    if len(parts) > 1 and letters(parts[0]) in sites:
        del parts[:2]
    return "".join(parts)


def _is_site(part: str, separator: str, sites: Sequence[str]) -> bool:
    """Whether the end of a title names the site: it is its name, or stands behind a bar."""
    name = letters(part)
    return "|" in separator or any(name in site or site in name for site in sites if name)


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case: what is the same however it is spaced and punctuated."""
    return _NO_LETTER.sub("", text.casefold())


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _clean(text: str) -> str:
    return " ".join(text.split())
