"""What the rulebook says: each hit of a rule as evidence on its block."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.counting import MEASURED_WORDS
from cleaner.analysis.endings import COLON, QUESTION, QUOTED_STOP, STOP
from cleaner.analysis.matches import Hits
from cleaner.analysis.measures import LONG_WORDS, Measures
from cleaner.model import Evidence
from cleaner.rulebook import STRENGTHS, Rule, Rulebook

PARAGRAPH_ENDINGS: Final = frozenset({STOP, QUOTED_STOP, QUESTION, COLON})

SINGLE_LABELS: Final = frozenset({"byline", "kicker"})
MIN_ENTRIES: Final = 3
"""A story has one byline and one kicker. Of the blocks that the same such rule hits three times and more on a stripped
page, 57 of 57 of mixed-dev and 148 of 203 of what four extractors return of html-dev are the story's own lists."""

ALL_LINKED: Final = 0.9
"""The share of a line's characters in its link; the rest is a bullet or a date. Of 69 such lines below the head of a
list of other stories that were kept on html-dev and crawl-dev, 11 are story."""


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on every block that a rule hits, and on the short block after it where the rule reaches that far."""
    measures, rulebook, hits = analysis.measures, analysis.matches.rulebook, analysis.matches.hits
    last = len(measures) - 1
    weights = rulebook.weights
    if measures.is_stripped:
        hits = _without_lists(measures, rulebook, hits)
    for block, found in enumerate(hits):
        for index in found:
            rule = rulebook.rules[index]
            if rule.reach != "part" or rule.strength != "weak":
                is_doubtful = _is_one_sentence_of_many(measures, block, rule) or (
                    rule.subheading and _could_be_subheading(measures, hits, block)
                )
                yield _evidence(block, rule, weights[index], is_doubtful)
            if rule.reach == "next" and block < last and measures.words[block + 1] < LONG_WORDS:
                yield _evidence(block + 1, rule, weights[index])
            if rule.reach == "tail" and rule.label == "related" and measures.page.form == "html":
                for below in _linked_below(measures, block):
                    note = "a link below the head of a list of other stories"
                    yield Evidence(below, "rules", rule.id, "related", STRENGTHS["strong"], note)
            if rule.reach == "part" and rule.label == "syndication" and _follows_excerpt(measures, block):
                note = "an excerpt, cut off where the feed's footer begins"
                yield Evidence(block - 1, "rules", rule.id, "syndication", STRENGTHS["strong"], note)


def _without_lists(measures: Measures, rulebook: Rulebook, hits: Hits) -> Hits:
    """The hits but for those on cells of a table, and on the entries of a list: of a rule that hits many blocks with
    what a story has once."""
    times = Counter(itertools.chain.from_iterable(hits))
    lists = {
        index for index, count in times.items() if count >= MIN_ENTRIES and rulebook.rules[index].label in SINGLE_LABELS
    }
    return [
        () if block in measures.cells else tuple([index for index in found if index not in lists]) if found else found
        for block, found in enumerate(hits)
    ]


def _linked_below(measures: Measures, block: int) -> Iterator[int]:
    """The blocks right below one that are links and nothing else."""
    blocks = measures.page.blocks
    below = range(block + 1, len(blocks))
    return itertools.takewhile(lambda at: (markup := blocks[at].markup) and markup.link_density >= ALL_LINKED, below)


def _follows_excerpt(measures: Measures, block: int) -> bool:
    """Whether the text before a feed's footer, on the same line, breaks off within a sentence."""
    if not block or measures.endings[block - 1] in (STOP, QUOTED_STOP, QUESTION):
        return False
    before, here = measures.page.blocks[block - 1 : block + 1]
    return 0 <= before.end <= here.start and "\n" not in measures.page.source[before.end : here.start]


def _is_one_sentence_of_many(measures: Measures, block: int, rule: Rule) -> bool:
    """Whether a strong rule speaks of one sentence of a long block. Legal notices are long themselves."""
    return measures.words[block] >= MEASURED_WORDS and rule.strength == "strong" and rule.label != "legal"


def _could_be_subheading(measures: Measures, hits: Hits, block: int) -> bool:
    """Whether a line stands alone between two paragraphs, as a subheading does and a menu entry does not."""
    if not 0 < block < len(measures) - 1:
        return False
    return all(
        measures.sizes[beside] and measures.endings[beside] in PARAGRAPH_ENDINGS and not hits[beside]
        for beside in (block - 1, block + 1)
    )


def _evidence(block: int, rule: Rule, weight: float, is_doubtful: bool = False) -> Evidence:
    if is_doubtful:
        weight = max(weight, STRENGTHS["weak"])
    return Evidence(block, "rules", rule.id, rule.label, weight, rule.note, rule.reach)
