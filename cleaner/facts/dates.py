"""Dates as ISO 8601 has them, read from what a page prints; what is not said is not invented."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

_ISO: Final = re.compile(
    r"""(?P<year>\d{4}) (?P<mark>[-/.]) (?P<month>\d{1,2}) (?P=mark) (?P<day>\d{1,2}) (?!\d)
    (?: (?:[T,]\s*|\s+) (?P<hour>\d{1,2}) : (?P<minute>\d{2}) (?: : (?P<second>\d{2}) (?:[.,]\d+)? )?
        \s? (?P<zone> Z | [+-]\d{2}:?\d{2} )? )?""",
    re.VERBOSE | re.IGNORECASE,
)
"""A date of ISO 8601, and the same with slashes or points, which every country reads alike."""


def iso_date(text: str) -> str | None:
    """The date or time that a text begins with, as ISO 8601 has it; None if it begins with none.

    As much as is said comes out: "2025-11-15", "2025-11-15T09:41", "2025-11-15T09:41:00+01:00".
    """
    match = _ISO.match(text.strip())
    if match is None:
        return None
    iso = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    if match["hour"]:
        iso += f"T{int(match['hour']):02}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
        iso += _zone(match["zone"] or "")
    return iso if typed(iso) else None


def _zone(written: str) -> str:
    """The distance from UTC as ISO 8601 has it: "+01:00"."""
    if not written:
        return ""
    return "+00:00" if written in "Zz" else f"{written[:3]}:{written[-2:]}"


def typed(iso: str) -> datetime | date | None:
    """A date of ISO 8601 as a `datetime` if it says a time, else as a `date`; None if no calendar has it."""
    try:
        return datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)
    except ValueError:
        return None
