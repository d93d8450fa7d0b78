"""Why a block was kept or removed: as data, and as a line of text."""

from __future__ import annotations

from typing import NamedTuple


class Cause(NamedTuple):
    """What decided whether a block was kept.

    Attributes:
        stage: the stage, "sifting", "surroundings", "region", "tail", or "gate".
        rule: the rule of that stage, "" if it has none.
        note: the stage's own explanation in a few words, or "".
        marker: for a block in a tail, the block that the tail begins with; else -1.
    """

    stage: str
    rule: str = ""
    note: str = ""
    marker: int = -1

    @property
    def name(self) -> str:
        """The stage, and its rule if it has one: "rules/byline"."""
        return f"{self.stage}/{self.rule}" if self.rule else self.stage

    def __str__(self) -> str:
        if self.stage == "tail":
            return f"in the tail that block {self.marker} begins"
        return f"{self.name}: {self.note}" if self.note else self.name


IN_THE_STORY = Cause("surroundings", note="in the midst of the story")
AWAY_FROM_THE_STORY = Cause("surroundings", note="away from the story")
SET_ASIDE = Cause("sifting", note="a short line or a link, in a menu or far from all prose")


GATE = "gate"


def no_story(why: str) -> Cause:
    """The cause of all removals on a page that holds no story."""
    return Cause(GATE, note=why)
