"""What the rulebook says: cuts blocks where a rule takes a part of them, and leaves each hit as evidence."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cleaner.columns import LONG_WORDS, MEASURED_WORDS, QUESTION, QUOTED_STOP, STOP, Columns, plain
from cleaner.language import spoken
from cleaner.model import Block, Evidence, Fact, Page
from cleaner.rulebook import STRENGTHS, Match, Rule, Rulebook

Hits = list[tuple[int, ...]]
"""For each block, the indices in `Rulebook.rules` of the rules that hit it."""

SUBHEADING_LABELS: Final = frozenset({"navigation", "kicker", "legal"})
"""What menus call their entries, sections call themselves too: "FAQ", "Shipping", "Technology", a line of dashes."""

MOST_SUBHEADING_WORDS: Final = 3
"""Menu entries have three words at most; a longer line that such a rule hits is a notice or a list of entries."""

SINGLE_LABELS: Final = frozenset({"byline", "kicker"})
MIN_ENTRIES: Final = 3
"""A story has one byline and one kicker. Of the blocks that the same such rule hits three times and more on a stripped
page, 57 of 57 of mixed-dev and 148 of 203 of what four extractors return of html-dev are the story's own lists."""

_ODD_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2000\u2002\u2003\u2009\u200a\u202f\u3000\n\t\r"), " ")


def read(page: Page, rulebook: Rulebook) -> tuple[Columns, Hits]:
    """Matches the rulebook against every block, cuts the blocks that a rule takes a part of, and measures."""
    plain_texts = list(map(plain, page.texts))
    match = rulebook.matcher(spoken("\n".join(plain_texts)))
    hits = match(plain_texts)
    parts = rulebook.parts
    to_cut = {index for index, found in enumerate(hits) if found and not parts.isdisjoint(found)}
    if not to_cut:
        return Columns(page, plain_texts), hits
    return _cut(page, rulebook, match, to_cut, parts, plain_texts, hits)


def _cut(
    page: Page,
    rulebook: Rulebook,
    match: Match,
    to_cut: set[int],
    parts: frozenset[int],
    plain_texts: list[str],
    hits: Hits,
) -> tuple[Columns, Hits]:
    blocks: list[Block] = []
    new_texts: list[str] = []
    new_hits: Hits = []
    for block, text, found in zip(page.blocks, plain_texts, hits, strict=True):
        if block.index in to_cut:
            pieces = list(_pieces(block, rulebook, [rule for rule in found if rule in parts]))
            texts = [plain(piece.text) for piece in pieces]
            blocks += pieces
            new_texts += texts
            new_hits += match(texts)
        else:
            blocks.append(block)
            new_texts.append(text)
            new_hits.append(found)
    numbered = tuple([_numbered(block, index) for index, block in enumerate(blocks)])
    return Columns(replace(page, blocks=numbered), new_texts), new_hits


def _numbered(block: Block, index: int) -> Block:
    if block.index == index:
        return block
    return Block(index, block.text, block.start, block.end, block.kind, block.level, block.markup)


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
    weights = rulebook.weights
    if columns.is_stripped:
        hits = _without_lists(columns, rulebook, hits)
    for block, found in enumerate(hits):
        for index in found:
            rule = rulebook.rules[index]
            if rule.reach != "part" or rule.strength != "weak":
                is_doubtful = _is_one_sentence_of_many(columns, block, rule) or (
                    rule.label in SUBHEADING_LABELS and _could_be_subheading(columns, hits, block)
                )
                yield _evidence(block, rule, weights[index], is_doubtful)
            if rule.reach == "next" and block < last and columns.words[block + 1] < LONG_WORDS:
                yield _evidence(block + 1, rule, weights[index])
            if rule.reach == "part" and rule.label == "syndication" and _follows_excerpt(columns, block):
                note = "an excerpt, cut off where the feed's footer begins"
                yield Evidence(block - 1, "rules", rule.id, "syndication", STRENGTHS["strong"], note)


def _without_lists(columns: Columns, rulebook: Rulebook, hits: Hits) -> Hits:
    """The hits but for those on cells of a table, and on the entries of a list: of a rule that hits many blocks with
    what a story has once."""
    times = Counter(itertools.chain.from_iterable(hits))
    lists = {
        index for index, count in times.items() if count >= MIN_ENTRIES and rulebook.rules[index].label in SINGLE_LABELS
    }
    return [
        () if block in columns.cells else tuple([index for index in found if index not in lists]) if found else found
        for block, found in enumerate(hits)
    ]


def _follows_excerpt(columns: Columns, block: int) -> bool:
    """Whether the text before a feed's footer, on the same line, breaks off within a sentence."""
    if not block or columns.endings[block - 1] in (STOP, QUOTED_STOP, QUESTION):
        return False
    before, here = columns.page.blocks[block - 1 : block + 1]
    return 0 <= before.end <= here.start and "\n" not in columns.page.source[before.end : here.start]


def _is_one_sentence_of_many(columns: Columns, block: int, rule: Rule) -> bool:
    """Whether a strong rule speaks of one sentence of a long block. Legal notices are long themselves."""
    return columns.words[block] >= MEASURED_WORDS and rule.strength == "strong" and rule.label != "legal"


def _could_be_subheading(columns: Columns, hits: Hits, block: int) -> bool:
    """Whether a few words stand alone between two paragraphs, as a subheading does and a menu entry does not."""
    if not 0 < block < len(columns) - 1 or columns.words[block] > MOST_SUBHEADING_WORDS:
        return False
    above, below = block - 1, block + 1
    return bool(columns.sizes[above] and columns.sizes[below]) and not hits[above] and not hits[below]


def named(hits: Hits) -> frozenset[int]:
    """The blocks that a rule has a name for."""
    return frozenset([block for block, found in enumerate(hits) if found])


def furniture(hits: Hits, rulebook: Rulebook) -> frozenset[int]:
    """The blocks that a rule names as something other than a part of the story."""
    return _hit_by(hits, rulebook.against)


def promoted(hits: Hits, rulebook: Rulebook) -> frozenset[int]:
    """The blocks that a rule names as promotion."""
    return _hit_by(hits, rulebook.promoting)


def _hit_by(hits: Hits, rules: frozenset[int]) -> frozenset[int]:
    return frozenset([block for block, found in enumerate(hits) if found and not rules.isdisjoint(found)])


def _evidence(block: int, rule: Rule, weight: float, is_doubtful: bool = False) -> Evidence:
    if is_doubtful:
        weight = max(weight, STRENGTHS["weak"])
    return Evidence(block, "rules", rule.id, rule.label, weight, rule.note, rule.reach)


def facts(columns: Columns, rulebook: Rulebook, hits: Hits) -> Iterator[Fact]:
    """What the named groups of the rules that hit, and the blocks after them, state about the story."""
    last = len(columns) - 1
    for block, found in enumerate(hits):
        for index in found:
            if index not in rulebook.stating:
                continue
            for name, value in rulebook.facts(index, columns.plain[block]).items():
                yield Fact(name, value, block)
            following = rulebook.rules[index].next
            if following and block < last and columns.words[block + 1] < LONG_WORDS:
                yield Fact(following, columns.plain[block + 1], block + 1)
