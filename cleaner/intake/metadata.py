"""What a page declares about itself: JSON-LD, Open Graph and other meta tags, microdata dates, links, title.

Every fact has an order of sources, the most deliberate first; the first that holds something wins.
(docs/decisions/html-parser.md says why no metadata library does this.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final, NamedTuple

from cleaner.intake.json_ld import article_body, find_article, read_json_ld, site_name
from cleaner.intake.title import find_title
from cleaner.intake.values import MAX_VALUES, date, first, names, on_one_line, texts, urls
from cleaner.markup import parse_attributes
from cleaner.model import FACT_NAMES, Block, Fact

MIN_SCRIPT: Final = 200
"""Characters of the shortest script that can hold a story."""

_SCRIPT: Final = ("script", "Script", "SCRIPT")

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
        scripts: the other scripts that are long enough to hold a story, each behind its attributes.
    """

    title: str = ""
    html: str = ""
    meta: list[str] = field(default_factory=list)
    link: list[str] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    def note(self, tag: str, written: str) -> None:
        """Keeps what a tag says; of scripts (tag "") those that may be data."""
        if not tag:
            end = written.find(">") if written.startswith(_SCRIPT) else -1
            if end > 0 and "ld+json" in written[:end]:
                self.json_ld.append(written[end + 1 :])
            elif end > 0 and len(written) >= MIN_SCRIPT:
                self.scripts.append(written)
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
    graph = read_json_ld(declarations.json_ld)
    article = find_article(graph)
    meta = _meta(declarations.meta)
    links = _links(declarations.link)
    # Twice: titles come from databases that hold them escaped, and templates escape them again.
    declared = [unescape(unescape(declarations.title)), *map(unescape, texts(article.get("headline"))), *meta["title"]]
    values = {
        "section": first(article.get("articleSection"), meta["section"]),
        "byline": names(article.get("author"))
        or names([name for name in meta["byline"] if not _is_site(name, declared)]),
        "published": date(article.get("datePublished"), meta["published"], _times(declarations.time)),
        "modified": date(article.get("dateModified"), meta["modified"]),
        "site": first(meta["site"][:1], names(article.get("publisher")), site_name(graph), meta["site"]),
        "language": _language(declarations.html, meta["language"], article.get("inLanguage")),
        "image": first(meta["image"], urls(article.get("image"))),
        "canonical_url": first(links.get("canonical"), meta["canonical_url"]),
    }
    title = find_title(
        [on_one_line(text) for text in declared if text.strip()], blocks, values["site"], values["canonical_url"]
    )
    facts = [title] if title else []
    facts += [Fact(name, values[name]) for name in FACT_NAMES if values.get(name)]
    types = [kind for node in graph for kind in texts(node.get("@type"))]
    types += [f"og:{kind.strip().lower()}" for kind in meta["types"]]
    return Metadata(tuple(facts), article_body(article), tuple(dict.fromkeys(types)))


def _is_site(name: str, titles: Sequence[str]) -> bool:
    """Whether what is declared as the author is the site, whose name ends the page's titles."""
    return any(title.endswith(name) and title != name for title in titles)


def _times(written: list[str]) -> list[str]:
    """What the page's `<time>` elements say, the one marked as the date of publication first."""
    times = [parse_attributes(attributes) for attributes in written[:MAX_VALUES]]
    times.sort(key=lambda time: not ("pubdate" in time or time.get("itemprop") == "datePublished"))
    return [time.get("datetime") or time.get("content", "") for time in times]


def _language(html: str, declared: list[str], in_language: object) -> str:
    attributes = parse_attributes(html)
    language = first(attributes.get("lang"), attributes.get("xml:lang"), in_language, declared)
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
