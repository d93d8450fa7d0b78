"""A batch as the user asks for it: which files, which options, a new one or one that is resumed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.analysis.subject import subject_of
from cleaner.batch.batch import Batch, Summary
from cleaner.batch.cleaning import CleanPage
from cleaner.batch.findings import Finder
from cleaner.batch.flow import Effort, Progress
from cleaner.batch.output import Output, Paths
from cleaner.errors import CleanerError, OptionError, OutputError
from cleaner.model import InputForm
from cleaner.pipeline import Cleaner
from cleaner.records.extras import extra
from cleaner.records.formats import format_of, writer_of
from cleaner.records.inputs import Inputs
from cleaner.records.reader import Reader
from cleaner.records.record import MAX_PAGE_BYTES, ArrowRow, Failure, PageColumns, Reading, Record
from cleaner.records.source import STDIN
from cleaner.records.streams import is_remote

if TYPE_CHECKING:
    from pyarrow import Schema

PART_BYTES: Final = 256 << 20
"""Where a folder of parts goes on with the next; Parquet files are a third of it once packed."""

PAGE_SECONDS: Final = 60.0
"""The largest page that is read, 32 MB of text, takes a third of it."""

PREVIEWED_ITEMS: Final = 1000
"""So far into the first file a row that can be read is looked for, to know its columns."""


def run(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    cleaner: Cleaner | None = None,
    about: str | Sequence[str] | None = None,
    min_relevance: float = 0.0,
    encoding: str | None = None,
    form: InputForm | None = None,
    input_format: str | None = None,
    html_column: str | None = None,
    text_column: str | None = None,
    url_column: str | None = None,
    id_column: str | None = None,
    output_format: str | None = None,
    blocks: bool = False,
    workers: int | None = None,
    max_bytes: int = MAX_PAGE_BYTES,
    follow_links: bool = False,
    timeout: float | None = PAGE_SECONDS,
    max_failures: int | None = None,
    part_bytes: int = PART_BYTES,
    restart: bool = False,
    report: str | os.PathLike[str] | None = None,
    unread: Sequence[Path] = (),
    notice: Callable[[str], object] | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    """Cleans the pages of files, folders and tables and writes their stories; docs/batch.md tells all about it.

    A run that was cut off is resumed by the same call, and gives the output that it would have given.

    Args:
        inputs: files, folders, globs, URLs that fsspec knows (s3://, gs://), or `-` for standard input.
        output: a file (.jsonl, .jsonl.gz, .jsonl.zst, .parquet), a folder, or `-` for standard output.
        cleaner: how to clean; None for a `Cleaner` without options.
        about, min_relevance, encoding, form: what is known of all pages, as `Cleaner.clean` takes it.
        input_format: the format of all inputs; None if their suffixes say it.
        html_column, text_column, url_column, id_column: the columns of tables; those not given are guessed.
        output_format: one of `cleaner.records.formats.FORMATS`; None if the output's suffix says it, else JSON Lines.
        blocks: whether rows have the full account of each page.
        workers: how many processes; None for one a core.
        max_bytes: larger pages are dead letters, and are not read whole.
        follow_links: whether links below folders, or that globs find, are read as what they point to.
        timeout: seconds that a page may take, else it is a dead letter; None for as long as it wants.
        max_failures: more dead letters end the run; None for any number.
        part_bytes: a folder's part ends with the chunk that fills it to this size, before Parquet is packed.
        restart: whether to begin again, and to replace what is there.
        report: an HTML file that shows what the batch did; it is written when the batch is finished.
        unread: files that are no pages although they may lie below the inputs.
        notice: told what is worth knowing and no error, a line each.
        progress: told how far the run is, after each chunk.

    Raises:
        InputError: an input does not exist or has no pages that can be found.
        OptionError: an option has a value that it cannot have.
        OutputError: the output cannot be written, or is in the way.
        ResumeError: there is an unfinished run with other inputs, options or rules.
        TooManyFailuresError: more pages failed than may.
        MissingExtraError: a format needs a library that is not installed.
        WorkerError: worker processes cannot be started.
    """
    names = [os.fspath(name) for name in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)]
    target = os.fspath(output)
    if workers is not None and workers < 1:
        raise OptionError(f"{workers} workers can do nothing; give 1 or more")
    if is_remote(target):
        raise OutputError(f"{target}: outputs are written to local disks, where they can be renamed; copy them then")
    subject_of(about, min_relevance)
    columns = PageColumns(html_column, text_column, url_column, id_column)
    reading = Reading(input_format, columns, max_bytes, columns_notice(notice) if notice else None)
    paths = Paths(Path(os.path.abspath(target)))
    shown = Path(os.path.abspath(report)) if report is not None else None
    own = (*unread, *(() if target == STDIN else paths.all()), *((shown,) if shown else ()))
    files = Inputs(names, input_format, own, follow_links)
    named = None if target == STDIN else format_of(target)
    format = output_format or named or "jsonl"
    writer = writer_of(format, blocks=blocks, carried=_carried(files, reading) if format == "parquet" else None)
    batch = Batch(
        Reader(files, reading),
        CleanPage(
            cleaner or Cleaner(), writer.render, about, min_relevance, encoding, form, Finder() if shown else None
        ),
        writer,
        Effort(workers or os.cpu_count() or 1, timeout, max_failures, progress),
        files.survey(),
        time.monotonic(),
        shown,
    )
    if notice:
        notice_passed_over(files, notice)
    if target == STDIN:
        return batch.to_standard_output()
    options = {"format": format, "single": named is not None, "blocks": blocks, "part_bytes": part_bytes}
    out = Output(paths, writer, single=named is not None, part_bytes=part_bytes)
    try:
        return batch.to_files(out, options, restart=restart)
    except OSError as error:
        if isinstance(error, CleanerError):
            raise
        raise OutputError(f"{target}: cannot be written: {reason_of(error)}; the same command goes on") from error


def _carried(files: Inputs, reading: Reading) -> Schema | None:
    """The columns that the first input's rows have besides those that are read; None if there are none."""
    if STDIN in files.names:
        return None
    for item in islice(Reader(files, replace(reading, notice=None)).items(), PREVIEWED_ITEMS):
        other = item.other if isinstance(item, Record) else None
        if isinstance(other, ArrowRow):
            return other.batch.schema
        if other is not None:
            arrow = extra("pyarrow", "parquet")
            return arrow.schema([(name, arrow.string()) for name in other])
        if not isinstance(item, Failure):
            break
    return None


def notice_passed_over(files: Inputs, notice: Callable[[str], object]) -> None:
    """Says what lies below the inputs and is not read."""
    if files.passed_over:
        notice(
            f"{files.passed_over} files below the inputs are passed over: their suffixes are none of a page or table"
        )
    if files.links:
        notice(f"{files.links} links below the inputs are passed over; --follow-links reads what they point to")


def columns_notice(notice: Callable[[str], object]) -> Callable[[str, PageColumns], None]:
    """Says which columns are read, for the first table and for each that differs from the one before."""
    last: list[PageColumns] = []

    def say(source: str, columns: PageColumns) -> None:
        if last != [columns]:
            last[:] = [columns]
            roles = zip(("HTML", "text", "url", "id"), columns, strict=True)
            notice(f"{source}: reading " + ", ".join(f"{role} from {name!r}" for role, name in roles if name))

    return say


def reason_of(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()
