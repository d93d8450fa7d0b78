"""Verdicts are written when somebody reads them: most callers want only the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from operator import not_
from typing import overload

from cleaner.cause import AWAY_FROM_THE_STORY, IN_THE_STORY, SET_ASIDE, Cause, no_story
from cleaner.decision.decide import REMOVED_SCORE, Decision
from cleaner.model import Evidence, Label, Likelihood
from cleaner.verdict import Verdict


class Verdicts(Sequence[Verdict]):
    """A decision and its evidence as one `Verdict` a block.

    Attributes:
        decision: what was decided.
        evidence: what rules and stages said about single blocks.
        likelihoods: what stages said about every block.
        places: where the blocks that were decided on stand among all of the page; None if these are all.
        aside: what the others are, which were not worth a look, by their place.
        kept: the labels of those among them that are kept all the same.
    """

    def __init__(
        self,
        decision: Decision,
        evidence: Sequence[Evidence],
        likelihoods: Sequence[Likelihood] = (),
        places: Sequence[int] | None = None,
        aside: Mapping[int, Label] | None = None,
        kept: Collection[str] = (),
    ) -> None:
        self.decision = decision
        self.evidence = evidence
        self.likelihoods = likelihoods
        self.places = range(len(decision.kept)) if places is None else places
        self.aside = aside or {}
        self.kept = kept

    def __len__(self) -> int:
        return len(self.places) + len(self.aside)

    @overload
    def __getitem__(self, index: int) -> Verdict: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Verdict]: ...
    def __getitem__(self, index: int | slice) -> Verdict | Sequence[Verdict]:
        return self._all[index]

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def removed(self) -> Counter[str]:
        """How many blocks were removed, by label; no verdict need be written for it."""
        removed = Counter[str](compress(self.decision.labels, map(not_, self.decision.kept)))
        removed.update(label for label in self.aside.values() if label not in self.kept)
        return removed

    def outcomes(self) -> list[tuple[bool, Label]]:
        """For each block of the page whether it was kept, and its label; no verdict need be written for it."""
        decided = zip(self.decision.kept, self.decision.labels, strict=True)
        if not self.aside:
            return list(decided)
        outcomes = {place: (label in self.kept, label) for place, label in self.aside.items()}
        outcomes.update(zip(self.places, decided, strict=True))
        return list(map(outcomes.__getitem__, range(len(self))))

    def rules(self) -> Counter[str]:
        """How often rules hit, by the rule's id."""
        return Counter(hit.rule for hit in self.evidence if hit.stage == "rules")

    @cached_property
    def _all(self) -> tuple[Verdict, ...]:
        found: list[list[Evidence]] = [[] for _ in self.decision.kept]
        for hit in chain(self.evidence, *self.likelihoods):
            found[hit.block].append(hit._replace(block=self.places[hit.block]))
        verdicts = {place: self._set_aside(label) for place, label in self.aside.items()}
        for block, (place, hits) in enumerate(zip(self.places, found, strict=True)):
            verdicts[place] = self._verdict(block, tuple(hits))
        return tuple(map(verdicts.__getitem__, range(len(self))))

    def _set_aside(self, label: Label) -> Verdict:
        return Verdict(label in self.kept, label, REMOVED_SCORE, SET_ASIDE)

    def _verdict(self, block: int, hits: tuple[Evidence, ...]) -> Verdict:
        decision = self.decision
        kept, label, score = decision.kept[block], decision.labels[block], decision.scores[block]
        if block in decision.rejected and not kept:
            return Verdict(kept, label, score, no_story(decision.no_story), hits)
        if block in decision.outside and decision.region and not kept:
            return Verdict(kept, label, score, Cause("region", note=decision.region.note), hits)
        return Verdict(kept, label, score, _cause(kept, hits, self._marker(block)), hits)

    def _marker(self, block: int) -> int:
        """The place of the marker in whose tail a block stands, or -1."""
        marker = self.decision.tail_of[block]
        return marker if marker < 0 else self.places[marker]


def _cause(kept: bool, hits: tuple[Evidence, ...], marker: int) -> Cause:
    """The evidence that weighs most on the side that won; the tail, or what stands around the block, if none does."""
    sign = 1 if kept else -1
    heaviest = max(hits, key=lambda hit: sign * hit.weight, default=None)
    if heaviest is not None and sign * heaviest.weight > 0:
        if marker >= 0 and not kept and heaviest.stage == "prose":
            return Cause("tail", marker=marker)
        return Cause(heaviest.stage, heaviest.rule, heaviest.note)
    if marker >= 0:
        return Cause("tail", marker=marker)
    return IN_THE_STORY if kept else AWAY_FROM_THE_STORY
