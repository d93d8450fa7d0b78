"""From text to less text."""

from __future__ import annotations

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.utils.typeshelper import StatHints

from cleaner import Cleaner
from cleaner.integrations.datatrove.documents import SECONDS, cleaned
from cleaner.model import InputForm


class CleanerFormatter(BaseFormatter):
    """Cleans text that was extracted already. Where there is no story it stays as it is, for a `CleanerFilter`.

    Args:
        cleaner, timeout: as `CleanerExtractor` takes them.
        form: what the text is, as `Cleaner.clean` takes it.
    """

    name = "🧹 cleaner"

    def __init__(
        self, cleaner: Cleaner | None = None, timeout: float | None = SECONDS, *, form: InputForm | None = "text"
    ) -> None:
        super().__init__()
        self.cleaner, self.timeout, self.form = cleaner or Cleaner(), timeout, form

    def format(self, text: str) -> str:
        return self.cleaner.clean(text, form=self.form).text

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        for document, text in cleaned(self, data, self.form):
            self.stat_update(StatHints.total)
            document.text = text or document.text
            yield document
