"""Where stories go: standard output, or a file."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import click

from cleaner.atomic import replacing
from cleaner.cli import os_reason, say


class Output:
    """Standard output, or a file that appears whole or not at all.

    The file is written aside and renamed at the end. If the command stops half way, or every input fails,
    what was there before stays.

    Args:
        path: the file; None or `-` is standard output.
        is_styled: whether what is written has colours, and nothing else in it that a terminal obeys.

    Raises:
        click.ClickException: the file cannot be written.
    """

    def __init__(self, path: str | None, *, is_styled: bool = False) -> None:
        # A link stays a link: what it points to is replaced.
        self.path = None if path in (None, "-") else Path(os.path.realpath(path))
        self.is_styled = is_styled
        self.stream: TextIO | None = None
        self._opened = ExitStack()

    def write(self, text: str) -> None:
        if self.path is None:
            if self.is_styled:
                sys.stdout.write(text)
            else:
                say(text, sys.stdout)
            # Whoever reads the pipe gets each story when it is done.
            sys.stdout.flush()
            return
        try:
            self.stream = self.stream or self._open(self.path)
            say(text, self.stream)
        except OSError as error:
            raise self._failure(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._opened.__exit__(kind, error, trace)
        except OSError as failure:
            if failure is error:
                raise
            raise self._failure(failure) from None

    def _open(self, path: Path) -> TextIO:
        # Devices and named pipes are not to be replaced by a file.
        in_place = path.exists() and not path.is_file()
        written = path if in_place else self._opened.enter_context(replacing(path))
        return self._opened.enter_context(written.open("w", encoding="utf-8", errors="replace"))

    def _failure(self, error: OSError) -> click.ClickException:
        return click.ClickException(f"{self.path}: cannot be written: {os_reason(error)}")
