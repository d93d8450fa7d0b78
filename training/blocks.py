"""The cards that score blocks: what stages say of a block's own words and markup, and the context that corrects it.

Every score that the context reads was given by a card that had not seen the page's site, so that it learns from
scores as they are on new pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cleaner.analysis import Analysis, analyse
from cleaner.analysis.matches import Matches
from cleaner.analysis.measures import Measures
from cleaner.decision import context
from cleaner.decision.decide import Summed, add_up, named_again
from cleaner.intake import intake
from cleaner.model import Evidence
from cleaner.pipeline import found
from cleaner.rulebook import Rulebook, load
from cleaner.rulebook.rule import CERTAIN_SCORE
from cleaner.scoring import Card, Codes, Feature
from cleaner.stages import STAGES, Stage
from training.corpora import rows, site_of, words_of
from training.fit import Drafts, Points, folds, log_loss, logistic, matrix, scored
from training.labels import CORPUS_WEIGHTS, Labels, labels_of

SETS = {
    "text": ("flat-dev", "mixed-dev", "mixed-languages-dev"),
    "html": ("html-dev", "news-dev", "crawl-dev", "languages-dev"),
}
STRENGTH = 0.3
"""Inverse strength of the L2 penalty: weak, as the bins are few and the blocks many. Not tuned."""


@dataclass
class Example:
    """A page with its labels."""

    corpus: str
    site: str
    analysis: Analysis
    summed: Summed
    evidence: list[Evidence]
    labels: Labels
    truth: int
    own: Codes


def stages_of(form: str) -> list[Stage]:
    """The stages whose cards score every block of a page of this form."""
    return [stage for stage in STAGES if stage.codes and (form == "html" or "markup" not in stage.needs)]


def features_of(form: str) -> tuple[Feature, ...]:
    """What they listen to, all together: one fit for all, so that none counts what another has said."""
    return tuple(feature for stage in stages_of(form) for feature in stage.features)


def examples_of(form: str, drafts: Drafts) -> list[Example]:
    """The pages of the corpora of a form; clean stories too, so that what is clean stays whole."""
    examples = list(_read(form, drafts))
    if form == "text":
        examples += [cleaned(e) for e in examples if e.corpus == "flat-dev" and e.labels.story.any()]
    return examples


def _read(form: str, drafts: Drafts) -> Iterator[Example]:
    rulebook = load()
    for corpus in SETS[form]:
        for row in rows(corpus):
            page = intake(row["html" if form == "html" else "text"], form=form)  # type: ignore[arg-type]
            analysis = analyse(page, rulebook, drafts)
            yield example_of(analysis, row, corpus)


def example_of(analysis: Analysis, row: Mapping[str, Any], corpus: str) -> Example:
    """A page with what the stages without a card of their own say of it, and its labels."""
    evidence, _ = found(analysis, [stage for stage in STAGES if stage.asked == "always"])
    summed = add_up(len(analysis), [], evidence)
    labels = labels_of([block.text for block in analysis.page.blocks], row, corpus)
    truth = len(words_of(row.get("truth", "")))
    return Example(corpus, site_of(row), analysis, summed, evidence, labels, truth, own_codes(analysis))


def own_codes(analysis: Analysis) -> Codes:
    codes: dict[str, Sequence[int]] = {}
    for stage in stages_of(analysis.page.form):
        if stage.codes:
            codes |= stage.codes(analysis)
    return codes


def cleaned(example: Example) -> Example:
    """The example's page as it is after cleaning: only its story blocks. What is clean must stay whole."""
    story = np.flatnonzero(example.labels.story)
    old = example.analysis
    blocks = [replace(old.page.blocks[block], index=index) for index, block in enumerate(story)]
    plain = [old.measures.plain[block] for block in story]
    matches = Matches(Rulebook(), replace(old.page, blocks=tuple(blocks)), plain, [()] * len(plain))
    analysis = Analysis(matches, Measures(matches.page, plain), None, (), None, old.weights)
    words = example.labels.words[story]
    labels = Labels(words, words, np.ones(len(story), bool), CORPUS_WEIGHTS["cleaned"] * example.labels.weights[story])
    summed, truth = add_up(len(story), [], []), int(words.sum())
    return Example("cleaned", example.site, analysis, summed, [], labels, truth, own_codes(analysis))


