"""A file to read pages from, and what its name says."""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from cleaner.records.record import Form
from cleaner.records.targets import PACKED_SUFFIXES

STDIN: Final = "-"

UNREADABLE_FOLDER: Final = "unreadable folder"
"""The format of a source that stands for all that is in a folder; its stamp says why that cannot be read."""

PAGE_FORMS: Final[dict[str, Form | None]] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": None,
    ".text": None,
}
"""The suffixes of files that are one page each, and what the page is; scrapers save HTML under .txt too."""


class Source(NamedTuple):
    """A file to read pages from.

    Attributes:
        path: where it is.
        name: how it is called in ids and messages: below a folder, its path from there.
        format: one of `cleaner.records.readers.READERS`, or `UNREADABLE_FOLDER`.
        form: what its page is, if it is a page and its suffix says so.
        size: its bytes, as it lies; 0 if nobody knows.
        stamp: what changes when the file does.
        target: where the story goes in a mirrored folder, without suffix.
    """

    path: str
    name: str
    format: str
    form: Form | None
    size: int
    stamp: str
    target: str


def form_of(name: str) -> Form | None:
    """What a page of that name is, by its suffix."""
    return PAGE_FORMS.get(suffix_of(name))


def is_page(name: str) -> bool:
    """Whether a file of that name is a page."""
    return suffix_of(name) in PAGE_FORMS


def suffix_of(name: str) -> str:
    """What a name ends with, packing aside: `.html` of `page.html.gz`."""
    stem, suffix = os.path.splitext(name.lower())
    return os.path.splitext(stem)[1] if suffix in PACKED_SUFFIXES else suffix
