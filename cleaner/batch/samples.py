"""Pages to look at: the first few of all pages by some rank, picked as the pages go by."""

from __future__ import annotations

import base64
import zlib
from bisect import insort
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple

from cleaner.batch.tally import PageCounts
from cleaner.records.record import Form, Record

LOWEST_CONFIDENCE: Final = "Lowest confidence"
LONGEST_CUT: Final = "Longest cut"
AT_RANDOM: Final = "At random"

SAMPLES: Final = {LOWEST_CONFIDENCE: 14, LONGEST_CUT: 13, AT_RANDOM: 13}
"""How many pages there are to look at, by what they are chosen for: forty are as many as somebody reads."""

KEPT: Final = 16
"""How many are kept of each, as some are shown already for another reason."""

LARGEST_PAGE: Final = 2_000_000
"""Larger pages are not among those to look at. One of news has a tenth of it."""

Key = tuple[float, int]
"""The rank of a page in a sample, the first being the smallest, and a number that tells it from all others."""


class StoredPage(NamedTuple):
    """A record without its other columns, its page packed by zlib and in base64; `encoded` if it was str. `seen_at` is
    in ISO 8601."""

    id: str
    url: str | None
    form: Form | None
    encoding: str | None
    source: str
    number: int
    encoded: bool
    page: str
    seen_at: str | None

    @classmethod
    def of(cls, record: Record) -> StoredPage:
        page = record.page
        content = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
        packed = base64.b64encode(zlib.compress(content, 1)).decode("ascii")
        known = record.id, record.url, record.form, record.encoding, record.source, record.number
        return cls(*known, isinstance(page, str), packed, record.seen_at.isoformat() if record.seen_at else None)

    def record(self) -> Record:
        content = zlib.decompress(base64.b64decode(self.page))
        page = content.decode("utf-8", "surrogatepass") if self.encoded else content
        seen_at = datetime.fromisoformat(self.seen_at) if self.seen_at else None
        return Record(self.id, page, self.url, self.form, self.encoding, self.source, self.number, seen_at=seen_at)


class Sample(NamedTuple):
    """A page to look at, and its rank in each sample that it may belong to."""

    ranks: dict[str, Key]
    record: Record


class First:
    """The first few of many things by their rank, each kept with it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.ranked: list[tuple[Key, StoredPage | None]] = []

    def admits(self, rank: Key) -> bool:
        return len(self.ranked) < self.size or rank < self.ranked[-1][0]

    def add(self, rank: Key, page: StoredPage | None = None) -> None:
        if self.admits(rank):
            insort(self.ranked, (rank, page), key=lambda pair: pair[0])
            del self.ranked[self.size :]


def ranks_of(record: Record, counts: PageCounts, confidence: float, cut: int) -> dict[str, Key]:
    """The rank of a page in each sample that it may belong to: stories alone can be unsure or cut too short."""
    digest = blake2b(f"{record.source}\0{record.number}".encode("utf-8", "replace"), digest_size=6).digest()
    chance = int.from_bytes(digest, "big")
    if not counts.is_story:
        return {AT_RANDOM: (0.0, chance)}
    return {
        AT_RANDOM: (0.0, chance),
        LOWEST_CONFIDENCE: (confidence, chance),
        LONGEST_CUT: (-float(cut), chance),
    }


def longest_cut(kept: Iterable[bool], lengths: Iterable[int]) -> int:
    """The characters of the longest stretch of removed blocks, given for each block whether it was kept, and its
    length."""
    longest = cut = 0
    for is_kept, length in zip(kept, lengths, strict=True):
        cut = 0 if is_kept else cut + length
        longest = max(longest, cut)
    return longest
