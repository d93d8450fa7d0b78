"""A story as Markdown: its title, headings, lists, quotations, tables, code, emphasis, and links if wanted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from unicodedata import category
from urllib.parse import quote

from cleaner.markup import Span
from cleaner.model import Block
from cleaner.render.links import target
from cleaner.render.structure import (
    Part,
    heading_level,
    inline,
    items,
    page_address,
    parts,
    rendered,
    without_bullet,
)

if TYPE_CHECKING:
    from cleaner.story import Story

# At the start of a line: what Markdown would take for the beginning of a block.
_BLOCK_MARK: Final = re.compile(
    r"""
      (?=\#{1,6}(?:\s|$))         # a heading
    | (?=>)                       # a quotation
    | (?=[-+*](?:\s|$))           # a list item
    | \d{1,9}(?=[.)](?:\s|$))     # a numbered one: the mark to escape stands behind the number
    | (?=(?:-\s*){3,}$|(?:\*\s*){3,}$)  # a rule
    | (?=[-=]+\s*$)               # the line under a heading
    | (?=[|:\s-]+$)               # the line under a table's head
    | (?=\[[ xX]\](?:\s|$))       # the box of a task
    | (?=~~~)                     # a code fence
    """,
    re.VERBOSE,
)
# Anywhere: emphasis, code, a link's middle, HTML, an entity, struck-out text, and a backslash that escapes.
_INLINE_MARK: Final = re.compile(
    r"""
      (?<![ \t\n])\*|\*(?![ \t\n])
    | (?<![^\W_])_|_(?![^\W_])
    | `
    | \](?=[(\[:])
    | <(?=[A-Za-z/!?])
    | &(?=\#?\w{1,31};)
    | ~(?=~)
    | \\(?=[!-/:-@\[-`{-~]|$)
    """,
    re.VERBOSE | re.MULTILINE,
)
_CLOSING_MARK: Final = re.compile(r"(?<= )#+$")
"""Markdown takes number signs at a heading's end for its closing mark."""

_SIGNS: Final = frozenset("\\`*_[]<&!~")
"""What may become markup through a mark of ours that it touches: `!` before a link is an image."""

_BACKSLASHED: Final = r"\\\g<0>"
_EMPHASIS: Final = {"strong": "**", "em": "*"}
_BACKTICKS: Final = re.compile("`+")
_NOT_IN_TARGETS: Final = re.compile(r"[\x00-\x20\x7f()<>`]|\s")
_ESCAPED_IN_TARGETS: Final = re.compile(r"\\|&(?=\#?\w{1,31};)")


def markdown(story: Story, *, title: bool = True, links: bool = False) -> str:
    """The kept blocks as Markdown (CommonMark, and GitHub's tables), with a blank line between them.

    Text that Markdown would take for markup is escaped. The result ends with a line end; it is "" if no block is
    kept, title or not.

    Args:
        story: the story.
        title: whether the title, if it is known, comes first, as the heading of level 1.
        links: whether links are written as links; without it only their text is. They are made absolute where the
            page's address is known, and those that `story.html` would not have are left out too.
    """
    base = page_address(story.page) if links else None
    sections = [_heading(1, _escaped(story.title))] if title and story.title and story.kept else []
    sections += [_section(part, story, base) for part in parts(story)]
    return "\n\n".join(sections) + "\n" if sections else ""


def _section(part: Part, story: Story, base: str | None) -> str:
    first = part.blocks[0]
    if part.shape == "list":
        return "\n".join(_list(part.blocks, story, base))
    if part.shape == "quote":
        return "\n>\n".join("> " + _lines(_inline(block, base), "> ") for block in part.blocks)
    if part.shape == "table":
        return "\n".join(_table(part.blocks, base))
    if part.shape == "code":
        return _code(first.text)
    if part.shape == "heading":
        return _heading(heading_level(first), _inline(first, base))
    return _lines(_inline(first, base), "")


def _list(blocks: Sequence[Block], story: Story, base: str | None) -> Iterator[str]:
    indents = [""]  # of each depth: where the text of the item above begins
    last = [(False, 0)]  # of each depth: whether the last item has a number, and which it has
    for depth, ordered, block in items(blocks, story.page.containers):
        del indents[depth + 1 :], last[depth + 1 :]
        was_ordered, number = last[depth]
        last[depth] = (ordered, number + 1 if ordered == was_ordered else 1)
        mark = f"{last[depth][1]}. " if ordered else "- "
        margin = indents[depth] + " " * len(mark)
        yield indents[depth] + mark + _lines(_inline(block, base, without_bullet(block.text)), margin)
        indents.append(margin)
        last.append((False, 0))


