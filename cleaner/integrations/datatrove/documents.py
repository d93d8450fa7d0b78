"""What the steps have in common: documents get the rows of their stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import tee
from typing import Any, Final

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.utils.logging import logger

from cleaner.arrow.cells import is_null
from cleaner.cause import GATE
from cleaner.integrations.rows import Call, CleanRow, rows
from cleaner.model import InputForm
from cleaner.story import Story

SECONDS: Final = 10.0
"""How long a document may take by default: a common one takes 20 ms, one of 20 MB some seconds."""

NOT_METADATA: Final = ("url", "text", "removed")
"""Columns of a row that the metadata need not hold: what the document has, and what the stats have."""


@dataclass(frozen=True)
class CleanDocument(CleanRow):
    """Makes a row that also says why a page holds no story; "" if it does."""

    def row(self, story: Story) -> Mapping[str, Any]:
        causes = (block.verdict.cause for block in story.removed)
        why = next((cause.note for cause in causes if cause.stage == GATE), "hardly any text")
        return {**story.row(), "no_story": "" if story.is_story else why}


def cleaned(
    step: PipelineStep, documents: Iterable[Document], form: InputForm | None = None
) -> Iterator[tuple[Document, str]]:
    """Documents, each with the text of its story, or "" if it has none or cannot be cleaned. What is known of it is
    written into the metadata; how much was removed under each label is counted in the step's stats."""
    documents, pages = tee(documents)
    found = rows((_call(page, form) for page in pages), CleanDocument(step.cleaner), timeout=step.timeout)
    for document in documents:
        with step.track_time():
            row = next(found)
        if row["error"]:
            logger.warning(f"{document.id}: {row['error']}")
            step.stat_update(f"error_{row['error'].partition(':')[0]}")
        for label, share in (row["removed"] or {}).items():
            step.stat_update(f"removed_{label}", value=share)
        known = {name: value for name, value in row.items() if name not in NOT_METADATA}
        document.metadata |= known | {"is_story": bool(row["is_story"])}
        document.text = "" if is_null(document.text) else document.text  # Writers stumble over None and NaN.
        yield document, row["text"] or ""


def is_clean(document: Document) -> bool:
    """Whether a step of ours has seen a document."""
    return "is_story" in document.metadata


def _call(document: Document, form: InputForm | None) -> Call:
    return document.text, {"url": document.metadata.get("url"), "form": form}
