"""JSON Lines, CSV and pages that are made to take memory; bombs.py measures what they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

MB = 1 << 20
PAGE = "<article><p>The harbour crane was repainted on Monday, the port’s warden said, and the owls took no notice.</p>"

Make = Callable[[Path], object]


def ordinary(path: Path) -> None:
    path.write_text(json.dumps({"html": PAGE}) + "\n")


def row_of_many_cells(path: Path) -> None:
    path.write_bytes(b"html,tide\n" + b"," * 30_000_000 + b"\n<p>Low water</p>,1\n")


def cell_of(size: int, text: str) -> Make:
    def make(path: Path) -> None:
        path.write_text(f'html,tide\n"{text * (size // len(text.encode()))}",1\n', encoding="utf-8")

    return make


def cells_with_one_odd_letter(path: Path) -> None:
    """One letter of four bytes makes Python hold four for each."""
    row = '"🦉' + "a" * 30 * MB + '",1\n'
    path.write_text("html,tide\n" + row * 12, encoding="utf-8")


def ids_as_large_as_pages(path: Path) -> None:
    row = f"<p>Low water</p>,{'a' * 30 * MB}\n"
    with path.open("w") as file:
        file.write("html,id\n")
        for _ in range(20):
            file.write(row)


def quotes(path: Path) -> None:
    path.write_bytes(b'html,tide\n"' + b'""' * 100 * MB + b'",1\n<p>Low water</p>,1\n')


def nested_brackets(path: Path) -> None:
    brackets = b"[" * 100_000 + b"]" * 100_000
    path.write_bytes(b'{"html": "<p>Low water</p>", "tides": ' + brackets + b"}\n" + brackets + b"\n")


def many_small_values(path: Path) -> None:
    path.write_bytes((b'{"html": "<p>Low water</p>", "tides": [' + b"{}," * 10_000_000 + b"{}]}\n") * 4)


def line_without_an_end(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"html": "')
        for _ in range(1000):
            file.write(b" " * MB)


def lines_with_one_odd_letter(path: Path) -> None:
    line = '{"html": "🦉' + "a" * 30 * MB + '"}\n'
    path.write_text(line * 12, encoding="utf-8")


def huge_page(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1000 * MB)


ORDINARY: tuple[str, Make] = ("jsonl", ordinary)

BOMBS: dict[str, tuple[str, Make]] = {
    "CSV: one row of 30 million cells": ("csv", row_of_many_cells),
    "CSV: a cell of 31 MB": ("csv", cell_of(31 * MB, "a")),
    "CSV: a cell of 31 MB of emoji": ("csv", cell_of(31 * MB, "🦉")),
    "CSV: 12 cells of 30 MB with one emoji": ("csv", cells_with_one_odd_letter),
    "CSV: 20 ids of 30 MB": ("csv", ids_as_large_as_pages),
    "CSV: a cell of 200 MB of quotes": ("csv", quotes),
    "JSON: 100,000 nested brackets": ("jsonl", nested_brackets),
    "JSON: four lines of 10 million objects": ("jsonl", many_small_values),
    "JSON: a line of 1 GB": ("jsonl", line_without_an_end),
    "JSON: 12 lines of 30 MB with one emoji": ("jsonl", lines_with_one_odd_letter),
    "cleaner FILE: a page of 1 GB": ("html", huge_page),
}
