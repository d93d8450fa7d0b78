"""Learning as a batch: pages of files of any size, on all cores, resumed where it was cut off."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cleaner.batch.batch import Batch, Summary
from cleaner.batch.cleaning import Cleaned
from cleaner.batch.flow import Effort, Progress
from cleaner.batch.output import Output, Paths
from cleaner.batch.run import PAGE_SECONDS, columns_notice, notice_passed_over, reason_of
from cleaner.batch.tally import PageCounts
from cleaner.errors import CleanerError, MissingExtraError, OptionError, OutputError, fault
from cleaner.model import InputForm
from cleaner.records.extras import extra
from cleaner.records.inputs import Inputs
from cleaner.records.reader import Reader
from cleaner.records.record import MAX_PAGE_BYTES, Failure, Item, Line, PageColumns, Reading, Record
from cleaner.records.tables import parsed
from cleaner.sites import out_of_core
from cleaner.sites.counting import page_rows, page_schema, seen_in
from cleaner.sites.file import EXTRA, VERSION
from cleaner.sites.keys import KEYS
from cleaner.sites.sites import DOMAIN, Sites, learned_of, seen_of

NO_ADDRESS: Final = "no-address"
"""What the tally calls a page that is passed over because nobody knows its site."""


def learn_files(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    key: str = DOMAIN,
    encoding: str | None = None,
    form: InputForm | None = None,
    input_format: str | None = None,
    html_column: str | None = None,
    text_column: str | None = None,
    url_column: str | None = None,
    id_column: str | None = None,
    workers: int | None = None,
    max_bytes: int = MAX_PAGE_BYTES,
    follow_links: bool = False,
    timeout: float | None = PAGE_SECONDS,
    max_failures: int | None = None,
    memory: str = out_of_core.MEMORY,
    restart: bool = False,
    unread: Sequence[Path] = (),
    notice: Callable[[str], object] | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    """Learns what sites repeat from the pages of files, folders and tables, and writes the file of sites.

    A run that was cut off is resumed by the same call, and gives the file that it would have given. Beside the output
    lie a manifest, and as long as it runs what is to be counted: 12 KB a page. DuckDB counts it; where that is not
    installed it is counted in memory.

    Args:
        inputs, input_format, html_column, text_column, url_column, id_column, max_bytes, follow_links, encoding, form:
            the pages, as `cleaner.batch.run` takes them.
        output: the file to write.
        key: how an address tells its site: "domain", "host" or "section".
        workers, timeout, max_failures, restart, unread, notice, progress: as `cleaner.batch.run` takes them.
        memory: what DuckDB may hold, such as "500MB".

    Returns:
        What became of the run; `tally.stories` are the pages whose site is known.

    Raises:
        InputError, OptionError, OutputError, ResumeError, TooManyFailuresError, MissingExtraError, WorkerError: as
            `cleaner.batch.run` raises them.
    """
    names = [os.fspath(name) for name in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)]
    if key not in KEYS:
        raise OptionError(f"unknown key {key!r}; there are {', '.join(KEYS)}")
    extra("publicsuffixlist", EXTRA)
    paths = Paths(Path(os.path.abspath(output)))
    columns = PageColumns(html_column, text_column, url_column, id_column)
    reading = Reading(input_format, columns, max_bytes, columns_notice(notice) if notice else None)
    files = Inputs(names, input_format, (*paths.all(), *unread), follow_links)
    writer = SitesWriter(key, memory)
    if notice:
        notice_passed_over(files, notice)
        if not writer.is_out_of_core:
            notice("duckdb is not installed, so all pages are counted in memory: pip install 'story-cleaner[duckdb]'")
    batch = Batch(
        Reader(files, reading),
        SeePage(key, encoding, form),
        writer,
        Effort(workers or os.cpu_count() or 1, timeout, max_failures, progress),
        files.survey(),
        time.monotonic(),
    )
    try:
        return batch.to_files(Output(paths, writer, single=True, part_bytes=0), {"key": key}, restart=restart)
    except OSError as error:
        if isinstance(error, CleanerError):
            raise
        raise OutputError(f"{output}: cannot be written: {reason_of(error)}; the same command goes on") from error


@dataclass(frozen=True)
class SeePage:
    """Takes from a page what there is to learn.

    Args:
        key: how its address tells its site.
        encoding: the charset of all pages, whatever their sources say.
        form: what all pages are, whatever their sources say.
    """

    key: str
    encoding: str | None = None
    form: InputForm | None = None

    def identity(self) -> dict[str, Any]:
        return {"options": {"encoding": self.encoding, "form": self.form}, "sites": VERSION}

    def __call__(self, item: Record | Line) -> Cleaned | Failure:
        record = parsed(item) if isinstance(item, Line) else item
        if isinstance(record, Failure):
            return record
        record = record._replace(encoding=self.encoding or record.encoding, form=self.form or record.form)
        try:
            found = seen_of(record, Sites(key=self.key))
        except CleanerError as error:
            return Failure(record.id, record.source, record.number, "not-a-page", str(error))
        except Exception as error:
            return Failure(record.id, record.source, record.number, "bug", fault(error))
        removed = {} if found else {NO_ADDRESS: 1}
        return Cleaned(found, PageCounts(found is not None, 0, 0, removed, {}))


class SitesWriter:
    """Spools what was seen of pages as Arrow messages, and counts it in the end.

    Args:
        key: the name of the key that tells sites apart.
        memory: what DuckDB may hold.

    Attributes:
        is_out_of_core: whether DuckDB is there to count.
    """

    suffix = ".parquet"
    keeps_other = False

    def __init__(self, key: str, memory: str) -> None:
        self._key = key
        self._memory = memory
        self._arrow = extra("pyarrow", EXTRA)
        self.is_out_of_core = _is_installed("duckdb")

    def opening(self) -> bytes:
        return bytes(page_schema().serialize())

    def joined(self, rendered: Sequence[Any], items: Sequence[Item]) -> bytes:
        pages = [found for found in rendered if found]
        return bytes(page_rows(pages).serialize()) if pages else b""

    def finished(self, spool: Path, file: Path) -> None:
        with self._arrow.OSFile(str(spool)) as content, self._arrow.ipc.open_stream(content) as pages:
            if self.is_out_of_core:
                out_of_core.count(pages, file, self._key, memory=self._memory)
            else:
                learned_of((page for batch in pages for page in seen_in(batch)), self._key).save(file)


def _is_installed(module: str) -> bool:
    try:
        extra(module, module)
    except MissingExtraError:
        return False
    return True
