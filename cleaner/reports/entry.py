"""A page in a report's list of pages."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Final, TypedDict

from cleaner.reports.view import PageView


class Entry(TypedDict):
    """A page with what the list says of it.

    Attributes:
        name, title, is_story, confidence: as in `PageView`.
        share_kept: the share of its text that is the story's, 0 to 1.
        warnings: how many there are.
        group: the heading under which the list has it; "" for none.
        figures: as in `PageView`; a column of the list each.
        view: the page itself, as it is or as `packed` gives it.
    """

    name: str
    title: str | None
    is_story: bool
    confidence: float
    share_kept: float
    warnings: int
    group: str
    figures: list[tuple[str, str]]
    view: PageView | str


def entry(view: PageView, group: str = "", *, pack: bool | int = False) -> Entry:
    """A page as the list of pages takes it.

    Args:
        view: the page.
        group: the heading under which the list has it.
        pack: whether the page is packed until somebody opens it; a number is how many bytes it may take so. Of a page
            that would take more the last blocks are left out.
    """
    return Entry(
        name=view["name"],
        title=view["title"],
        is_story=view["is_story"],
        confidence=view["confidence"],
        share_kept=round(view["kept"] / max(1, view["characters"]), 4),
        warnings=len(view["warnings"]),
        group=group,
        figures=view.get("figures", []),
        view=view if pack is False else packed(view) if pack is True else packed_within(view, pack),
    )


PACKING: Final = 6
"""The level of gzip: 9 takes 1.6 times as long and saves 3 %."""

LONGEST_TEXT: Final = 10_000
"""Characters of a block, in a page that may take so many bytes and no more."""


def packed_within(view: PageView, most: int) -> str:
    """A page's view in so many bytes: without its last blocks if need be, and saying so."""
    whole = len(view["blocks"])
    result = packed(view)
    count = whole
    while len(result) > most and count > 1:
        count = max(1, min(count * most // len(result), count * 9 // 10))
        blocks = [{**block, "text": block["text"][:LONGEST_TEXT]} for block in view["blocks"][:count]]
        said = f"this report has the first {count:,} of the page's {whole:,} blocks"
        result = packed({**view, "blocks": blocks, "warnings": [*view["warnings"], said]})  # type: ignore[typeddict-item]
    return result


def packed(view: PageView) -> str:
    """A page's view as gzip in base64: a tenth of its size. The browser unpacks it."""
    data = json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return base64.b64encode(gzip.compress(data, PACKING, mtime=0)).decode("ascii")
