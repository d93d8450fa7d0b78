"""The HTML front door: cuts a page into blocks in reading order, with what the markup knows about each.

There is no tree. One regular expression splits the source at its tags, and one loop over the pieces keeps
a stack of open elements, cuts a block wherever a block-level element begins or ends, and notes links on the
way. That is all that the stages ask of a page, and it takes no parser and no time that depends on nesting
(docs/decisions/html-parser.md). What an end tag closes is decided as HTML says, as far as it moves the
border of a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from html import unescape
from itertools import chain, groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.intake.elements import (
    ACTIONS,
    CELLS,
    CHANGES_CONTEXT,
    CLOSE,
    CUT,
    HEADINGS,
    IMPLIED_ENDS,
    LINK,
    LISTS,
    MARK,
    NEWLINE,
    OPEN,
    SCOPE,
    SCOPES,
    SKIP,
    UNKNOWN,
    UNLINK,
    Context,
    inner,
)
from cleaner.intake.metadata import Declarations, letters, read_metadata
from cleaner.markup import BREAK, Containers, Inline, Markup, collapse
from cleaner.model import Block, Kind, Page

if TYPE_CHECKING:
    from bs4 import Tag

MAX_LOOK_UP: Final = 64
"""How many open elements an end tag is compared with before it is ignored. Real pages need two or three;
the limit keeps a page of stray end tags linear."""

MAX_CELL: Final = 200
"""Characters in a table cell up to which it is joined with its neighbours to a row. A longer one is a
paragraph of a page that is laid out with a table."""

MAX_BLOCKS: Final = 50_000
MAX_ELEMENTS: Final = 1_000_000
"""What is read of a page, of either: ten times as many as the largest pages of the development corpora have, and few
enough that a page made to be a burden is read in seconds. A page with more gets a warning."""

MIN_TEXT: Final = 400
"""A page with fewer characters of text than this is read again with what its `<noscript>` holds."""

MIN_PARAGRAPH: Final = 100
"""Characters of a sentence and a half: menus and headlines are shorter."""

SAMPLES: Final = 8
SAMPLE_LETTERS: Final = 40
"""An articleBody is looked for on the page in 8 places, by as many letters as two lines of other text hardly share."""

SHELL_ROOTS: Final = frozenset("root app __next __nuxt ___gatsby app-root react-root main-app svelte".split())
"""Ids that web frameworks give to the element which their scripts fill with the page."""

_SCRIPT: Final = re.compile("<script", re.IGNORECASE)
_BATCH: Final = 1 << 17
"""Tags split off at a time: bounds the memory that the pieces of a large page take."""


def _tag_pattern(attributes: str) -> re.Pattern[str]:
    """What a page is split at: a tag, as its name (1) and attributes (2), or what is never text, such as a
    script or a comment, with no name and all of it (2).

    Possessive throughout, and no part can fail once it has begun: a page of nothing but "<a" or quotes is
    linear too.
    """
    return re.compile(
        rf"""<
            ((?![sS](?i:cript|tyle)[\s/>])/?[a-zA-Z][a-zA-Z0-9:_-]*+|(?=[a-zA-Z/!?]))
            ([sS](?i:cript)(?:[^<]++|<(?!/(?i:script)))*+
            |[sS](?i:tyle)(?:[^<]++|<(?!/(?i:style)))*+
            |!--(?!-?>)(?:[^-]++|-(?!->))*+(?:--)?+
            |[!?/][^>]*+
            |{attributes})
        >?""",
        re.VERBOSE,
    )


_TAG: Final = _tag_pattern("[^>]*+")
# A third slower, and seldom needed: this one reads a ">" within a quoted attribute as part of it.
_EXACT_TAG: Final = _tag_pattern(r"""[^>=]*+(?:=\s*+(?:"[^"]*+"?|'[^']*+'?)?[^>=]*+)*+""")
# What a tag that was torn at such a ">" leaves in the text: the end of the quoted value, and more attributes.
_TORN: Final = re.compile(r"""["'](?:\s+[\w:.-]+)*+\s*+(?:=|/?>)""")
_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?")


_ITEM_TYPE: Final = re.compile(r"""itemtype=["']?\s*+https?://(?:www\.)?schema\.org/([A-Za-z]+)""")
"""The type of a microdata item."""

