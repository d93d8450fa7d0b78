"""How records are put together in chunks: whatever is large in them, a chunk is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.batch.chunks import CHUNK_PAGES, chunks
from cleaner.records.inputs import Inputs
from cleaner.records.reader import Place, Reader
from cleaner.records.record import PageColumns, Reading
from cleaner.records.tables import MAX_NAME_LETTERS

PAGE = "<p>Low water is at noon.</p>"
LARGE = "a" * MAX_NAME_LETTERS


@pytest.mark.parametrize(
    "cells",
    [
        {"html": LARGE, "id": "berth", "url": "quay", "tide": "low"},
        {"html": PAGE, "id": LARGE, "url": "quay", "tide": "low"},
        {"html": PAGE, "id": "berth", "url": LARGE, "tide": "low"},
        {"html": PAGE, "id": "berth", "url": "quay", "tide": LARGE},
        {"html": "", "id": LARGE, "url": "quay", "tide": "low"},
    ],
    ids=["page", "id", "url", "carried cell", "id of a row without a page"],
)
def test_a_chunk_ends_when_what_it_holds_is_large(cells: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    path.write_text(",".join(cells) + "\n" + (",".join(cells.values()) + "\n") * 20)
    reader = Reader(Inputs([str(path)]), Reading(None, PageColumns(html="html"), 32 << 20))
    assert [len(chunk.items) for chunk in chunks(reader, Place())] == [4] * 5


def test_a_chunk_of_small_pages_ends_at_a_number_of_them(tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    path.write_text("html,id\n" + f"{PAGE},berth\n" * (CHUNK_PAGES + 1))
    reader = Reader(Inputs([str(path)]), Reading(None, PageColumns(), 32 << 20))
    assert [len(chunk.items) for chunk in chunks(reader, Place())] == [CHUNK_PAGES, 1]
