"""Text that some scraper already dumped: lines and paragraphs become blocks with offsets into the source.

A block is a line, with two exceptions that dumpers force on us. Paragraphs wrapped at a fixed width are
put back together, and so are sentences that a dumper broke at every link or bold word.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Final

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

TORN: Final = ",.;:!?…،؛؟。、，"
"""Closing punctuation with which, alone or before a space, a line begins that was torn off the one before it."""

Line = tuple[int, int, str]
"""A non-blank line: its number in the source, the offset of its first character, and its text without white space
at its ends."""

_VISIBLE_ENDS: Final = ZERO_WIDTH + " \t\xa0"


def text_page(source: str, *, url: str | None = None, encoding: str | None = None) -> Page:
    """Cuts dumped text into a page. Every character of `source` that is not blank lies in exactly one block."""
    lines = _lines(source)
    groups = _rejoined(lines)
    if groups is None:
        blocks = tuple([_block(index, text, start, start + len(text)) for index, (_, start, text) in enumerate(lines)])
    else:
        blocks = tuple([_joined(index, group) for index, group in enumerate(groups)])
    return Page(source, blocks, "text", url, encoding)


def _lines(source: str) -> list[Line]:
    raw = source.splitlines(keepends=True)
    starts = accumulate(map(len, raw), initial=0)
    texts = map(str.strip, raw)
    if not source.isascii() and any(char in source for char in ZERO_WIDTH):
        texts = map(_visible, texts)
    return [
        (number, start + whole.find(text), text)
        for number, (start, whole, text) in enumerate(zip(starts, raw, texts, strict=False))
        if text
    ]


def _visible(line: str) -> str:
    return line.strip(_VISIBLE_ENDS)


def _rejoined(lines: list[Line]) -> list[list[Line]] | None:
    """Groups of lines that are one block each; None if each line is."""
    width = max([len(text) for _, _, text in lines], default=0)
    if MIN_WRAP_WIDTH <= width <= MAX_WRAP_WIDTH:
        return _unwrapped(lines, width)
    torn = [text for _, _, text in lines if text[0] in TORN and not text[1:2].strip()]
    if len(torn) >= MIN_TORN_LINES:
        return _mended(lines)
    return None


def _unwrapped(lines: list[Line], width: int) -> list[list[Line]]:
    """Joins the paragraphs in which every line but the last is full: its successor's first word did not fit."""
    groups: list[list[Line]] = []
    for paragraph in _paragraphs(lines):
        pairs = pairwise([text for _, _, text in paragraph])
        wrapped = len(paragraph) >= MIN_WRAPPED_LINES and all(
            len(above) + 1 + len(below.split(None, 1)[0]) > width for above, below in pairs
        )
        groups.extend([paragraph] if wrapped else [[line] for line in paragraph])
    return groups


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """The lines, parted where a blank one stands between two."""
    paragraphs: list[list[Line]] = []
    last = -2
    for line in lines:
        number = line[0]
        if number > last + 1:
            paragraphs.append([])
        paragraphs[-1].append(line)
        last = number
    return paragraphs


def _mended(lines: list[Line]) -> list[list[Line]]:
    """Joins the fragments of sentences that were broken at links and bold words.

    A fragment that starts with closing punctuation or in lower case continues what stands before it; so does
    a short one between an unfinished line and such a fragment (the link's own text).
    """
    groups: list[list[Line]] = [lines[:1]]
    texts = [text for _, _, text in lines]
    for line, before, here, after in zip(lines[1:], texts, texts[1:], [*texts[2:], ""], strict=False):
        if _continues(before, here, after):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(before: str, here: str, after: str) -> bool:
    first, last = here[0], before[-1]
    if first in CLOSING:
        return True
    if last in ".!?:。！？؟।":
        return False
    if first.islower():
        return last not in ",;" or len(before.split(None, 3)) > 3
    is_link_text = after[:1].islower() or (after != "" and after[0] in CLOSING)
    return is_link_text and last.islower() and " " in before and _last_word(before).islower()


def _last_word(text: str) -> str:
    return text.rsplit(None, 1)[-1]


def _joined(index: int, group: list[Line]) -> Block:
    """The block of lines that belong together."""
    (_, start, joined), *others = group
    end = start + len(joined)
    for _, offset, fragment in others:
        joined += fragment if fragment[0] in CLOSING else " " + fragment
        end = offset + len(fragment)
    return _block(index, joined, start, end)


def _block(index: int, text: str, start: int, end: int) -> Block:
    kind: Kind = "item" if text[0] in BULLETS and text[1:2].isspace() else "text"
    return Block(index, text, start, end, kind)
