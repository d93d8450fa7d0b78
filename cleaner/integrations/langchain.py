"""LangChain: a document transformer."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.documents import BaseDocumentTransformer, Document

from cleaner import Cleaner
from cleaner.integrations.rows import CleanRow, flat, rows
from cleaner.model import InputForm

logger = logging.getLogger(__name__)


class CleanerTransformer(BaseDocumentTransformer):
    """Turns documents that hold pages into documents that hold their stories, with what is known of each as metadata:
    strings, numbers and booleans, as vector stores take them.

    Args:
        cleaner: how to clean; None for `Cleaner()`.
        form: what the documents are, as `Cleaner.clean` takes it; a document's `source` is its URL.
        only_stories: whether documents that hold no story are left out, and those that cannot be cleaned, of which the
            log tells. False to give them back with their text, `is_story` as False, and an `error` that says what is
            wrong.
        workers, timeout: as `Cleaner.clean_many` takes them; workers start anew in each call.

    Raises:
        OptionError: when documents are given, if workers or timeout make no sense.
    """

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        form: InputForm | None = None,
        only_stories: bool = True,
        workers: int | None = 1,
        timeout: float | None = None,
    ) -> None:
        self.cleaner = cleaner or Cleaner()
        self.form, self.only_stories = form, only_stories
        self.workers, self.timeout = workers, timeout

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> Sequence[Document]:
        return list(self._transformed(documents))

    def _transformed(self, documents: Sequence[Document]) -> Iterator[Document]:
        calls = [(page.page_content, {"url": page.metadata.get("source"), "form": self.form}) for page in documents]
        found = rows(calls, CleanRow(self.cleaner), workers=self.workers, timeout=self.timeout)
        for document, row in zip(documents, found, strict=True):
            if row["error"]:
                logger.warning("%s: %s", document.metadata.get("source"), row["error"])
            if row["is_story"] or not self.only_stories:
                known = {**document.metadata, **flat(row), "is_story": bool(row["is_story"])}
                yield document.model_copy(
                    update={"page_content": row["text"] or document.page_content, "metadata": known}
                )
