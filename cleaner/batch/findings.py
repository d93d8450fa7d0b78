"""What a report of a batch shows beside the tally: distributions, sites, and pages to look at.

All of it has a size that does not grow with the batch: counts in bins, the sites with most pages, and samples. A worker
sends a page along only if it is among the first of those that the worker has seen, so that hardly any page is.
"""

from __future__ import annotations

import json
from bisect import insort
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import compress, groupby
from operator import not_
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from cleaner.atomic import replacing
from cleaner.batch.tally import PageCounts
from cleaner.decision import Verdicts
from cleaner.errors import ResumeError
from cleaner.records.record import Failure, Record
from cleaner.reports.entry import Entry, entry
from cleaner.reports.view import page_view
from cleaner.story import Story

SAMPLES: Final = {"Lowest confidence": 14, "Longest cut": 13, "At random": 13}
"""How many pages there are to look at, by what they are chosen for: forty are as many as somebody reads."""

KEPT: Final = 20
"""How many are kept of each, as some are shown already for another reason."""

PAGE_BYTES: Final = 100_000
"""What a page may take in the report, packed. Forty of them are 4 MB."""

CONFIDENCE_BINS: Final = 20

LENGTH_BINS: Final = 32
"""Lengths are counted by powers of two."""

SITES: Final = 2_000
"""Sites that are counted one by one: twice as many at most, until those with fewest pages are put together."""

OTHER_SITES: Final = "(other sites)"
NO_SITE: Final = "(no address)"

Key = tuple[float, int]
"""The rank of a page in a sample, the first being the smallest, and a number that tells it from all others."""


class Sample(NamedTuple):
    """A page to look at, and its rank in each sample that it may belong to."""

    ranks: dict[str, Key]
    entry: Entry


class Finding(NamedTuple):
    """What a report counts of one page.

    Attributes:
        site: the host of its address.
        confidence: as the story has it.
        warnings: how many there are.
        removed: characters removed, by label.
        sample: the page itself, if it may be one of those to look at.
    """

    site: str
    confidence: float
    warnings: int
    removed: dict[str, int]
    sample: Sample | None = None


class First:
    """The first few of many things by their rank, each kept with it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.ranked: list[tuple[Key, Entry | None]] = []

    def admits(self, rank: Key) -> bool:
        return len(self.ranked) < self.size or rank < self.ranked[-1][0]

    def add(self, rank: Key, thing: Entry | None = None) -> None:
        if self.admits(rank):
            insort(self.ranked, (rank, thing), key=lambda pair: pair[0])
            del self.ranked[self.size :]


class Finder:
    """What a worker looks for in its pages. It knows only those that it has seen: what is among the first of all pages
    is among the first of these too."""

    def __init__(self) -> None:
        self._first = {name: First(KEPT) for name in SAMPLES}

    def found(self, record: Record, story: Story, counts: PageCounts) -> Finding:
        """What a report counts of a page."""
        account = story.verdicts
        assert isinstance(account, Verdicts), "every story of a Cleaner has its account"
        kept, labels, lengths = account.decision.kept, account.decision.labels, list(map(len, story.page.texts))
        removed: Counter[str] = Counter()
        for label, length in compress(zip(labels, lengths, strict=True), map(not_, kept)):
            removed[label] += length
        ranks = {
            name: rank
            for name, rank in self._ranks(record, counts, story.confidence, longest_cut(kept, lengths))
            if self._first[name].admits(rank)
        }
        for name, rank in ranks.items():
            self._first[name].add(rank)
        sample = Sample(ranks, entry(page_view(record.id, story), pack=PAGE_BYTES)) if ranks else None
        return Finding(site_of(record.url or story.url), story.confidence, len(story.warnings), dict(removed), sample)

    def _ranks(self, record: Record, counts: PageCounts, confidence: float, cut: int) -> Iterator[tuple[str, Key]]:
        digest = blake2b(f"{record.source}\0{record.number}".encode("utf-8", "replace"), digest_size=6).digest()
        chance = int.from_bytes(digest, "big")
        yield "At random", (0.0, chance)
        if counts.is_story:
            yield "Lowest confidence", (confidence, chance)
            yield "Longest cut", (-float(cut), chance)


def longest_cut(kept: list[bool], lengths: list[int]) -> int:
    """Characters of the longest stretch of removed blocks."""
    stretches = groupby(zip(kept, lengths, strict=True), key=lambda block: block[0])
    return max((sum(length for _, length in stretch) for is_kept, stretch in stretches if not is_kept), default=0)


def site_of(url: str | None) -> str:
    """The host of an address, without "www."."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.") or NO_SITE


