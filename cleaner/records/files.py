"""`read` and `write`: pages from files and stories to files, in one process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.atomic import replacing
from cleaner.errors import OptionError, OutputError, RecordError
from cleaner.records.formats import FORMATS, format_of, writer_of
from cleaner.records.inputs import Inputs
from cleaner.records.reader import Reader
from cleaner.records.record import MAX_PAGE_BYTES, ArrowRow, Failure, Line, PageColumns, Reading, Record
from cleaner.records.source import PAGE_FORMS, Source
from cleaner.records.tables import parsed
from cleaner.records.targets import Targets
from cleaner.records.writers import Texts, Writer

if TYPE_CHECKING:
    from cleaner.story import Story

CHUNK_STORIES: Final = 64
"""So many stories are packed at once."""


def read(
    *inputs: str | os.PathLike[str],
    format: str | None = None,
    html_column: str | None = None,
    text_column: str | None = None,
    url_column: str | None = None,
    id_column: str | None = None,
    max_bytes: int = MAX_PAGE_BYTES,
    follow_links: bool = False,
    failed: Callable[[Failure], object] | None = None,
) -> Iterator[Record]:
    """Reads pages, one after another, in bounded memory.

    Args:
        inputs: files, folders, globs, URLs that fsspec knows (s3://, gs://), or `-` for standard input.
        format: the format of all inputs; None if their suffixes say it.
        html_column, text_column, url_column, id_column: the columns of tables; those not given are guessed.
        max_bytes: larger pages are failures and are not read whole.
        follow_links: whether links below folders, or that globs find, are read as what they point to.
        failed: called with each record that cannot be read. Without it, the first one ends the reading.

    Raises:
        InputError: an input does not exist, or its first file has no column of pages.
        RecordError: a record cannot be read, and there is no `failed`.
        MissingExtraError: a format needs a library that is not installed.
    """
    reading = Reading(format, PageColumns(html_column, text_column, url_column, id_column), max_bytes)
    files = Inputs([os.fspath(name) for name in inputs], format, follow_links=follow_links)
    for item in Reader(files, reading).items():
        found = parsed(item) if isinstance(item, Line) else item
        if isinstance(found, Record):
            yield found
        elif failed is None:
            raise RecordError(f"{found.id}: {found.reason}; give `failed` to go on")
        else:
            failed(found)


def write(
    stories: Iterable[tuple[Record, Story]],
    output: str | os.PathLike[str],
    *,
    format: str | None = None,
    blocks: bool = False,
) -> int:
    """Writes stories with their records to a file that appears whole or not at all; returns how many there were.

    Args:
        stories: each record with the story on its page.
        output: the file. With the formats text and markdown a folder, in which files are written as stories come.
        format: one of `cleaner.records.formats.FORMATS`; None if the output's suffix says it.
        blocks: whether rows have the full account of the page.

    Raises:
        OptionError: the format is not known.
        OutputError: the output cannot be written.
        MissingExtraError: the format needs a library that is not installed.
    """
    target = Path(output)
    stories = iter(stories)
    first = next(stories, None)
    other = first[0].other if first else None
    writer = writer_of(
        format or _named_format(target.name),
        blocks=blocks,
        carried=other.batch.schema if isinstance(other, ArrowRow) else None,
    )
    everything = chain([first] if first else [], stories)
    try:
        return (
            _write_folder(writer, everything, target)
            if isinstance(writer, Texts)
            else _write(writer, everything, target)
        )
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror or error}") from error


def _named_format(name: str) -> str:
    if format := format_of(name):
        return format
    suffixes = ", ".join(format.suffix for format in FORMATS.values() if format.suffix)
    raise OptionError(f"{name}: its suffix names no format; there are {suffixes}")


def _write(writer: Writer, stories: Iterator[tuple[Record, Story]], target: Path) -> int:
    spool = target.with_name(f".{target.name}.{os.getpid()}.spool")
    count = 0
    try:
        with spool.open("wb") as file:
            file.write(writer.opening())
            while chunk := list(islice(stories, CHUNK_STORIES)):
                rendered = [writer.render(record, story) for record, story in chunk]
                file.write(writer.joined(rendered, [record for record, _ in chunk]))
                count += len(chunk)
        with replacing(target) as whole:
            writer.finished(spool, whole)
    finally:
        spool.unlink(missing_ok=True)
    return count


def _write_folder(writer: Texts, stories: Iterator[tuple[Record, Story]], folder: Path) -> int:
    count = 0
    targets = Targets(tuple(PAGE_FORMS))
    tables: dict[str, str] = {}
    for record, story in stories:
        if is_page := record.id == record.source:
            target = targets.of_page(record.source)
        else:
            target = tables[record.source] = tables.get(record.source) or targets.of_table(record.source)
        source = Source(record.source, record.source, "page" if is_page else "", record.form, 0, "", target)
        writer.save([writer.render(record, story)], [(source, record.number)], folder)
        count += 1
    return count
