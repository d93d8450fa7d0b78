"""What marked blocks are, told by the words that they share with the examples of all rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log
from typing import Final

from cleaner.evaluation.words import words
from cleaner.model import STORY_LABELS, Label
from cleaner.rulebook import Rule

UNSEEN: Final = 1.0
"""Added to each count, so that a word no example has rules nothing out (Laplace's rule of succession)."""


class Labels:
    """Counts of the words in the rules' examples, by label: naive Bayes over words, all labels alike before.

    Args:
        rules: rules with their examples.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._counts: dict[Label, Counter[str]] = defaultdict(Counter)
        for rule in rules:
            if rule.label not in STORY_LABELS:
                self._counts[rule.label].update(word for example in rule.drop for word in set(words(example)))
        self._sums = {label: sum(counts.values()) for label, counts in self._counts.items()}
        self._size = len({word for counts in self._counts.values() for word in counts})

    def ranked(self, texts: Sequence[str]) -> list[Label]:
        """The labels, the likeliest of these texts first."""
        found = Counter(word for text in texts for word in set(words(text)))

        def likelihood(label: Label) -> float:
            counts, everything = self._counts[label], self._sums[label] + UNSEEN * self._size
            return sum(times * log((counts[word] + UNSEEN) / everything) for word, times in found.items())

        return sorted(self._counts, key=likelihood, reverse=True)
