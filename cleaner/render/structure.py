"""A story as headings, paragraphs, lists, quotations, tables and code, with the links and emphasis in their text.

Markdown and HTML are written from these parts, so that they agree on what belongs together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from cleaner.characters import BULLETS
from cleaner.markup import Containers, Span, collapse, spans
from cleaner.model import Block, Page
from cleaner.verdict import JudgedBlock

if TYPE_CHECKING:
    from cleaner.story import Story

Shape = Literal["heading", "paragraph", "list", "quote", "table", "code", "caption"]

HIGHEST_LEVEL: Final = 2
"""The title is the only heading of level 1."""

MAX_DEPTH: Final = 8
"""Lists deeper than this are written as deep as this: no reader counts further, and no page can blow up the output."""

_SHAPES: Final[dict[str, Shape]] = {
    "item": "list",
    "quote": "quote",
    "row": "table",
    "code": "code",
    "caption": "caption",
    "heading": "heading",
}
_SAME: Final = {"b": "strong", "i": "em"}


class Part(NamedTuple):
    """Blocks that make one part of the story: all items of a list, all rows of a table, or one paragraph."""

    shape: Shape
    blocks: tuple[Block, ...]


class Item(NamedTuple):
    """A list item: how deep it lies (from 0), whether its list is numbered, and its block."""

    depth: int
    ordered: bool
    block: Block


def parts(story: Story) -> Iterator[Part]:
    """The kept blocks in order, without a title among them: the story has it as a fact."""
    containers = story.page.containers
    body = [judged for judged in story.kept if judged.label != "title"]
    for (shape, _), group in groupby(body, key=lambda judged: _place(judged, containers)):
        yield Part(shape, tuple(judged.block for judged in group))


def _place(judged: JudgedBlock, containers: Containers | None) -> tuple[Shape, int]:
    """The shape of a block, and what it shares with the blocks of the same part."""
    block = judged.block
    shape = "heading" if judged.label == "heading" and block.kind == "text" else _SHAPES.get(block.kind, "paragraph")
    if shape == "list":
        return shape, 0
    if shape in ("quote", "table") and containers and block.markup:
        outer = "table" if shape == "table" else "blockquote"
        found = (index for index in containers.chain(block.markup.container) if containers.tags[index] == outer)
        return shape, -1 - next(found, -1)
    return shape, block.index


def items(blocks: Sequence[Block], containers: Containers | None) -> Iterator[Item]:
    """The items of a list; each stands one deeper than the last one before it that lies less deep."""
    above: list[int] = []
    for block in blocks:
        while above and above[-1] >= block.level:
            above.pop()
        depth = min(len(above), MAX_DEPTH)
        above.append(block.level)
        yield Item(depth, _is_ordered(block, containers), block)


def _is_ordered(block: Block, containers: Containers | None) -> bool:
    if containers is None or block.markup is None:
        return False
    lists = (tag for index in containers.chain(block.markup.container) if (tag := containers.tags[index]) in _LISTS)
    return next(lists, "ul") == "ol"


_LISTS: Final = frozenset({"ul", "ol", "menu"})


def is_head(row: Block, containers: Containers | None) -> bool:
    """Whether all cells of a table row are heads."""
    if containers is None or row.markup is None:
        return False
    cells = set()
    for index in range(row.markup.container + 1, len(containers)):
        if containers.parents[index] < row.markup.container:
            break
        if containers.parents[index] == row.markup.container:
            cells.add(containers.tags[index])
    return cells == {"th"}


def heading_level(block: Block) -> int:
    return max(HIGHEST_LEVEL, block.level)


def without_bullet(text: str) -> int:
    """How many characters of a list item's text are its bullet."""
    if text[:1] not in BULLETS or not text[1:2].isspace():
        return 0
    return len(text) - len(text[1:].lstrip())


def inline(block: Block) -> list[Span]:
    """The links and emphasis of a block, each within another or beside it, in the order they begin."""
    if block.markup is None or block.markup.inline is None:
        return []
    # A block that a rule has cut in two has the markup of the whole. A row has tabs between its cells.
    whole = collapse("".join(block.markup.inline.pieces)).replace("\n", " " if block.kind == "row" else "\n")
    offset = max(0, whole.find(block.text.replace("\t", " ") if block.kind == "row" else block.text))
    found = [
        Span(
            max(0, span.start - offset),
            min(len(block.text), span.end - offset),
            _SAME.get(span.tag, span.tag),
            span.href,
        )
        for span in spans(block.markup)
    ]
    nested: list[Span] = []
    around: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        while around and around[-1].end <= span.start:
            around.pop()
        crosses = around and span.end > around[-1].end
        if span.start < span.end and not crosses and all(outer.tag != span.tag for outer in around):
            nested.append(span)
            around.append(span)
    return nested


def rendered(
    block: Block,
    found: Sequence[Span],
    escape: Callable[[int, int], str],
    wrap: Callable[[Span, str], str],
    skip: int = 0,
) -> str:
    """A block's text with its links and emphasis.

    Args:
        block: the block.
        found: its links and emphasis, as `inline` gives them.
        escape: writes text that has no markup, given where it starts and ends in the block's text.
        wrap: writes an inline element, given its span and its content as written.
        skip: characters at the start to leave out.
    """

    def within(start: int, end: int, index: int) -> tuple[str, int]:
        written = []
        while index < len(found) and found[index].start < end:
            span = found[index]
            content, index = within(max(span.start, skip), span.end, index + 1)
            if span.end > skip:
                written += [escape(start, max(span.start, start)), wrap(span, content)]
                start = span.end
        return "".join([*written, escape(start, end)]), index

    return within(skip, len(block.text), 0)[0]


def page_address(page: Page) -> str:
    """What the links of a page are relative to, "" if that is unknown."""
    return page.url or next((fact.value for fact in page.facts if fact.name == "canonical_url"), "")
