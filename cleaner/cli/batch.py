"""`cleaner batch INPUT… -o OUTPUT`: clean folders, archives and tables of pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cleaner.cli import Exit, complain, options, say
from cleaner.errors import OutputError, TooManyFailuresError, WorkerError
from cleaner.records.inputs import FORMATS as INPUT_FORMATS
from cleaner.records.writers import FORMATS as OUTPUT_FORMATS

_MORE = """
\b
INPUT is a file, a folder, a quoted glob, s3://… or gs://…, or - for standard
input: pages (.html, .txt), JSON Lines, CSV, Parquet, Arrow, WARC and WET, tar
and zip archives of pages; .gz and .zst of all of them.
OUTPUT is a file (.jsonl, .jsonl.gz, .jsonl.zst, .parquet), a folder, or -.

\b
Examples:
  cleaner batch crawl.warc.gz -o stories.parquet
  cleaner batch pages/ -o stories/ -f markdown
  cleaner batch 'dump-*.jsonl.zst' --html-column body -o stories.jsonl.gz
  zcat dump.jsonl.gz | cleaner batch - -o - | head -3

\b
A run that was cut off is gone on with by the same command. Pages that fail go
to OUTPUT.failures.jsonl; what is finished is in OUTPUT.manifest.json.

\b
Exit codes: 0 done, 1 a page failed or the output could not be written,
2 bad usage, 3 nothing was a story.
"""


class Size(click.ParamType[int]):
    """A number of bytes, such as 500000, 64K, 32MB or 1G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        digits = value.upper().removesuffix("B")
        power = "KMG".find(digits[-1:]) + 1 if digits[-1:] else 0
        try:
            size = int(digits[:-1] if power else digits) << 10 * power
        except ValueError:
            size = 0
        if size <= 0:
            self.fail(f"{value!r} is no size; give one such as 500000, 64K or 32M", param, context)
        return size


@click.command("batch", epilog=_MORE)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("--output", "-o", required=True, metavar="OUTPUT", help="Where the stories go, whole or not at all.")
@click.option(
    "--output-format",
    "-f",
    type=click.Choice(OUTPUT_FORMATS),
    help="The stories' format. Default: by OUTPUT's suffix, in a folder jsonl.",
)
@click.option("--blocks", is_flag=True, help="Write the full account of each page: all blocks and reasons.")
@click.option(
    "--input-format", type=click.Choice(INPUT_FORMATS), help="The inputs' format. Default: by their suffixes."
)
@click.option("--html-column", metavar="NAME", help="The column of a table that holds pages as HTML.")
@click.option("--text-column", metavar="NAME", help="The column that holds pages as text.")
@click.option("--url-column", metavar="NAME", help="The column that says where a page came from.")
@click.option("--id-column", metavar="NAME", help="The column that names a page.")
@click.option("--workers", "-w", type=click.IntRange(min=1), metavar="N", help="Processes. Default: one a core.")
@click.option("--max-bytes", type=Size(), default="32M", show_default=True, help="Larger pages fail.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Pages that take longer fail.",
)
@click.option("--max-failures", type=click.IntRange(min=0), metavar="N", help="Stop when more pages have failed.")
@click.option("--part-bytes", type=Size(), default="256M", show_default=True, help="The size of a folder's parts.")
@click.option("--restart", is_flag=True, help="Begin again, and replace what is there.")
@click.option("--quiet", "-q", is_flag=True, help="Say only what goes wrong.")
@options.config
@options.rules
@options.keep
@options.drop
@options.about
@options.encoding
@click.help_option("--help", "-h")
def command(
    inputs: tuple[str, ...],
    output: str,
    rules: tuple[Path, ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    quiet: bool,
    **how: Any,
) -> int:
    """Clean many pages with all cores, and write their stories with an account of each."""
    from cleaner import Cleaner
    from cleaner.batch import run
    from cleaner.batch.report import shown, summary_text

    if both := set(keep) & set(drop):
        raise click.UsageError(f"{min(both)} is to be kept and dropped: take one of the two out")
    cleaner = Cleaner(rules=rules, keep=keep, drop=drop)
    try:
        with shown(quiet=quiet) as progress:
            summary = run(inputs, output, cleaner=cleaner, notice=None if quiet else complain, progress=progress, **how)
    except (OutputError, TooManyFailuresError, WorkerError) as error:
        complain(str(error))
        return Exit.FAILED
    except KeyboardInterrupt:
        complain("interrupted; the same command goes on" if output != "-" else "interrupted")
        return Exit.INTERRUPTED
    if not quiet:
        say(summary_text(summary), sys.stderr)
    if summary.failures:
        complain(f"{summary.tally.failed} pages failed; {summary.failures} says which and why")
        return Exit.FAILED
    return Exit.DONE if summary.tally.stories else Exit.NO_STORY