def _table(rows: Sequence[Block], base: str | None) -> Iterator[str]:
    """A table with its first row as the head, which Markdown cannot do without. The head has as many cells as the
    longest row; others may have fewer, and writing out those they lack would take rows times cells."""
    cells = [[cell.strip().replace("|", "\\|") for cell in _inline(row, base).split("\t")] for row in rows]
    width = max(map(len, cells))
    head, *body = cells
    yield f"| {' | '.join(head + [''] * (width - len(head)))} |"
    yield "|" + " --- |" * width
    for row in body:
        yield f"| {' | '.join(row)} |"


def _code(text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _heading(level: int, text: str) -> str:
    text = _safe_line(" ".join(text.split()))
    return f"{'#' * level} {_CLOSING_MARK.sub(_BACKSLASHED, text)}"


def _lines(text: str, margin: str) -> str:
    """The text with its line breaks kept, which in Markdown takes two spaces at a line's end. Empty lines go: they
    would end the paragraph, and emphasis with it."""
    lines = [line.strip() for line in text.splitlines()]
    return f"  \n{margin}".join(_safe_line(line) for line in lines if line)


def _safe_line(line: str) -> str:
    mark = _BLOCK_MARK.match(line)
    return f"{line[: mark.end()]}\\{line[mark.end() :]}" if mark else line


def _escaped(text: str) -> str:
    return _INLINE_MARK.sub(_BACKSLASHED, text)


def _inline(block: Block, base: str | None, skip: int = 0) -> str:
    text = block.text
    found = [span for span in inline(block) if span.tag != "a" or base is not None]
    marks = sorted(_to_escape(text, found))
    ends: set[int] = set()  # where emphasis and code have ended: marks that touch would run together

    def escape(start: int, end: int) -> str:
        cuts = [start, *marks[bisect_left(marks, start) : bisect_left(marks, end)], end]
        return "\\".join(text[before:after] for before, after in pairwise(cuts))

    def wrap(span: Span, content: str) -> str:
        if span.tag == "a":
            return _link(content, target(span.href, base or ""))
        if span.start in ends or not (span.tag == "code" or _can_stand(text, span, content)):
            return content
        ends.add(span.end)
        if span.tag == "code":
            return _code_span(text[max(span.start, skip) : span.end])
        mark = _EMPHASIS[span.tag]
        return f"{mark}{content}{mark}"

    return rendered(block, found, escape, wrap, skip)


def _to_escape(text: str, spans: Sequence[Span]) -> set[int]:
    """Where a backslash must stand: before what Markdown would take for markup, in the text or beside our marks."""
    found = {mark.start() for mark in _INLINE_MARK.finditer(text)}
    borders = {place for span in spans for end in (span.start, span.end) for place in (end - 1, end)}
    found |= {place for place in borders if 0 <= place < len(text) and text[place] in _SIGNS}
    links = [span for span in spans if span.tag == "a"]
    return found | {place for link in links for place in range(link.start, link.end) if text[place] in "[]"}


def _link(content: str, address: str) -> str:
    if not address:
        return content
    address = _NOT_IN_TARGETS.sub(lambda sign: quote(sign[0], safe=""), address)
    return f"[{content}]({_ESCAPED_IN_TARGETS.sub(_BACKSLASHED, address)})"


def _can_stand(text: str, span: Span, content: str) -> bool:
    """Whether Markdown reads marks at both ends as emphasis (CommonMark 0.31, 6.2): not where white space stands
    within, or punctuation within and a letter outside. What is within is looked at as written, with its own marks."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return _can_open(before, content[:1]) and _can_open(after, content[-1:])


def _can_open(outside: str, inside: str) -> bool:
    is_apart = outside in ("", " ", "\t", "\n") or category(outside)[0] in "PZ"
    return category(inside or " ")[0] in ("LMNPS" if is_apart else "LMN")


def _code_span(text: str) -> str:
    text = " ".join(text.split())
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
