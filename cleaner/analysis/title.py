"""The story's title: what a fact says it is, or the line above the lead that is likest to one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Final, NamedTuple

from cleaner.analysis.counting import terms_of
from cleaner.analysis.endings import COLON, COMMA, ELLIPSIS, NO_MARK, QUESTION, QUOTED_STOP, STOP
from cleaner.analysis.measures import Measures
from cleaner.model import Fact, FactSource

MIN_TITLE_WORDS, MAX_TITLE_WORDS = 3, 20
MAX_TITLE_CHARACTERS: Final = 120
"""99 in 100 reference titles of html-dev, news-dev and crawl-dev have 20 words and 120 characters at most. A longer
line above a text is its lead, cut out without its stop."""

MIN_SHARED: Final = 0.34
"""A title speaks of its story: at least a third of its terms stand in the lead or the prose that follows."""

BLOCKS_BEFORE_LEAD: Final = 25
"""The title stands close above the story; further up there are menus that use the same words."""

BLOCKS_CLOSE_ABOVE: Final = 6
"""This close above the lead a line needs no shared words: only kicker, byline, date and a caption lie between. On a
page that was stripped of its menus, what rules have a name for does not count."""

STEM_LETTERS: Final = 5
"""Enough letters to tell words apart, few enough to drop the endings of Slavic and Turkic languages."""

LEAD_BLOCKS: Final = 12
"""As many prose blocks from the lead on tell what the story is about."""

_UNLIKE_TITLES: Final = frozenset({STOP, QUOTED_STOP, COLON, COMMA, ELLIPSIS})
_SUFFIX_MARKS: Final = (" | ", " - ", " – ", " — ", " · ", " » ", " :: ")


class Title(NamedTuple):
    """The title's text, the block it was read from, whether more than its place speaks for it, and who says so."""

    text: str
    block: int
    sure: bool
    source: FactSource = "text"


def find_title(measures: Measures, facts: Iterable[Fact], named: Container[int] = ()) -> Title | None:
    """The title: what a fact says it is, or the line above the lead that is likest to one.

    A line is surely the title if a fact names it, if it stands on the page twice, or if the page's first line is
    that line and a site's name. Blocks that a rule has a name for (`named`) are no titles; a question is one only if
    such a block, a date or a byline, stands right below it.
    """
    fact = next((fact for fact in facts if fact.name == "title"), None)
    if fact is not None:
        wanted = fact.value.casefold()
        block = next((index for index, text in enumerate(measures.plain) if text.casefold() == wanted), fact.block)
        return Title(fact.value, block, True, fact.source)
    lead = _lead(measures)
    if not lead:
        return None
    return _title_above(measures, lead, named)


def _lead(measures: Measures) -> int | None:
    """The first block that is surely prose."""
    for index, (size, ending) in enumerate(zip(measures.sizes, measures.endings, strict=True)):
        if size == 2 and ending in (STOP, QUOTED_STOP):
            return index
    return None


def _title_above(measures: Measures, lead: int, named: Container[int]) -> Title | None:
    prose = [index for index in range(lead, len(measures)) if measures.sizes[index] == 2][:LEAD_BLOCKS]
    story = _stems(frozenset().union(*[measures.terms[index] for index in prose]))
    first = measures.plain[0]
    best: tuple[float, Title] | None = None
    for index in range(max(0, lead - BLOCKS_BEFORE_LEAD), lead):
        if index in named or not _could_be_title(measures, index):
            continue
        text = measures.plain[index]
        repeated = measures.repeats[index] > 1
        heads_page = index > 0 and first.startswith(text) and first[len(text) :].startswith(_SUFFIX_MARKS)
        sure = repeated or heads_page
        is_question = measures.endings[index] == QUESTION and index + 1 not in named
        if not sure and (is_question or _follows_sentences(measures, index)):
            continue
        stems = _stems(measures.terms[index] or terms_of(text))
        shared = len(stems & story) / len(stems) if stems else 0.0
        between: Sequence[int] = range(index + 1, lead)
        if measures.is_stripped:  # On whole pages menus lie between.
            between = [block for block in between if block not in named]
        if shared < MIN_SHARED and len(between) >= BLOCKS_CLOSE_ABOVE:
            continue
        score = 2.5 * shared + 2.0 * heads_page + 1.0 * repeated + index / lead
        if best is None or score > best[0]:
            best = score, Title(text, index, sure)
    return best[1] if best else None


def _follows_sentences(measures: Measures, index: int) -> bool:
    """Whether sentences stand close above a line: then it is a subheading of what they begin."""
    return any(
        (measures.sizes[above] == 2 and measures.endings[above] != NO_MARK)
        or (measures.sizes[above] and measures.endings[above] in (STOP, QUOTED_STOP))
        for above in range(max(0, index - BLOCKS_CLOSE_ABOVE), index)
    )


def _could_be_title(measures: Measures, index: int) -> bool:
    return (
        MIN_TITLE_WORDS <= measures.words[index] <= MAX_TITLE_WORDS
        and len(measures.plain[index]) <= MAX_TITLE_CHARACTERS
        and measures.endings[index] not in _UNLIKE_TITLES
        and measures.kinds[index] != "item"
    )


def _stems(terms: frozenset[str]) -> frozenset[str]:
    """The terms without their endings, which change from title to text in many languages."""
    return frozenset([term[:STEM_LETTERS] for term in terms])
