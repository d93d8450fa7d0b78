"""One page on its way in, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from cleaner.records.cells import json_cell

if TYPE_CHECKING:
    from datetime import datetime

    from pyarrow import RecordBatch

Form = Literal["html", "text", "markdown", "fragment"]

MAX_PAGE_BYTES: Final = 32 * 1024 * 1024
"""Pages larger than this are not read whole. The largest news page of any corpus we have is 9 MB; what is beyond
three times that is a log, a dump or an attack."""


class Record(NamedTuple):
    """A page with what its source says about it.

    Attributes:
        id: unique in its source: what the id column says, the path in a folder or archive, a WARC record's id, or the
            source's name and the place in it.
        page: the page, as `cleaner.clean` takes it.
        url: where the page came from.
        form: what the source says the page is; None if it does not say.
        encoding: the charset that the source names.
        source: the name of the file that it was read from.
        number: its place in that file, from 0.
        other: the columns of a table that are none of the above, by name.
        warnings: what is wrong with what the source says, one line each.
        seen_at: when the page was fetched.
    """

    id: str
    page: str | bytes
    url: str | None = None
    form: Form | None = None
    encoding: str | None = None
    source: str = ""
    number: int = 0
    other: Mapping[str, Any] | ArrowRow | None = None
    warnings: tuple[str, ...] = ()
    seen_at: datetime | None = None


class ArrowRow(NamedTuple):
    """A row of an Arrow table, as a batch of its own: its values go to Parquet without becoming Python objects."""

    batch: RecordBatch

    def to_dict(self) -> dict[str, Any]:
        """The cells by their columns, as JSON has them."""
        return {name: json_cell(self.batch.column(place)[0]) for place, name in enumerate(self.batch.schema.names)}


class Line(NamedTuple):
    """A line of JSON Lines that nobody has parsed yet: `cleaner.records.tables.parsed` makes a record of it.

    Attributes:
        columns: those that the user named.
    """

    data: bytes
    source: str
    number: int
    columns: PageColumns


FailureKind = Literal["corrupt", "too-large", "not-a-page", "timeout", "crashed", "memory", "bug"]
"""Why a page is a dead letter: its record cannot be read; it is larger than allowed; it is read and is no page; it
took too long; it took its worker down; it takes more memory than there is; a fault of ours."""


class Failure(NamedTuple):
    """A page that could not be cleaned, or a record that could not be read.

    Attributes:
        id: the record's id, as far as it is known.
        source: the name of the file that it was read from.
        number: its place in that file, from 0; -1 if the file as a whole cannot be read.
        kind: why, in a word.
        reason: why, in a line.
    """

    id: str
    source: str
    number: int
    kind: FailureKind
    reason: str


Item = Record | Line | Failure
"""What a reader gives for each page."""


class PageColumns(NamedTuple):
    """Which columns of a table hold what; None for what it does not have."""

    html: str | None = None
    text: str | None = None
    url: str | None = None
    id: str | None = None


_USUAL_NAMES: Final = PageColumns(
    html="html raw_html html_content content_html body_html page_html raw_content",
    text="text raw_text plain_text markdown content body article page document",
    url="url uri link source_url page_url canonical_url warc_target_uri",
    id="id doc_id docid document_id page_id record_id uuid guid key",
)
"""The names that common crawlers, data sets and dumpers give to such columns, the more telling first."""


def guessed_columns(names: list[str], chosen: PageColumns) -> PageColumns:
    """The columns that hold pages: those the user named, and for the rest those with usual names, in any case.

    If the user named a column of pages, none is guessed beside it.
    """
    lower = {name.lower(): name for name in reversed(names)}

    def found(usual: str) -> str | None:
        return next((lower[name] for name in usual.split() if name in lower), None)

    guess = PageColumns(*(found(str(usual)) for usual in _USUAL_NAMES))
    if chosen.html or chosen.text:
        guess = guess._replace(html=None, text=None)
    return PageColumns(*(mine or usual for mine, usual in zip(chosen, guess, strict=True)))


NO_COLUMNS: Final = PageColumns()


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    Attributes:
        format: the format of all inputs; None if their names say it.
        columns: the columns of tables that the user named.
        max_bytes: the largest page that is read.
        notice: told of each table's name and the columns that are read from it.
    """

    format: str | None = None
    columns: PageColumns = NO_COLUMNS
    max_bytes: int = MAX_PAGE_BYTES
    notice: Callable[[str, PageColumns], object] | None = None