_Token = tuple[str, str, str]  # a tag's name and attributes (see _tag_pattern), and the text behind it


def _tokens(source: str, tag_pattern: re.Pattern[str]) -> Iterator[_Token]:
    return chain.from_iterable(_batches(source, tag_pattern))


def _batches(source: str, tag_pattern: re.Pattern[str]) -> Iterator[Iterable[_Token]]:
    rest = source
    while rest:
        parts = tag_pattern.split(rest, _BATCH)
        rest = parts.pop() if len(parts) == 3 * _BATCH + 1 else ""
        pieces = iter(parts)
        yield [("", "", next(pieces))]
        yield zip(pieces, pieces, chain(pieces, [""]), strict=False)


_decode: Final = lru_cache(maxsize=4096)(unescape)


def _decode_references(text: str) -> str:
    return _REFERENCE.sub(lambda match: _decode(match[0]), text)


class _Draft(NamedTuple):
    """A block before it has its place on the page."""

    text: str
    kind: Kind
    level: int
    markup: Markup


class _FullError(Exception):
    """The page has more blocks or elements than are read."""


class _Cutter:
    """Cuts one page into blocks.

    Attributes:
        drafts: the blocks so far.
        containers: the block-level elements so far.
        declarations: the tags met that speak about the page.
        unclosed: the skipped element in which the page ended, "" if in none.
        torn: whether the text looks as if a tag had been torn at a ">" within a quoted attribute.
        full: whether the page has more blocks or elements than are read.
    """

    def __init__(self, transparent: frozenset[str] = frozenset()) -> None:
        """Args: transparent: elements whose text is taken although it is skipped elsewhere."""
        self.drafts: list[_Draft] = []
        self.containers = Containers()
        self.declarations = Declarations()
        self.unclosed = ""
        self.torn = False
        self.full = False
        self._actions = ACTIONS | dict.fromkeys(transparent, UNKNOWN) if transparent else ACTIONS
        self._parents = self.containers.parents
        self._tags = self.containers.tags
        self._attributes = self.containers.attributes
        self._contexts = [Context()]
        self._open_elements = [0]

    def cut(self, tokens: Iterable[_Token]) -> None:
        """Walks over a page's tags and the text between them, once."""
        with suppress(_FullError):
            self._cut(tokens)

    def _cut(self, tokens: Iterable[_Token]) -> None:
        actions, stack, tags = self._actions, self._open_elements, self._tags
        container = 0
        pieces: list[str] = []  # of the text of the block at hand
        marks: list[tuple[int, str, str]] = []  # the inline tags between them
        link, link_depth, linked = "", 0, 0  # the open link, how deep it was opened, characters read in links
        skipping, nested = "", 0  # the end tag up to which nothing is read, elements opened meanwhile
        for name, attributes, text in tokens:
            action, tag = actions.get(name) or actions.get(name.lower(), UNKNOWN)
            if skipping:
                if action == OPEN:
                    nested += 1
                elif action == CLOSE:
                    nested -= 1
                if nested >= 0 and tag != skipping:
                    continue
                skipping = ""
            if action:
                if action <= CUT:
                    if pieces:
                        self._emit(container, pieces, marks, linked)
                        pieces, linked = [], 0
                    if action == OPEN:
                        container = self._open(tag, attributes)
                    elif action == CLOSE:
                        if tag == tags[container]:
                            stack.pop()
                            container = stack[-1]
                        else:
                            container = self._close(tag)
                        if len(stack) < link_depth:
                            link, link_depth = "", 0
                    if marks or link:
                        marks = [(0, "a", link)] if link else []
                elif action == LINK:
                    link, link_depth = (attributes, len(stack)) if "href=" in attributes else ("", 0)
                    marks.append((len(pieces), tag, attributes))
                elif action == UNLINK:
                    link, link_depth = "", 0
                    marks.append((len(pieces), tag, ""))
                elif action == MARK:
                    marks.append((len(pieces), tag, ""))
                elif action == NEWLINE:
                    if pieces and pieces[-1] is BREAK:  # the second one in a row parts paragraphs
                        self._emit(container, pieces, marks, linked)
                        pieces, linked = [], 0
                        marks = [(0, "a", link)] if link else []
                    elif pieces:
                        pieces.append(BREAK)
                        if text.isspace():
                            continue
                elif action == SKIP:
                    if tag == "title":
                        self.declarations.note(tag, text)
                    if not attributes.endswith("/"):
                        skipping, nested = f"/{tag}", 0
                        continue
                else:
                    self.declarations.note(tag, attributes)
            if text and (pieces or not text.isspace()):
                if "&" in text:
                    text = _decode_references(text)
                pieces.append(text)
                if link:
                    linked += len(text.strip())
        if pieces:
            self._emit(container, pieces, marks, linked)
        self.unclosed = skipping[1:]

    def _open(self, tag: str, attributes: str) -> int:
        """Opens an element, after ending what cannot hold it, and returns its index among the containers."""
        stack, tags = self._open_elements, self._tags
        if tags[stack[-1]] == "p":
            stack.pop()
        if tag in IMPLIED_ENDS and tags[stack[-1]] not in LISTS:
            self._end(*IMPLIED_ENDS[tag])
        parent, container = stack[-1], len(tags)
        if container > MAX_ELEMENTS:
            self.full = True
            raise _FullError
        context = self._contexts[parent]
        self._contexts.append(inner(context, tag) if tag in CHANGES_CONTEXT else context)
        self._parents.append(parent)
        tags.append(tag)
        self._attributes.append(attributes)
        stack.append(container)
        return container

    def _close(self, tag: str) -> int:
        """Closes an element that is not the innermost, if it is open, and returns the one that is then."""
        self._end(HEADINGS if tag in HEADINGS else frozenset({tag}), SCOPES.get(tag, SCOPE))
        return self._open_elements[-1]

    def _end(self, ended: frozenset[str], stops: frozenset[str]) -> None:
        """Ends the innermost open element that is one of `ended`, unless one of `stops` is met first."""
        stack, tags = self._open_elements, self._tags
        for depth in range(len(stack) - 1, max(0, len(stack) - 1 - MAX_LOOK_UP), -1):
            tag = tags[stack[depth]]
            if tag in ended:
                del stack[depth:]
                return
            if tag in stops:
                return

    def _emit(self, container: int, pieces: list[str], marks: list[tuple[int, str, str]], linked: int) -> None:
        """Makes a block of the text that was read in a container, if there is more to it than white space."""
        kind, level, _ = self._contexts[container]
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if kind == "code":
            text, marks = raw.replace(BREAK, "\n").strip("\n").rstrip(), []
        else:
            text = collapse(raw)
        if not text:
            return
        if len(self.drafts) >= MAX_BLOCKS:
            self.full = True
            raise _FullError
        if ">" in text and _TORN.search(text):
            self.torn = True
        density = min(1.0, linked / len(text)) if linked else 0.0
        markup = Markup(self._tags[container], container, density, Inline(pieces, marks) if marks else None)
        self.drafts.append(_Draft(text, kind, level, markup))


