"""What a rule, or words in classes and ids, would hit on pages that are at hand, and the examples that these give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from cleaner.characters import letters, plain
from cleaner.evaluation.words import words
from cleaner.markup import Containers, names, parse_attributes
from cleaner.rulebook import Rule, Rulebook, Vocabulary, Words

MOST_EXAMPLES: Final = 4
"""Examples of a kind that a rule is given from pages: enough to see its variants, and to be read."""


class ShownBlock(NamedTuple):
    """A block as somebody sees it.

    Attributes:
        text: its text.
        is_story: whether it is part of the story: as was marked, or else as was decided.
        container: the element that it stands in, in its page's `containers`; 0 for none.
    """

    text: str
    is_story: bool
    container: int = 0


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as somebody sees it.

    Attributes:
        id: what the page is called.
        blocks: its blocks.
        containers: the elements that they stand in; None for dumped text.
    """

    id: str
    blocks: tuple[ShownBlock, ...]
    containers: Containers | None = None

    def without_story(self, places: Collection[int]) -> ShownPage:
        """The page, with these blocks taken for no part of its story."""
        if not places:
            return self
        blocks = [
            block._replace(is_story=block.is_story and place not in places) for place, block in enumerate(self.blocks)
        ]
        return replace(self, blocks=tuple(blocks))

    def tags(self, block: ShownBlock) -> list[str]:
        """The tags around a block that have an id or a class, from the innermost on, with nothing but these."""
        if self.containers is None or not block.container:
            return []
        return list(filter(None, [_tag(self.containers, place) for place in self.containers.chain(block.container)]))


class Hit(NamedTuple):
    """A block that is hit: the id of its page, its place on it, its text, and whether it is part of the story."""

    page: str
    block: int
    text: str
    is_story: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What is hit on pages, in their order."""

    hits: tuple[Hit, ...]

    @property
    def story(self) -> tuple[Hit, ...]:
        """The paragraphs of stories among the hits."""
        return tuple([hit for hit in self.hits if hit.is_story])

    @property
    def pages(self) -> int:
        """On how many pages there are hits."""
        return len({hit.page for hit in self.hits})


def effect_of(table: Rule | Words, pages: Iterable[ShownPage]) -> Effect:
    """What a rule, or a list of words, would hit."""
    if isinstance(table, Rule):
        return Effect(tuple([hit for page in pages for hit in _hits_of_rule(table, page)]))
    return Effect(tuple([hit for page in pages for hit in _hits_of_words(table, page)]))


def _hits_of_rule(rule: Rule, page: ShownPage) -> Iterator[Hit]:
    match = Rulebook([replace(rule, language="")]).matcher()
    found = match([plain(block.text) for block in page.blocks])
    for place, (block, hit) in enumerate(zip(page.blocks, found, strict=True)):
        if hit:
            yield Hit(page.id, place, block.text, block.is_story)


def _hits_of_words(table: Words, page: ShownPage) -> Iterator[Hit]:
    containers = page.containers
    if containers is None:
        return
    said = Vocabulary([table]).said
    named = [any((has.place, has.box, has.signs)) for has in map(said, containers.attributes)]
    for place, block in enumerate(page.blocks):
        if block.container and any(named[around] for around in containers.chain(block.container)):
            yield Hit(page.id, place, block.text, block.is_story)


def with_examples(rule: Rule, marked: Sequence[str], pages: Sequence[ShownPage]) -> Rule:
    """The rule with examples: it drops what was marked, and other lines that it hits; it keeps the paragraphs of
    stories that are most like them."""
    effect = effect_of(rule, pages)
    dropped = dict.fromkeys([*marked, *[hit.text for hit in effect.hits if not hit.is_story]])
    hit = {hit.text for hit in effect.hits}
    kept = [block.text for page in pages for block in page.blocks if block.is_story and block.text not in hit]
    return replace(
        rule,
        drop=tuple(map(plain, list(dropped)[: max(MOST_EXAMPLES, len(marked))])),
        keep=tuple(map(plain, most_alike(kept, marked))),
    )


def most_alike(texts: Iterable[str], models: Sequence[str]) -> list[str]:
    """The texts that share the largest part of their words with the models; of two that share as much, the first."""
    wanted = {word for model in models for word in words(model)}

    def likeness(text: str) -> float:
        found = words(text)
        return sum(word in wanted for word in found) / (len(found) + 1)

    distinct = {letters(text): text for text in texts if letters(text)}
    return sorted(distinct.values(), key=likeness, reverse=True)[:MOST_EXAMPLES]


def _tag(containers: Containers, place: int) -> str:
    """The tag of an element with its id and classes; "" if it has none."""
    attributes = parse_attributes(containers.attributes[place])
    written = [
        f'{name}="{" ".join(attributes[name].split())}"'
        for name in ("id", "class")
        if attributes.get(name, "").strip() and not set(attributes[name]) & set('<>"&')
    ]
    return f"<{containers.tags[place]} {' '.join(written)}>" if written and names(attributes) else ""
