"""The second look's card: each block once more, given what is kept inside the story's region.

What is kept before, the scores and the region are those of cards that had not seen the page's site.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cleaner.decision import region, second_look
from cleaner.decision.extend import drop_lone_headings
from cleaner.scoring import Card, Codes
from training.blocks import STRENGTH, Example, Fit
from training.fit import Points, folds, logistic, matrix, scored
from training.region import Page, f1_of


class Look:
    """The blocks of all pages, as they are before the second look."""

    def __init__(
        self,
        fit: Fit,
        held_out: Sequence[tuple[np.ndarray, np.ndarray]],
        pages: Sequence[Page],
        choice: Sequence[int],
    ) -> None:
        self._fit = fit
        self._kept: list[list[bool]] = []
        self._may_keep: list[np.ndarray] = []
        codes: list[Codes] = []
        for page, chosen, (own, scores) in zip(pages, choice, held_out, strict=True):
            kept, of_page = page.restricted(chosen)
            inside = np.array(region.inside(page.example.analysis, of_page), bool)
            self._kept.append(kept)
            self._may_keep.append(inside & ~np.array(page.example.summed.certain, bool))
            codes.append(second_look.codes(page.example.analysis, kept, own.tolist(), scores.tolist()))
        self._codes = codes
        self._rows = matrix(codes, second_look.FEATURES)
        has_story = np.concatenate([np.full(len(kept), any(kept)) for kept in self._kept])
        self._weight = np.where(fit.certain | ~has_story, 0.0, fit.weight)

    def _fitted(self, pages: np.ndarray) -> tuple[float, Points]:
        blocks = self._fit.blocks(pages)
        rows, target, weight = self._rows[blocks], self._fit.target[blocks], self._weight[blocks]
        return logistic(rows, target, weight, second_look.FEATURES, STRENGTH)

    def card(self, pages: np.ndarray | None = None) -> Card:
        """The card, fitted on these pages or on all."""
        base, points = self._fitted(np.arange(len(self._kept)) if pages is None else pages)
        return Card("html/second_look", second_look.FEATURES, base, points)

    def gain(self) -> Iterator[str]:
        """Lines that say what the second look gains on unseen sites."""
        examples = self._fit.examples
        before, after = np.zeros(len(examples)), np.zeros(len(examples))
        for train, test in folds([example.site for example in examples]):
            base, points = self._fitted(train)
            for page in test:
                scores = scored(self._codes[page], base, points)
                before[page] = _f1(examples[page], self._kept[page])
                after[page] = _f1(examples[page], self._looked(page, scores))
        for corpus in sorted({example.corpus for example in examples}):
            of = [i for i, example in enumerate(examples) if example.corpus == corpus]
            lost = [f"{100 * (f1[of] < 0.5).mean():.1f} %" for f1 in (before, after)]
            yield (
                f"{corpus:14} {len(of):4} pages: F1 {before[of].mean():.4f} at the first look,"
                f" {after[of].mean():.4f} at the second; lost {', '.join(lost)}"
            )

    def _looked(self, page: int, scores: np.ndarray) -> list[bool]:
        words = self._fit.examples[page].analysis.measures.words
        found: list[bool] = ((scores > 0) & self._may_keep[page]).tolist()
        return found if second_look.stands(self._kept[page], found, words) else self._kept[page]


def _f1(example: Example, kept: Sequence[bool]) -> float:
    kept = list(kept)
    drop_lone_headings(example.analysis.measures, kept)
    return f1_of(example, [block for block, keep_it in enumerate(kept) if keep_it])