class Fit:
    """The cards of a form, fitted on some of the examples, and the scores behind them."""

    def __init__(self, form: str, examples: Sequence[Example]) -> None:
        self.form = form
        self.examples = examples
        self.own_features = features_of(form)
        self.rows = matrix([e.own for e in examples], self.own_features)
        self.ends = np.cumsum([0, *[len(e.analysis) for e in examples]])
        self.target = np.concatenate([e.labels.story for e in examples])
        self.base = np.concatenate([np.array(e.summed.own) for e in examples])
        self.certain = np.concatenate([np.array(e.summed.certain, bool) for e in examples])
        self.weight = np.concatenate([e.labels.weights for e in examples])
        self.context: list[Codes] = []
        self.own_scores: list[np.ndarray] = []
        self.context_rows = self.rows

    def blocks(self, pages: np.ndarray) -> np.ndarray:
        return np.concatenate([np.arange(self.ends[page], self.ends[page + 1]) for page in pages])

    def own(self, pages: np.ndarray) -> tuple[float, Points]:
        """Own words, fitted on these pages. Blocks that a rule or an echo speaks of have their weight already."""
        blocks = self.blocks(pages)
        weight = np.where(self.base[blocks] == 0, self.weight[blocks], 0.0)
        return logistic(self.rows[blocks], self.target[blocks], weight, self.own_features, STRENGTH)

    def around(self, pages: np.ndarray) -> tuple[float, Points]:
        """The context, fitted on these pages."""
        blocks = self.blocks(pages)
        weight = np.where(self.certain[blocks], 0.0, self.weight[blocks])
        return logistic(self.context_rows[blocks], self.target[blocks], weight, context.FEATURES, STRENGTH)

    def read_context(self) -> None:
        """Has the context read the scores that each page gets from a card which has not seen its site."""
        self.context = [{}] * len(self.examples)
        self.own_scores = [np.zeros(0)] * len(self.examples)
        for train, test in folds([e.site for e in self.examples]):
            base, points = self.own(train)
            for page in test:
                self.own_scores[page] = self._own(self.examples[page], base, points)
                self.context[page] = self._around(self.examples[page], self.own_scores[page])
        self.context_rows = matrix(self.context, context.FEATURES)

    def held_out(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The own scores of every page's blocks and those in their context, by cards that had not seen its site."""
        found = [(np.zeros(0), np.zeros(0))] * len(self.examples)
        for train, test in folds([e.site for e in self.examples]):
            base, points = self.around(train)
            for page in test:
                example = self.examples[page]
                scores = scored(self.context[page], base, points).tolist()
                settled = named_again(example.analysis.measures, scores, example.evidence)
                found[page] = (self.own_scores[page], np.array(settled))
        return found

    def _own(self, example: Example, base: float, points: Points) -> np.ndarray:
        scores = scored(example.own, base, points) + np.array(example.summed.own)
        return np.where(example.summed.certain, CERTAIN_SCORE, scores)

    def _around(self, example: Example, scores: np.ndarray) -> Codes:
        summed = example.summed
        return context.codes(scores.tolist(), example.analysis.measures, summed.tails, summed.named)

    def cards(self, pages: np.ndarray | None = None) -> dict[str, Card]:
        """The cards, fitted on these pages or on all."""
        pages = np.arange(len(self.examples)) if pages is None else pages
        base, points = self.own(pages)
        cards = {}
        for stage in stages_of(self.form):
            name = stage.card.format(form=self.form)
            of_stage = {feature.name: points[feature.name] for feature in stage.features}
            cards[name] = Card(name, stage.features, base, of_stage)
            base = 0.0  # The first stage's card has it.
        around, around_points = self.around(pages)
        name = f"{self.form}/context"
        return cards | {name: Card(name, context.FEATURES, around, around_points)}

    def worth(self) -> Iterator[tuple[str, str, str, str]]:
        """Card, feature, its axes with their number of bins, and by how much the log loss on unseen sites grows, in
        thousandths of a nat, if the feature says nothing: what it is worth beside the others."""
        own = np.where(self.base == 0, self.weight, 0.0)
        around = np.where(self.certain, 0.0, self.weight)
        for card, features, codes, fitted, weight in (
            ("own words", self.own_features, [e.own for e in self.examples], self.own, own),
            ("context", context.FEATURES, self.context, self.around, around),
        ):
            names = [feature.name for feature in features]
            scores = np.zeros((len(names), len(self.target)))
            bases = np.zeros(len(self.target))
            for train, test in folds([e.site for e in self.examples]):
                base, points = fitted(train)
                for page in test:
                    place = slice(self.ends[page], self.ends[page + 1])
                    bases[place] = base
                    for row, name in enumerate(names):
                        scores[row, place] = np.array(points[name])[np.array(codes[page][name], dtype=int)]
            whole = scores.sum(0) + bases
            least = log_loss(whole, self.target, weight)
            for row, name in enumerate(names):
                mean = float((scores[row] * weight).sum() / weight.sum())
                without = log_loss(whole - scores[row] + mean, self.target, weight)
                bins = " × ".join(f"{axis.name} {len(axis)}" for axis in features[row].axes)
                yield card, name, bins, f"{1000 * (without - least):.2f}"
