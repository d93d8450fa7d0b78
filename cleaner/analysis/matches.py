"""What the rulebook matches: which rules hit which block, once blocks are cut where a rule takes a part of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from cleaner.analysis.measures import LONG_WORDS, Measures
from cleaner.analysis.sifting import with_blocks
from cleaner.characters import plain
from cleaner.language import spoken
from cleaner.model import Block, Fact, Page
from cleaner.rulebook import Match, Rulebook

Hits = list[tuple[int, ...]]
"""For each block, the indices in `Rulebook.rules` of the rules that hit it."""

MOST_LABEL_CHARACTERS: Final = 100
"""Papers for readers abroad, and those of countries with several languages, print stories in one language between
labels in another: a page is read with the rules of what its short lines speak, too."""

MIN_CUT_CHARACTERS: Final = 300
MOST_NAMED: Final = 1 / 3
"""A block of 300 characters is a paragraph; if rules speak against a third of it and less, they speak of those
sentences, if against more, of the block."""

_SENTENCE_END: Final = re.compile(r"[.!?…][”\"»’')\]]*\s+|[。！？][”」』]?\s*")
_ODD_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2000\u2002\u2003\u2009\u200a\u202f\u3000\n\t\r"), " ")


class Matches:
    """The rules that hit the blocks of a page.

    Attributes:
        rulebook: the rules.
        page: the page, its blocks cut where a rule takes a part of one.
        plain: the blocks' plain texts.
        hits: the rules that hit each block.
        languages: the languages of the page's text and of its labels.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        page: Page,
        plain_texts: list[str],
        hits: Hits,
        languages: frozenset[str] = frozenset(),
    ) -> None:
        self.rulebook = rulebook
        self.page = page
        self.plain = plain_texts
        self.hits = hits
        self.languages = languages

    @cached_property
    def named(self) -> frozenset[int]:
        """The blocks that a rule has a name for."""
        return frozenset([block for block, found in enumerate(self.hits) if found])

    @cached_property
    def furniture(self) -> frozenset[int]:
        """The blocks that a rule names as something other than a part of the story."""
        return self._hit_by(self.rulebook.against)

    @cached_property
    def promoted(self) -> frozenset[int]:
        """The blocks that a rule names as promotion."""
        return self._hit_by(self.rulebook.promoting)

    def _hit_by(self, rules: frozenset[int]) -> frozenset[int]:
        return frozenset([block for block, found in enumerate(self.hits) if found and not rules.isdisjoint(found)])


def match(page: Page, rulebook: Rulebook) -> Matches:
    """Matches the rulebook against every block, and cuts the blocks that a rule takes a part of."""
    plain_texts = list(map(plain, page.texts))
    labels = [text for text in plain_texts if len(text) <= MOST_LABEL_CHARACTERS]
    languages = spoken("\n".join(plain_texts)) | spoken("\n".join(labels))
    find = rulebook.matcher(languages)
    matches = Matches(rulebook, page, plain_texts, find(plain_texts), languages)
    cuts = dict(_cuts(matches, find))
    return _cut(matches, find, cuts) if cuts else matches


def _cuts(matches: Matches, find: Match) -> Iterator[tuple[int, set[int]]]:
    """The blocks that rules take a part of, and where in their text to cut."""
    rulebook = matches.rulebook
    for index, (text, found) in enumerate(zip(matches.plain, matches.hits, strict=True)):
        if found and not rulebook.parts.isdisjoint(found):
            spaced = matches.page.texts[index].translate(_ODD_SPACES)
            rules = [rule for rule in found if rule in rulebook.parts]
            yield index, {edge for rule in rules for span in rulebook.spans(rule, spaced) for edge in span}
        elif found and len(text) >= MIN_CUT_CHARACTERS and not rulebook.removing.isdisjoint(found):
            edges = _around_sentences(matches.page.texts[index], rulebook, find)
            if edges:
                yield index, edges


def _around_sentences(text: str, rulebook: Rulebook, find: Match) -> set[int]:
    """Where to cut a long block of which rules speak against few sentences: before and after them."""
    ends = [0, *[end.end() for end in _SENTENCE_END.finditer(text)], len(text)]
    spans = [(low, high) for low, high in itertools.pairwise(ends) if text[low:high].strip()]
    named = [
        span
        for span, found in zip(spans, find([plain(text[low:high]) for low, high in spans]), strict=True)
        if not rulebook.removing.isdisjoint(found)
    ]
    if sum(high - low for low, high in named) > MOST_NAMED * len(text):
        return set()
    return {edge for span in named for edge in span}


def _cut(matches: Matches, find: Match, cuts: Mapping[int, set[int]]) -> Matches:
    page = matches.page
    blocks: list[Block] = []
    plain_texts: list[str] = []
    hits: Hits = []
    for index, (block, text, found) in enumerate(zip(page.blocks, matches.plain, matches.hits, strict=True)):
        if index in cuts:
            pieces = list(_pieces(block, cuts[index]))
            texts = [plain(piece.text) for piece in pieces]
            blocks += pieces
            plain_texts += texts
            hits += find(texts)
        else:
            blocks.append(block)
            plain_texts.append(text)
            hits.append(found)
    return Matches(matches.rulebook, with_blocks(page, blocks), plain_texts, hits, matches.languages)


def _pieces(block: Block, edges: set[int]) -> Iterator[Block]:
    """The block, cut at these places in its text."""
    text = block.text
    on_source = block.start >= 0
    if on_source and block.end - block.start != len(text):
        yield block  # Joined from fragments: its characters have no single place in the source.
        return
    for low, high in itertools.pairwise(sorted({0, len(text), *edges})):
        piece = text[low:high]
        start = low + len(piece) - len(piece.lstrip())
        piece = piece.strip()
        if piece:
            offset = block.start + start if on_source else -1
            yield replace(block, text=piece, start=offset, end=offset + len(piece) if on_source else -1)


def stated(matches: Matches, measures: Measures) -> Iterator[Fact]:
    """The facts that the named groups of the rules that hit, and the blocks after them, state about the story."""
    rulebook, plain_texts = matches.rulebook, matches.plain
    last = len(plain_texts) - 1
    for block, found in enumerate(matches.hits):
        for index in found:
            if index not in rulebook.stating:
                continue
            for name, value in rulebook.facts(index, plain_texts[block]).items():
                yield Fact(name, value, block, "rule")
            following = rulebook.rules[index].next
            if following and block < last and measures.words[block + 1] < LONG_WORDS:
                yield Fact(following, plain_texts[block + 1], block + 1, "rule")
