"""When the story was published and changed: the page's witnesses, weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from cleaner.analysis import Analysis
from cleaner.decision import Decision
from cleaner.facts.dates import Reader, date_in_address, iso_date, month_first, reads_alike, same_day
from cleaner.facts.zones import Zones
from cleaner.model import Fact

DECLARED: Final = frozenset({"json-ld", "open-graph", "meta", "feed"})
"""Sources that speak about the page as a whole."""

DOUBTED: Final = 0.5
"""The confidence of a date where another witness names another day: half the time either is right."""

MAX_LINE: Final = 60
"""Characters of the longest line without a rule of its own that is looked at for a date: place, date, time, zone."""

MIN_SHARE: Final = 0.5
"""A line is about a date if the date takes half of it. With less it may be a caption."""

SENTENCE_ENDS: Final = (".", "?", "!", "…", "。", ":")

_NO_DATE: Final = frozenset(
    {"caption", "credit", "comment", "related", "other-story", "promotion", "advertisement", "legal"}
)
"""Labels of blocks whose dates are not the story's."""


class _Read(NamedTuple):
    """A witness and what it says, as ISO 8601 has it."""

    fact: Fact
    iso: str


def dates(analysis: Analysis, decision: Decision, zones: Zones, seen_at: datetime | None = None) -> list[Fact]:
    """The facts "published" and "modified", the most trusted of each first.

    The value is as the page prints it; one that only reads right with the page's language, or with its order of day and
    month, is given as ISO 8601.

    Args:
        seen_at: when the page was fetched, if that is known.
    """
    reader = _reader(analysis, seen_at)
    return [fact for name in ("published", "modified") for fact in _dates(name, analysis, decision, zones, reader)]


def _dates(name: str, analysis: Analysis, decision: Decision, zones: Zones, reader: Reader) -> list[Fact]:
    first: _Read | None = None
    others: list[_Read] = []
    for fact in _witnesses(name, analysis, decision, zones):
        # dateparser is not asked for what can only confirm.
        iso = reader.iso(fact.value) if first is None else iso_date(fact.value)
        if iso is None:
            continue
        if first is None:
            first = _Read(fact, iso)
        else:
            others.append(_Read(fact, iso))
    if first is None:
        return []
    agreed = [other for other in others if same_day(first.iso, other.iso)]
    doubted = len(agreed) < len(others)
    chosen = [first, *[other for other in agreed if other.fact.value != first.fact.value]]
    return [_fact(read, DOUBTED if doubted and not agreed else 1.0) for read in chosen]


def _fact(read: _Read, confidence: float) -> Fact:
    is_date = read.fact.source != "text" and reads_alike(read.fact.value)
    value = read.fact.value if is_date else read.iso
    return read.fact._replace(value=value, confidence=confidence)


def _reader(analysis: Analysis, seen_at: datetime | None) -> Reader:
    spoken = analysis.matches.languages
    declared = next((fact.value for fact in analysis.page.facts if fact.name == "language"), None)
    own = (declared or "").split("-")[0].lower()
    printed = [fact.value for fact in analysis.stated if fact.name in ("published", "modified")]
    tag = declared or ("en" if spoken == {"en"} else None)
    return Reader(tuple(sorted(spoken, key=lambda code: (code != own, code))), month_first(printed, tag), seen_at)


def _witnesses(name: str, analysis: Analysis, decision: Decision, zones: Zones) -> Iterator[Fact]:
    """The facts of a name that are about the story, the most trusted first."""
    facts = [fact for fact in analysis.page.facts if fact.name == name]
    yield from [fact for fact in facts if fact.source in DECLARED]
    timed = [fact for fact in facts if fact.source not in DECLARED and not _is_apart(fact, analysis, decision)]
    printed = [fact for fact in analysis.stated if fact.name == name and not _is_apart(fact, analysis, decision)]
    marked = [fact for fact in timed if fact.source == "microdata"]
    # Of several marked dates, those that stand nowhere, or far below, are of teasers.
    yield from [fact for fact in marked if len(marked) == 1 or 0 <= fact.block < zones.foot.stop]
    clear = [fact for fact in printed if _is_line_of(fact, analysis)]
    yield from _within(zones.head, [*timed, *clear])
    yield from _within(zones.foot, [*timed, *clear])
    if name == "published":
        if date := date_in_address(_address(analysis)):
            yield Fact(name, date, source="address")
        yield from _lines(analysis, decision, zones.head)
    yield from [fact for fact in clear if len(fact.value) < len(analysis.measures.plain[fact.block])]
    yield from _within(zones.head, printed)


def _is_line_of(fact: Fact, analysis: Analysis) -> bool:
    """Whether the line that a date stands in is there for it: "Published: March 1, 2026"."""
    return len(fact.value) >= MIN_SHARE * len(analysis.measures.plain[fact.block])


def _within(zone: range, facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.block in zone]


def _is_apart(fact: Fact, analysis: Analysis, decision: Decision) -> bool:
    """Whether the block of a date is about other things than the story."""
    if fact.block < 0:
        return False
    if analysis.measures.kinds[fact.block] == "caption" or decision.labels[fact.block] in _NO_DATE:
        return True
    markup = analysis.page.blocks[fact.block].markup if analysis.apart else None
    return markup is not None and analysis.apart[markup.container]


def _lines(analysis: Analysis, decision: Decision, zone: range) -> Iterator[Fact]:
    """Short lines around the story's head that no rule has read: a date may be among them."""
    texts, kinds = analysis.page.texts, analysis.measures.kinds
    for index in zone:
        text = texts[index]
        is_short = len(text) <= MAX_LINE and kinds[index] in ("text", "item", "row")
        if is_short and any(map(str.isdigit, text)) and not text.endswith(SENTENCE_ENDS):
            fact = Fact("published", " ".join(text.split()), index, "text")
            if not _is_apart(fact, analysis, decision):
                yield fact


def _address(analysis: Analysis) -> str:
    page = analysis.page
    return page.url or next((fact.value for fact in page.facts if fact.name == "canonical_url"), "")
