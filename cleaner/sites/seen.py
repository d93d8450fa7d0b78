"""What learning takes from a page: its blocks' fingerprints, and where they stand. No rule is matched for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from cleaner.characters import visible
from cleaner.markup import Containers, classes_of
from cleaner.model import Page
from cleaner.sites.fingerprints import NOTHING, fingerprints, of_page
from cleaner.sites.prose import densest, prose_words

SAMPLE_CHARACTERS: Final = 60
"""As much of a block's text is kept for people to see what repeats."""

ABOVE, INSIDE, BELOW = range(3)
"""Where a block stands: above the page's densest stretch of prose, in it, or below it."""


class Seen(NamedTuple):
    """A page as learning sees it; every list has one entry for each distinct block, in the order of fingerprints.

    Attributes:
        page: the page's fingerprint; pages with the same are the same page.
        fingerprints: of the blocks.
        words: the words of those that read like prose, 0 for others.
        places: `ABOVE`, `INSIDE` or `BELOW`.
        containers: the element that each stands in, and the one around it, as a CSS selector; "" on text.
        samples: how the blocks begin.
    """

    page: int
    fingerprints: Sequence[int]
    words: Sequence[int]
    places: Sequence[int]
    containers: Sequence[str]
    samples: Sequence[str]

    def blocks(self) -> list[tuple[int, int, int, str, str]]:
        """The blocks, one after another: fingerprint, words, place, container and sample of each."""
        return list(zip(self.fingerprints, self.words, self.places, self.containers, self.samples, strict=True))


def see(page: Page) -> Seen:
    """What there is to learn from a page."""
    texts = page.texts
    found = fingerprints(texts)
    words = prose_words(page)
    start, end = densest(words)
    firsts: dict[int, int] = {}
    for block, fingerprint in enumerate(found):
        firsts.setdefault(fingerprint, block)
    firsts.pop(NOTHING, None)
    distinct = sorted(firsts)
    blocks = [firsts[fingerprint] for fingerprint in distinct]
    return Seen(
        of_page(distinct),
        distinct,
        [words[block] for block in blocks],
        [ABOVE if block < start else INSIDE if block < end else BELOW for block in blocks],
        selectors(page, blocks),
        [_sample(texts[block]) for block in blocks],
    )


def selectors(page: Page, blocks: Sequence[int]) -> list[str]:
    """The element of each of these blocks, with the one around it, as a CSS selector: "div.share > a"."""
    containers = page.containers
    if containers is None:
        return [""] * len(blocks)
    known: dict[int, str] = {}
    found = []
    for block in blocks:
        markup = page.blocks[block].markup
        container = markup.container if markup else 0
        if container not in known:
            parent = containers.parents[container]
            around = f"{_selector(containers, parent)} > " if parent > 0 else ""
            known[container] = around + _selector(containers, container)
        found.append(known[container])
    return found


def _selector(containers: Containers, container: int) -> str:
    classes = classes_of(containers.attributes[container]).split()
    return ".".join([containers.tags[container] or "body", *classes[:MOST_CLASSES]])


MOST_CLASSES: Final = 3
"""The first name what an element is; many frameworks add dozens that say how it looks."""


def _sample(text: str) -> str:
    head = " ".join(text[: 2 * SAMPLE_CHARACTERS].split())[:SAMPLE_CHARACTERS]
    # Half a surrogate pair, which a page may hold, can be in no file.
    return head if head.isascii() else visible(head).encode("utf-8", "replace").decode()
