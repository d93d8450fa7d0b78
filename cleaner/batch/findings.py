"""What a report of a batch shows beside the tally: distributions, sites, and pages to look at.

All of it has a size that does not grow with the batch: counts in bins, the sites with most pages, and samples. A worker
sends a page along only if it is among the first of those that the worker has seen, so that hardly any page is; and it
sends the page as it came, which is cleaned once more for the report: to render each candidate would take longer.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from cleaner.atomic import replacing
from cleaner.batch.samples import (
    KEPT,
    LARGEST_PAGE,
    LONGEST_CUT,
    SAMPLES,
    First,
    Key,
    Sample,
    StoredPage,
    longest_cut,
    ranks_of,
)
from cleaner.batch.tally import PageCounts
from cleaner.decision import Verdicts
from cleaner.errors import ResumeError
from cleaner.records.record import Failure, Record
from cleaner.reports.entry import Entry, entry
from cleaner.reports.view import page_view
from cleaner.story import Story

PAGE_BYTES: Final = 100_000
"""What a page may take in the report, packed. Forty of them are 4 MB."""

CONFIDENCE_BINS: Final = 20

LENGTH_BINS: Final = 32
"""Lengths are counted by powers of two."""

SITES: Final = 2_000
"""Sites that are counted one by one: twice as many at most, until those with fewest pages are put together."""

PAGES_FILE: Final = "findings.pages"
"""A few MB of pages, of which hardly any are new when the findings are saved, which is once a second."""

OTHER_SITES: Final = "(other sites)"
NO_SITE: Final = "(no address)"


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


class Finder:
    """What a worker looks for in its pages. It knows only those that it has seen: what is among the first of all pages
    is among the first of these too."""

    def __init__(self) -> None:
        self._first = {name: First(KEPT) for name in SAMPLES}

    def found(self, record: Record, story: Story, counts: PageCounts) -> Finding:
        """What a report counts of a page."""
        removed = dict(story.removed_characters)
        sample = self._sample(record, ranks_of(record, counts, story.confidence, self._cut(story)))
        return Finding(site_of(record.url or story.url), story.confidence, len(story.warnings), removed, sample)

    def _cut(self, story: Story) -> int:
        """The longest cut of a page; 0 where all that was removed would be too short for one of the longest."""
        if not self._first[LONGEST_CUT].admits((-float(sum(story.removed_characters.values())), 0)):
            return 0
        account = story.verdicts
        assert isinstance(account, Verdicts), "every story of a Cleaner has its account"
        return longest_cut([kept for kept, _ in account.outcomes()], map(len, story.page.texts))

    def _sample(self, record: Record, ranks: dict[str, Key]) -> Sample | None:
        first = {name: rank for name, rank in ranks.items() if self._first[name].admits(rank)}
        if not first or len(record.page) > LARGEST_PAGE:
            return None
        for name, rank in first.items():
            self._first[name].add(rank)
        return Sample(first, record._replace(other=None))


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

    def add_page(self, is_story: bool, confidence: float, warnings: int) -> None:
        self.pages += 1
        self.warnings += warnings
        if is_story:
            self.stories += 1
            self.confidence += confidence

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
        saved: where each of their pages stands in the file of saved pages, by the page's number: its start and length.
    """

    removed: Counter[str] = field(default_factory=Counter)
    confidence: list[int] = field(default_factory=lambda: [0] * CONFIDENCE_BINS)
    before: list[int] = field(default_factory=lambda: [0] * LENGTH_BINS)
    after: list[int] = field(default_factory=lambda: [0] * LENGTH_BINS)
    sites: dict[str, Site] = field(default_factory=dict)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)
    samples: dict[str, First] = field(default_factory=lambda: {name: First(KEPT) for name in SAMPLES})
    saved: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, counts: PageCounts, finding: Finding) -> None:
        """Counts a page."""
        for label, length in finding.removed.items():
            self.removed[label] += length
        self.before[_length_bin(counts.characters)] += 1
        if counts.is_story:
            self.confidence[min(int(finding.confidence * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)] += 1
            self.after[_length_bin(counts.kept)] += 1
        self._site(finding.site).add_page(counts.is_story, finding.confidence, finding.warnings)
        if finding.sample:
            self._add_sample(finding.sample)

    def add_failure(self, failure: Failure) -> None:
        self.examples.setdefault(failure.kind, (failure.id, failure.reason))

    def _add_sample(self, sample: Sample) -> None:
        ranks = {name: rank for name, rank in sample.ranks.items() if self.samples[name].admits(rank)}
        page = StoredPage.of(sample.record) if ranks else None
        for name, rank in ranks.items():
            self.samples[name].add(rank, page)

    def _site(self, name: str) -> Site:
        site = self.sites.get(name)
        if site is None:
            if len(self.sites) >= 2 * SITES:
                self._put_small_sites_together()
            site = self.sites[name] = Site()
        return site

    def _put_small_sites_together(self) -> None:
        by_pages = sorted(self.sites.items(), key=lambda pair: (-pair[1].pages, pair[0]))
        rest = self.sites.get(OTHER_SITES) or Site()
        self.sites = {host: sums for host, sums in by_pages[:SITES] if host != OTHER_SITES}
        for host, sums in by_pages[SITES:]:
            if host != OTHER_SITES:
                rest.add(sums)
        self.sites[OTHER_SITES] = rest

    def pages(self, clean: Callable[[Record], Story]) -> list[Entry]:
        """The pages to look at, each once, under what it was chosen for. `clean` cleans them as they were."""
        chosen: dict[int, tuple[StoredPage, str]] = {}
        for name, size in SAMPLES.items():
            new = [(number, page) for (_, number), page in self.samples[name].ranked if page and number not in chosen]
            chosen |= {number: (page, name) for number, page in new[:size]}
        return [
            entry(page_view(page.id, clean(page.record())), group, pack=PAGE_BYTES) for page, group in chosen.values()
        ]

    def save(self, path: Path) -> None:
        """Writes all of it to the disk: the pages into a file beside it, once each."""
        self._save_pages(path.with_name(PAGES_FILE))
        state = {
            **vars(self),
            "sites": {host: vars(site) for host, site in self.sites.items()},
            "samples": {name: [key for key, _ in first.ranked] for name, first in self.samples.items()},
            "saved": list(self.saved.items()),
        }
        with replacing(path, aside=path.with_name(f"{path.name}.aside"), sync=True) as aside:
            aside.write_text(json.dumps(state), encoding="utf-8")

    def _save_pages(self, path: Path) -> None:
        """Appends those pages that the file does not have. What a crash has left behind there does no harm."""
        pages = {number: page for first in self.samples.values() for (_, number), page in first.ranked if page}
        self.saved = {number: place for number, place in self.saved.items() if number in pages}
        new = [number for number in pages if number not in self.saved]
        if not new:
            return
        with path.open("ab") as file:
            for number in new:
                self.saved[number] = file.tell(), file.write(json.dumps(pages[number]).encode())
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def load(cls, path: Path) -> Findings:
        """What was saved.

        Raises:
            ResumeError: it is not there, or not whole.
        """
        try:
            return cls._of(json.loads(path.read_bytes()), path.with_name(PAGES_FILE))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise ResumeError(
                f"{path}: what the report is made of is gone; begin again with --restart, or leave --report out"
            ) from None

    @classmethod
    def _of(cls, state: dict[str, Any], pages_file: Path) -> Findings:
        found = cls(
            removed=Counter(state["removed"]),
            confidence=state["confidence"],
            before=state["before"],
            after=state["after"],
            sites={host: Site(**sums) for host, sums in state["sites"].items()},
            examples={kind: (id, reason) for kind, (id, reason) in state["examples"].items()},
            saved={number: (start, length) for number, (start, length) in state["saved"]},
        )
        pages = _saved_pages(pages_file, found.saved) if found.saved else {}
        for name, keys in state["samples"].items():
            found.samples[name].ranked = [((rank, number), pages[number]) for rank, number in keys]
        return found


def _saved_pages(path: Path, places: dict[int, tuple[int, int]]) -> dict[int, StoredPage]:
    content = path.read_bytes()
    return {
        number: StoredPage(*json.loads(content[start : start + length])) for number, (start, length) in places.items()
    }


def _length_bin(characters: int) -> int:
    return min(characters.bit_length(), LENGTH_BINS - 1)
