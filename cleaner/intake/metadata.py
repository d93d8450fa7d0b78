"""What a page declares about itself: JSON-LD, Open Graph and other meta tags, microdata dates, links, title.

Every fact has an order of sources, the most deliberate first; the first that holds something wins.
(docs/decisions/html-parser.md says why no metadata library does this.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final, NamedTuple

from cleaner.intake.json_ld import article_body, find_article, read_json_ld, site_name
from cleaner.intake.title import Wording, find_title
from cleaner.intake.unwrap import CDATA, TEMPLATE, without_cdata
from cleaner.intake.values import MAX_VALUES, date, entities, first, names, on_one_line, texts, urls
from cleaner.markup import parse_attributes
from cleaner.model import FACT_NAMES, Block, Fact, FactSource

MIN_SCRIPT: Final = 200
"""Characters of the shortest script that can hold a story."""

_NEWS: Final = re.compile(r"NewsArticle$|^LiveBlogPosting$")
"""The types of schema.org that newsrooms give to their stories."""

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
        "syndicated_from": "original-source syndication-source",
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
        time: attributes of each `<time>`, behind the index of the block it stands in or before.
        json_ld: text of each `application/ld+json` script.
        scripts: the other scripts that are long enough to hold a story, each behind its attributes.
        wrapped: whether the page has text in what is no element: a CDATA section, or a script that is a template.
        blocks: how many blocks the page was cut into.
    """

    title: str = ""
    html: str = ""
    meta: list[str] = field(default_factory=list)
    link: list[str] = field(default_factory=list)
    time: list[tuple[int, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    wrapped: bool = False
    blocks: int = 0

    def note(self, tag: str, written: str, block: int = -1) -> None:
        """Keeps what a tag says; of scripts (tag "") those that may be data.

        Args:
            tag: the element.
            written: its attributes as written, or its text.
            block: the index of the block that it stands in or before.
        """
        if not tag:
            self._note_data(written)
        elif tag == "meta":
            self.meta.append(written)
        elif tag == "link":
            self.link.append(written)
        elif tag == "time":
            self.time.append((block, written))
        elif tag == "title":
            self.title = self.title or written
        else:
            self.html = written

    def _note_data(self, written: str) -> None:
        end = written.find(">") if written.startswith(_SCRIPT) else 0
        attributes = written[:end]
        if "ld+json" in attributes:
            self.json_ld.append(without_cdata(written[end + 1 :]))
        elif TEMPLATE in attributes or written.startswith(f"!{CDATA}"):
            self.wrapped = True
        elif end > 0 and len(written) >= MIN_SCRIPT:
            self.scripts.append(written)


class Witness(NamedTuple):
    """What one place on a page says about one fact."""

    source: FactSource
    text: str


class Metadata(NamedTuple):
    """What a page says about itself.

    Attributes:
        facts: in the order of `FACT_NAMES`, at most one of each name but bylines, which JSON-LD and meta tags declare,
            and dates, which every `<time>` tells. Dates and URLs are as declared; several authors are one byline,
            joined with ", ".
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
    declared = _titles(declarations.title, article, meta["title"])
    publisher = _data([names(article.get("publisher"))])
    witnesses = {
        "section": [*_data(article.get("articleSection")), *meta["section"]],
        "published": [*_data(article.get("datePublished")), *meta["published"]],
        "modified": [*_data(article.get("dateModified")), *meta["modified"]],
        "site": [*meta["site"][:1], *publisher, *_data(site_name(graph)), *meta["site"]],
        "language": [*_lang(declarations.html), *_data(article.get("inLanguage")), *meta["language"]],
        "image": [*meta["image"], *_data(urls(article.get("image")))],
        "canonical_url": [*_markup(links.get("canonical")), *meta["canonical_url"]],
        "syndicated_from": meta["syndicated_from"],
    }
    facts = {name: fact for name, said in witnesses.items() if (fact := _fact(name, said))}
    site, address = (facts[name].value if name in facts else "" for name in ("site", "canonical_url"))
    is_news = any(_NEWS.search(kind) for kind in texts(article.get("@type")))
    title = find_title(declared, blocks, site=site, address=address, is_news=is_news)
    types = [kind for node in graph for kind in texts(node.get("@type"))]
    types += [f"og:{kind.text.lower()}" for kind in meta["types"]]
    authors = _authors(article, meta["byline"], [title.text for title in declared])
    times = _times(declarations.time, len(blocks) if declarations.blocks == len(blocks) else -1)
    found = sorted([*facts.values(), *authors, *times], key=lambda fact: FACT_NAMES.index(fact.name))
    return Metadata(
        (*[title for title in (title,) if title], *found), article_body(article), tuple(dict.fromkeys(types))
    )


def _titles(title: str, article: Mapping[str, object], meta: Sequence[Witness]) -> list[Wording]:
    """The titles that a page declares, the most deliberate first: that of `<title>` is written for search engines."""
    # Twice: titles come from databases that hold them escaped, and templates escape them again.
    declared = [*_data(article.get("headline")), *meta, Witness("markup", unescape(title))]
    return [Wording(source, on_one_line(unescape(text))) for source, text in declared if text.strip()]


def _language(declared: str) -> str:
    return first(declared).split(",")[0].replace("_", "-")


_READ: Final[Mapping[str, Callable[[str], str]]] = {"published": date, "modified": date, "language": _language}
"""How a value is read of what a witness says, if not as the first text."""


def _fact(name: str, witnesses: Sequence[Witness]) -> Fact | None:
    """What the first of the witnesses says that says anything."""
    read = _READ.get(name, first)
    for source, text in witnesses:
        if value := read(text):
            return Fact(name, value, source=source)
    return None


def _authors(article: Mapping[str, object], meta: Sequence[Witness], titles: Sequence[str]) -> Iterator[Fact]:
    """The signatures that JSON-LD and meta tags declare; in JSON-LD, organisations are told from persons."""
    authors = entities(article.get("author") or article.get("creator"))
    persons = names([author for author in authors if not _is_organisation(author)])
    organisations = names([author for author in authors if _is_organisation(author)])
    declared = [said for said in meta if not _is_site(said.text, titles)]
    own = names([said.text for said in declared])
    if persons:
        yield Fact("byline", persons, source="json-ld")
    if organisations:
        yield Fact("organisation", organisations, source="json-ld")
    if own:
        yield Fact("byline", own, source=declared[0].source)


def _is_organisation(author: object) -> bool:
    return isinstance(author, dict) and any("Organization" in kind for kind in texts(author.get("@type")))


def _is_site(name: str, titles: Sequence[str]) -> bool:
    """Whether what is declared as the author is the site, whose name ends the page's titles."""
    return any(title.endswith(name) and title != name for title in titles)


def _times(times: Sequence[tuple[int, str]], blocks: int) -> Iterator[Fact]:
    """What the page's `<time>` elements say, those that are marked as the date of publication first.

    Args:
        times: what was noted of them.
        blocks: how many blocks the page has; where cells were joined to rows, -1: nobody knows in which they stand.
    """
    read = [(block, parse_attributes(attributes)) for block, attributes in times[:MAX_VALUES]]
    read.sort(key=lambda time: not ("pubdate" in time[1] or "itemprop" in time[1]))
    for block, time in read:
        text = date(time.get("datetime") or time.get("content", ""))
        kind = time.get("itemprop", "")
        if text and kind != "dateCreated":
            name = "modified" if kind == "dateModified" else "published"
            source: FactSource = "microdata" if kind or "pubdate" in time else "markup"
            yield Fact(name, text, block if block < blocks else -1, source)


def _lang(html: str) -> list[Witness]:
    attributes = parse_attributes(html)
    return _markup(attributes.get("lang"), attributes.get("xml:lang"))


def _data(value: object) -> list[Witness]:
    return [Witness("json-ld", text) for text in texts(value)]


def _markup(*values: str | None) -> list[Witness]:
    return [Witness("markup", text) for text in values if text]


# Tags


def _meta(written: list[str]) -> dict[str, list[Witness]]:
    """For each fact, what meta tags say about it, the most trusted first."""
    contents: dict[str, list[str]] = {}
    for attributes in written:
        found = parse_attributes(attributes)
        name = found.get("property") or found.get("name") or found.get("itemprop") or found.get("http-equiv")
        content = found.get("content", "").strip()
        if name and content:
            contents.setdefault(name.lower(), []).append(content)
    return {
        fact: [Witness(_source(name), text) for name in names for text in contents.get(name, ())]
        for fact, names in _META.items()
    }


def _source(name: str) -> FactSource:
    """Where a meta tag of a name belongs; the prefixes of Open Graph are those of ogp.me."""
    return "open-graph" if name.startswith(("og:", "article:")) else "meta"


def _links(written: list[str]) -> dict[str, str]:
    found = [parse_attributes(attributes) for attributes in written if "canonical" in attributes]
    return {link.get("rel", "").lower(): link.get("href", "") for link in reversed(found)}
