"""A story as a row of a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from cleaner.records.record import ArrowRow, Record

if TYPE_CHECKING:
    from cleaner.model import Story

COLUMNS: Final = (
    "id",
    "source",
    "url",
    "title",
    "text",
    "is_story",
    "confidence",
    "facts",
    "removed",
    "warnings",
)
"""The columns of a row; docs/batch.md says what they hold. `blocks` follows if it is asked for, then all columns of the
input that were not the page, its url or its id."""

INPUT_PREFIX: Final = "input_"
"""Stands before the name of an input's column that one of ours has as well."""


def row(record: Record, story: Story, removed: Mapping[str, int], *, blocks: bool = False) -> dict[str, Any]:
    """A story with its record's names, without the input's other columns.

    Args:
        record: where the story comes from.
        story: the story.
        removed: how many blocks of each label were removed.
        blocks: whether the full account is part of it.
    """
    values = {
        "id": record.id,
        "source": record.source,
        "url": record.url,
        "title": story.title,
        "text": story.text,
        "is_story": story.is_story,
        "confidence": round(story.confidence, 4),
        "facts": [fact._asdict() for fact in story.facts],
        "removed": dict(sorted(removed.items())),
        "warnings": list(story.warnings),
    }
    return values | {"blocks": story.to_dict()["blocks"]} if blocks else values


def carried(record: Record, *, blocks: bool = False) -> dict[str, Any]:
    """The other columns of a record's input, under names that a row does not have."""
    other = record.other.to_dict() if isinstance(record.other, ArrowRow) else record.other or {}
    return {carried_name(name, blocks=blocks): value for name, value in other.items()}


def carried_name(name: str, *, blocks: bool = False) -> str:
    """The name of an input's column in the output."""
    return INPUT_PREFIX + name if name in COLUMNS or (blocks and name == "blocks") else name


def as_json(value: Any) -> str:
    """A value as JSON on one line; what JSON has no form for (a date, bytes) becomes its text."""
    return json.dumps(value, ensure_ascii=False, default=_as_text, separators=(",", ":"))


def _as_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
