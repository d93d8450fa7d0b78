"""The output formats, by name: one line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.errors import OptionError
from cleaner.records.writers import JsonLines, Parquet, Texts, Writer

if TYPE_CHECKING:
    from pyarrow import Schema


class Format(NamedTuple):
    """An output format.

    Attributes:
        writer: makes its writer of what `writer` is given.
        suffix: what the name of a file in this format ends with; "" if the format makes folders only.
    """

    writer: Callable[[bool, Schema | None], Writer]
    suffix: str = ""


FORMATS: Final = {
    "jsonl": Format(lambda blocks, _: JsonLines(blocks), ".jsonl"),
    "jsonl.gz": Format(lambda blocks, _: JsonLines(blocks, "gz"), ".jsonl.gz"),
    "jsonl.zst": Format(lambda blocks, _: JsonLines(blocks, "zst"), ".jsonl.zst"),
    "parquet": Format(Parquet, ".parquet"),
    "text": Format(lambda *_: Texts("text")),
    "markdown": Format(lambda *_: Texts("markdown")),
}


def writer_of(format: str, *, blocks: bool = False, carried: Schema | None = None) -> Writer:
    """The writer of a format.

    Args:
        format: one of `FORMATS`.
        blocks: whether rows have the full account of the page.
        carried: the columns of the first input that Parquet files carry through.

    Raises:
        OptionError: there is no such format.
    """
    if format not in FORMATS:
        raise OptionError(f"unknown output format {format!r}; there are {', '.join(FORMATS)}")
    return FORMATS[format].writer(blocks, carried)


def format_of(name: str) -> str | None:
    """The format that a file's name says; None if it says none."""
    suffixes = ((format, row.suffix) for format, row in FORMATS.items() if row.suffix)
    return next((format for format, suffix in suffixes if name.lower().endswith(suffix)), None)
