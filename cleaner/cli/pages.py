"""Reads the pages that a command names, and cleans them one after another."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.exceptions import NoArgsIsHelpError

from cleaner.cli import SUBCOMMANDS, Exit, complain, os_reason
from cleaner.errors import CleanerError, fault

if TYPE_CHECKING:
    from cleaner import Story
    from cleaner.model import InputForm

FEED_SUFFIXES: Final = (".rss", ".atom", ".xml")
"""Those of the format "feed" in `cleaner.records.readers.READERS`, which is slow to load."""

MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
"""Files of these names are Markdown, whatever is in them. Others show what they are."""

Named = tuple[str, str | bytes, dict[str, Any]]
"""A page's name, the page, and what is known about it alone, as `Cleaner.clean` takes it."""


class Pages:
    """The stories of the named pages, in order, and of each entry where one is a feed. Problems with a page go to
    stderr, and failed pages are counted.

    Args:
        files: the pages' paths; `-`, or none at all, is standard input.
        rules, keep, drop, engine, repair: how to clean, as `cleaner.Cleaner` takes them.
        about, min_relevance, url, encoding, form: what is known about the pages, as `Cleaner.clean` takes it.
        max_bytes: larger pages are not read whole, and are not cleaned.

    Raises:
        NoArgsIsHelpError: nothing is named, and standard input is a terminal.
        click.UsageError: options contradict each other.
        RulebookError: a pack cannot be used.
        MissingExtraError: `repair` needs a library that is not installed.
    """

    def __init__(
        self,
        files: Sequence[str],
        *,
        rules: Sequence[Path],
        keep: Sequence[str],
        drop: Sequence[str],
        engine: str,
        url: str | None,
        about: Sequence[str],
        min_relevance: float,
        encoding: str | None,
        form: InputForm | None,
        repair: bool | None,
        max_bytes: int,
    ) -> None:
        if not files and (sys.stdin is None or sys.stdin.isatty()):
            raise NoArgsIsHelpError(click.get_current_context())
        if url and len(files) > 1:
            raise click.UsageError(f"--url is where one page came from, and there are {len(files)}")
        if both := set(keep) & set(drop):
            raise click.UsageError(f"{min(both)} is to be kept and dropped: take one of the two out")
        from cleaner import Cleaner

        self.files = files or ("-",)
        if min_relevance and not about:
            raise click.UsageError("--min-relevance is how much a story must be about something: say what with --about")
        self.url, self.encoding, self.form = url, encoding, form
        self.about, self.min_relevance = about, min_relevance
        self.max_bytes = max_bytes
        self.cleaner = Cleaner(rules=rules, keep=keep, drop=drop, engine=engine, repair=repair)
        self.failed = 0
        self.stories = 0

    def __iter__(self) -> Iterator[tuple[str, Story]]:
        for file in self.files:
            for name, page, known in self._entries(file) if _is_feed(file) else self._page(file):
                try:
                    story = self.cleaner.clean(
                        page, about=self.about, min_relevance=self.min_relevance, encoding=self.encoding, **known
                    )
                except Exception as error:
                    self._fail(name, _problem(error))
                    continue
                for warning in story.warnings:
                    complain(f"{name}: warning: {warning}")
                self.stories += story.is_story
                yield name, story

    def _page(self, file: str) -> Iterator[Named]:
        try:
            page = _read(file, self.max_bytes)
        except Exception as error:
            self._fail(shown(file), _problem(error))
        else:
            form = self.form or ("markdown" if file.lower().endswith(MARKDOWN_SUFFIXES) else None)
            yield shown(file), page, {"url": self.url, "form": form}

    def _entries(self, file: str) -> Iterator[Named]:
        """The entries of a feed."""
        from cleaner.records import read

        entries = read(
            file,
            format="feed",
            max_bytes=self.max_bytes,
            failed=lambda failure: self._fail(f"{shown(file)}:{failure.number}", failure.reason),
        )
        for entry in entries:
            yield f"{shown(file)}:{entry.number}", entry.page, {"url": entry.url or self.url, "form": entry.form}

    def _fail(self, name: str, problem: str) -> None:
        self.failed += 1
        complain(f"{name}: {problem}")

    @property
    def are_many(self) -> bool:
        """Whether there may be more than one story: there are several files, or one that is a feed."""
        return len(self.files) > 1 or _is_feed(self.files[0])

    @property
    def exit_code(self) -> Exit:
        """The exit code once all pages are done."""
        if self.failed:
            return Exit.FAILED
        return Exit.DONE if self.stories else Exit.NO_STORY


def shown(file: str) -> str:
    """A path in printable form: bytes that are not UTF-8 are replaced."""
    return "stdin" if file == "-" else click.format_filename(file)


def _is_feed(file: str) -> bool:
    """Whether a file is a feed, by its suffix and its beginning."""
    if not file.lower().endswith(FEED_SUFFIXES):
        return False
    from cleaner.records.feeds import is_feed

    try:
        with open(file, "rb") as stream:
            return is_feed(stream)
    except OSError:
        return False  # Who reads it will say why.


def _read(file: str, max_bytes: int) -> bytes:
    """A page's bytes; raises CleanerError, saying what to do, if they cannot be read or are too many."""
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb") as stream:
            page = stream.read(max_bytes + 1)
    except FileNotFoundError:
        commands = "" if os.sep in file or "." in file else f", nor a command ({', '.join(SUBCOMMANDS)})"
        raise CleanerError(f"no such file{commands}; check the name") from None
    except IsADirectoryError:
        what_to_do = f"name the pages in it: {shown(file).rstrip('/')}/*"
        raise CleanerError(f"is a directory; {what_to_do}") from None
    except OSError as error:
        raise CleanerError(f"cannot be read: {os_reason(error)}") from None
    if len(page) > max_bytes:
        raise CleanerError(f"is larger than {max_bytes} bytes; --max-bytes allows more")
    return page


def _problem(error: Exception) -> str:
    """What is wrong with a page and what to do about it."""
    if isinstance(error, CleanerError):
        return str(error)
    if isinstance(error, MemoryError):
        return "is too large for this machine's memory"
    # A fault of ours. One page must not take the others down with it, and nobody wants a traceback a page.
    if os.environ.get("CLEANER_DEBUG"):
        raise error
    return fault(error)
