"""Where stories go: standard output, or a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self, TextIO

import click

from cleaner.cli import os_reason, say


class Output:
    """Standard output, or a file that appears whole or not at all.

    The file is written aside and renamed at the end. If the command stops half way, or every input fails,
    what was there before stays.

    Args:
        path: the file; None or `-` is standard output.

    Raises:
        click.ClickException: the file cannot be written.
    """

    def __init__(self, path: str | None) -> None:
        # A link stays a link: what it points to is replaced.
        self.path = None if path in (None, "-") else Path(os.path.realpath(path))
        self.aside: Path | None = None
        self.stream: TextIO | None = None

    def write(self, text: str) -> None:
        if self.path is None:
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

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.stream is None:
            return
        try:
            self.stream.close()
            if self.aside and self.path and kind is None:
                self.aside.replace(self.path)
        except OSError as error:
            raise self._failure(error) from None
        finally:
            if self.aside:
                self.aside.unlink(missing_ok=True)

    def _open(self, path: Path) -> TextIO:
        # Devices and named pipes are not to be replaced by a file.
        if path.exists() and not path.is_file():
            return path.open("w", encoding="utf-8", errors="replace")
        self.aside = path.with_name(f".{path.name}.{os.getpid()}.part")
        return self.aside.open("w", encoding="utf-8", errors="replace")

    def _failure(self, error: OSError) -> click.ClickException:
        return click.ClickException(f"{self.path}: cannot be written: {os_reason(error)}")
