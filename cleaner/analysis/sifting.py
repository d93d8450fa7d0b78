"""Most blocks of a page are not worth a look: its menus, its footer, and the short lines far from all prose.

They are told by their place and length alone, before anything is counted or matched, and set aside as removed. The
first of each run stays among the blocks that are judged, so that these know where the menus stand
(docs/decisions/sifting.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cleaner.markup import Containers
from cleaner.model import Block, Page

MENUS: Final = frozenset({"nav", "footer"})
MAX_MENU_LINE: Final = 150
"""Characters of a line in a menu: about 25 words. More is a paragraph: there are templates that misuse the element."""

MIN_PROSE: Final = 60
"""Characters of a line that counts as prose: ten words, or a sentence without spaces."""

MAX_PROSE_LINKS: Final = 0.5
PROSE_SHARE: Final = 0.9
"""The innermost element with nine tenths of the page's prose holds the story."""

MAX_SHORT_LINE: Final = 40
MAX_LINK: Final = 110
MIN_LINK_DENSITY: Final = 0.9
"""Outside that element a line of 40 characters (six words), or a link as long as a headline, is furniture."""

BELOW_HEADLINE: Final = 8
"""So many blocks from a first-level heading on are looked at wherever they stand: byline, date and standfirst."""

MIN_SET_ASIDE: Final = 25
"""Where fewer blocks could be set aside, the page has no menus and none is."""


def sifted(page: Page) -> Page:
    """An HTML page without the blocks that are not worth a look; the page itself if there are few of these."""
    containers = page.containers
    if page.form != "html" or containers is None or page.is_fragment:
        return page
    blocks = page.blocks
    aside = _aside(blocks, containers)
    if sum(aside) < MIN_SET_ASIDE:
        return page
    left = [
        block
        for block, is_aside, above in zip(blocks, aside, (False, *aside), strict=False)
        if not (is_aside and above)
    ]
    return with_blocks(page, left)


def _aside(blocks: Sequence[Block], containers: Containers) -> list[bool]:
    """For each block whether it is not worth a look."""
    in_menu, in_prose = _menus(containers), _around_prose(blocks, containers)
    aside, since_headline = [], BELOW_HEADLINE
    for block in blocks:
        since_headline = 0 if block.level == 1 and block.kind == "heading" else since_headline + 1
        markup, length = block.markup, len(block.text)
        if markup is None or since_headline < BELOW_HEADLINE or block.kind == "caption":
            aside.append(False)
        elif in_menu[markup.container]:
            aside.append(length < MAX_MENU_LINE)
        else:
            is_short = length <= MAX_SHORT_LINE or (length <= MAX_LINK and markup.link_density >= MIN_LINK_DENSITY)
            aside.append(is_short and not in_prose[markup.container])
    return aside


def _menus(containers: Containers) -> list[bool]:
    """For each element whether it is a menu or footer, or stands in one."""
    inside: list[bool] = []
    for tag, parent in zip(containers.tags, containers.parents, strict=True):
        inside.append(tag in MENUS or (bool(inside) and inside[parent]))
    return inside


def _around_prose(blocks: Sequence[Block], containers: Containers) -> list[bool]:
    """For each element whether it stands in the innermost one that holds nearly all of the page's prose; all do on a
    page without prose."""
    parents = containers.parents
    prose = [0] * len(parents)
    for block in blocks:
        length, markup = len(block.text), block.markup
        if length >= MIN_PROSE and markup is not None and markup.link_density < MAX_PROSE_LINKS:
            prose[markup.container] += length
    for container in range(len(parents) - 1, 0, -1):
        if prose[container]:
            prose[parents[container]] += prose[container]
    enough = PROSE_SHARE * prose[0]
    innermost = [container for container, length in enumerate(prose) if length >= enough][-1]
    inside = [container == innermost for container in range(len(parents))]
    for container in range(innermost + 1, len(parents)):
        inside[container] = inside[parents[container]]
    return inside if prose[0] else [True] * len(parents)


def with_blocks(page: Page, blocks: Sequence[Block]) -> Page:
    """The page with some of its blocks only, or with these cut; what it says of a block it says of the first that has
    the same index."""
    if all(fact.block < 0 for fact in page.facts):
        return replace(page, blocks=tuple(blocks))
    places: dict[int, int] = {}
    for place, block in enumerate(blocks):
        places.setdefault(block.index, place)
    facts = [
        fact if fact.block < 0 else fact._replace(block=places.get(page.blocks[fact.block].index, -1))
        for fact in page.facts
    ]
    return replace(page, blocks=tuple(blocks), facts=tuple(facts))


def put_together(whole: Page, judged: Page) -> tuple[Page, Sequence[int]]:
    """The page with all its blocks, those that were cut while it was judged as they were cut, and the place in it of
    each judged one."""
    blocks = judged.blocks
    if blocks is whole.blocks:
        return whole, range(len(blocks))
    every = list(_in_order(whole.blocks, blocks))
    places = [place for place, (_, is_judged) in enumerate(every) if is_judged]
    if len(every) == len(whole.blocks):
        return whole, places
    numbered = tuple([_numbered(block, index) for index, (block, _) in enumerate(every)])
    return replace(whole, blocks=numbered), places


def _in_order(whole: Sequence[Block], judged: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """All blocks of a page, and for each whether it was judged."""
    following = 0
    for block in judged:
        for index in range(following, block.index):
            yield whole[index], False
        yield block, True
        following = block.index + 1
    for index in range(following, len(whole)):
        yield whole[index], False


def _numbered(block: Block, index: int) -> Block:
    if block.index == index:
        return block
    return Block(index, block.text, block.start, block.end, block.kind, block.level, block.markup)
