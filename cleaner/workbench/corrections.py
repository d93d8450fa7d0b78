"""What somebody says is the story: marks on blocks, and a file of gold that `cleaner eval` reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cleaner.atomic import replacing
from cleaner.evaluation.gold import GoldPage, read
from cleaner.proposals import ShownBlock, ShownPage

Key = tuple[str, int]
"""A block as marks know it: its text, and how many blocks before it have the same. A new rule may cut blocks anew, and
then numbers change."""


class Marks:
    """Which blocks of a page somebody has called story, or not."""

    def __init__(self) -> None:
        self._marks: dict[Key, bool] = {}

    def set(self, page: ShownPage, block: int, is_story: bool | None) -> None:
        """Marks a block of a page; None takes its mark away."""
        key = list(_keys(page.blocks))[block]
        if is_story is None:
            self._marks.pop(key, None)
        else:
            self._marks[key] = is_story

    def of(self, page: ShownPage) -> dict[int, bool]:
        """The marked blocks of a page by their numbers."""
        return {place: self._marks[key] for place, key in enumerate(_keys(page.blocks)) if key in self._marks}

    def applied(self, page: ShownPage) -> ShownPage:
        """The page with its story as it was marked."""
        marks = self.of(page)
        blocks = [block._replace(is_story=marks.get(place, block.is_story)) for place, block in enumerate(page.blocks)]
        return ShownPage(page.id, tuple(blocks), page.containers)


def _keys(blocks: Sequence[ShownBlock]) -> Iterator[Key]:
    seen: Counter[str] = Counter()
    for block in blocks:
        yield block.text, seen[block.text]
        seen[block.text] += 1


class GoldFile:
    """Corrected pages, a record a line.

    Args:
        path: the file; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def pages(self) -> list[GoldPage]:
        """The corrected pages.

        Raises:
            GoldError: the file cannot be read.
        """
        return list(read([self.path])) if self.path.exists() else []

    def save(self, record: dict[str, Any]) -> None:
        """Writes a record, in place of one with the same id.

        Raises:
            OSError: it cannot be written.
        """
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        kept = [line for line in lines if line.strip() and json.loads(line).get("id") != record["id"]]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self.path) as aside:
            written = json.dumps(record, ensure_ascii=False)
            aside.write_text("\n".join([*kept, written]) + "\n", encoding="utf-8", errors="replace")


def gold_record(page: ShownPage, source: str, form: str, url: str | None, title: str | None) -> dict[str, Any]:
    """A corrected page as a record of gold (docs/eval.md)."""
    record: dict[str, Any] = {"id": page.id, form: source}
    record |= {name: value for name, value in (("url", url), ("title", title)) if value}
    return {**record, "story": "\n\n".join([block.text for block in page.blocks if block.is_story])}
