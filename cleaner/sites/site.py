"""What is known of one site: how many of its pages were learned from, and which blocks stand on several of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from cleaner.sites.furniture import FEW_PAGES, is_copy, usual_lines
from cleaner.sites.seen import ABOVE, BELOW, INSIDE, Seen

MOST_BLOCKS: Final = 20_000
"""Of a site that is learned page by page no more blocks are held, 6 MB: beyond, those on one page are forgotten, some
hundred pages' worth. A count may be too low by one for each time."""


class Repeated(NamedTuple):
    """A block that stands on several pages of a site.

    Attributes:
        above: on how many pages it stands above the densest stretch of prose.
        inside: on how many it stands in it.
        below: on how many it stands below it.
        container: the element that it stands in on one of them, as a CSS selector; "" on text.
        sample: how its text begins on one of them.
    """

    above: int
    inside: int
    below: int
    container: str = ""
    sample: str = ""

    @property
    def pages(self) -> int:
        """On how many pages it stands."""
        return self.above + self.inside + self.below


@dataclass
class Site:
    """A site.

    Attributes:
        pages: how many distinct pages were learned from.
        blocks: the blocks that stand on several of them, by fingerprint; on a site of `FEW_PAGES` pages and fewer those
            too that stand on one.
    """

    pages: int = 0
    blocks: dict[int, Repeated] = field(default_factory=dict)

    def counts(self, fingerprints: Iterable[int]) -> tuple[int, list[int]]:
        """How many pages of the site are known, the page with these blocks included, and on how many each stands.

        Of a small site every block is known, so that it shows whether the page is one of those that were learned from.
        Of others it is taken for one.
        """
        found = [self.blocks.get(fingerprint) for fingerprint in fingerprints]
        if self.pages <= FEW_PAGES and not all(found):
            return self.pages + 1, [known.pages + 1 if known else 1 for known in found]
        return self.pages, [known.pages if known else 1 for known in found]

    def add(self, seen: Seen) -> bool:
        """Learns from one more page, unless it is a copy of others; returns whether it did. What was learned so far
        decides, so the order of pages matters."""
        pages = self.pages + 1
        counts = [known.pages + 1 if (known := self.blocks.get(block)) else 1 for block in seen.fingerprints]
        if is_copy(counts, seen.words, pages):
            return False
        self.pages = pages
        self._join(seen)
        if len(self.blocks) > MOST_BLOCKS:
            self.blocks = {block: known for block, known in self.blocks.items() if known.pages > 1}
        return True

    def _join(self, seen: Seen) -> None:
        for fingerprint, block in observed(seen):
            known = self.blocks.get(fingerprint)
            self.blocks[fingerprint] = joined(known, block) if known else block

    def merge(self, other: Site) -> Site:
        """The site as it is known from the pages of both."""
        blocks = dict(self.blocks)
        for fingerprint, block in other.blocks.items():
            known = blocks.get(fingerprint)
            blocks[fingerprint] = joined(known, block) if known else block
        return Site(self.pages + other.pages, blocks)

    def lasting(self) -> dict[int, Repeated]:
        """The blocks that are worth a place in a file, by fingerprint and in its order: those on several pages, and of
        a small site those on one page too, without what is there for people to read."""
        if self.pages > FEW_PAGES:
            return {key: block for key, block in sorted(self.blocks.items()) if block.pages > 1}
        return {
            key: block if block.pages > 1 else block._replace(container="", sample="")
            for key, block in sorted(self.blocks.items())
        }


def learned(pages: Iterable[Seen]) -> Site:
    """A site, learned from its pages. Their order does not matter: each is compared with all others."""
    distinct: dict[int, Seen] = {}
    for seen in pages:
        before = distinct.get(seen.page)
        distinct[seen.page] = seen if before is None else min(seen, before, key=Seen.blocks)
    originals = _without_copies(list(distinct.values()))
    site = Site(len(originals))
    for seen in originals:
        site._join(seen)
    return Site(site.pages, site.lasting())


def _without_copies(pages: Sequence[Seen]) -> list[Seen]:
    """The pages, of those that are copies of each other the one with most blocks: print versions have no furniture."""
    counts = Counter(chain.from_iterable([seen.fingerprints for seen in pages]))
    originals: list[Seen] = []
    copies: dict[int, Seen] = {}
    for seen in pages:
        if not is_copy([counts[block] for block in seen.fingerprints], seen.words, len(pages)):
            originals.append(seen)
            continue
        story = story_of(seen, counts, len(pages))
        copies[story] = min(seen, copies.get(story, seen), key=_largest_first)
    return [*originals, *copies.values()]


def _largest_first(seen: Seen) -> tuple[int, int]:
    return -len(seen.fingerprints), seen.page


def story_of(seen: Seen, counts: Mapping[int, int], pages: int) -> int:
    """What copies of a story have in common: of the page's paragraphs that repeat, the one that stands on fewest pages
    of the site."""
    line = usual_lines(pages).prose
    found = [(counts[block], block) for block, words in zip(seen.fingerprints, seen.words, strict=True) if words]
    return min(pair for pair in found if pair[0] >= line)[1]


def observed(seen: Seen) -> list[tuple[int, Repeated]]:
    """The blocks of one page, each as if it were all that is known of it."""
    return [
        (fingerprint, Repeated(int(place == ABOVE), int(place == INSIDE), int(place == BELOW), container, sample))
        for fingerprint, _, place, container, sample in seen.blocks()
    ]


def joined(one: Repeated, other: Repeated) -> Repeated:
    """A block as it is known from the pages of both; of what is there for people to read, the first in the order of
    characters, so that the order of pages does not matter."""
    return Repeated(
        one.above + other.above,
        one.inside + other.inside,
        one.below + other.below,
        min(one.container, other.container) or one.container or other.container,
        min(one.sample, other.sample) or one.sample or other.sample,
    )
