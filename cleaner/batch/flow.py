"""One run of a batch: reader, chunks, workers, and in the order of the chunks output and manifest."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final

from cleaner.batch.chunks import CHUNK_BYTES, Chunk, chunks
from cleaner.batch.cleaning import Cleaned, PageWork
from cleaner.batch.findings import Findings
from cleaner.batch.manifest import Done, Manifest
from cleaner.batch.output import Output, StandardOutput
from cleaner.batch.tally import Tally
from cleaner.errors import TooManyFailuresError, fault
from cleaner.records.inputs import Survey
from cleaner.records.reader import Reader
from cleaner.records.record import ArrowRow, Failure, Item, Record
from cleaner.records.rows import as_json
from cleaner.records.source import Source
from cleaner.records.writers import Spooler
from cleaner.workers.pool import Lost, Pool

COMMIT_SECONDS: Final = 1.0
"""What a crash costs at most. Each commit waits for the disk, a few milliseconds."""


@dataclass
class Progress:
    """How far a run is.

    Attributes:
        survey: what there is to read.
        tally: the sums over what is written.
        resumed: how many of these pages earlier runs had done.
        resumed_bytes: the size of these.
        skipped_bytes: how much of the input, as it lies, this run need not read.
        bytes_read: how much of the input, as it lies, is read.
        started: `time.monotonic()` at the start of this run.
    """

    survey: Survey
    tally: Tally = field(default_factory=Tally)
    resumed: int = 0
    resumed_bytes: int = 0
    skipped_bytes: int = 0
    bytes_read: int = 0
    started: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Effort:
    """How much is done at once, and how much is put up with; results do not depend on it.

    Attributes:
        workers: how many processes work.
        timeout: seconds a page may take; None for as long as it wants.
        max_failures: how many pages may fail; None for all.
        report: told of the progress after each chunk.
    """

    workers: int
    timeout: float | None
    max_failures: int | None
    report: Callable[[Progress], object] | None


class Flow:
    """One run of a batch, from where the last one was cut off."""

    def __init__(
        self,
        reader: Reader,
        work: PageWork,
        writer: Spooler,
        output: Output | StandardOutput,
        manifest: Manifest | None,
        effort: Effort,
        survey: Survey,
        findings: Findings | None = None,
    ) -> None:
        self._reader = reader
        self._work = work
        self._writer = writer
        self._effort = effort
        self._output = output
        self._manifest = manifest
        self._findings = findings
        self._committed = time.monotonic()
        done = manifest.done if manifest else Done()
        self._chunks_done = done.chunks
        self._start = done.place
        self.progress = Progress(survey, tally=manifest.tally if manifest else Tally())
        self.progress.resumed = self.progress.tally.pages
        self.progress.resumed_bytes = self.progress.tally.bytes

    def work(self) -> None:
        """Works on all that is not done.

        Raises:
            TooManyFailuresError: more pages failed than may.
        """
        with Pool(self._work, self._effort.workers, self._effort.timeout) as pool:
            for chunk, results in self._results(pool, chunks(self._reader, self._start)):
                self._write(chunk, results)
        self._commit()

    def _results(self, pool: Pool, source: Iterator[Chunk]) -> Iterator[tuple[Chunk, list[Any]]]:
        """Each chunk with its results, in order. What is read ahead is bounded: in chunks, enough to keep all workers
        busy while the oldest holds a slow page, and in the bytes that these usually have. So pages near `max_bytes`
        wait for one another."""
        ahead = 2 * self._effort.workers + 2
        pending: deque[tuple[Chunk, Future[list[Any]]]] = deque()
        for chunk in source:
            while pending and (len(pending) > ahead or _bytes(pending) + chunk.bytes > ahead * CHUNK_BYTES):
                yield _finished(pending.popleft())
            pages = [self._outgoing(item) for item in chunk.items if not isinstance(item, Failure)]
            pending.append((chunk.without_pages(keeps_other=self._writer.keeps_other), pool.submit(pages)))
            del chunk, pages
            while pending and pending[0][1].done():
                yield _finished(pending.popleft())
        while pending:
            yield _finished(pending.popleft())

    def _outgoing(self, item: Item) -> Item:
        """The item as it goes to a worker: without other columns that stay here, and those that go as plain data."""
        if not isinstance(item, Record) or item.other is None:
            return item
        if self._writer.keeps_other:
            return item._replace(other=None)
        return item._replace(other=item.other.to_dict()) if isinstance(item.other, ArrowRow) else item

    def _write(self, chunk: Chunk, results: list[Any]) -> None:
        tally = Tally(bytes=chunk.bytes)
        stories: list[tuple[Any, Item, tuple[Source, int]]] = []
        answers = iter(results)
        for item, place in zip(chunk.items, chunk.places, strict=True):
            result = item if isinstance(item, Failure) else _checked(next(answers), item)
            if isinstance(result, Failure):
                tally.add_failure(result.kind)
                if self._findings:
                    self._findings.add_failure(result)
                self._output.append_failure(as_json(result._asdict()).encode("utf-8", "replace") + b"\n")
            else:
                tally.add_page(result.counts)
                if self._findings and result.finding:
                    self._findings.add(result.counts, result.finding)
                stories.append((result.rendered, item, place))
        self._output.append(*(list(column) for column in zip(*stories, strict=True)) if stories else ([], [], []))
        self._note(chunk, tally)

    def _note(self, chunk: Chunk, tally: Tally) -> None:
        self._chunks_done += 1
        if self._manifest:
            output = self._output
            done = Done(self._chunks_done, chunk.end, output.part, output.size, output.failures_size)
            self._manifest.add(done, tally)
            if time.monotonic() - self._committed > COMMIT_SECONDS:
                self._commit()
        else:
            self.progress.tally.add(tally)
        self.progress.bytes_read = chunk.bytes_read
        self.progress.skipped_bytes = self.progress.skipped_bytes or (chunk.bytes_read if self.progress.resumed else 0)
        if self._effort.report:
            self._effort.report(self.progress)
        limit = self._effort.max_failures
        if limit is not None and self.progress.tally.failed > limit:
            self._commit()
            raise TooManyFailuresError(f"{self.progress.tally.failed} pages failed, and no more than {limit} may")

    def _commit(self) -> None:
        if self._manifest and isinstance(self._output, Output):
            self._output.sync()
            paths, findings = self._output.paths, self._findings
            if findings:
                findings.save(paths.findings(self._chunks_done))
            self._manifest.commit()
            if findings:
                paths.forget_findings(self._chunks_done)
            self._output.finish_parts()
        self._committed = time.monotonic()


def _bytes(pending: Iterable[tuple[Chunk, Future[list[Any]]]]) -> int:
    return sum(chunk.bytes for chunk, _ in pending)


def _finished(pending: tuple[Chunk, Future[list[Any]]]) -> tuple[Chunk, list[Any]]:
    chunk, results = pending
    return chunk, results.result()


def _checked(result: Any, item: Item) -> Cleaned | Failure:
    """A page's result, or its dead letter if there is none."""
    if isinstance(result, Cleaned | Failure):
        return result
    id = item.id if isinstance(item, Record) else f"{item.source}:{item.number}"
    if isinstance(result, Lost):
        return Failure(id, item.source, item.number, result.kind, result.reason)
    return Failure(id, item.source, item.number, "bug", fault(result.error))
