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
    case = _with_fewer_options(case, fails)
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
        smaller = replace(case, page=_without(case.page, start, start + size))
        if fails(smaller):
            case = found = smaller
        else:
            start += size
    return found


def _with_fewer_options(case: Case, fails: Callable[[Case], bool]) -> Case:
    changes: list[Callable[[Case], Case]] = [
        lambda one: replace(one, about=None),
        lambda one: replace(one, url=None),
        lambda one: replace(one, form=None),
        lambda one: replace(one, encoding=None),
    ]
    for change in changes:
        case = change(case) if fails(change(case)) else case
    return case


def _without(page: str | bytes, start: int, end: int) -> str | bytes:
    if isinstance(page, bytes):
        return page[:start] + page[end:]
    return page[:start] + page[end:]
