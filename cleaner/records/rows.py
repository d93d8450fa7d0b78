"""A story as a row of a table."""

from __future__ import annotations

import base64
import json
import math
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from cleaner.records.column_names import carried_name
from cleaner.records.record import ArrowRow, Record

if TYPE_CHECKING:
    from cleaner.story import Story


def row(record: Record, story: Story, *, blocks: bool = False) -> dict[str, Any]:
    """A story with its record's names, without the input's other columns.

    Args:
        record: where the story comes from.
        story: the story.
        blocks: whether the full account is part of it.
    """
    values: dict[str, Any] = {"id": record.id, "source": record.source, **story.row()}
    values["url"] = record.url
    values["warnings"] = [*record.warnings, *story.warnings]
    values["facts"] = [fact._asdict() for fact in story.facts]
    return values | {"blocks": story.to_dict()["blocks"]} if blocks else values


def carried(record: Record) -> dict[str, Any]:
    """The other columns of a record's input, under names that a row does not have."""
    other = record.other.to_dict() if isinstance(record.other, ArrowRow) else record.other or {}
    return {carried_name(name): value for name, value in other.items()}


def encodable(value: Any) -> Any:
    """A value whose strings can be written: half surrogate pairs are replaced."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list | tuple):
        return type(value)(encodable(member) for member in value)
    if isinstance(value, dict):
        return {name: encodable(member) for name, member in value.items()}
    return value


def as_json(value: Any) -> str:
    """A value as JSON on one line. What JSON has no form for becomes text: bytes in base64, dates and times as ISO 8601
    has them, numbers that are none as "NaN", "Infinity" and "-Infinity", anything else as Python prints it."""
    try:
        return _to_json(value)
    except ValueError:
        return _to_json(_finite(value))


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _finite(value: Any) -> Any:
    """A value with text for the numbers that JSON does not have."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {name: _finite(member) for name, member in value.items()}
    return [_finite(member) for member in value] if isinstance(value, list | tuple) else value


_to_json: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_as_text).encode
