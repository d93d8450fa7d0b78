"""The cards of the stage `site`: what it says of a block that it stands on so many pages of its site.

The sites of crawl-dev with five pages and more are learned from their own pages, as HTML and as a dumper leaves them, a
block a line. Half of the time a site is learned from fewer pages, so that small sites are known too. The own score of
each block, given by cards that had not seen the site, is taken as it is: the points say what the site adds to it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from cleaner.analysis import Analysis, analyse
from cleaner.analysis.on_site import OnSite
from cleaner.decision.decide import add_up
from cleaner.intake import intake
from cleaner.model import Form
from cleaner.pipeline import found
from cleaner.rulebook import load
from cleaner.scoring import Card, Codes, Weights
from cleaner.sites.fingerprints import fingerprints
from cleaner.sites.furniture import are_furniture
from cleaner.sites.seen import Seen, see
from cleaner.sites.site import learned
from cleaner.stages import STAGES, site
from training.corpora import rows
from training.fit import Points, folds, log_loss, matrix
from training.labels import labels_of

SET = "crawl-dev"
MIN_PAGES = 5
"""A site of fewer pages is not learned from."""

SAMPLES = (3, 5, 10, 20)
"""Each page is looked at among so many pages of its site too, drawn at random, as far as there are so many."""

PENALTY = 3.0
"""The L2 penalty, in blocks' weight: thirty sites carry no free points."""

LEAST_OWN, MOST_OWN = -6.0, 6.0
"""Own scores count up to this."""


class Page(NamedTuple):
    name: str
    seen: Seen
    analysis: Analysis
    own: np.ndarray
    story: np.ndarray
    weights: np.ndarray


def pages_of(form: Form, weights: Weights) -> list[Page]:
    """The pages of the corpus whose sites have `MIN_PAGES` and more."""
    stages = [stage for stage in STAGES if stage.asked == "always" and "site" not in stage.needs]
    rulebook = load()
    of_site = defaultdict(list)
    for row in rows(SET):
        of_site[row["site"]].append(row)
    pages = []
    for name in sorted(name for name, members in of_site.items() if len(members) >= MIN_PAGES):
        for row in of_site[name]:
            page = intake(row["html"])
            if form == "text":
                page = intake("\n".join(page.texts), form="text")
            analysis = analyse(page, rulebook, weights)
            evidence, likelihoods = found(analysis, stages)
            own = add_up(len(analysis), likelihoods, evidence).own
            labels = labels_of(analysis.page.texts, row, SET)
            clipped = np.clip(np.array(own), LEAST_OWN, MOST_OWN)
            pages.append(Page(name, see(page), analysis, clipped, labels.story, labels.weights))
    return pages


class Examples(NamedTuple):
    """The blocks that repeat, of every page among each number of pages; one entry a block but for the codes."""

    codes: list[Codes]
    sites: list[str]
    own: np.ndarray
    story: np.ndarray
    weights: np.ndarray


def examples_of(pages: Sequence[Page]) -> Examples:
    of_site: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        of_site[page.name].append(page)
    draw = random.Random(16)
    codes, sites, columns = [], [], []
    for page in pages:
        others = [other for other in of_site[page.name] if other is not page]
        for count in (*[few for few in SAMPLES if few < len(others)], len(others)):
            blocks = _furniture(page, draw.sample(others, count))
            if blocks:
                codes.append(site.codes(page.analysis, blocks))
                sites += [page.name] * len(blocks)
                columns.append(np.column_stack([page.own[blocks], page.story[blocks], page.weights[blocks]]))
    own, story, weights = np.concatenate(columns).T
    return Examples(codes, sites, own, story.astype(bool), weights)


def _furniture(page: Page, others: Sequence[Page]) -> list[int]:
    """The page's blocks that repeat among these pages, and which the analysis then knows to."""
    known = learned([page.seen, *[other.seen for other in others]])
    analysis = page.analysis
    pages, counts = known.counts(fingerprints(analysis.page.texts))
    analysis.site = OnSite(page.name, pages, counts)
    return np.flatnonzero(are_furniture(counts, site.prose(analysis), pages)).tolist()  # type: ignore[no-any-return]


def fit(form: Form, folder: Path) -> tuple[Card, list[str]]:
    """The card of a form, and lines that say what it gains on sites it was not fitted on. `folder` has the other
    cards."""
    examples = examples_of(pages_of(form, Weights(folder)))
    bins = matrix(examples.codes, site.FEATURES)
    scores = np.zeros(len(examples.sites))
    for train, test in folds(examples.sites):
        scores[test] = bins[test] @ _flat(_points(bins, examples, train))
    before = log_loss(examples.own, examples.story, examples.weights)
    after = log_loss(examples.own + scores, examples.story, examples.weights)
    report = [f"{form}: {len(scores):,} blocks that repeat, log loss {before:.4f}, on sites left out {after:.4f}"]
    return _card(form, _points(bins, examples, np.arange(len(scores)))), report


def cards_without(form: Form, folder: Path, left_out: Sequence[Collection[str]]) -> Iterator[Card]:
    """A card for each of these sets of sites, fitted on all others."""
    examples = examples_of(pages_of(form, Weights(folder)))
    bins, names = matrix(examples.codes, site.FEATURES), np.array(examples.sites)
    for sites in left_out:
        yield _card(form, _points(bins, examples, np.flatnonzero(~np.isin(names, list(sites)))))


def _card(form: Form, points: Points) -> Card:
    return Card(f"{form}/site", site.FEATURES, 0.0, points)


def _flat(points: Points) -> np.ndarray:
    return np.concatenate([points[feature.name] for feature in site.FEATURES])


def _points(bins: csr_matrix, examples: Examples, blocks: np.ndarray) -> Points:
    """Logistic regression on top of the own scores, without a base: a bin that no site has had says nothing."""
    rows, own, story, weights = bins[blocks], examples.own[blocks], examples.story[blocks], examples.weights[blocks]

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = own + rows @ values
        off = weights * (1 / (1 + np.exp(-scores)) - story)
        total = float((weights * np.logaddexp(0, np.where(story, -scores, scores))).sum())
        return total + PENALTY * float(values @ values) / 2, rows.T @ off + PENALTY * values

    best = minimize(loss, np.zeros(bins.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return dict(_by_feature(best))


def _by_feature(values: np.ndarray) -> Iterator[tuple[str, list[float]]]:
    start = 0
    for feature in site.FEATURES:
        yield feature.name, [round(float(value), 3) for value in values[start : start + feature.size]]
        start += feature.size
