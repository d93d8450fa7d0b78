"""The card of headline lists: which rows of lines that could be headlines are lists of other stories.

The rows are those of mixed-dev, mixed-languages-dev and flat-dev, and of the reference bodies of html-dev, whose rows
are all the story's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cleaner.analysis import analyse
from cleaner.intake.text import text_page
from cleaner.rulebook import load
from cleaner.scoring import Card, Codes
from cleaner.stages import headline_lists, topic
from training.corpora import rows, site_of
from training.fit import Drafts, folds, logistic, matrix
from training.labels import labels_of

SETS = ("mixed-dev", "mixed-languages-dev", "flat-dev", "html-dev")
STRENGTH = 0.3
"""The inverse of the L2 penalty; 0.1 and 1 find 2 in 100 lists less at the same number of wrong ones."""
WRONG_LISTS = 16
"""Rows of a story's own that are accepted as others': they fix the line above which a list is other stories'."""
MIXED = 1 / 3
"""A row with more of both than this share is left out."""


class Row(NamedTuple):
    bins: dict[str, int]
    story: float
    site: str
    language: str


def fit(cards: Drafts) -> tuple[Card, list[str]]:
    """The card, and lines that say what it finds on sites it was not fitted on. `cards` has the topic card."""
    found = [row for row in _read(cards) if not MIXED < row.story < 1 - MIXED]
    features = headline_lists.FEATURES
    codes: list[Codes] = [{name: [bin_] for name, bin_ in row.bins.items()} for row in found]
    stacked = matrix(codes, features)
    others = np.array([row.story < MIXED for row in found])
    weight = np.ones(len(found))
    chances = np.zeros(len(found))
    for train, test in folds([row.site for row in found]):
        seen = np.zeros(len(found))
        seen[train] = 1
        base, points = logistic(stacked, others, seen, features, STRENGTH)
        card = Card("headline_lists", features, base, points)
        chances[test] = [base + sum(card.by_feature(found[index].bins).values()) for index in test]
    wrong = np.sort(chances[~others])[::-1]
    base, points = logistic(stacked, others, weight, features, STRENGTH)
    line = round(base - float(wrong[WRONG_LISTS]), 3)
    return Card("headline_lists", features, line, points), _report(found, others, chances, wrong)


def _report(found: list[Row], others: np.ndarray, chances: np.ndarray, wrong: np.ndarray) -> list[str]:
    languages = np.array([row.language for row in found])
    names = sorted(set(languages))
    lines = [f"{len(found):,} rows of headlines, {others.sum()} of other stories"]
    lines.append("wrong rows   others found, in all and by language: " + " ".join(names))
    for most in (8, 16, 24, 32, 48):
        right = chances > wrong[most]
        shares = [right[others & (languages == name)].mean() for name in names]
        lines.append(f"{most:10} {right[others].mean():12.2f}   " + " ".join(f"{share:.2f}" for share in shares))
    return lines


def _read(cards: Drafts) -> Iterator[Row]:
    rulebook = load()
    for corpus in SETS:
        for row in rows(corpus):
            whole = corpus == "html-dev"
            analysis = analyse(text_page(row["truth" if whole else "text"]), rulebook, cards)
            if not analysis.measures.is_stripped:
                continue
            texts = [block.text for block in analysis.page.blocks]
            story = np.ones(len(texts), bool) if whole else labels_of(texts, row, corpus).story
            common = topic.common(analysis)
            for (start, end), bins in headline_lists.lists(analysis.measures, analysis.matches.furniture, common):
                yield Row(bins, float(story[start:end].mean()), site_of(row), row.get("lang", "en"))
