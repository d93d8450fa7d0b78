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
  curl -s https://… | cleaner --title     read a pipe, and print the title too
  cleaner *.html -f jsonl -o stories.jsonl
  cleaner --about Alibaba --keep caption page.txt
  cleaner explain page.txt                what was removed, and why

\b
Commands (cleaner COMMAND --help says more):
  batch     Clean folders, archives and tables of pages; resume after a crash.
  eval      Score the results on pages whose stories are known.
  explain   Show what was kept and removed on a page, and why.
  rules     List, show and check rules.
  serve     Answer HTTP requests; look at pages and make rules in a browser.
  sites     Learn what the pages of a site repeat, and see it.

To clean a file that has the name of a command, write ./explain.

\b
Shell completion (or zsh_source, fish_source):
  eval "$(_CLEANER_COMPLETE=bash_source cleaner)"

\b
Exit codes: 0 success, 1 an input failed, 2 usage error, 3 no story found;
docs/cli.md lists all.
"""


@click.command("cleaner", epilog=_MORE)
@click.argument("files", metavar="[FILE]...", nargs=-1, shell_complete=options.complete_files)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    shell_complete=options.complete_files,
    help="Write to FILE, replacing it once everything is written.",
)
@click.option(
    "--format",
    "-f",
    type=click.Choice(list(FOR_ONE)),
    default="text",
    show_default=True,
    help="Output format; json and jsonl include what was removed, and why.",
)
@click.option("--title/--no-title", help="Print the title first (text, markdown, html). Default: no title.")
@options.page_options
@click.version_option(__version__, "--version", "-V", message="cleaner %(version)s")
@click.help_option("--help", "-h")
def command(files: tuple[str, ...], output: str | None, format: str, title: bool, **how: Any) -> int:
    """Print the story on each page, without the boilerplate around it.

    FILE is a page, as HTML or plain text, or a feed (.rss, .atom, .xml), each entry of which is a page. With no FILE,
    or when FILE is -, read standard input.
    """
    pages = Pages(files, **how)
    written = (FOR_MANY if pages.are_many else FOR_ONE)[format]
    with Output(output) as out:
        before, after = written.opening, ""
        for name, story in pages:
            out.write(before + written.render(name, story, title))
            before, after = written.between, written.closing
            if not story.is_story:
                complain(f"{name}: no story on this page; cleaner explain shows why")
        if after:
            out.write(after)
    return pages.exit_code
