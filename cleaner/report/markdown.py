"""A story as Markdown: its title, headings, lists, quotations and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cleaner.intake.text import BULLETS
from cleaner.model import JudgedBlock

if TYPE_CHECKING:
    from cleaner.model import Story

HIGHEST_LEVEL: Final = 2
"""The title is the only heading of level 1."""

_BULLET: Final = re.compile(rf"[{re.escape(BULLETS)}]\s+")
_MARKUP: Final = re.compile(
    r"""
      (?=\#{1,6}(?:\s|$))         # a heading
    | (?=>)                       # a quotation
    | (?=[-+*](?:\s|$))           # a list item
    | \d{1,9}(?=[.)](?:\s|$))     # a numbered one: the mark to escape stands behind the number
    | (?=(?:[-_*]\s*){3,}$)       # a rule
    | (?=[-=]+\s*$)               # the line under a heading
    | (?=```|~~~)                 # a code fence
    | (?=<[A-Za-z/!?])            # HTML
    | (?=\[[^\]]*\]:)             # the target of a link
    """,
    re.VERBOSE,
)


def markdown(story: Story, *, title: bool = True) -> str:
    """The kept blocks as CommonMark, with a blank line between them; items of a list follow one another.

    What Markdown would take for markup at the start of a line is escaped; within a line the text is as the
    page has it. The result ends with a line end; it is "" if no block is kept, title or not.

    Args:
        story: the story.
        title: whether the title, if it is known, comes first, as the heading of level 1.
    """
    parts = [_heading(1, story.title)] if title and story.title and story.kept else []
    body = (judged for judged in story.kept if judged.label != "title")
    for is_list, group in groupby(body, key=lambda judged: judged.block.kind == "item"):
        if is_list:
            parts.append("\n".join(_items(group)))
        else:
            parts.extend(map(_rendered, group))
    return "\n\n".join(parts) + "\n" if parts else ""


def _items(items: Iterable[JudgedBlock]) -> Iterator[str]:
    """The items of a list; each stands under the last one before it that lies less deep."""
    above: list[int] = []
    for block, _ in items:
        while above and above[-1] >= block.level:
            above.pop()
        indent = "  " * len(above)
        above.append(block.level)
        yield f"{indent}- " + _lines(_BULLET.sub("", block.text, count=1), f"{indent}  ")


def _rendered(judged: JudgedBlock) -> str:
    block = judged.block
    if block.kind == "quote":
        return "> " + _lines(block.text, "> ")
    if judged.label == "heading" or block.kind == "heading":
        return _heading(max(HIGHEST_LEVEL, block.level), block.text)
    return _lines(block.text, "")


def _heading(level: int, text: str) -> str:
    text = _escaped(" ".join(text.split()))
    if text.endswith("#"):
        text = text[:-1] + r"\#"  # Markdown takes number signs at a heading's end for its closing mark.
    return f"{'#' * level} {text}"


def _lines(text: str, margin: str) -> str:
    """The text with its line breaks kept, which in Markdown takes two spaces at a line's end."""
    return f"  \n{margin}".join(_escaped(line.strip()) for line in text.splitlines())


def _escaped(line: str) -> str:
    mark = _MARKUP.match(line)
    return f"{line[: mark.end()]}\\{line[mark.end() :]}" if mark else line
