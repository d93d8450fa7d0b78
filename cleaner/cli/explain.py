"""`cleaner explain FILE…`: show each page with what was kept and removed, and the reasons."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from cleaner.cli import options
from cleaner.cli.pages import Pages
from cleaner.render.terminal import coloured, plain

_MORE = """
\b
Examples:
  cleaner explain page.txt
  cleaner explain page.txt | grep '^-'            labels and reasons of removed blocks
  FORCE_COLOR=1 cleaner explain page.txt | less -R

Exit codes are the same as those of cleaner. NO_COLOR=1 turns colours off.
"""


@click.command("explain", epilog=_MORE)
@click.argument("files", metavar="[FILE]...", nargs=-1, shell_complete=options.complete_files)
@click.option("--evidence", "-e", is_flag=True, help="Show all evidence about each block, with weights.")
@options.page_options
@click.help_option("--help", "-h")
def command(files: tuple[str, ...], evidence: bool, **how: Any) -> int:
    """Show each block of a page as kept (+) or removed (-), with the reason.

    FILE is a page, as HTML or plain text, or a feed (.rss, .atom, .xml), each entry of which is a page. With no FILE,
    or when FILE is -, read standard input.
    """
    pages = Pages(files, **how)
    report = coloured if sys.stdout.isatty() or os.environ.get("FORCE_COLOR") else plain
    for number, (name, story) in enumerate(pages):
        sys.stdout.write("\n" * (number > 0) + report(name, story, evidence=evidence))
        sys.stdout.flush()
    return pages.exit_code
