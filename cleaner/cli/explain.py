"""`cleaner explain FILE…`: show each page with what was kept and removed, and the reasons."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import click

from cleaner.cli import options
from cleaner.cli.output import Output
from cleaner.cli.pages import Pages

_MORE = """
\b
Examples:
  cleaner explain page.txt
  cleaner explain page.txt | grep '^-'            labels and reasons of removed blocks
  FORCE_COLOR=1 cleaner explain page.txt | less -R
  cleaner explain --html pages/*.html -o report.html

Exit codes are the same as those of cleaner. NO_COLOR=1 turns colours off.
"""


@click.command("explain", epilog=_MORE)
@click.argument("files", metavar="[FILE]...", nargs=-1, shell_complete=options.complete_files)
@click.option("--evidence", "-e", is_flag=True, help="Show all evidence about each block, with weights.")
@click.option("--html", is_flag=True, help="Write a report to open in a browser: one HTML file for all pages.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    shell_complete=options.complete_files,
    help="Write to FILE, replacing it once everything is written.",
)
@options.page_options
@click.help_option("--help", "-h")
def command(files: tuple[str, ...], evidence: bool, html: bool, output: str | None, **how: Any) -> int:
    """Show each block of a page as kept (+) or removed (-), with the reason.

    FILE is a page, as HTML or plain text, or a feed (.rss, .atom, .xml), each entry of which is a page. With no FILE,
    or when FILE is -, read standard input.
    """
    pages = Pages(files, **how)
    in_colour = not html and output is None and bool(sys.stdout.isatty() or os.environ.get("FORCE_COLOR"))
    with Output(output, is_styled=in_colour) as out:
        for text in _report(pages) if html else _lines(pages, evidence, in_colour):
            out.write(text)
    return pages.exit_code


def _lines(pages: Pages, evidence: bool, in_colour: bool) -> Iterator[str]:
    """Each page as text."""
    from cleaner.render.terminal import coloured, plain

    for number, (name, story) in enumerate(pages):
        yield "\n" * (number > 0) + (coloured if in_colour else plain)(name, story, evidence=evidence)


def _report(pages: Pages) -> Iterator[str]:
    """All pages as one HTML file; none if there are no pages."""
    from cleaner.reports import document, entry, page_view

    entries = [entry(page_view(name, story), pack=pages.are_many) for name, story in pages]
    if entries:
        title = f"{len(entries)} pages" if len(entries) > 1 else entries[0]["title"] or entries[0]["name"]
        yield document(f"{title} · cleaner", entries)