def _join_rows(drafts: list[_Draft], containers: Containers) -> list[_Draft]:
    """The blocks, with the short cells of each table row joined to one block, a tab between cells."""
    joined: list[_Draft] = []
    for row, group in groupby(drafts, lambda draft: _row_of(draft, containers)):
        cells = list(group)
        if row and _is_row(cells, containers):
            text = "\t".join(cell.text.replace("\n", " ") for cell in cells)
            linked = sum(cell.markup.link_density * len(cell.text) for cell in cells)
            joined.append(_Draft(text, "row", 0, Markup("tr", row, linked / len(text))))
        else:
            joined += cells
    return joined


def _is_row(drafts: list[_Draft], containers: Containers) -> bool:
    """Whether the blocks of a table row are its cells: more than one, one block a cell, none a paragraph."""
    cells = {_cell_of(draft, containers) for draft in drafts}
    return 1 < len(drafts) == len(cells) and all(len(draft.text) <= MAX_CELL for draft in drafts)


def _row_of(draft: _Draft, containers: Containers) -> int:
    row = containers.parents[_cell_of(draft, containers)]
    return row if row > 0 and containers.tags[row] == "tr" else 0


def _cell_of(draft: _Draft, containers: Containers) -> int:
    """The table cell that a block stands in, by itself or as a paragraph of it; 0 if in none."""
    container = draft.markup.container
    if draft.markup.tag not in CELLS and container:
        container = containers.parents[container]
    return container if containers.tags[container] in CELLS else 0


