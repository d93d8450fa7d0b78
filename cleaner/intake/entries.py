"""Cuts a feed into its entries, in memory for one of them, and without reading what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_MARK: Final = re.compile(
    rb"<!\[CDATA\[|<!--|<(?P<end>/?)(?:[\w.-]{1,40}:)?(?P<name>item|entry|rss|feed|RDF|channel)(?=[\s/>])"
)
LONGEST_MARK: Final = 64
"""So many bytes at the end of what was read may be the beginning of a mark."""

_ENDS: Final = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
"""What ends a stretch in which tags are none."""

ENTRIES: Final = (b"item", b"entry")


class Entries:
    """The entries of a feed, each from its first tag to its last. Iterated over once.

    Args:
        pieces: the feed, in any pieces, in a charset that has ASCII in it.
        max_bytes: an entry that is larger is given as None, and is never held whole.

    Attributes:
        is_cut: whether the feed ended within the entry that came last.
        ended: the names of the elements around the entries that have ended.
    """

    def __init__(self, pieces: Iterable[bytes], max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.is_cut = False
        self.ended: set[bytes] = set()
        self._parts = _parts(pieces)

    def __iter__(self) -> Iterator[bytes | None]:
        entry = bytearray()  # Empty between entries.
        for name, ends, part in self._parts:
            if name in ENTRIES and entry:
                if ends:
                    entry += part.partition(b">")[0] + b">"
                # Without an end it ends where another one begins.
                yield self._allowed(entry)
                entry = bytearray()
            elif name and ends:
                self.ended.add(name)
            if (entry or (name in ENTRIES and not ends)) and len(entry) <= self.max_bytes:
                entry += part
        if entry:
            self.is_cut = True
            yield self._allowed(entry)

    def _allowed(self, entry: bytearray) -> bytes | None:
        return bytes(entry) if len(entry) <= self.max_bytes else None


def _parts(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool, bytes]]:
    """A feed as stretches: the name of the tag that each begins with, "" for none, whether it is an end tag, and the
    stretch. Joined they are the feed."""
    name, ends, until, rest = b"", False, b"", b""
    for piece in pieces:
        rest += piece
        start = at = 0
        while True:
            if until:
                found = rest.find(until, at)
                if found < 0:
                    break
                at, until = found + len(until), b""
            mark = _MARK.search(rest, at)
            if mark is None:
                break
            at = mark.end()
            until = _ENDS.get(mark[0], b"")
            if not until:
                yield name, ends, rest[start : mark.start()]
                name, ends, start = mark["name"], bool(mark["end"]), mark.start()
        # What is kept back may begin a mark, or may be the beginning of what ends a stretch.
        kept_back = max(at, len(rest) - LONGEST_MARK)
        if kept_back > start:
            yield name, ends, rest[start:kept_back]
            name, ends, rest = b"", False, rest[kept_back:]
        else:
            rest = rest[start:]
    yield name, ends, rest
