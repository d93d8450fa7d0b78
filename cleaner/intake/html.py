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
from itertools import accumulate, chain, groupby
from typing import TYPE_CHECKING, Final, NoReturn

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
    PASS,
    SCOPE,
    SCOPES,
    SKIP,
    UNLINK,
    Context,
    inner,
)
from cleaner.intake.metadata import Declarations, letters, read_metadata
from cleaner.markup import BREAK, Containers, Inline, Markup, collapse, names, parse_attributes
from cleaner.model import Block, Page

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
_TEMPLATE: Final = re.compile(
    r"""<script\s+type=["']?text/template["']?\s*>((?:(?!</script|\{\{|\{%|<%|\$\{).)*+)</script>""",
    re.DOTALL | re.IGNORECASE,
)
"""A template without placeholders: its text is shown as it is."""

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
_REFERENCE: Final = re.compile(r"(&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?)")


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
    parts = _REFERENCE.split(text)
    parts[1::2] = map(_decode, parts[1::2])
    return "".join(parts)


class _FullError(Exception):
    """The page has more blocks or elements than are read."""


class _Cutter:
    """Cuts one page into blocks.

    Attributes:
        blocks: the blocks so far.
        containers: the block-level elements so far.
        declarations: the tags met that speak about the page.
        unclosed: the skipped element in which the page ended, "" if in none.
        torn: whether the text looks as if a tag had been torn at a ">" within a quoted attribute.
        full: whether the page has more blocks or elements than are read.
    """

    def __init__(self, transparent: frozenset[str] = frozenset()) -> None:
        """Args: transparent: elements whose text is taken although it is skipped elsewhere."""
        self.blocks: list[Block] = []
        self.containers = Containers()
        self.declarations = Declarations()
        self.unclosed = ""
        self.torn = False
        self.full = False
        self._actions = ACTIONS.reading(transparent) if transparent else ACTIONS
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
        actions, stack, tags, contexts = self._actions, self._open_elements, self._tags, self._contexts
        parents, attributes_of = self._parents, self._attributes
        container = 0
        pieces: list[str] = []  # of the text of the block at hand
        marks: list[tuple[int, str, str]] = []  # the inline tags between them
        link, link_depth, linked = "", 0, 0  # the open link, how deep it was opened, characters read in links
        skipping, nested = "", 0  # the end tag up to which nothing is read, elements opened meanwhile
        for name, attributes, text in tokens:
            action, tag = actions[name]
            if skipping:
                if action <= CLOSE:
                    nested += -1 if action == CLOSE else 1
                if nested >= 0 and tag != skipping:
                    continue
                skipping = ""
            if action <= CUT:
                if pieces:
                    self._emit(container, pieces, marks, linked)
                    pieces, linked = [], 0
                if action == OPEN and tags[container] != "p":  # two in three, so not worth a call
                    contexts.append(contexts[container])
                    parents.append(container)
                    attributes_of.append(attributes)
                    container = len(tags)
                    tags.append(tag)
                    stack.append(container)
                    if container > MAX_ELEMENTS:
                        self._stop()
                elif action == CLOSE:
                    if tag == tags[container]:
                        stack.pop()
                        container = stack[-1]
                    else:
                        container = self._close(tag)
                    if link and len(stack) < link_depth:
                        link = ""
                elif action != CUT:
                    container = self._open(container, tag, attributes)
                if link:
                    marks = [(0, "a", link)]
                elif marks:
                    marks = []
            elif action == LINK:
                link, link_depth = attributes if "href=" in attributes else "", len(stack)
                marks.append((len(pieces), tag, attributes))
            elif action == UNLINK:
                link = ""
                marks.append((len(pieces), tag, ""))
            elif action == PASS:
                pass
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

    def _open(self, parent: int, tag: str, attributes: str) -> int:
        """Opens an element, after ending what cannot hold it, and returns its index among the containers."""
        stack, tags = self._open_elements, self._tags
        if tags[parent] == "p":
            stack.pop()
            parent = stack[-1]
        if tag in IMPLIED_ENDS and tags[parent] not in LISTS:
            self._end(*IMPLIED_ENDS[tag])
            parent = stack[-1]
        context = self._contexts[parent]
        self._contexts.append(inner(context, tag) if tag in CHANGES_CONTEXT else context)
        self._parents.append(parent)
        self._attributes.append(attributes)
        container = len(tags)
        tags.append(tag)
        stack.append(container)
        if container > MAX_ELEMENTS:
            self._stop()
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

    def _stop(self) -> NoReturn:
        self.full = True
        raise _FullError

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
        index = len(self.blocks)
        if index >= MAX_BLOCKS:
            self._stop()
        if ">" in text and _TORN.search(text):
            self.torn = True
        density = 0.0 if not linked else linked / len(text) if linked < len(text) else 1.0
        markup = Markup(self._tags[container], container, density, Inline(pieces, marks) if marks else None)
        self.blocks.append(Block(index, text, -1, -1, kind, level, markup))


def _join_rows(blocks: list[Block], containers: Containers) -> list[Block]:
    """The blocks, with the short cells of each table row joined to one block, a tab between cells."""
    joined: list[Block] = []
    for row, group in groupby(blocks, lambda block: _row_of(_markup(block), containers)):
        cells = list(group)
        if row and _is_row(cells, containers):
            text = "\t".join(cell.text.replace("\n", " ") for cell in cells)
            linked = sum(_markup(cell).link_density * len(cell.text) for cell in cells)
            cells = [Block(0, text, kind="row", markup=Markup("tr", row, linked / len(text), _row_inline(cells)))]
        joined += cells
    if len(joined) == len(blocks):
        return blocks
    return [Block(i, block.text, -1, -1, block.kind, block.level, block.markup) for i, block in enumerate(joined)]


