"""A story as one flat row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypedDict

if TYPE_CHECKING:
    from cleaner.model import Page
    from cleaner.story import Story
    from cleaner.verdict import Verdict

DIGITS: Final = 4
"""Shares and confidences are given to four digits: more would be noise."""


class Row(TypedDict):
    """What `Story.row()` gives, in this order; docs/schema.md says what the columns hold."""

    url: str | None
    title: str | None
    text: str
    authors: list[str]
    published: str | None
    modified: str | None
    language: str | None
    site: str | None
    section: str | None
    image: str | None
    canonical_url: str | None
    syndicated_from: str | None
    agency: str | None
    republisher: str | None
    is_story: bool
    confidence: float
    relevance: float | None
    removed: dict[str, float]
    warnings: list[str]


ROW_COLUMNS: Final = tuple(Row.__annotations__)


def row_of(story: Story) -> Row:
    """The row of a story: texts, numbers, lists and one dictionary, nothing of the page's blocks."""
    return Row(
        url=story.url,
        title=story.title,
        text=story.text,
        authors=list(story.authors),
        published=story.iso_date("published"),
        modified=story.iso_date("modified"),
        language=story.language,
        site=story.site,
        section=story.section,
        image=story.image,
        canonical_url=story.canonical_url,
        syndicated_from=story.syndicated_from,
        agency=story.agency,
        republisher=story.republisher,
        is_story=story.is_story,
        confidence=round(story.confidence, DIGITS),
        relevance=story.relevance if story.relevance is None else round(story.relevance, DIGITS),
        removed=dict(story.removed_share),
        warnings=list(story.warnings),
    )


def removed_characters(page: Page, verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many characters of a page were removed under each label, by label."""
    removed: Counter[str] = Counter()
    for text, (kept, label) in zip(page.texts, _outcomes(verdicts), strict=True):
        if not kept:
            removed[label] += len(text)
    return dict(sorted(removed.items()))


def removed_share(story: Story) -> dict[str, float]:
    """The share of a page's characters, from 0 to 1, that was removed under each label, by label."""
    total = max(1, sum(map(len, story.page.texts)))
    return {label: round(count / total, DIGITS) for label, count in story.removed_characters.items()}


def _outcomes(verdicts: Sequence[Verdict]) -> Iterable[tuple[bool, str]]:
    """Whether each block was kept, and its label. An account knows both before its verdicts are written."""
    from cleaner.decision.account import Verdicts

    if isinstance(verdicts, Verdicts):
        return verdicts.outcomes()
    return [(verdict.kept, verdict.label) for verdict in verdicts]
