"""What is known about a story: what the page says about itself, what the rules read, and the title line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from cleaner.columns import (
    COLON,
    COMMA,
    ELLIPSIS,
    QUOTED_STOP,
    STOP,
    Columns,
    terms_of,
)
from cleaner.model import Fact

MIN_TITLE_WORDS, MAX_TITLE_WORDS = 3, 30
"""Headlines of the development pages have 3 to 30 words, but for a handful."""

MIN_SHARED: Final = 0.34
"""A title speaks of its story: at least a third of its terms stand in the lead or the prose that follows."""

BLOCKS_BEFORE_LEAD: Final = 25
"""The title stands close above the story; further up there are menus that use the same words."""

LEAD_BLOCKS: Final = 12
"""As many prose blocks from the lead on tell what the story is about."""

_UNLIKE_TITLES: Final = frozenset({STOP, QUOTED_STOP, COLON, COMMA, ELLIPSIS})
_SUFFIX_MARKS: Final = (" | ", " - ", " – ", " — ", " · ", " » ", " :: ")


class Title(NamedTuple):
    """The title's text, the block it was read from, and whether more than its place speaks for it."""

    text: str
    block: int
    sure: bool


def find_title(columns: Columns, facts: Iterable[Fact]) -> Title | None:
    """The title: what a fact says it is, or the line above the lead that is likest to one.

    A line is surely the title if a fact names it, if it stands on the page twice, or if the page's first line is
    that line and a site's name.
    """
    named = next((fact for fact in facts if fact.name == "title"), None)
    if named is not None:
        wanted = named.value.casefold()
        block = next((index for index, text in enumerate(columns.plain) if text.casefold() == wanted), named.block)
        return Title(named.value, block, True)
    lead = _lead(columns)
    if lead is None:
        return None
    return _title_above(columns, lead)


def _lead(columns: Columns) -> int | None:
    """The first block that is surely prose."""
    for index, (size, ending, share) in enumerate(zip(columns.sizes, columns.endings, columns.shares, strict=True)):
        if size == 2 and ending in (STOP, QUOTED_STOP) and share >= 1:
            return index
    return None


def _title_above(columns: Columns, lead: int) -> Title | None:
    prose = [index for index in range(lead, len(columns)) if columns.sizes[index] == 2][:LEAD_BLOCKS]
    story: Counter[str] = Counter()
    for index in prose:
        story.update(columns.terms[index])
    first = columns.plain[0]
    best: tuple[float, Title] | None = None
    for index in range(max(0, lead - BLOCKS_BEFORE_LEAD), lead):
        if not MIN_TITLE_WORDS <= columns.words[index] <= MAX_TITLE_WORDS or columns.endings[index] in _UNLIKE_TITLES:
            continue
        terms = terms_of(columns.plain[index])
        shared = sum(term in story for term in terms) / len(terms) if terms else 0.0
        if shared < MIN_SHARED or columns.page.blocks[index].kind == "item":
            continue
        text = columns.plain[index]
        repeated = columns.repeats[index] > 1
        heads_page = index > 0 and first.startswith(text) and first[len(text) :].startswith(_SUFFIX_MARKS)
        score = 2.5 * shared + 2.0 * heads_page + 1.0 * repeated + index / lead
        if best is None or score > best[0]:
            best = score, Title(text, index, repeated or heads_page)
    return best[1] if best else None


def gathered(page_facts: Iterable[Fact], rule_facts: Iterable[Fact], title: Title | None) -> tuple[Fact, ...]:
    """All facts, the page's own first, one of each value; the title leads."""
    facts = [Fact("title", title.text, title.block)] if title else []
    for fact in (*page_facts, *rule_facts):
        known = {(known.name, known.value) for known in facts}
        if (fact.name, fact.value) not in known and not (title and fact.name == "title"):
            facts.append(fact)
    return tuple(facts)
