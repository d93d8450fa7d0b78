"""The HTML front door: cuts a page into blocks in reading order, with what the markup knows about each.

There is no tree. One regular expression splits the source at its tags (`tags.py`), and one loop over the pieces keeps
a stack of open elements, cuts a block wherever a block-level element begins or ends, and notes links on the
way (`cutter.py`). That is all that the stages ask of a page, and it takes no parser and no time that depends on nesting
(docs/decisions/html-parser.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from cleaner.characters import letters
from cleaner.intake.cutter import MAX_BLOCKS, MAX_ELEMENTS, MIN_PARAGRAPH, Cutter
from cleaner.intake.escapes import is_escaped_twice, unescaped
from cleaner.intake.metadata import read_metadata
from cleaner.intake.mojibake import in_its_charset, is_misread, repaired
from cleaner.intake.rows import join_rows
from cleaner.intake.state import state_prose
from cleaner.intake.tags import EXACT_TAG, TAG, tokens
from cleaner.intake.telltales import misreadings
from cleaner.intake.unwrap import unwrapped
from cleaner.markup import Containers, Markup, collapse, names, parse_attributes
from cleaner.model import Block, Page

if TYPE_CHECKING:
    from bs4 import Tag

MIN_TEXT: Final = 400
"""A page with fewer characters of text than this is read again with what its `<noscript>` holds."""

MIN_BODY: Final = 200
"""Letters of two short paragraphs: a shorter body in a page's data is a teaser."""

SAMPLES: Final = 8
SAMPLE_LETTERS: Final = 40
"""A body is looked for on the page in 8 places, by as many letters as two lines of other text hardly share."""

SHELL_ROOTS: Final = frozenset("root app __next __nuxt ___gatsby app-root react-root main-app svelte".split())
"""Ids that web frameworks give to the element which their scripts fill with the page."""

_SCRIPT: Final = re.compile("<script", re.IGNORECASE)

_ITEM_TYPE: Final = re.compile(r"""itemtype=["']?\s*+https?://(?:www\.)?schema\.org/([A-Za-z]+)""")
"""The type of a microdata item."""


def _cut(source: str) -> Cutter:
    """Cuts a page, and once more for each way in which a page can mislead the first reading."""
    tag_pattern, transparent = TAG, frozenset[str]()
    while True:
        cutter = Cutter(transparent)
        cutter.cut(tokens(source, tag_pattern))
        if cutter.torn and tag_pattern is TAG:
            tag_pattern = EXACT_TAG
        elif cutter.unclosed:
            transparent |= {cutter.unclosed}
        elif "noscript" not in transparent and _needs_noscript(cutter, source):
            transparent |= {"noscript"}
        else:
            return cutter


def _cut_all(source: str) -> Cutter:
    """Cuts a page, the text in its CDATA sections and script templates included. One page in a hundred has any."""
    cutter = _cut(source)
    return _cut(unwrapped(source)) if cutter.declarations.wrapped else cutter


def _needs_noscript(cutter: Cutter, source: str) -> bool:
    """Whether a page's story may stand in `<noscript>`: there are more paragraphs in it than outside, or the page has
    hardly any text."""
    if cutter.noscript_prose > MIN_TEXT:
        return cutter.noscript_prose > _prose(cutter.blocks)
    return _is_scant(cutter.blocks) and "<noscript" in source


def _prose(blocks: Sequence[Block]) -> int:
    """Characters of a page's paragraphs."""
    return sum(len(block.text) for block in blocks if len(block.text) >= MIN_PARAGRAPH)


def _is_missing(body: str, blocks: Sequence[Block]) -> bool:
    """Whether a story stands only in the page's data: none of a few samples of it is among the page's blocks, and these
    have not half as much text in paragraphs."""
    story = letters(body)
    if len(story) < MIN_BODY or _prose(blocks) > len(story) / 2:
        return False
    page = letters("".join(block.text for block in blocks))
    step = (len(story) - SAMPLE_LETTERS) // SAMPLES
    return not any(story[at : at + SAMPLE_LETTERS] in page for at in range(0, step * SAMPLES, step))


