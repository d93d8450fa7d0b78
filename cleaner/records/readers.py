"""The input formats, by name: one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from cleaner.records import archives, arrow, feeds, tables, warc
from cleaner.records.record import Item
from cleaner.records.source import PAGE_FORMS, suffix_of


class Format(NamedTuple):
    """An input format.

    Attributes:
        read: gives the items of a file from a number on, as `cleaner.records.reader.Reader` calls it.
        suffixes: what the name of a file in this format ends with.
        as_it_lies: whether `read` takes the file as it lies, to seek in it, and not unpacked.
    """

    read: Callable[..., Iterator[Item]]
    suffixes: tuple[str, ...]
    as_it_lies: bool = False


READERS: Final = {
    "page": Format(archives.read_page, tuple(PAGE_FORMS)),
    "jsonl": Format(tables.read_jsonl, (".jsonl", ".ndjson")),
    "csv": Format(tables.read_csv, (".csv",)),
    "tsv": Format(tables.read_csv, (".tsv",)),
    "parquet": Format(arrow.read_parquet, (".parquet", ".pq"), as_it_lies=True),
    "arrow": Format(arrow.read_arrow, (".arrow", ".ipc", ".feather"), as_it_lies=True),
    "feed": Format(feeds.read_feed, (".rss", ".atom", ".xml")),
    "warc": Format(warc.read_warc, (".warc", ".wet")),
    "tar": Format(archives.read_tar, (".tar", ".tgz")),
    "zip": Format(archives.read_zip, (".zip",), as_it_lies=True),
}

FORMAT_OF_SUFFIX: Final = {suffix: name for name, format in READERS.items() for suffix in format.suffixes}


def format_of(name: str) -> str | None:
    """The format that a file's name says, packing aside; None if it says none."""
    return FORMAT_OF_SUFFIX.get(suffix_of(name))
