"""Many pages to many stories, in memory: what `clean_many` does with more than one worker."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from cleaner.batch.pool import Lost, Pool, Raised
from cleaner.errors import WorkerError

if TYPE_CHECKING:
    from cleaner.model import Story
    from cleaner.pipeline import Cleaner

CHUNK_PAGES: Final = 16
"""What a worker gets at once. Few, as they may be large and nobody bounds them here."""


def clean_many(cleaner: Cleaner, pages: Iterable[str | bytes], workers: int | None) -> Iterator[Story]:
    """One story for each page, in order, cleaned by worker processes (None: one a core). At any time no more than a
    few dozen pages a worker are held. A page that cannot be cleaned raises its error where its story should come, and
    ends the stream."""
    count = workers or os.cpu_count() or 1
    stream = iter(pages)
    pending: deque[Future[list[Any]]] = deque()
    with Pool(cleaner.clean, count) as pool:
        while chunk := list(islice(stream, CHUNK_PAGES)):
            pending.append(pool.submit(chunk))
            while pending and (len(pending) > 2 * count or pending[0].done()):
                yield from map(_story, pending.popleft().result())
        while pending:
            yield from map(_story, pending.popleft().result())


def _story(result: Any) -> Story:
    if isinstance(result, Raised):
        raise result.error
    if isinstance(result, Lost):
        raise WorkerError(f"a page {result.reason}")
    story: Story = result
    return story
