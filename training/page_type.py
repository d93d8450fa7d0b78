"""The page-type card: pages of all corpora that hold a story against those of other-dev, which hold none.

It judges pages as the cards fitted before it clean them, so it comes last.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner import Cleaner
from cleaner.analysis import Analysis, analyse
from cleaner.decision import page_type
from cleaner.intake import intake
from cleaner.scoring import Card
from training.corpora import rows, site_of
from training.fit import folds, logistic, matrix

SETS = ("html-dev", "news-dev", "crawl-dev", "languages-dev", "other-dev")
STRENGTH = 0.1
"""Inverse strength of the L2 penalty: strong, as there are 130 bins and 267 pages without a story."""
WEIGHTS = {"html-dev": 1.0, "news-dev": 1.0, "crawl-dev": 0.5, "languages-dev": 0.5, "bare": 0.15, "other-dev": 1.0}
"""languages-dev has shop and forum pages among its articles, since its task is another."""
WITHOUT_ADDRESS = 0.2
"""The part of its weight with which each page counts as one whose address nobody told. No page of crawl-dev has one,
and all of other-dev have: without this, that nothing is known of the address spoke for a story, and of pages without a
story 0.11 were stopped."""
LET_THROUGH = 0.9957
"""Share of html-dev, news-dev and crawl-dev above the line, each with its address and without. A story that is closed
costs more than a shop that is not. At 0.997 an eighth fewer pages without a story are stopped, and three pages of
html-dev and two of languages-dev more come through: front pages of products and firms, shops and forums, which those
corpora call articles."""
STORYLESS = ("listing", "collection", "product", "service", "forum")
"""Kinds of other-dev that hold no story; its documentation reads like articles."""


class Example(NamedTuple):
    corpus: str
    kind: str
    site: str
    bins: Mapping[str, int]


def fit(weights: Path) -> tuple[Card, list[str]]:
    """The card, given the folder of the cards fitted so far, and lines on what it lets through on unseen sites."""
    pages = Counter[str]()
    told = list(_read(weights, pages))
    examples = [*told, *map(_without_address, told)]
    bins = matrix([{name: [bin_] for name, bin_ in e.bins.items()} for e in examples], page_type.FEATURES)
    target = np.array([e.corpus != "other-dev" for e in examples])
    weight = np.array([WEIGHTS[e.corpus] for e in examples])
    weight *= np.repeat([1 - WITHOUT_ADDRESS, WITHOUT_ADDRESS], len(told))
    scores = np.zeros(len(examples))
    for train, test in folds([e.site for e in examples]):
        base, points = logistic(bins[train], target[train], weight[train], page_type.FEATURES, STRENGTH)
        for i in test:
            scores[i] = base + sum(points[name][bin_] for name, bin_ in examples[i].bins.items())
    stories = [e.corpus in ("html-dev", "news-dev", "crawl-dev") for e in examples]
    line = float(np.quantile(scores[stories], 1 - LET_THROUGH)) - 1e-9
    base, points = logistic(bins, target, weight, page_type.FEATURES, STRENGTH)
    card = Card("html/page_type", page_type.FEATURES, round(base - line, 3), points)
    passed = np.split(scores > line, 2)
    return card, [*_report(told, passed[0], pages), "the same without addresses", *_report(told, passed[1], pages)]


def _without_address(example: Example) -> Example:
    return example._replace(bins={**example.bins, "address": 0, "slug": 0})


def _read(weights: Path, pages: Counter[str]) -> Iterator[Example]:
    """The pages on which enough was kept to be a story; `pages` counts all, by corpus and kind."""
    cleaner = Cleaner(gate=False, weights=weights)
    for corpus in SETS:
        for row in rows(corpus):
            kind = row["kind"] if corpus == "other-dev" else f"{corpus}, {row['lang']}" if "lang" in row else corpus
            kept = yield from _example(cleaner, row["html"], row.get("url"), (corpus, kind, site_of(row)), pages)
            if corpus == "html-dev":
                bare = "".join(f"<p>{html.escape(text)}</p>\n" for text in kept)
                yield from _example(cleaner, bare, None, ("bare", "bare", site_of(row)), pages)


def _example(
    cleaner: Cleaner, source: str, url: str | None, of: tuple[str, str, str], pages: Counter[str]
) -> Iterator[Example]:
    pages[of[1]] += 1
    analysis: Analysis = analyse(intake(source, url=url, form="html"), cleaner.rulebook, cleaner.weights)
    decision, *_ = cleaner.decided(analysis)
    if decision.is_story:
        yield Example(*of, page_type.codes(analysis, decision.kept, decision.confidence))
    return [text for text, kept in zip(analysis.page.texts, decision.kept, strict=True) if kept]


def _report(examples: Sequence[Example], passed: np.ndarray, pages: Counter[str]) -> Iterator[str]:
    through = Counter(e.kind for e, is_through in zip(examples, passed, strict=True) if is_through)
    others = sorted({e.kind for e in examples if e.corpus == "other-dev"})
    for kind in sorted(pages.keys() - set(others)):
        yield f"{kind:18} {through[kind] / pages[kind]:.3f} called stories of {pages[kind]}"
    for kind in others:
        yield f"{kind:18} {1 - through[kind] / pages[kind]:.3f} stopped of {pages[kind]}"
    whole = sum(pages[kind] for kind in STORYLESS)
    let = sum(through[kind] for kind in STORYLESS)
    yield f"{'without a story':18} {1 - let / whole:.3f} stopped of {whole}"
