"""Whole other stories: where the text stops speaking of what it spoke of, below a line that looks like a headline.

A paragraph of a story repeats words of the paragraphs before it, its most frequent words above all; how many
depends on the language and the writer, so what follows a headline is compared with what the paragraphs above it
share among themselves. This is lexical cohesion (Hearst, "TextTiling", Computational Linguistics 23, 1997), tried
only where a story could begin. Another story also brings words that it repeats itself, those of its headline first.
How the measures add up is fitted by `training/topic.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from math import log
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.cohesion import Stems
from cleaner.analysis.counting import terms_of
from cleaner.analysis.endings import COLON, QUESTION
from cleaner.analysis.measures import LONG, Measures
from cleaner.analysis.stories import (
    HEADLINE_ENDINGS,
    STEM_LETTERS,
    Stretch,
    content,
    could_be_headline,
    is_headline,
    stories,
    with_neighbours,
)
from cleaner.language import words_of
from cleaner.model import OTHER_BODY, OTHER_HEAD, Evidence
from cleaner.scoring import Feature

OTHER_STORY_WEIGHT: Final = -6.0
"""More than the prose of any block says for itself: what is measured is a whole stretch, not the block."""

ABOUT_WEIGHT: Final = 1.5
"""For a block that names what the reader is after: as much as a weak rule and a half against it."""

ASKED_FOR: Final = "asked-for"
HEADLINE_WEIGHT: Final = -4.0
"""For the headline of the story that is asked for: as much as an echo of the title."""

MOST_QUESTIONS: Final = 4
"""A page with more questions is an interview or answers its readers: none of them is a headline of another story."""

MIN_BLOCKS_ABOVE: Final = 2
"""Below one paragraph there is nothing yet to be told from another story."""

MOST_BLOCKS_ABOVE: Final = 400
"""A story's first blocks say what it is about; the limit keeps time linear. No stripped page of mixed-dev or flat-dev
has more than 398 that are counted."""

MOST_BLOCKS_BELOW: Final = 12
"""The paragraphs below a headline that are compared; of six, a tenth of the other stories of mixed-dev is lost."""

MIN_STORY_SHARE: Final = 0.2
"""The story is a fifth of a page at least: a place with less of the page's words above it is none. At a half, where it
stood first, a tenth of the other stories was never looked for, below short stories in Russian 4 in 10."""

MIN_PAGE_WORDS: Final = 250
"""In a short text every section brings new words: cut to two to four paragraphs above and below a subheading, one story
in ten of html-dev, news-dev and crawl-dev is taken for two. Of the pages of mixed-dev and mixed-languages-dev with a
second story one has fewer words."""

DATED_POINTS: Final = 4.0
"""For a headline with a byline or a date right below it, which subheadings do not have: 8 of 115 other stories of
mixed-dev do, and of 4,200 headlines inside its stories one, lists of dated entries aside."""

MOST_DATED: Final = 2
"""Where more headlines have a date, the page is a list of events or books."""

BLOCKS_DATED: Final = 2
"""Byline and date stand in the two blocks below a headline."""

PROMOTED_WEIGHT: Final = -3.0
MIN_BLOCKS_TOLD: Final = 4
"""A headline and two paragraphs have hardly a key word that the rest of their story would have to repeat."""

MOST_BLOCKS_PROMOTED: Final = 3
"""The lead of a promotion is three paragraphs at most, and is as surely promotion as its headline."""

KEY_SHARE: Final = 0.2
"""A story's key words stand in a fifth of its paragraphs, and in two at least."""

MOST_WORDS, MOST_BLOCKS_LEFT = 14, 25
"""Beyond, a longer headline or a longer rest of the page says no more."""

FEATURES: Final = tuple(
    map(
        Feature,
        (
            "shared_ratio",
            "key_ratio",
            "key_loss",
            "new_share",
            "headline_above",
            "headline_below",
            "capitals",
            "words",
            "size_above",
            "question",
            "colon_above",
            "blocks_left",
            "words_left",
        ),
    )
)
"""The measures of a place where another story may begin; `features` computes them in this order. They are numbers, and
their points count once for each unit."""


@cache
def function_stems() -> Stems:
    """The stems of the function words of all languages."""
    return frozenset([word[:STEM_LETTERS] for word in words_of("function_words")])


def common(analysis: Analysis) -> Stems:
    """Stems too common to tell topics apart."""
    return _with_function_stems(analysis.weights.card("topic", FEATURES).common)


