"""What a batch has done, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class PageCounts(NamedTuple):
    """What was done with one page.

    Attributes:
        is_story: whether it holds a story.
        characters: how much text it has, in its blocks.
        kept: how much of that is the story's.
        removed: blocks removed, by label.
        rules: hits, by the rule's id.
    """

    is_story: bool
    characters: int
    kept: int
    removed: dict[str, int]
    rules: dict[str, int]


@dataclass
class Tally:
    """Sums over pages.

    Attributes:
        pages: pages that were cleaned or failed.
        stories: pages that hold a story.
        bytes: size of the pages, as they were read.
        characters: text in their blocks.
        kept: text in their stories.
        removed: blocks removed, by label.
        rules: hits, by the rule's id.
        failures: pages that failed, by kind.
    """

    pages: int = 0
    stories: int = 0
    bytes: int = 0
    characters: int = 0
    kept: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        return self.failures.total()

    @property
    def kept_share(self) -> float:
        """The share of the pages' text that is kept, 0 to 1."""
        return self.kept / self.characters if self.characters else 0.0

    def add_page(self, counts: PageCounts) -> None:
        self.pages += 1
        self.stories += counts.is_story
        self.characters += counts.characters
        self.kept += counts.kept
        self.removed.update(counts.removed)
        self.rules.update(counts.rules)

    def add_failure(self, kind: str) -> None:
        self.pages += 1
        self.failures[kind] += 1

    def add(self, other: Tally) -> None:
        for name in ("pages", "stories", "bytes", "characters", "kept"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("removed", "rules", "failures"):
            getattr(self, name).update(getattr(other, name))

    def to_dict(self) -> dict[str, Any]:
        """Plain data, counters sorted by how much they count and then by name."""
        return {
            name: dict(sorted(value.items(), key=lambda item: (-item[1], item[0])))
            if isinstance(value, Counter)
            else value
            for name, value in vars(self).items()
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Tally:
        values: dict[str, Any] = {name: Counter(v) if isinstance(v, dict) else v for name, v in data.items()}
        return cls(**values)
