"""Texts that several tests use, and short ways from a text to what stages read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from html.parser import HTMLParser

from cleaner.analysis import Analysis, Measures
from cleaner.analysis.matches import Matches
from cleaner.analysis.subject import subject_of
from cleaner.analysis.title import Title
from cleaner.characters import plain
from cleaner.intake import intake
from cleaner.model import Page
from cleaner.rulebook import Rulebook
from cleaner.scoring import Card, Feature, Weights
from tests.conftest import ROOT

LEAD = (
    "The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years of "
    "complaints from the pilots who bring the grain ships in."
)
QUOTE = (
    '"Ships have grown and our channel has not," said Ada Ferreira, who chairs the board, after a vote that '
    "the fishermen of the eastern quay had asked for in every one of the last nine winters."
)
PLAN = (
    "Work on the channel is to begin in April, and fishermen will be paid for the days on which their boats "
    "cannot leave the harbour because the dredger stands in the way."
)
COST = (
    "The board expects the dredging to cost eleven million, of which the county has promised a third; the "
    "grain companies, whose ships need the deeper channel, are to pay the rest over twelve years."
)
STORY = "\n\n".join((LEAD, QUOTE, PLAN, COST))

ELSEWHERE = (
    "Bakers in Upper Tolling have taken the rye loaf off their shelves because a fungus ruined most of last "
    "summer's crop, and the mill has little hope of finding clean flour before autumn."
)
"""Good prose about something else."""

HEADLINES = (
    "Bakery Wins Prize for Rye Loaf",
    "County Orders Forty Electric Buses",
    "Ferry to the Skerries Sails Again",
    "Is the Old Crane Worth Saving?",
    "Museum Finds Anchor From 1744",
)
"""Other stories, a line each."""


class Hits(Matches):
    """Matches of rules that name just these blocks."""

    def __init__(self, source: str, named: Collection[int], promoted: Collection[int]) -> None:
        page = intake(source)
        texts = [plain(block.text) for block in page.blocks]
        super().__init__(Rulebook(), page, texts, [(0,) if block in named else () for block in range(len(texts))])
        self.__dict__.update(furniture=frozenset(named), promoted=frozenset(promoted))


def analysis_of(
    source: str,
    title: Title | None = None,
    *,
    named: Collection[int] = (),
    promoted: Collection[int] = (),
    about: str = "",
    weights: Weights | None = None,
) -> Analysis:
    """What is measured about a page without rules, and as if rules named these blocks."""
    hits = Hits(source, named, promoted)
    return Analysis(hits, Measures(hits.page, hits.plain), title, (), subject_of(about), weights or NoWeights())


@cache
def fixture_pages() -> tuple[Page, ...]:
    """All pages of fixtures/, cut into blocks."""
    return tuple(intake(path.read_bytes()) for path in sorted((ROOT / "fixtures").glob("*.page.*")))


def measures_of(source: str) -> Measures:
    return analysis_of(source).measures


class NoWeights(Weights):
    """No cards: what is tested does without, or is given cards made by hand."""

    def card(self, name: str, features: Sequence[Feature]) -> Card:
        raise AssertionError(f"the card {name} is asked for; give the test one that is made by hand")


class cards(Weights):  # noqa: N801
    """Weights in which every card has these features and points; what is not named is worth nothing."""

    def __init__(self, features: Sequence[Feature], base: float = 0.0, **points: Sequence[float]) -> None:
        super().__init__()
        every = {feature.name: points.get(feature.name, [0.0] * feature.size) for feature in features}
        self._card = Card("made by hand", tuple(features), base, every)

    def card(self, name: str, features: Sequence[Feature]) -> Card:
        return self._card


class Reader(HTMLParser):
    """All tags, attributes and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.tags.add("!--")

    def handle_data(self, data: str) -> None:
        self.text += data