def _row_inline(cells: list[Block]) -> Inline | None:
    """What `spans` reads of a row: the pieces of its cells, a tab between them; each cell ends what it began."""
    pieces: list[str] = []
    tags: list[tuple[int, str, str]] = []
    for cell in cells:
        if pieces:
            pieces.append("\t")
        first, inline = len(pieces), _markup(cell).inline
        pieces += inline.pieces if inline else [cell.text]
        if inline:
            tags += [(first + gap, tag, attributes) for gap, tag, attributes in inline.tags]
            tags += [(len(pieces), f"/{tag}", "") for _, tag, _ in inline.tags if tag[0] != "/"]
    # White space counts in code, and offsets are those of text in which it does not.
    return Inline(pieces, tags) if tags and all(cell.kind != "code" for cell in cells) else None


def _is_row(blocks: list[Block], containers: Containers) -> bool:
    """Whether the blocks of a table row are its cells: more than one, one block a cell, none a paragraph."""
    cells = {_cell_of(_markup(block), containers) for block in blocks}
    return 1 < len(blocks) == len(cells) and all(len(block.text) <= MAX_CELL for block in blocks)


def _row_of(markup: Markup, containers: Containers) -> int:
    row = containers.parents[_cell_of(markup, containers)]
    return row if row > 0 and containers.tags[row] == "tr" else 0


def _cell_of(markup: Markup, containers: Containers) -> int:
    """The table cell that a block stands in, by itself or as a paragraph of it; 0 if in none."""
    container = markup.container
    if markup.tag not in CELLS and container:
        container = containers.parents[container]
    return container if containers.tags[container] in CELLS else 0


def _markup(block: Block) -> Markup:
    assert block.markup is not None
    return block.markup


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
        elif "noscript" not in transparent and _is_scant(cutter.blocks) and "<noscript" in source:
            transparent |= {"noscript"}
        else:
            return cutter


def _readable(source: str) -> str:
    """The page with the text of plain script templates, which a script puts in their place (Blogger's posts)."""
    return _TEMPLATE.sub(r"\1", source) if "text/template" in source else source


def _is_missing(article_body: str, blocks: list[Block]) -> bool:
    """Whether the story stands only in JSON-LD: none of a few samples of it is among the page's blocks, and these have
    not half as much text in paragraphs."""
    body = letters(article_body)
    paragraphs = sum(len(block.text) for block in blocks if len(block.text) >= MIN_PARAGRAPH)
    if len(body) < MIN_TEXT or paragraphs > len(body) / 2:
        return False
    page = letters("".join(block.text for block in blocks))
    step = (len(body) - SAMPLE_LETTERS) // SAMPLES
    return not any(body[at : at + SAMPLE_LETTERS] in page for at in range(0, step * SAMPLES, step))


def _article_body_blocks(article_body: str, containers: Containers, first: int) -> Iterator[Block]:
    """The paragraphs of an `articleBody` as blocks of an article element behind the rest of the page."""
    article = len(containers)
    containers.parents.append(0)
    containers.tags.append("article")
    containers.attributes.append("")
    texts = filter(None, map(collapse, article_body.splitlines()))
    for index, text in enumerate(texts, first):
        yield Block(index, text, markup=Markup("p", article, 0.0))


def _warnings(cutter: _Cutter, source: str) -> Iterator[str]:
    if cutter.full:
        yield f"more than {MAX_BLOCKS:,} blocks or {MAX_ELEMENTS:,} elements: the rest of the page was not read"
    if _is_scant(cutter.blocks) and _SCRIPT.search(source):
        asks = any("javascript" in block.text.lower() for block in cutter.blocks)
        elements = map(parse_attributes, cutter.containers.attributes)
        if asks or any(name.lower() in SHELL_ROOTS for element in elements for name in names(element)):
            yield "an empty shell that JavaScript is to fill; save the page from a browser to have its text"


def _is_scant(blocks: list[Block]) -> bool:
    return all(length < MIN_TEXT for length in accumulate(len(block.text) for block in blocks))


def _item_types(cutter: _Cutter, source: str) -> list[str]:
    """The types of a page's microdata items. A page that has any has some on its block-level elements, so that only one
    page in five is searched for those on all elements."""
    elements = "\n".join([cutter.declarations.html, *cutter.containers.attributes])
    return _ITEM_TYPE.findall(source) if "itemtype=" in elements else []


def _plain(text: str) -> str:
    """Text that may have tags in it, as lines without them."""
    return "\n".join(block.text for block in _cut(text).blocks) if "<" in text else text


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
    cutter = _cut(_readable(source))
    blocks, containers = cutter.blocks, cutter.containers
    if "tr" in containers.tags:
        blocks = _join_rows(blocks, containers)
    metadata = read_metadata(cutter.declarations, blocks)
    article_body = _plain(metadata.article_body)
    if article_body and _is_missing(article_body, blocks):
        blocks += _article_body_blocks(article_body, containers, len(blocks))
    return Page(
        source,
        tuple(blocks),
        form="html",
        url=url,
        facts=metadata.facts,
        warnings=tuple(_warnings(cutter, source)),
        containers=containers,
        article_body=article_body,
        types=tuple(dict.fromkeys((*metadata.types, *_item_types(cutter, source)))),
    )