def _cut(source: str) -> _Cutter:
    """Cuts a page, and once more for each way in which a page can mislead the first reading."""
    tag_pattern, transparent = _TAG, frozenset[str]()
    while True:
        cutter = _Cutter(transparent)
        cutter.cut(_tokens(source, tag_pattern))
        if cutter.torn and tag_pattern is _TAG:
            tag_pattern = _EXACT_TAG
        elif cutter.unclosed:
            transparent |= {cutter.unclosed}
        elif "noscript" not in transparent and "<noscript" in source and _is_scant(cutter.drafts):
            transparent |= {"noscript"}
        else:
            return cutter


def _blocks(drafts: list[_Draft]) -> tuple[Block, ...]:
    return tuple(Block(i, text, -1, -1, kind, level, mark) for i, (text, kind, level, mark) in enumerate(drafts))


def _is_missing(article_body: str, drafts: list[_Draft]) -> bool:
    """Whether the story stands only in JSON-LD: none of a few samples of it is among the page's blocks, and these have
    not half as much text in paragraphs."""
    body = letters(article_body)
    paragraphs = sum(len(draft.text) for draft in drafts if len(draft.text) >= MIN_PARAGRAPH)
    if len(body) < MIN_TEXT or paragraphs > len(body) / 2:
        return False
    page = letters("".join(draft.text for draft in drafts))
    step = (len(body) - SAMPLE_LETTERS) // SAMPLES
    return not any(body[at : at + SAMPLE_LETTERS] in page for at in range(0, step * SAMPLES, step))


def _article_body_drafts(article_body: str, containers: Containers) -> Iterator[_Draft]:
    """The paragraphs of an `articleBody` as blocks of an article element behind the rest of the page."""
    article = len(containers)
    containers.parents.append(0)
    containers.tags.append("article")
    containers.attributes.append("")
    for line in article_body.splitlines():
        if text := collapse(line):
            yield _Draft(text, "text", 0, Markup("p", article, 0.0))


def _warnings(cutter: _Cutter, source: str) -> Iterator[str]:
    if cutter.full:
        yield f"more than {MAX_BLOCKS:,} blocks or {MAX_ELEMENTS:,} elements: the rest of the page was not read"
    if _is_scant(cutter.drafts) and _SCRIPT.search(source):
        asks = any("javascript" in draft.text.lower() for draft in cutter.drafts)
        containers = cutter.containers
        if asks or any(not SHELL_ROOTS.isdisjoint(containers.hints(i).names) for i in range(len(containers))):
            yield "an empty shell that JavaScript is to fill; save the page from a browser to have its text"


def _is_scant(drafts: list[_Draft]) -> bool:
    return sum(len(draft.text) for draft in drafts) < MIN_TEXT


def _plain(text: str) -> str:
    """Text that may have tags in it, as lines without them."""
    return "\n".join(draft.text for draft in _cut(text).drafts) if "<" in text else text


def html_page(source: str | Tag, *, url: str | None = None) -> Page:
    """Cuts an HTML page into blocks and reads what it says about itself.

    Args:
        source: the page, decoded, or a `bs4` soup or tag of it.
        url: where the page came from.

    Returns:
        A page whose blocks carry `markup`, with `containers`, `facts`, `types` and `article_body`. Nothing is raised
        on account of the source: whatever it is, its text comes out as well as it can be read.
    """
    source = source if isinstance(source, str) else str(source)
    cutter = _cut(source)
    drafts, containers = cutter.drafts, cutter.containers
    if "tr" in containers.tags:
        drafts = _join_rows(drafts, containers)
    blocks = _blocks(drafts)
    metadata = read_metadata(cutter.declarations, blocks)
    article_body = _plain(metadata.article_body)
    if article_body and _is_missing(article_body, drafts):
        drafts = [*drafts, *_article_body_drafts(article_body, containers)]
        blocks = _blocks(drafts)
    return Page(
        source,
        blocks,
        form="html",
        url=url,
        facts=metadata.facts,
        warnings=tuple(_warnings(cutter, source)),
        containers=containers,
        article_body=article_body,
        types=tuple(dict.fromkeys((*metadata.types, *_ITEM_TYPE.findall(source)))),
    )
