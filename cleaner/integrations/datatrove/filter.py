"""Stories only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.writers.disk_base import DiskWriter

from cleaner import Cleaner
from cleaner.integrations.datatrove.documents import SECONDS, cleaned, is_clean


class CleanerFilter(BaseFilter):
    """Keeps documents that hold a story. Their text stays as it is.

    Args:
        cleaner, timeout: as `CleanerExtractor` takes them. Documents that it has seen are not cleaned again.
        min_confidence: from 0 to 1; stories with less are dropped.
        languages: those to keep ("en"), if not all; stories whose language is not known are kept.
        exclusion_writer: writes what is dropped. The reasons are "no_story", "low_confidence", "other_language", and
            the names of errors; the metadata `no_story` and `error` say more.
    """

    name = "🧹 cleaner"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        timeout: float | None = SECONDS,
        *,
        min_confidence: float = 0.0,
        languages: Collection[str] = (),
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(exclusion_writer)
        self.cleaner, self.timeout = cleaner or Cleaner(), timeout
        self.min_confidence, self.languages = min_confidence, languages

    def filter(self, document: Document) -> bool | tuple[bool, str]:
        if not is_clean(document):
            next(cleaned(self, [document]))
        found = document.metadata
        language = (found["language"] or "").partition("-")[0]
        if found["error"]:
            return False, found["error"].partition(":")[0]
        if not found["is_story"]:
            return False, "no_story"
        if found["confidence"] < self.min_confidence:
            return False, "low_confidence"
        if self.languages and language and language not in self.languages:
            return False, "other_language"
        return True

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        return super().run(self._clean(data), rank, world_size)

    def _clean(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents, cleaned before `filter` sees them, all by one process."""
        for are_clean, group in groupby(documents, is_clean):
            yield from group if are_clean else (document for document, _ in cleaned(self, group))
