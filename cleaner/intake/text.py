"""Text that some scraper already dumped: lines and paragraphs become blocks with offsets into the source.

A block is a line, with two exceptions that dumpers force on us. Paragraphs wrapped at a fixed width are
put back together, and so are sentences that a dumper broke at every link or bold word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import accumulate, groupby, pairwise
from typing import Final

from cleaner.characters import BULLETS, CLOSING, TORN, ZERO_WIDTH
from cleaner.intake.mending import mended
from cleaner.model import Block, Kind, LazyBlocks, Page

MIN_TORN_LINES: Final = 2
"""A line that starts with closing punctuation happens once by accident; a dumper that tears does it all along."""

MIN_WRAP_WIDTH: Final = 40
MAX_WRAP_WIDTH: Final = 160
"""Fixed-width text is set at 60 to 80 columns, and at up to 150 by terminals and converters of PDF; the bounds leave
room for narrow mail."""

MIN_WRAPPED_LINES: Final = 3
MAX_UNPROVEN_WIDTH: Final = 100
"""Two full lines in a row can be chance; a paragraph of three, not too wide, is evidence of its own wrapping."""

MIN_FULL_LINES: Final = 3
MIN_FULL_SHARE: Final = 0.8
"""A page is wrapped if of its long lines that have one right below them so many are full. Where each line is a
paragraph, only those are that happen to be as long as the longest."""

MAX_WRAPPED_WORD: Final = 30
"""A longer word is an address, or a line in a script without spaces: that it did not fit proves nothing."""

_VISIBLE_ENDS: Final = ZERO_WIDTH + " \t\xa0"
_BULLETS: Final = frozenset(BULLETS)


def text_page(source: str, *, url: str | None = None, encoding: str | None = None) -> Page:
    """Cuts dumped text into a page. Every character of `source` that is not blank lies in exactly one block."""
    lines = _lines(source)
    texts = list(filter(None, lines))
    lengths = _rejoined(texts, lines)
    if lengths is not None:
        texts = [_joined(texts[start:end]) for start, end in pairwise(accumulate(lengths, initial=0))]
    warnings: tuple[str, ...] = ()
    if "&" in source or "[" in source:
        texts, warnings = mended(texts)
    kinds: list[Kind] = ["item" if text[0] in _BULLETS and text[1:2].isspace() else "text" for text in texts]
    blocks = LazyBlocks(texts, kinds, partial(_blocks, source, texts, kinds, lengths))
    return Page(source, blocks, "text", url, encoding, warnings=warnings)


def _lines(source: str) -> list[str]:
    """The lines, blank ones too, without white space at their ends."""
    lines = map(str.strip, source.splitlines())
    if not source.isascii() and any(char in source for char in ZERO_WIDTH):
        return [line.strip(_VISIBLE_ENDS) for line in lines]
    return list(lines)


def _blocks(source: str, texts: list[str], kinds: list[Kind], lengths: list[int] | None) -> tuple[Block, ...]:
    """The blocks of so many lines each, with their offsets."""
    spans = list(_spans(source))
    if lengths is not None:
        groups = pairwise(accumulate(lengths, initial=0))
        spans = [(spans[first][0], spans[end - 1][1]) for first, end in groups]
    columns = zip(texts, spans, kinds, strict=True)
    return tuple([Block(index, text, start, end, kind) for index, (text, (start, end), kind) in enumerate(columns)])


def _spans(source: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not blank begins and ends, white space aside."""
    whole = source.splitlines(keepends=True)
    for offset, line, text in zip(accumulate(map(len, whole), initial=0), whole, _lines(source), strict=False):
        if text:
            start = offset + line.find(text)
            yield start, start + len(text)


def _rejoined(texts: list[str], lines: list[str]) -> list[int] | None:
    """How many lines make each block; None if each line is one. `texts` are the lines that are not blank."""
    width = max(map(len, texts), default=0)
    if MIN_WRAP_WIDTH <= width <= MAX_WRAP_WIDTH:
        return list(_unwrapped(lines, width))
    torn = [text for text in texts if text[0] in TORN and not text[1:2].strip()]
    if len(torn) >= MIN_TORN_LINES:
        return _mended(texts)
    return None


def _unwrapped(lines: list[str], width: int) -> Iterator[int]:
    """Joins the paragraphs in which every line but the last is full: its successor's first word did not fit."""
    paragraphs = [list(group) for is_paragraph, group in groupby(lines, bool) if is_paragraph]
    proven = _is_wrapped(paragraphs, width)
    if not proven and width > MAX_UNPROVEN_WIDTH:
        yield from [1] * sum(map(len, paragraphs))
        return
    enough = 1 if proven else MIN_WRAPPED_LINES
    for paragraph in paragraphs:
        wrapped = len(paragraph) >= enough and all(_is_full(*pair, width) for pair in pairwise(paragraph))
        yield from [len(paragraph)] if wrapped else [1] * len(paragraph)


def _is_wrapped(paragraphs: list[list[str]], width: int) -> bool:
    """Whether the page as a whole is set at a fixed width."""
    long = [
        _is_full(above, below, width)
        for paragraph in paragraphs
        for above, below in pairwise(paragraph)
        if len(above) > width / 2
    ]
    return sum(long) >= max(MIN_FULL_LINES, MIN_FULL_SHARE * len(long))


def _is_full(above: str, below: str, width: int) -> bool:
    word = len(_first_word(below))
    return word <= MAX_WRAPPED_WORD and len(above) + 1 + word > width


def _mended(texts: list[str]) -> list[int]:
    """Joins the fragments of sentences that were broken at links and bold words.

    A fragment that starts with closing punctuation or in lower case continues what stands before it; so does
    a short one between an unfinished line and such a fragment (the link's own text).
    """
    lengths = [1]
    for before, here, after in zip(texts, texts[1:], [*texts[2:], ""], strict=False):
        if _continues(before, here, after):
            lengths[-1] += 1
        else:
            lengths.append(1)
    return lengths


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


def _first_word(text: str) -> str:
    return text.split(None, 1)[0]


def _last_word(text: str) -> str:
    return text.rsplit(None, 1)[-1]


def _joined(fragments: list[str]) -> str:
    text = fragments[0]
    for fragment in fragments[1:]:
        text += fragment if fragment[0] in CLOSING else " " + fragment
    return text
