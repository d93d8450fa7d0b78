"""What was learned of many sites."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from sys import intern
from typing import Final

from cleaner.analysis.on_site import OnSite
from cleaner.errors import CleanerError, SitesError
from cleaner.intake import intake
from cleaner.model import InputForm, Page
from cleaner.records.record import Failure, Record
from cleaner.sites.file import Stored, content_digest, read_sites, table_of, write_sites
from cleaner.sites.fingerprints import fingerprints
from cleaner.sites.keys import KEYS, OWN_KEY, Key, key_of, name_of
from cleaner.sites.seen import Seen, see
from cleaner.sites.site import Site, learned

DOMAIN: Final = "domain"


class Sites(Mapping[str, Site]):
    """What the pages of sites repeat, by the name of the site. Threads may share it as long as none updates it, and it
    can be pickled.

    Args:
        sites: what is known already.
        key: how an address tells its site: "domain" (the registrable domain), "host", "section" (the host and the first
            segment of the path), or a function from an address to a name, or to None for a page of no site.

    Raises:
        OptionError: there is no such key.
    """

    def __init__(self, sites: Mapping[str, Site] | None = None, *, key: str | Key = DOMAIN) -> None:
        self._of = key_of(key)
        self.key = name_of(key)
        self._stored: Mapping[str, Site] = sites or {}
        self._changed: dict[str, Site] = {}
        self._seen: set[tuple[str, int]] = set()

    def __getitem__(self, name: str) -> Site:
        site = self._changed.get(name)
        return self._stored[name] if site is None else site

    def __iter__(self) -> Iterator[str]:
        yield from self._stored
        yield from [name for name in self._changed if name not in self._stored]

    def __len__(self) -> int:
        return len(self._stored) + sum(name not in self._stored for name in self._changed)

    def name(self, url: str | None) -> str | None:
        """The name of the site that an address is of; None if it is of none."""
        return self._of(url) if url else None

    def on_site(self, page: Page) -> OnSite | None:
        """What is known of a page's blocks from the other pages of its site; None if the site is not known."""
        name = self.name(page.url)
        if name is None or name not in self:
            return None
        pages, counts = self[name].counts(fingerprints(page.texts))
        return OnSite(name, pages, counts, name in self._changed)

    def update(
        self, page: str | bytes, url: str | None, *, encoding: str | None = None, form: InputForm | None = None
    ) -> bool:
        """Learns from one more page, as long as a crawl goes on; returns whether it did.

        It does not from a page without an address, from one that it has learned from already, and from copies of
        others. What is known when a page comes decides, so what is learned depends on the order of pages.

        Raises:
            DecodeError: the bytes are not text.
        """
        name = self.name(url)
        if name is None:
            return False
        seen = see(intake(page, url=url, encoding=encoding, form=form))
        if (name, seen.page) in self._seen:
            return False
        self._seen.add((name, seen.page))
        site = self._changed.get(name)
        if site is None:
            before = self._stored.get(name)
            site = self._changed[name] = Site(before.pages, dict(before.blocks)) if before else Site()
        return site.add(seen)

    def merge(self, other: Sites) -> Sites:
        """What both know together, as if the pages of one had been added to the other: the order does not matter, of
        two or of more. A page that both have learned from counts twice, as its furniture does.

        Raises:
            SitesError: they tell sites apart by other keys.
        """
        if self.key != other.key:
            raise SitesError(f"sites told apart by {self.key} cannot be merged with sites told apart by {other.key}")
        merged = dict(self)
        for name, site in other.items():
            merged[name] = merged[name].merge(site) if name in merged else site
        return Sites(merged, key=self._of)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes a Parquet file, which appears whole or not at all; docs/sites.md describes it. Blocks that stand on
        one page are left out, but for sites of three pages and fewer.

        Raises:
            OutputError: the file cannot be written.
            MissingExtraError: pyarrow is not installed.
        """
        write_sites(Path(path), self.key, table_of(self))

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, key: Key | None = None, samples: bool = True) -> Sites:
        """Reads what `save` wrote.

        Args:
            path: the file.
            key: the function that told its sites apart, if it was one of the caller's own.
            samples: whether to read what is there for people to see; cleaning does without.

        Raises:
            SitesError: the file cannot be read, is damaged, of another version or not of this kind; or its sites were
                told apart by a function of one's own, and `key` is not given.
            MissingExtraError: pyarrow is not installed.
        """
        name, stored = read_sites(Path(path), samples=samples)
        if name == OWN_KEY and key is None:
            raise SitesError(f"{path}: its sites were told apart by a function of somebody's own; give it as key=…")
        if name not in KEYS and key is None:
            raise SitesError(f"{path}: its sites were told apart by {name!r}, which this release does not know")
        return cls(stored, key=key or name)

    def digest(self) -> str:
        """The SHA-256 of all that cleaning reads of it, in hexadecimal digits: the same whether it was read from a file
        or learned just now."""
        if isinstance(self._stored, Stored) and not self._changed:
            return content_digest(self._stored.table, self.key)
        return content_digest(table_of(self), self.key)


def learn(
    pages: Iterable[tuple[str | bytes, str | None] | Record | Failure],
    *,
    key: str | Key | None = None,
    failed: Callable[[Record | Failure, str], object] | None = None,
) -> Sites:
    """Learns what sites repeat from their pages, in memory: 25 KB a page. The order of pages does not matter.

    Args:
        pages: pages with their addresses, or records of `cleaner.records`. Pages without an address are passed over.
        key: how an address tells its site, as `Sites` takes it; None for the registrable domain.
        failed: called with each page that cannot be read, and why. Without it, the first one ends the learning.

    Raises:
        OptionError: there is no such key.
        DecodeError: a page's bytes are not text, and there is no `failed`.
    """
    sites = Sites(key=DOMAIN if key is None else key)
    return learned_of(_seen(pages, sites, failed), sites._of)


def _seen(
    pages: Iterable[tuple[str | bytes, str | None] | Record | Failure],
    sites: Sites,
    failed: Callable[[Record | Failure, str], object] | None,
) -> Iterator[tuple[str, Seen]]:
    for item in pages:
        record = item if isinstance(item, Record | Failure) else Record("", *item)
        try:
            found = seen_of(record, sites)
        except CleanerError as error:
            if failed is None:
                raise
            failed(record, str(error))
            continue
        if found:
            yield found


def learned_of(pages: Iterable[tuple[str, Seen]], key: str | Key) -> Sites:
    """What sites repeat, of pages that have been seen, each with the name of its site."""
    pages_of: dict[str, list[Seen]] = {}
    for name, seen in pages:
        pages_of.setdefault(intern(name), []).append(_compact(seen))
    return Sites({name: learned(pages_of[name]) for name in sorted(pages_of)}, key=key)


def seen_of(record: Record | Failure, sites: Sites) -> tuple[str, Seen] | None:
    """The site of a record, and what there is to learn from its page; None if it is of no site.

    Raises:
        SitesError: the record is a failure.
        DecodeError: the bytes are not text.
    """
    if isinstance(record, Failure):
        raise SitesError(f"{record.id}: {record.reason}")
    name = sites.name(record.url)
    if name is None:
        return None
    return name, see(intake(record.page, url=record.url, encoding=record.encoding, form=record.form))


def _compact(seen: Seen) -> Seen:
    """The same in a tenth of the memory."""
    return seen._replace(
        fingerprints=array("q", seen.fingerprints),
        words=array("i", seen.words),
        places=bytes(seen.places),
        containers=list(map(intern, seen.containers)),
    )


def load_given(sites: Sites | str | os.PathLike[str]) -> Sites:
    """The sites that a caller gives as an object or as a file, read as far as cleaning needs it."""
    return sites if isinstance(sites, Sites) else Sites.load(sites, samples=False)
