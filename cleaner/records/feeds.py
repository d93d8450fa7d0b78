"""Feeds: each entry of RSS or Atom is a page (`cleaner.intake.feed` reads it, where it is cleaned)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import IO, Final

from cleaner.errors import DecodeError
from cleaner.intake.decode import decode
from cleaner.intake.entries import ENTRIES, Entries
from cleaner.intake.feed import read_entry
from cleaner.intake.form import feed_root
from cleaner.records.record import Failure, Item, Reading, Record
from cleaner.records.source import Source
from cleaner.records.streams import READ_BYTES
from cleaner.records.tables import LOOKED_AT_BYTES, too_large

_DECLARATION: Final = re.compile(rb"<\?xml[^>]{0,200}\?>")
_BEGINNING: Final = 400
"""So many bytes, a multiple of four, tell UTF-16 and UTF-32 from other charsets."""


def read_feed(stream: IO[bytes], source: Source, reading: Reading, start: int) -> Iterator[Item]:
    """The entries of a feed from number `start` on, each as its XML, behind the declaration that names its charset.

    Raises:
        EOFError: the feed ends within an entry, or without the end of its first element.
    """
    pieces, is_rewritten = _pieces(stream)
    first = next(pieces, b"")
    root = _root(first)
    if not root:
        if start == 0:
            reason = "is no feed: it begins with no element of RSS or Atom"
            yield Failure(source.name, source.name, 0, "corrupt", reason)
        return
    declared = None if is_rewritten else _DECLARATION.search(first)
    entries = Entries(chain([first], pieces), reading.max_bytes)
    for index, entry in enumerate(entries):
        if entries.is_cut:
            raise EOFError(f"the feed ends within entry {index}")
        if index >= start:
            yield _item(entry, declared[0] if declared else b"", source, index, reading)
    if root.encode() not in (*ENTRIES, *entries.ended):
        raise EOFError(f"the feed ends before </{root}>")


def is_feed(stream: IO[bytes]) -> bool:
    """Whether a file begins as a feed does."""
    pieces, _ = _pieces(stream)
    return _root(next(pieces, b"")) != ""


def _root(first: bytes) -> str:
    """The name of a feed's first element; "" if it is no feed. Before it may stand warnings of the program that made
    it."""
    return feed_root(first[max(0, first.find(b"<")) :].decode("latin-1"))


def _item(entry: bytes | None, declaration: bytes, source: Source, index: int, reading: Reading) -> Record | Failure:
    """The page that an entry is; None stands for one that is too large. Its id and its link are looked for at its
    beginning: the rest of a large one is left to a worker."""
    if entry is None:
        return too_large(source, index, reading)
    place, page = f"{source.name}:{index}", declaration + entry
    id, url = "", ""
    with suppress(DecodeError):  # The cleaning will say so.
        _, id, url, *_ = read_entry(decode(page[:LOOKED_AT_BYTES]).text)
    return Record(id or place, page, url or None, "fragment", None, source.name, index)


def _pieces(stream: IO[bytes]) -> tuple[Iterator[bytes], bool]:
    """A file in pieces, and whether they were written in UTF-8 instead of UTF-16 or UTF-32, which have no ASCII in
    them."""
    first = stream.read(READ_BYTES)
    pieces = chain([first], iter(lambda: stream.read(READ_BYTES), b""))
    encoding = decode(first[:_BEGINNING]).encoding if b"\0" in first[:4] or first[:1] in (b"\xff", b"\xfe") else ""
    if not encoding.startswith(("utf-16", "utf-32")):
        return pieces, False
    return map(str.encode, codecs.iterdecode(pieces, encoding, errors="replace")), True
