"""`cleaner eval GOLD…`: how right the stories are on pages whose stories are known."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cleaner.cli import Exit, complain, options, say
from cleaner.cli.output import Output

if TYPE_CHECKING:
    from cleaner.evaluation import Evaluated, GoldPage, PageScore

_MORE = """
\b
GOLD is a folder with NAME.page.txt, .html or .md beside NAME.story.txt, or a
.jsonl or .jsonl.gz file that has on each line a page ("html", "markdown" or
"text") and its story ("story": the text, or true or false for each line of
the page).

\b
Examples:
  cleaner eval fixtures/ --worst 5
  cleaner eval gold.jsonl.gz --by site
  cleaner eval gold.jsonl --compare house-rules/
  cleaner eval gold.jsonl --compare house-rules/ --report report.html
  cleaner eval gold.jsonl -f json > figures.json

\b
Exit codes: 0 done, 1 a gold file could not be read, 2 usage error.
"""

SETTINGS: Final = ("rules", "keep", "drop", "about", "min_relevance", "form", "repair")
"""What a settings file for --compare may change."""


@click.command("eval", epilog=_MORE)
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--by",
    metavar="FIELD",
    help="Also group scores by this field of the gold records; 'id' groups by the beginning of the id.",
)
@click.option("--worst", "-w", default=0, metavar="N", type=click.IntRange(min=0), help="List the N worst pages.")
@click.option(
    "--compare",
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="Clean all pages again with PATH and show what changes. PATH is a rule pack or a folder of packs to add, or a "
    "settings file such as cleaner.toml.",
)
@click.option(
    "--report",
    metavar="FILE",
    shell_complete=options.complete_files,
    help="Also write an HTML file with the worst pages beside their gold, or with --compare those that changed most.",
)
@click.option(
    "--format",
    "-f",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Output format.",
)
@options.config
@options.rules
@options.keep
@options.drop
@options.about
@options.min_relevance
@options.form
@options.repair
@click.help_option("--help", "-h")
def command(
    gold: tuple[Path, ...],
    by: str | None,
    worst: int,
    compare: Path | None,
    report: str | None,
    format: str,
    **how: Any,
) -> int:
    """Clean pages whose stories are known, and report how good the results are and where they go wrong."""
    from cleaner.evaluation import GoldError, read

    configurations = {"as it is": how}
    if compare:
        configurations = {f"without {compare.name}": how, f"with {compare.name}": {**how, **settings_at(compare, how)}}
    try:
        pages = list(read(gold))
    except GoldError as error:
        complain(str(error))
        return Exit.FAILED
    with Output(report) as out:
        evaluated = [_evaluated(name, options, pages) for name, options in configurations.items()]
        _print(format, [run.scores for run in evaluated], by, worst)
        if report is not None:
            from cleaner.reports.eval_report import eval_report

            out.write(eval_report(evaluated, by, worst))
    return Exit.DONE


def _evaluated(name: str, how: dict[str, Any], pages: Sequence[GoldPage]) -> Evaluated:
    """The scores of all pages under some options."""
    from cleaner import Cleaner
    from cleaner.evaluation import Evaluated, evaluate

    known = {name: how[name] for name in ("about", "min_relevance", "form")}
    cleaner = Cleaner(**{name: value for name, value in how.items() if name not in known})
    scores = list(evaluate(cleaner, _with_progress(pages), **known))
    return Evaluated(name, scores, lambda gold: cleaner.clean(gold.page, url=gold.url, **known))


def _with_progress(pages: Sequence[GoldPage]) -> Iterable[GoldPage]:
    """The pages, with a bar that says how many are done if stderr is a terminal."""
    if not sys.stderr.isatty():
        return pages
    from rich.console import Console
    from rich.progress import track

    return track(pages, "cleaning", console=Console(stderr=True), transient=True)


def settings_at(path: Path, how: dict[str, Any]) -> dict[str, Any]:
    """The options that `--compare PATH` changes: rules beside those of `how`, or what a settings file says."""
    import tomllib

    if path.is_dir():
        return {"rules": (*how["rules"], path)}
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{path}: cannot be read: {error}") from None
    if "pack" in settings or "rule" in settings:
        return {"rules": (*how["rules"], path)}
    if unknown := sorted(set(settings) - set(SETTINGS)):
        raise click.UsageError(f"{path}: --compare takes {', '.join(SETTINGS)} from a settings file, not {unknown[0]}")
    if "rules" in settings:
        settings["rules"] = [path.parent / rules for rules in settings["rules"]]
    return settings


def _print(format: str, runs: Sequence[Sequence[PageScore]], by: str | None, worst: int) -> None:
    from cleaner.evaluation import report

    if format == "json":
        import json

        data = report.data(runs[0], by, worst) if len(runs) == 1 else report.compared_data(runs[0], runs[1], by, worst)
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    else:
        text = report.tables(runs[0], by, worst) if len(runs) == 1 else report.compared(runs[0], runs[1], by, worst)
    say(text, sys.stdout)
