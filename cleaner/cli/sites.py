"""`cleaner sites learn|show|merge|rules`: what sites repeat, learned from their own pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cleaner.cli import Exit, complain, options, say
from cleaner.records.readers import READERS
from cleaner.sites.keys import KEYS

if TYPE_CHECKING:
    from cleaner.sites import Site, Sites

_MORE = """
\b
Examples:
  cleaner sites learn crawl.warc.gz -o sites.parquet
  cleaner sites show example.com
  cleaner sites merge monday.parquet tuesday.parquet -o sites.parquet
  cleaner batch crawl.warc.gz --sites sites.parquet -o stories.parquet
"""

DEFAULT_FILE: Final = "sites.parquet"


@click.group("sites", epilog=_MORE, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Learn what the pages of a site repeat, and see what was learned."""


_LEARN_MORE = """
\b
INPUT is what cleaner batch takes: files, folders, quoted globs, s3:// or gs://
addresses, or - for standard input. Pages without an address are passed over.

\b
Examples:
  cleaner sites learn crawl.warc.gz -o sites.parquet
  cleaner sites learn 'dump-*.jsonl.zst' --url-column link -o sites.parquet

\b
To resume an interrupted run, repeat the command. Pages that cannot be read are
listed in OUTPUT.failures.jsonl.

\b
Exit codes: 0 success, 1 a page failed or the output could not be written,
2 usage error, 3 no page of any site was found.
"""


@command.command("learn", epilog=_LEARN_MORE, short_help="Learn from pages, and write a file of sites.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, shell_complete=options.complete_files)
@click.option(
    "--output",
    "-o",
    default=DEFAULT_FILE,
    show_default=True,
    metavar="FILE",
    shell_complete=options.complete_files,
    help="File for what is learned; it appears once complete.",
)
@click.option(
    "--key",
    type=click.Choice(list(KEYS)),
    default="domain",
    show_default=True,
    help="What a site is: the registrable domain, the host, or the host and the first segment of the path.",
)
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
    "--memory",
    type=options.Size(),
    default="200M",
    show_default=True,
    help="Memory for counting with DuckDB; the rest goes to the disk.",
)
@click.option("--restart", is_flag=True, help="Start over, replacing any existing output.")
@click.option("--quiet", "-q", is_flag=True, help="Print only errors.")
@options.encoding
@options.form
def learn_sites(inputs: tuple[str, ...], output: str, memory: int, quiet: bool, **how: Any) -> int:
    """Learn what sites repeat from their pages, and write a file that cleaner batch --sites reads."""
    return learned(inputs, output, quiet=quiet, memory=f"{memory}B", **how)


def learned(inputs: Sequence[str], output: str, *, quiet: bool, **how: Any) -> int:
    """Learn from pages as `learn_files` does, and say how far it is and what became of it; returns the exit code."""
    from cleaner.batch.report import learned_text, shown
    from cleaner.sites.run import learn_files

    try:
        with shown(quiet=quiet) as progress:
            summary = learn_files(inputs, output, notice=None if quiet else complain, progress=progress, **how)
    except KeyboardInterrupt as stop:
        raise type(stop)("; the same command goes on") from None
    if not quiet:
        say(learned_text(summary), sys.stderr)
    if summary.failures:
        complain(f"{summary.tally.failed} pages failed; {summary.failures} says which and why")
        return Exit.FAILED
    return Exit.DONE if summary.tally.stories else Exit.NO_STORY


_file = click.option(
    "--sites",
    "-s",
    "file",
    default=DEFAULT_FILE,
    show_default=True,
    metavar="FILE",
    shell_complete=options.complete_files,
    help="File of sites that cleaner sites learn wrote.",
)


@command.command("show", short_help="Show what a site repeats.")
@click.argument("site", metavar="[SITE]", required=False)
@_file
@click.option("--limit", "-n", type=click.IntRange(min=1), default=40, show_default=True, help="Most blocks to show.")
@click.option("--format", "-f", type=click.Choice(["table", "json"]), default="table", show_default=True)
def show_site(site: str | None, file: str, limit: int, format: str) -> None:
    """Show what the pages of SITE repeat, most pages first; without SITE, list the sites of the file.

    SITE is the name of a site, such as example.com, or the address of one of its pages.
    """
    from cleaner.sites import Sites
    from cleaner.sites.shown import block_rows, site_rows

    sites = Sites.load(file)
    rows = site_rows(sites) if site is None else block_rows(_one_of(sites, site, file)[1])[:limit]
    if format == "json":
        import json

        say("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), sys.stdout)
    else:
        say(_table([{name: str(value) for name, value in row.items()} for row in rows]), sys.stdout)


def _one_of(sites: Sites, name: str, file: str) -> tuple[str, Site]:
    """A site by its name, or by an address of one of its pages."""
    for known in (name, sites.name(name), sites.name(f"https://{name}")):
        if known is not None and known in sites:
            return known, sites[known]
    from difflib import get_close_matches

    close = get_close_matches(name, list(sites), n=1)
    raise click.UsageError(f"{file} knows no site {name!r}{f'; did you mean {close[0]!r}?' if close else ''}")


def _table(rows: Sequence[dict[str, str]]) -> str:
    if not rows:
        return ""
    lines = [{name: name for name in rows[0]}, *rows]
    widths = {name: max(len(line[name]) for line in lines) for name in rows[0]}
    return "".join(
        "  ".join([cell.ljust(widths[name]) for name, cell in line.items()]).rstrip() + "\n" for line in lines
    )


@command.command("merge", short_help="Put files of sites together.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=options.complete_files)
@click.option(
    "--output", "-o", required=True, metavar="FILE", shell_complete=options.complete_files, help="File to write."
)
def merge_sites(files: tuple[str, ...], output: str) -> None:
    """Put files of sites together that were learned from parts of a crawl. The order does not matter."""
    from cleaner.sites import Sites

    merged = Sites.load(files[0])
    for file in files[1:]:
        merged = merged.merge(Sites.load(file))
    merged.save(output)


@command.command("rules", short_help="Write a rule pack of what is certain.")
@click.argument("site")
@_file
@click.option(
    "--output", "-o", metavar="FILE", shell_complete=options.complete_files, help="File to write. Default: stdout."
)
def write_rules(site: str, file: str, output: str | None) -> None:
    """Write a rule pack of what nearly all pages of SITE repeat, for people who want rules and not counts."""
    from cleaner.sites import Sites
    from cleaner.sites.rules import rule_pack

    name, known = _one_of(Sites.load(file), site, file)
    pack = rule_pack(name, known)
    if output is None:
        say(pack, sys.stdout)
    else:
        from cleaner.atomic import replacing

        with replacing(Path(output)) as aside:
            aside.write_text(pack, encoding="utf-8")
