"""`cleaner batch INPUT… -o OUTPUT`: clean folders, archives and tables of pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

import click

from cleaner.cli import Exit, complain, options, say
from cleaner.records.formats import FORMATS as OUTPUT_FORMATS
from cleaner.records.readers import READERS

_MORE = """
\b
INPUT is a file, a folder, a quoted glob, an s3:// or gs:// address, or - for
standard input. Formats: pages (.html, .txt, .md), JSON Lines, CSV, Parquet,
Arrow, WARC, WET, RSS and Atom feeds, and tar or zip archives of pages; each may
be packed (.gz, .zst).
OUTPUT is a file (.jsonl, .jsonl.gz, .jsonl.zst, .parquet), a folder, or - for
standard output.

\b
Examples:
  cleaner batch crawl.warc.gz -o stories.parquet
  cleaner batch pages/ -o stories/ -f markdown
  cleaner batch crawl.warc.gz --learn-sites -o stories.parquet
  cleaner batch 'dump-*.jsonl.zst' --html-column body -o stories.jsonl.gz
  cleaner batch crawl/ -o stories.jsonl --report report.html
  zcat dump.jsonl.gz | cleaner batch - -o - | head -3

\b
To resume an interrupted run, repeat the command. Pages that failed are listed
in OUTPUT.failures.jsonl; OUTPUT.manifest.json keeps track of what is finished.

\b
Exit codes: 0 success, 1 a page failed or the output could not be written,
2 usage error, 3 no story found; docs/batch.md lists all.
"""


@click.command("batch", epilog=_MORE)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, shell_complete=options.complete_files)
@click.option(
    "--output",
    "-o",
    required=True,
    metavar="OUTPUT",
    shell_complete=options.complete_files,
    help="File or folder for the stories; it appears once complete.",
)
@click.option(
    "--output-format",
    "-f",
    type=click.Choice(list(OUTPUT_FORMATS)),
    help="Output format. Default: from the suffix of OUTPUT; jsonl for a folder.",
)
@click.option("--blocks", is_flag=True, help="Include all blocks of each page, kept and removed, with reasons.")
@click.option("--input-format", type=click.Choice(list(READERS)), help="Input format. Default: from the suffixes.")
@click.option("--html-column", metavar="NAME", help="Column that holds the pages as HTML.")
@click.option("--text-column", metavar="NAME", help="Column that holds the pages as text.")
@click.option("--url-column", metavar="NAME", help="Column that holds the address of each page.")
@click.option("--id-column", metavar="NAME", help="Column that holds the id of each page.")
@click.option(
    "--workers",
    "-w",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of worker processes. Default: one per core.",
)
@click.option("--follow-links", is_flag=True, help="Also read what links inside folders point to.")
@options.max_bytes
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Fail pages that take longer than this.",
)
@click.option(
    "--max-failures", type=click.IntRange(min=0), metavar="N", help="Stop when more than N pages have failed."
)
@click.option(
    "--part-bytes",
    type=options.Size(),
    default="256M",
    show_default=True,
    help="Approximate size of the files in an output folder.",
)
@click.option(
    "--report",
    metavar="FILE",
    shell_complete=options.complete_files,
    help="Also write an HTML file that shows what the run did, with pages to look at.",
)
@click.option(
    "--sites",
    metavar="FILE",
    shell_complete=options.complete_files,
    help="File of sites that cleaner sites learn wrote: what a site repeats is removed.",
)
@click.option(
    "--learn-sites",
    is_flag=True,
    help="Read the inputs twice: first learn what their sites repeat. Default file: OUTPUT.sites.parquet.",
)
@click.option("--restart", is_flag=True, help="Start over, replacing any existing output.")
@click.option("--quiet", "-q", is_flag=True, help="Print only errors.")
@options.config
@options.rules
@options.keep
@options.drop
@options.about
@options.min_relevance
@options.encoding
@options.repair
@options.form
@click.help_option("--help", "-h")
def command(
    inputs: tuple[str, ...],
    output: str,
    rules: tuple[Path, ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    repair: bool | None,
    quiet: bool,
    sites: str | None,
    learn_sites: bool,
    **how: Any,
) -> int:
    """Clean many pages on all cores, and write each story with a summary of what was removed."""
    from cleaner import Cleaner
    from cleaner.batch import run
    from cleaner.batch.report import shown, summary_text

    if both := set(keep) & set(drop):
        raise click.UsageError(f"{min(both)} is to be kept and dropped: take one of the two out")
    if learn_sites:
        sites = sites or _sites_beside(output)
        how["unread"] = _learned(inputs, output, sites, quiet, how)
    cleaner = Cleaner(rules=rules, keep=keep, drop=drop, repair=repair, sites=sites)
    try:
        with shown(quiet=quiet) as progress:
            summary = run(inputs, output, cleaner=cleaner, notice=None if quiet else complain, progress=progress, **how)
    except KeyboardInterrupt as stop:
        raise type(stop)("; the same command goes on" if output != "-" else "") from None
    if not quiet:
        say(summary_text(summary), sys.stderr)
    if summary.failures:
        complain(f"{summary.tally.failed} pages failed; {summary.failures} says which and why")
        return Exit.FAILED
    return Exit.DONE if summary.tally.stories else Exit.NO_STORY


def _sites_beside(output: str) -> str:
    """The file of sites that belongs to an output."""
    if output == "-":
        raise click.UsageError("--learn-sites needs --sites FILE where the stories go to standard output")
    return f"{output.rstrip('/')}.sites.parquet"


def _learned(inputs: tuple[str, ...], output: str, sites: str, quiet: bool, how: dict[str, Any]) -> list[Path]:
    """Learns from the inputs, which is the first of the two passes; returns the files of this pass, which may lie among
    the inputs."""
    from cleaner.batch.output import Paths
    from cleaner.cli.sites import learned

    if "-" in inputs:
        raise click.UsageError("--learn-sites reads the inputs twice, which standard input cannot be; name files")
    unread = [] if output == "-" else [*Paths(Path(os.path.abspath(output))).all()]
    both = {name: how[name] for name in READ_TWICE}
    learned(inputs, sites, quiet=quiet, unread=unread, **both)
    return [*Paths(Path(os.path.abspath(sites))).all()]


READ_TWICE: Final = (
    *("encoding", "form", "input_format", "html_column", "text_column", "url_column", "id_column", "workers"),
    *("max_bytes", "follow_links", "timeout", "max_failures", "restart"),
)
"""The options that say how pages are read, in both passes."""