@lru_cache(maxsize=4)
def _with_function_stems(common: Stems) -> Stems:
    return function_stems() | common


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence against stretches that are not the story: the first is it, or where the reader is after something the
    one that names it most often. Blocks that name it have evidence for them. A block that a rule has a name for begins
    no story and tells no topic. What stands below headlines that a rule names as promotion is promotion too, unless it
    speaks of the story."""
    measures, subject = analysis.measures, analysis.subject
    if measures.is_stripped and analysis.matches.promoted:
        yield from _below_promotions(analysis)
    if subject is None:
        stretches = _stretches(analysis) if measures.is_stripped else [Stretch(0, len(analysis))]
        yield from _others(stretches, stretches[0])
        return
    named = list(map(subject.is_named, measures.plain))
    for block, is_named in enumerate(named):
        if is_named and measures.sizes[block] == LONG:
            yield Evidence(block, "topic", "about", "story", ABOUT_WEIGHT, f"speaks of {subject}")
    stretches = stories(measures, _told(analysis), named)
    chosen = max(stretches, key=lambda stretch: sum(named[stretch.start : stretch.end]))
    joined = with_neighbours(stretches, chosen, named)
    if joined.start and could_be_headline(measures, joined.start):
        yield Evidence(
            joined.start, "topic", ASKED_FOR, "title", HEADLINE_WEIGHT, f"the headline of what is about {subject}"
        )
    yield from _others(stretches, joined)


def _told(analysis: Analysis) -> list[Stems]:
    """What each block speaks of; nothing if a rule has a name for it."""
    named, words = analysis.matches.furniture, common(analysis)
    return [
        frozenset() if block in named else content(analysis.measures, block, words) for block in range(len(analysis))
    ]


def _others(stretches: Sequence[Stretch], chosen: Stretch) -> Iterator[Evidence]:
    """Evidence against all blocks of the stretches outside the chosen one; their first blocks are told apart."""
    note = "another story: it shares few words with the one that was chosen"
    for stretch in stretches:
        if stretch.end <= chosen.start or stretch.start >= chosen.end:
            for block in range(stretch.start, stretch.end):
                rule = OTHER_BODY if block > stretch.start else OTHER_HEAD
                yield Evidence(block, "topic", rule, "other-story", OTHER_STORY_WEIGHT, note)


def _below_promotions(analysis: Analysis) -> Iterator[Evidence]:
    measures = analysis.measures
    stems = _stems(measures, analysis.matches.furniture, common(analysis))
    told, place = Told(), 0
    for headline in sorted(analysis.matches.promoted):
        while place < headline:
            if place in stems:
                told.add(stems[place])
            place += 1
        keys = told.keys()
        for block in range(headline + 1, min(headline + 1 + MOST_BLOCKS_PROMOTED, len(measures))):
            is_known = len(told.blocks) >= MIN_BLOCKS_TOLD and bool(keys)
            if block not in stems or not is_known or not keys.keys().isdisjoint(stems[block]):
                break
            note = "below a promotion's headline, and it speaks of nothing the story speaks of"
            yield Evidence(block, "topic", "below-promotion", "promotion", PROMOTED_WEIGHT, note)


def _stems(measures: Measures, named: Collection[int], common: Stems) -> dict[int, Stems]:
    """The stems of the blocks that have some and that no rule names."""
    return {
        block: stems
        for block, terms in enumerate(measures.terms)
        if terms and block not in named and (stems := frozenset([term[:STEM_LETTERS] for term in terms]) - common)
    }


def _stretches(analysis: Analysis) -> list[Stretch]:
    """The page, cut at the headlines of other stories. In a short text only those with a byline or a date begin one."""
    dated = _dated(analysis)
    is_short = sum(analysis.measures.words) < MIN_PAGE_WORDS
    if is_short and not dated:
        return [Stretch(0, len(analysis))]
    card = analysis.weights.card("topic", FEATURES)
    points = [card.points[feature.name][0] for feature in FEATURES]
    starts = [0]
    for block, measured in places(analysis.measures, analysis.matches.furniture, starts, common(analysis)):
        if is_short and block not in dated:
            continue
        base = card.base + DATED_POINTS if block in dated else card.base
        if base + sum(map(float.__mul__, points, measured)) > 0:
            starts.append(block)
    ends = [*starts[1:], len(analysis)]
    return [Stretch(start, end) for start, end in zip(starts, ends, strict=True)]


def _dated(analysis: Analysis) -> frozenset[int]:
    """The lines that could be headlines with a byline or a date right below them; none in a list of such."""
    told = {fact.block for fact in analysis.from_rules if fact.name in ("byline", "published", "modified")}
    above = {block - distance for block in told for distance in range(1, BLOCKS_DATED + 1)} - told
    dated = frozenset([block for block in above if block > 0 and could_be_headline(analysis.measures, block)])
    return dated if len(dated) <= MOST_DATED + 1 else frozenset()


def places(
    measures: Measures,
    named: Collection[int],
    starts: Sequence[int],
    common: Stems,
    min_share: float = MIN_STORY_SHARE,
) -> Iterator[tuple[int, list[float]]]:
    """The headlines below which another story may begin, each with its features. `starts` are the stories' first
    blocks so far: whoever adds to it while iterating begins a new story there."""
    words_left = list(accumulate(reversed(measures.words), initial=0))[::-1]
    stems = _stems(measures, named, common)
    told_by = list(stems)
    headline_endings = HEADLINE_ENDINGS
    if measures.endings.count(QUESTION) > MOST_QUESTIONS:
        headline_endings -= {QUESTION}
    above, start, place = Told(), 0, 0
    for block in range(1, len(measures) - 1):
        if block in named or measures.endings[block] not in headline_endings or not is_headline(measures, block):
            continue
        if words_left[block] > (1 - min_share) * words_left[0]:
            continue
        if starts[-1] > start:
            above, start = Told(), starts[-1]
        while place < len(told_by) and told_by[place] < block:
            if told_by[place] >= start:
                above.add(stems[told_by[place]])
            place += 1
        below = [index for index in told_by[place : place + MOST_BLOCKS_BELOW + 1] if index > block]
        if len(above.blocks) >= MIN_BLOCKS_ABOVE and any(measures.sizes[index] == 2 for index in below):
            told = [stems[index] for index in below[:MOST_BLOCKS_BELOW]]
            yield block, features(measures, block, above, told, words_left[block], common)


class Told:
    """What a story has told so far: the stems of its blocks, and in how many of them those stand that stand in two and
    more."""

    def __init__(self) -> None:
        self.blocks: list[Stems] = []
        self.seen: set[str] = set()
        self.repeated: dict[str, int] = {}
        self.said = 0

    def add(self, stems: Stems) -> None:
        if len(self.blocks) < MOST_BLOCKS_ABOVE:
            self.blocks.append(stems)
            self.said += len(stems)
            for stem in stems & self.seen:
                self.repeated[stem] = self.repeated.get(stem, 1) + 1
            self.seen |= stems

    def count(self, stem: str) -> int:
        """In how many blocks a stem stands."""
        return self.repeated.get(stem) or int(stem in self.seen)

    def keys(self) -> dict[str, int]:
        least = KEY_SHARE * len(self.blocks)
        return {stem: count for stem, count in self.repeated.items() if count >= least}


def features(
    measures: Measures, block: int, above: Told, below: Sequence[Stems], words_left: int, common: Stems
) -> list[float]:
    """The measures of a headline, in the order of `FEATURES`, given what the story above it told, the stems of the
    blocks below it, and the words from it to the page's end."""
    here = Counter(chain.from_iterable(below))
    said = here.total()
    known = sum(map(here.__getitem__, here.keys() & above.seen))
    new = sum([count for stem, count in here.items() if count > 1 and stem not in above.seen])
    cohesion = sum(above.repeated.values()) / above.said
    keys = above.keys()
    key_above = sum([count * count for count in keys.values()]) / len(above.blocks)
    key_below = sum([keys[stem] * here[stem] for stem in here.keys() & keys.keys()]) / len(below)
    headline = frozenset([term[:STEM_LETTERS] for term in terms_of(measures.plain[block])]) - common
    return [
        known / said / (cohesion + 0.05),
        key_below / (key_above + 0.05),
        _share_with(keys, above.blocks) - _share_with(keys, below),
        new / said,
        sum(map(above.count, headline)) / len(above.blocks),
        sum(stem in here for stem in headline) / (len(headline) or 1),
        float(measures.capitals[block]),
        float(min(measures.words[block], MOST_WORDS)),
        float(measures.sizes[block - 1]),
        float(measures.endings[block] == QUESTION),
        float(measures.endings[block - 1] == COLON),
        float(min(len(measures) - block, MOST_BLOCKS_LEFT)),
        log(1 + words_left),
    ]


def _share_with(keys: Collection[str], blocks: Sequence[Stems]) -> float:
    """The share of blocks in which a key word stands."""
    wanted = frozenset(keys)
    return sum(not stems.isdisjoint(wanted) for stems in blocks) / len(blocks)
