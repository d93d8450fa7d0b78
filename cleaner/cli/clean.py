"""`cleaner FILE…`: print the story on each page."""

from __future__ import annotations

from typing import Any

import click

from cleaner import __version__
from cleaner.cli import complain, options
from cleaner.cli.formats import FOR_MANY, FOR_ONE
from cleaner.cli.output import Output
from cleaner.cli.pages import Pages

_MORE = """
\b
Examples:
  cleaner page.txt                        print the story
  curl -s https://… | cleaner --title     from a pipe, its title first
  cleaner *.html -f jsonl -o stories.jsonl
  cleaner --about Alibaba --keep caption page.txt
  cleaner explain page.txt                what was removed, and why

\b
Commands (cleaner COMMAND --help says more):
  batch     Clean folders, archives and tables of pages, with any interruption.
  eval      Measure on pages whose stories are known.
  explain   Show a page with what was kept and removed, and the reasons.
  rules     List, show and check the rules.

A first word that names a command is that command; write ./explain for a file of that name.

\b
Exit codes: 0 done, 1 an input failed, 2 bad usage, 3 nothing was a story.
"""


@click.command("cleaner", epilog=_MORE)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all.")
@click.option(
    "--format",
    "-f",
    type=click.Choice(list(FOR_ONE)),
    default="text",
    show_default=True,
    help="What to print of each story; json and jsonl hold all of it.",
)
@click.option(
    "--title/--no-title", help="Print the story's title as the first line (text, markdown, html). Default: not."
)
@options.page_options
@click.version_option(__version__, "--version", "-V", message="cleaner %(version)s")
@click.help_option("--help", "-h")
def command(files: tuple[str, ...], output: str | None, format: str, title: bool, **how: Any) -> int:
    """Print the story on each page, without what stands around it.

    FILE is a page, as HTML or as dumped text. Without FILE, or as -, it is read from standard input.
    """
    pages = Pages(files, **how)
    form = (FOR_ONE if len(pages.files) == 1 else FOR_MANY)[format]
    with Output(output) as out:
        before, after = form.opening, ""
        for name, story in pages:
            out.write(before + form.render(name, story, title))
            before, after = form.between, form.closing
            if not story.is_story:
                complain(f"{name}: no story on this page; cleaner explain shows why")
        if after:
            out.write(after)
    return pages.exit_code
