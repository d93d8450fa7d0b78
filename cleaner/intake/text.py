"""Text that some scraper already dumped: lines and paragraphs become blocks with offsets into the source.

A block is a line, with two exceptions that dumpers force on us. Paragraphs wrapped at a fixed width are
put back together, and so are sentences that a dumper broke at every link or bold word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cleaner.model import Block, Kind, Page

ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters without width that dumps carry: zero-width space and joiners, word joiner, BOM, soft hyphen."""

BULLETS: Final = "•*·‣▪◦●○■□–-—»►▶✓✔"
"""Signs that dumpers and writers put before a list item."""

CLOSING: Final = ",.;:!?)]}”’»…،؛؟。、，」』）"
"""Punctuation that only ever continues or closes what stands before it."""

MIN_TORN_LINES: Final = 2
"""A line that starts with closing punctuation happens once by accident; a dumper that tears does it all along."""

MIN_WRAP_WIDTH: Final = 40
MAX_WRAP_WIDTH: Final = 100
"""Fixed-width text is set at 60 to 80 columns; the bounds leave room for narrow mail and wide terminals."""

MIN_WRAPPED_LINES: Final = 3
"""Two full lines in a row can be chance; a paragraph of three is evidence of wrapping."""

_TORN_LINE: Final = re.compile(r"^[^\S\n]*[,.;:!?…،؛؟。、，](?:\s|$)", re.M)


class Line(NamedTuple):
    """A non-blank line: `source[start:end]` without white space at its ends; `gap`: a blank line precedes it."""

    start: int
    end: int
    gap: bool


def text_page(source: str, *, url: str | None = None, encoding: str | None = None) -> Page:
    """Cuts dumped text into a page. Every character of `source` that is not blank lies in exactly one block."""
    lines = list(_lines(source))
    groups = _rejoined(source, lines)
    blocks = tuple(_block(index, source, group) for index, group in enumerate(groups))
    return Page(source, blocks, "text", url, encoding)


_line: Final = Line._make  # a third quicker than `Line(…)`, and every line of every page takes it


def _lines(source: str) -> Iterator[Line]:
    has_zero_width = not source.isascii() and any(char in source for char in ZERO_WIDTH)
    position, gap = 0, False
    for raw in source.splitlines(keepends=True):
        line = raw.strip()
        start = position + raw.find(line[:1]) if line else position
        position += len(raw)
        if has_zero_width:
            visible = line.lstrip(ZERO_WIDTH + " \t\xa0")
            start += len(line) - len(visible)
            line = visible.rstrip(ZERO_WIDTH + " \t\xa0")
        if line:
            yield _line((start, start + len(line), gap))
        gap = not line


def _rejoined(source: str, lines: list[Line]) -> list[list[Line]]:
    """Groups of lines that are one block each."""
    width = max([end - start for start, end, _ in lines], default=0)
    if MIN_WRAP_WIDTH <= width <= MAX_WRAP_WIDTH:
        return _unwrapped(source, lines, width)
    if len(_TORN_LINE.findall(source)) >= MIN_TORN_LINES:
        return _mended(source, lines)
    return [[line] for line in lines]


def _unwrapped(source: str, lines: list[Line], width: int) -> list[list[Line]]:
    """Joins the paragraphs in which every line but the last is full: its successor's first word did not fit."""
    groups: list[list[Line]] = []
    for paragraph in _paragraphs(lines):
        pairs = itertools.pairwise(paragraph)
        wrapped = len(paragraph) >= MIN_WRAPPED_LINES and all(
            a.end - a.start + 1 + len(source[b.start : b.end].split(None, 1)[0]) > width for a, b in pairs
        )
        groups.extend([paragraph] if wrapped else [[line] for line in paragraph])
    return groups


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    for line in lines:
        if line.gap or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _mended(source: str, lines: list[Line]) -> list[list[Line]]:
    """Joins the fragments of sentences that were broken at links and bold words.

    A fragment that starts with closing punctuation or in lower case continues what stands before it; so does
    a short one between an unfinished line and such a fragment (the link's own text).
    """
    texts = [source[line.start : line.end] for line in lines]
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        if index and _continues(texts, index):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(texts: list[str], index: int) -> bool:
    before, here = texts[index - 1], texts[index]
    if here[0] in CLOSING:
        return True
    if before[-1] in ".!?:。！？؟।":
        return False
    if here[0].islower():
        return before[-1] not in ",;" or len(before.split(None, 3)) > 3
    after = texts[index + 1] if index + 1 < len(texts) else ""
    is_link_text = after[:1] in CLOSING or after[:1].islower()
    return bool(after) and is_link_text and " " in before and before[-1].islower() and _last_word(before).islower()


def _last_word(text: str) -> str:
    return text.rsplit(None, 1)[-1]


def _block(index: int, source: str, group: list[Line]) -> Block:
    start, end = group[0].start, group[-1].end
    if len(group) == 1:
        text = source[start:end]
    else:
        text = ""
        for line in group:
            fragment = source[line.start : line.end]
            text += fragment if not text or fragment[0] in CLOSING else " " + fragment
    kind: Kind = "item" if text[0] in BULLETS and text[1:2].isspace() else "text"
    return Block(index, text, start, end, kind)
