"""How far apart two parts of a text are: whether one speaks of what the other speaks of.

Two halves of one story share words; how many depends on the story. So what the blocks above a place and those below it
share is compared with what every other block of each side shares with the blocks between: the cosine of their word
counts (Salton and McGill, "Introduction to Modern Information Retrieval", 1983) across, over the geometric mean of the
cosines within. One story has about 0.8 everywhere; between two stories it is about 0.2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import log, sqrt
from typing import Final

LEAST_WITHIN: Final = 0.02
"""Added to the cohesion within, which short stories may have none of."""

UNIT: Final = 2**20
"""Logarithms are whole numbers of 1/UNIT, so that sums are exact: stems come in the order of a set, which differs
between processes, and floating-point sums of another order are other sums."""

Stems = frozenset[str]


@cache
def log_count(count: int) -> int:
    """The logarithm of one more than a count, in 1/UNIT."""
    return round(log(1 + count) * UNIT)


class Cosine:
    """The cosine of the log counts of words of two texts, kept up to date while blocks come and go."""

    def __init__(self) -> None:
        self.counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self.squares = [0, 0]
        self.dot = 0

    def change(self, side: int, stems: Iterable[str], by: int) -> None:
        """Adds the stems of a block to one side (`by` 1), or takes them off again (-1)."""
        own, other = self.counts[side], self.counts[1 - side]
        for stem in stems:
            before = own[stem]
            own[stem] = before + by
            low, high = log_count(before), log_count(before + by)
            self.squares[side] += high * high - low * low
            self.dot += (high - low) * log_count(other[stem])

    def value(self) -> float:
        if not all(self.squares):
            return 0.0
        return self.dot / sqrt(self.squares[0] * self.squares[1])


def apart(blocks: Sequence[Stems]) -> list[float]:
    """For each block, what it and those below it share with those above, over what each side shares within: about 1 in
    the midst of a story, near 0 between two. The first block has 1.0. Takes time in proportion to the stems."""
    across, above, below = Cosine(), Cosine(), Cosine()
    for index, stems in enumerate(blocks):
        across.change(1, stems, 1)
        below.change(index % 2, stems, 1)
    ratios = [1.0] * len(blocks)
    for index, stems in enumerate(blocks):
        if index:
            within = sqrt(max(0.0, above.value() * below.value()))
            ratios[index] = across.value() / (within + LEAST_WITHIN)
        across.change(1, stems, -1)
        across.change(0, stems, 1)
        below.change(index % 2, stems, -1)
        above.change(index % 2, stems, 1)
    return ratios
