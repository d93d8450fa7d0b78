"""What the rulebook says: cuts blocks where a rule takes a part of them, and leaves each hit as evidence."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cleaner.columns import LONG_WORDS, Columns, plain
from cleaner.languages import spoken
from cleaner.model import Block, Evidence, Fact, Page
from cleaner.rulebook import Match, Rule, Rulebook

Hits = list[tuple[int, ...]]
"""For each block, the indices in `Rulebook.rules` of the rules that hit it."""

_ODD_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2000\u2002\u2003\u2009\u200a\u202f\u3000\n\t\r"), " ")


def read(page: Page, rulebook: Rulebook) -> tuple[Columns, Hits]:
    """Matches the rulebook against every block, cuts the blocks that a rule takes a part of, and measures."""
    plain_texts = [plain(block.text) for block in page.blocks]
    match = rulebook.matcher(spoken("\n".join(plain_texts)))
    hits = [match(text) for text in plain_texts]
    parts = {index for index, rule in enumerate(rulebook.rules) if rule.reach == "part" and rule.strength != "weak"}
    to_cut = {index for index, found in enumerate(hits) if found and not parts.isdisjoint(found)}
    if not to_cut:
        return Columns(page, plain_texts), hits
    return _cut(page, rulebook, match, to_cut, parts, plain_texts, hits)


def _cut(
    page: Page,
    rulebook: Rulebook,
    match: Match,
    to_cut: set[int],
    parts: set[int],
    plain_texts: list[str],
    hits: Hits,
) -> tuple[Columns, Hits]:
    blocks: list[Block] = []
    new_texts: list[str] = []
    new_hits: Hits = []
    for block, text, found in zip(page.blocks, plain_texts, hits, strict=True):
        pieces = [block]
        if block.index in to_cut:
            pieces = list(_pieces(block, rulebook, [rule for rule in found if rule in parts]))
        for piece in pieces:
            changed = len(pieces) > 1
            blocks.append(replace(piece, index=len(blocks)) if piece.index != len(blocks) else piece)
            new_texts.append(plain(piece.text) if changed else text)
            new_hits.append(match(new_texts[-1]) if changed else found)
    return Columns(replace(page, blocks=tuple(blocks)), new_texts), new_hits


def _pieces(block: Block, rulebook: Rulebook, rules: list[int]) -> Iterator[Block]:
    """The block, cut at both ends of every span that one of the rules takes."""
    text = block.text
    on_source = block.start >= 0
    if on_source and block.end - block.start != len(text):
        yield block  # Joined from fragments: its characters have no single place in the source.
        return
    spaced = text.translate(_ODD_SPACES)
    edges = {0, len(text)}
    for rule in rules:
        edges.update(edge for span in rulebook.spans(rule, spaced) for edge in span)
    cuts = sorted(edges)
    for low, high in itertools.pairwise(cuts):
        piece = text[low:high]
        start = low + len(piece) - len(piece.lstrip())
        piece = piece.strip()
        if piece:
            offset = block.start + start if on_source else -1
            yield replace(block, text=piece, start=offset, end=offset + len(piece) if on_source else -1)


def hits_as_evidence(columns: Columns, rulebook: Rulebook, hits: Hits) -> Iterator[Evidence]:
    """Evidence on every block that a rule hits, and on the short block after it where the rule reaches that far."""
    last = len(columns) - 1
    for block, found in enumerate(hits):
        for index in found:
            rule = rulebook.rules[index]
            if rule.reach != "part" or rule.strength != "weak":
                yield _evidence(block, rule)
            if rule.reach == "next" and block < last and columns.words[block + 1] < LONG_WORDS:
                yield _evidence(block + 1, rule)


def named(hits: Hits) -> frozenset[int]:
    """The blocks that a rule has a name for."""
    return frozenset([block for block, found in enumerate(hits) if found])


def _evidence(block: int, rule: Rule) -> Evidence:
    return Evidence(block, "rules", rule.id, rule.label, rule.weight, rule.note, rule.reach)


def facts(columns: Columns, rulebook: Rulebook, hits: Hits) -> Iterator[Fact]:
    """What the named groups of the rules that hit, and the blocks after them, state about the story."""
    last = len(columns) - 1
    for block, found in enumerate(hits):
        for index in found:
            rule = rulebook.rules[index]
            for name, value in rulebook.facts(index, columns.plain[block]).items():
                yield Fact(name, value, block)
            if rule.next and block < last and columns.words[block + 1] < LONG_WORDS:
                yield Fact(rule.next, columns.plain[block + 1], block + 1)
