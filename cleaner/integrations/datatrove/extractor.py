"""From HTML to text."""

from __future__ import annotations

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.utils.typeshelper import StatHints

from cleaner import Cleaner
from cleaner.integrations.datatrove.documents import SECONDS, cleaned


class CleanerExtractor(BaseExtractor):
    """HTML to the text of its story. A document that has none, or that cannot be cleaned, is dropped.

    Args:
        cleaner: how to clean; None for `Cleaner()`.
        timeout: seconds that a document may take, twice; None for no limit.
        only_stories: False to pass such documents on with their HTML, for a `CleanerFilter` that writes them elsewhere.
    """

    name = "🧹 cleaner"

    def __init__(
        self, cleaner: Cleaner | None = None, timeout: float | None = SECONDS, *, only_stories: bool = True
    ) -> None:
        super().__init__(timeout)
        self.cleaner, self.only_stories = cleaner or Cleaner(), only_stories

    def extract(self, text: str) -> str:
        return self.cleaner.clean(text).text

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        for document, text in cleaned(self, data):
            self.stat_update(StatHints.total)
            document.text = text or document.text
            if self.only_stories and not text:
                self.stat_update(StatHints.dropped)
                continue
            self.stat_update(StatHints.forwarded)
            self.update_doc_stats(document)
            yield document
