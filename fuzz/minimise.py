"""Makes a case that fails as small as it gets while it still fails in the same way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from fuzz.cases import Case

MOST_SECONDS: Final = 30.0
"""A case is small enough to read long before; one that hangs would take hours."""


def minimised(case: Case, fails: Callable[[Case], bool], seconds: float = MOST_SECONDS) -> Case:
    """The smallest case found: options that do not matter left out, then pieces of the page, halves before quarters
    and so on (delta debugging, after Zeller and Hildebrandt, 2002)."""
    end = time.monotonic() + seconds
    for option in ("about", "url", "form", "encoding"):
        case = _first_that_fails([replace(case, **{option: None})], fails) or case
    pieces = 2
    while time.monotonic() < end and len(case.page) > 1:
        size = max(1, len(case.page) // pieces)
        smaller = _without_a_piece(case, size, fails, end)
        if smaller is not None:
            case = smaller
        elif size == 1:
            break
        else:
            pieces *= 2
    return case


def _without_a_piece(case: Case, size: int, fails: Callable[[Case], bool], end: float) -> Case | None:
    """The case with as many pieces of a size left out as it can do without; None if it needs all."""
    start, found = 0, None
    while start < len(case.page) and time.monotonic() < end:
        smaller = replace(case, page=case.page[:start] + case.page[start + size :])
        if fails(smaller):
            case = found = smaller
        else:
            start += size
    return found


def _first_that_fails(cases: list[Case], fails: Callable[[Case], bool]) -> Case | None:
    return next((case for case in cases if fails(case)), None)
