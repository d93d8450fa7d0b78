"""The topic card: where another story begins.

A page of mixed-dev and mixed-languages-dev that has a second story begins it at a headline; every other headline-like
line inside a story of these and of flat-dev, and in the reference bodies of html-dev, is a subheading. Logistic
regression on the stage's measures, which are numbers and no bins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from cleaner.analysis import Measures, analyse
from cleaner.analysis.measures import LONG
from cleaner.analysis.stories import STEM_LETTERS
from cleaner.intake.text import text_page
from cleaner.rulebook import load
from cleaner.scoring import Card
from cleaner.stages import topic
from training.corpora import rows, site_of
from training.fit import Drafts, folds
from training.labels import labels_of

SETS = ("mixed-dev", "mixed-languages-dev", "flat-dev", "html-dev")
MOST_PAGES = 0.3
"""A stem that stands in the prose of so many pages says nothing about a topic."""
WRONG_CUTS = 16
"""Cuts inside a story that are accepted on the 2,968 pages: they fix the line above which a story begins."""


class Example(NamedTuple):
    measures: Measures
    named: frozenset[int]
    story: np.ndarray
    has_second: bool
    site: str
    language: str


class Places(NamedTuple):
    """One entry a place where a story could begin: its measures, whether one does, its site and its page."""

    measured: np.ndarray
    begins: np.ndarray
    sites: list[str]
    pages: np.ndarray


def fit() -> tuple[Card, list[str]]:
    """The card, and lines that say what it finds on sites it was not fitted on."""
    examples = list(_read())
    common = _common(examples)
    stems = common | topic.function_stems()
    found = [(*place, page) for page, example in enumerate(examples) for place in _places(example, stems)]
    measured, begins, sites, pages = zip(*found, strict=True)
    places = Places(np.array(measured), np.array(begins), list(sites), np.array(pages))
    chances = np.zeros(len(found))
    for train, test in folds(places.sites):
        base, points = _fitted(places.measured[train], places.begins[train])
        chances[test] = base + places.measured[test] @ points
    wrong = np.sort(chances[~places.begins])[::-1]
    report = _report(places, chances, wrong, sum(example.has_second for example in examples))
    base, points = _fitted(places.measured, places.begins)
    features = topic.FEATURES
    by_name = {feature.name: [round(float(value), 3)] for feature, value in zip(features, points, strict=True)}
    return Card("topic", features, round(base - float(wrong[WRONG_CUTS]), 3), by_name, common), report


def _report(places: Places, chances: np.ndarray, wrong: np.ndarray, second: int) -> list[str]:
    best: dict[int, float] = {}
    for page, chance in zip(places.pages[places.begins], chances[places.begins], strict=True):
        best[page] = max(best.get(page, chance), chance)
    lines = [f"{len(chances):,} headlines, {places.begins.sum()} of other stories", "wrong cuts   other stories found"]
    for most in (4, 8, 12, 16, 24, 40):
        right = sum(chance > wrong[most] for chance in best.values())
        lines.append(f"{most:10} {right / second:21.2f}")
    return lines


def _read() -> Iterator[Example]:
    rulebook = load()
    for corpus in SETS:
        for row in rows(corpus):
            whole = corpus == "html-dev"
            analysis = analyse(text_page(row["truth" if whole else "text"]), rulebook, Drafts({}))
            texts = [block.text for block in analysis.page.blocks]
            story = np.ones(len(texts), bool) if whole else labels_of(texts, row, corpus).story
            has_second = "second-story" in row["id"]
            language = row.get("lang", "en")
            yield Example(analysis.measures, analysis.matches.furniture, story, has_second, site_of(row), language)


def _common(examples: list[Example]) -> frozenset[str]:
    """The stems that stand in many pages of a language, of all languages together."""
    pages = Counter(example.language for example in examples)
    counts = Counter((example.language, stem) for example in examples for stem in _stems(example.measures))
    return frozenset(stem for (language, stem), count in counts.items() if count > MOST_PAGES * pages[language])


def _stems(measures: Measures) -> set[str]:
    long = [terms for terms, size in zip(measures.terms, measures.sizes, strict=True) if size == LONG]
    return {term[:STEM_LETTERS] for terms in long for term in terms}


def _places(example: Example, common: frozenset[str]) -> Iterator[tuple[list[float], bool, str]]:
    """The measures of each place where a story could begin, whether one does, and the site."""
    measures, story = example.measures, example.story
    if not measures.is_stripped:
        return
    for block, measured in topic.places(measures, example.named, [0], common):
        begins = bool(
            example.has_second
            and not story[block]
            and story[max(0, block - 3) : block].any()
            and not story[block + 1 : block + 3].any()
        )
        if begins or story[block]:
            yield measured, begins, example.site


def _fitted(measured: np.ndarray, begins: np.ndarray) -> tuple[float, np.ndarray]:
    mean, spread = measured.mean(0), measured.std(0)
    model = LogisticRegression(max_iter=500).fit((measured - mean) / spread, begins)
    points = model.coef_[0] / spread
    return float(model.intercept_[0] - points @ mean), points
