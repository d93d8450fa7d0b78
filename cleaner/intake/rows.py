"""Table rows: the short cells of a row are one block, those of a page laid out with a table are paragraphs."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from cleaner.intake.elements import CELLS
from cleaner.markup import Containers, Inline, Markup
from cleaner.model import Block

MAX_CELL: Final = 200
"""Characters in a table cell up to which it is joined with its neighbours to a row. A longer one is a
paragraph of a page that is laid out with a table."""


def join_rows(blocks: list[Block], containers: Containers) -> list[Block]:
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