def _story_in_data(cutter: Cutter, article_body: str) -> tuple[str, str]:
    """The story's text, if the page has it only in its data, and a warning that says where; else empty."""
    if article_body and _is_missing(article_body, cutter.blocks):
        return article_body, "the story's text was read from the page's JSON-LD: it stands nowhere else on the page"
    if _prose(cutter.blocks) < MIN_TEXT and cutter.declarations.scripts:
        state = state_prose(cutter.declarations.scripts)
        text = _plain(state.text)
        if _is_missing(text, cutter.blocks):
            return text, f"the story's text was read from the data of the page's scripts ({state.name})"
    return "", ""


def _paragraphs(body: str, containers: Containers, first: int) -> Iterator[Block]:
    """The lines of a body as blocks of an article element behind the rest of the page."""
    article = len(containers)
    containers.parents.append(0)
    containers.tags.append("article")
    containers.attributes.append("")
    texts = filter(None, map(collapse, body.splitlines()))
    for index, text in enumerate(texts, first):
        yield Block(index, text, markup=Markup("p", article, 0.0))


def _warnings(cutter: Cutter, source: str) -> Iterator[str]:
    if cutter.full:
        yield f"more than {MAX_BLOCKS:,} blocks or {MAX_ELEMENTS:,} elements: the rest of the page was not read"
    if _is_scant(cutter.blocks) and _SCRIPT.search(source):
        asks = any("javascript" in block.text.lower() for block in cutter.blocks)
        elements = map(parse_attributes, cutter.containers.attributes)
        if asks or any(name.lower() in SHELL_ROOTS for element in elements for name in names(element)):
            yield "an empty shell that JavaScript is to fill; save the page from a browser to have its text"


def _is_scant(blocks: list[Block]) -> bool:
    return all(length < MIN_TEXT for length in accumulate(len(block.text) for block in blocks))


def _item_types(cutter: Cutter, source: str) -> list[str]:
    """The types of a page's microdata items. A page that has any has some on its block-level elements, so that only one
    page in five is searched for those on all elements."""
    elements = "\n".join([cutter.declarations.html, *cutter.containers.attributes])
    return _ITEM_TYPE.findall(source) if "itemtype=" in elements else []


def _plain(text: str) -> str:
    """Text that may have tags in it, as lines without them."""
    return "\n".join(block.text for block in _cut(text).blocks) if "<" in text else text


def _repaired(source: str, blocks: Sequence[Block], repair: bool) -> tuple[str, list[str]]:
    """The source as it should have come, and a warning for each thing that was mended."""
    repairs = []
    texts = [block.text for block in blocks]
    if repair and is_misread(source, texts):
        source = repaired(source)
        repairs.append("the page is UTF-8 that was read as Windows-1252 or Latin-1; it was read again")
    elif repair and (decoded := in_its_charset(source, texts)):
        source = decoded.text
        repairs.append(f"the page is {decoded.encoding} that was read as Windows-1252 or Latin-1; it was read again")
    if is_escaped_twice(blocks):
        source = unescaped(source)
        repairs.append("the page's references were escaped twice (&amp;rsquo;); they were read as meant")
    return source, repairs


def html_page(source: str | Tag, *, url: str | None = None, repair: bool = True) -> Page:
    """Cuts an HTML page into blocks and reads what it says about itself.

    Args:
        source: the page, decoded, or a `bs4` soup or tag of it.
        url: where the page came from.
        repair: whether to read a page again all of which was read in a charset that is not its own.

    Returns:
        A page whose blocks carry `markup`, with `containers`, `facts`, `types` and `article_body`. Nothing is raised
        on account of the source: whatever it is, its text comes out as well as it can be read.
    """
    source = source if isinstance(source, str) else str(source)
    cutter = _cut_all(source)
    source, repairs = _repaired(source, cutter.blocks, repair)
    if repairs:
        cutter = _cut_all(source)
    containers = cutter.containers
    blocks = join_rows(cutter.blocks, containers) if "tr" in containers.tags else cutter.blocks
    metadata = read_metadata(cutter.declarations, blocks)
    article_body = _plain(metadata.article_body)
    body, warning = _story_in_data(cutter, article_body)
    warnings = [warning] if body else list(_warnings(cutter, source))
    blocks = [*blocks, *_paragraphs(body, containers, len(blocks))] if body else blocks
    return Page(
        source,
        tuple(blocks),
        form="html",
        url=url,
        facts=metadata.facts,
        warnings=(*repairs, *misreadings("\n".join(block.text for block in blocks)), *warnings),
        containers=containers,
        article_body=article_body,
        types=tuple(dict.fromkeys((*metadata.types, *_item_types(cutter, source)))),
    )