@dataclass
class Site:
    """Sums over the pages of a site.

    Attributes:
        pages, stories: how many there are.
        confidence: the sum over the stories.
        warnings: how many there are.
    """

    pages: int = 0
    stories: int = 0
    confidence: float = 0.0
    warnings: int = 0

    def add(self, other: Site) -> None:
        self.pages += other.pages
        self.stories += other.stories
        self.confidence += other.confidence
        self.warnings += other.warnings

    @property
    def mean_confidence(self) -> float:
        return self.confidence / self.stories if self.stories else 0.0


@dataclass
class Findings:
    """What a report shows of a batch.

    Attributes:
        removed: characters removed, by label.
        confidence: stories by confidence, in `CONFIDENCE_BINS` bins from 0 to 1.
        before: pages by the length of their text: bin n holds those of 2**(n - 1) to 2**n - 1 characters.
        after: stories by the length of theirs, likewise.
        sites: sums by site, those with most pages.
        examples: by kind of failure, the id of the first page that failed so, and why.
        samples: the pages to look at, by what they were chosen for.
    """

    removed: Counter[str] = field(default_factory=Counter)
    confidence: list[int] = field(default_factory=lambda: [0] * CONFIDENCE_BINS)
    before: list[int] = field(default_factory=lambda: [0] * LENGTH_BINS)
    after: list[int] = field(default_factory=lambda: [0] * LENGTH_BINS)
    sites: dict[str, Site] = field(default_factory=dict)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)
    samples: dict[str, First] = field(default_factory=lambda: {name: First(KEPT) for name in SAMPLES})

    def add(self, counts: PageCounts, finding: Finding) -> None:
        """Counts a page."""
        self.removed.update(finding.removed)
        self.before[_length_bin(counts.characters)] += 1
        if counts.is_story:
            self.confidence[min(int(finding.confidence * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)] += 1
            self.after[_length_bin(counts.kept)] += 1
        confidence = finding.confidence if counts.is_story else 0.0
        self._add_site(finding.site, Site(1, int(counts.is_story), confidence, finding.warnings))
        if finding.sample:
            for name, rank in finding.sample.ranks.items():
                self.samples[name].add(rank, finding.sample.entry)

    def add_failure(self, failure: Failure) -> None:
        self.examples.setdefault(failure.kind, (failure.id, failure.reason))

    def _add_site(self, name: str, site: Site) -> None:
        self.sites.setdefault(name, Site()).add(site)
        if len(self.sites) <= 2 * SITES:
            return
        by_pages = sorted(self.sites.items(), key=lambda pair: (-pair[1].pages, pair[0]))
        rest = self.sites.get(OTHER_SITES) or Site()
        self.sites = {host: sums for host, sums in by_pages[:SITES] if host != OTHER_SITES}
        for host, sums in by_pages[SITES:]:
            if host != OTHER_SITES:
                rest.add(sums)
        self.sites[OTHER_SITES] = rest

    def pages(self) -> list[Entry]:
        """The pages to look at, each once, under what it was chosen for."""
        chosen: dict[int, Entry] = {}
        for name, size in SAMPLES.items():
            new = [(number, page) for (_, number), page in self.samples[name].ranked if page and number not in chosen]
            chosen |= {number: {**page, "group": name} for number, page in new[:size]}
        return list(chosen.values())

    def save(self, path: Path) -> None:
        """Writes all of it to the disk."""
        state = {
            **vars(self),
            "sites": {host: vars(site) for host, site in self.sites.items()},
            "samples": {name: first.ranked for name, first in self.samples.items()},
        }
        with replacing(path, aside=path.with_name(f"{path.name}.aside"), sync=True) as aside:
            aside.write_text(json.dumps(state), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Findings:
        """What was saved.

        Raises:
            ResumeError: it is not there, or not whole.
        """
        try:
            return cls._of(json.loads(path.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise ResumeError(
                f"{path}: what the report is made of is gone; begin again with --restart, or leave --report out"
            ) from None

    @classmethod
    def _of(cls, state: dict[str, Any]) -> Findings:
        found = cls(
            removed=Counter(state["removed"]),
            confidence=state["confidence"],
            before=state["before"],
            after=state["after"],
            sites={host: Site(**sums) for host, sums in state["sites"].items()},
            examples={kind: (id, reason) for kind, (id, reason) in state["examples"].items()},
        )
        for name, ranked in state["samples"].items():
            found.samples[name].ranked = [((rank, number), page) for (rank, number), page in ranked]
        return found


def _length_bin(characters: int) -> int:
    return min(characters.bit_length(), LENGTH_BINS - 1)
