"""A story as Markdown: its title, headings, lists, quotations, tables, code, emphasis, and links if wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from cleaner.markup import Span
from cleaner.model import Block
from cleaner.report.structure import Part, heading_level, items, parts, rendered, without_bullet

if TYPE_CHECKING:
    from cleaner.model import Story

# At the start of a line: what Markdown would take for the beginning of a block.
_BLOCK_MARK: Final = re.compile(
    r"""
      (?=\#{1,6}(?:\s|$))         # a heading
    | (?=>)                       # a quotation
    | (?=[-+*](?:\s|$))           # a list item
    | \d{1,9}(?=[.)](?:\s|$))     # a numbered one: the mark to escape stands behind the number
    | (?=(?:[-*]\s*){3,}$)        # a rule
    | (?=[-=]+\s*$)               # the line under a heading
    | (?=~~~)                     # a code fence
    """,
    re.VERBOSE,
)
# Anywhere: emphasis, code, a link's middle, HTML, an entity, struck-out text, and a backslash that escapes.
_INLINE_MARK: Final = re.compile(
    r"""
      (?<!\s)\*|\*(?!\s)
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
_EMPHASIS: Final = {"strong": "**", "em": "*"}
_BACKTICKS: Final = re.compile("`+")
_LINK_MARKS: Final = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\n": "", "\t": ""})


def markdown(story: Story, *, title: bool = True, links: bool = False) -> str:
    """The kept blocks as Markdown (CommonMark, and GitHub's tables), with a blank line between them.

    Text that Markdown would take for markup is escaped. The result ends with a line end; it is "" if no block is
    kept, title or not.

    Args:
        story: the story.
        title: whether the title, if it is known, comes first, as the heading of level 1.
        links: whether links are written as links; without it only their text is.
    """
    sections = [_heading(1, _escaped(story.title))] if title and story.title and story.kept else []
    sections += [_section(part, story, links) for part in parts(story)]
    return "\n\n".join(sections) + "\n" if sections else ""


def _section(part: Part, story: Story, links: bool) -> str:
    first = part.blocks[0]
    if part.shape == "list":
        return "\n".join(_list(part.blocks, story, links))
    if part.shape == "quote":
        return "\n>\n".join("> " + _lines(_inline(block, links), "> ") for block in part.blocks)
    if part.shape == "table":
        return "\n".join(_table(part.blocks, links))
    if part.shape == "code":
        return _code(first.text)
    if part.shape == "heading":
        return _heading(heading_level(first), _inline(first, links))
    return _lines(_inline(first, links), "")


def _list(blocks: Sequence[Block], story: Story, links: bool) -> Iterator[str]:
    indents = [""]  # of each depth: where the text of the item above begins
    counts = [0]
    for depth, ordered, block in items(blocks, story.page.containers):
        del indents[depth + 1 :], counts[depth + 1 :]
        counts[depth] += 1
        mark = f"{counts[depth]}. " if ordered else "- "
        margin = indents[depth] + " " * len(mark)
        yield indents[depth] + mark + _lines(_inline(block, links, without_bullet(block.text)), margin)
        indents.append(margin)
        counts.append(0)


def _table(rows: Sequence[Block], links: bool) -> Iterator[str]:
    """A table with its first row as the head, which Markdown cannot do without."""
    cells = [[cell.strip().replace("|", "\\|") for cell in _inline(row, links).split("\t")] for row in rows]
    width = max(map(len, cells))
    for number, row in enumerate(cells):
        yield f"| {' | '.join(row + [''] * (width - len(row)))} |"
        if number == 0:
            yield "|" + " --- |" * width


def _code(text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _heading(level: int, text: str) -> str:
    text = _safe_line(" ".join(text.split()))
    if text.endswith("#"):
        text = text[:-1] + r"\#"  # Markdown takes number signs at a heading's end for its closing mark.
    return f"{'#' * level} {text}"


def _lines(text: str, margin: str) -> str:
    """The text with its line breaks kept, which in Markdown takes two spaces at a line's end. Empty lines go: they
    would end the paragraph, and emphasis with it."""
    lines = [line.strip() for line in text.splitlines()]
    return f"  \n{margin}".join(_safe_line(line) for line in lines if line)


def _safe_line(line: str) -> str:
    mark = _BLOCK_MARK.match(line)
    return f"{line[: mark.end()]}\\{line[mark.end() :]}" if mark else line


def _escaped(text: str) -> str:
    return _INLINE_MARK.sub(r"\\\g<0>", text)


def _inline(block: Block, links: bool, skip: int = 0) -> str:
    ends: set[int] = set()  # where emphasis has ended: marks that touch would run together

    def wrap(span: Span, text: str, content: str) -> str:
        if span.tag == "a":
            return f"[{content}]({span.href.strip().translate(_LINK_MARKS)})" if links else content
        if span.tag == "code":
            return _code_span(text[max(span.start, skip) : span.end])
        if span.start in ends or not _can_stand(text, span):
            return content
        ends.add(span.end)
        mark = _EMPHASIS[span.tag]
        return f"{mark}{content}{mark}"

    return rendered(block, _escaped, wrap, skip)


def _can_stand(text: str, span: Span) -> bool:
    """Whether Markdown reads marks at both ends as emphasis: not where punctuation within meets a letter outside."""
    before, first = text[span.start - 1 : span.start], text[span.start]
    last, after = text[span.end - 1], text[span.end : span.end + 1]
    return (first.isalnum() or not before.isalnum()) and (last.isalnum() or not after.isalnum())


def _code_span(text: str) -> str:
    text = " ".join(text.split())
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
