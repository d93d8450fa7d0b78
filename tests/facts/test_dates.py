"""Dates as ISO 8601 has them: as much as is said, and nothing that no calendar has."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cleaner.facts.dates import iso_date, typed


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025-11-15", "2025-11-15"),
        ("2025/11/17 01:29", "2025-11-17T01:29"),
        ("2025-11-15T09:41:00+0100", "2025-11-15T09:41:00+01:00"),
        ("2025-11-15T09:41:07.123Z", "2025-11-15T09:41:07+00:00"),
        ("2025-1-5", "2025-01-05"),
        ("2025-02-30", None),
        ("2025-11-15T25:00", None),
        ("20251115-2", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_as_much_as_is_said_comes_out(printed: str, iso: str | None) -> None:
    assert iso_date(printed) == iso


def test_a_date_without_a_time_stays_a_date() -> None:
    assert type(typed("2025-11-15")) is date
    assert typed("2025-11-15T09:41") == datetime(2025, 11, 15, 9, 41)
    assert typed("") is None
