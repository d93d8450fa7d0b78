"""`cleaner serve [INPUT…]`: the HTTP API, and the web app to look at pages, correct them and make rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli import Exit, complain, options
from cleaner.records import read
from cleaner.records.extras import extra
from cleaner.records.readers import READERS
from cleaner.rulebook import load

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from cleaner.records import Record
    from cleaner.serve.queue import Queue
    from cleaner.workbench.others import Other

_MORE = """
\b
INPUT is what cleaner batch reads: pages, folders, JSON Lines, CSV, Parquet,
WARC, feeds, archives. Pages can also be pasted and dropped into the browser.

\b
Examples:
  cleaner serve pages/
  cleaner serve crawl.warc.gz --rules house-rules/ --gold gold.jsonl
  cleaner serve pages/ --compare other-rules/ --compare ~/old/bin/cleaner
  curl -sH 'Content-Type: text/html' --data-binary @page.html \\
       http://127.0.0.1:8765/v1/clean

\b
On other addresses than this machine's own, requests must bring a token:
  CLEANER_TOKEN=… cleaner serve --api-only --host 0.0.0.0
  curl -H 'Authorization: Bearer …' …

\b
SIGTERM and Ctrl-C end the server once all open requests are answered.
Exit codes: 0 ended so, 2 usage error, or the address is taken.
"""


@click.command("serve", epilog=_MORE)
@click.argument("inputs", metavar="[INPUT]...", nargs=-1, shell_complete=options.complete_files)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("house-rules"),
    show_default=True,
    help="Folder for the packs and the gold that you make; nothing else is written.",
)
@click.option(
    "--gold",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="Gold to measure rules on, besides what you correct. Repeatable.",
)
@click.option(
    "--compare",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="Configuration to compare with: a rule pack or a folder of packs to add, a settings file, a file of sites, a "
    "folder of weights, or the cleaner command of another version. Repeatable.",
)
@click.option(
    "--sites",
    metavar="FILE",
    shell_complete=options.complete_files,
    help="File of sites that cleaner sites learn wrote: what a site repeats is removed.",
)
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="Pages of INPUT to load at first; the rest can be loaded in the browser.",
)
@click.option("--api-only", is_flag=True, help="Serve the HTTP API without the web app.")
@click.option("--input-format", type=click.Choice(list(READERS)), help="Input format. Default: from the suffixes.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen at.")
@click.option(
    "--port",
    "-p",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="N",
    help="Port to listen at; 0 for any that is free.",
)
@click.option(
    "--token",
    envvar="CLEANER_TOKEN",
    default="",
    metavar="TEXT",
    help="What requests must bring; better set as CLEANER_TOKEN. Default: none on 127.0.0.1, else a new one.",
)
@click.option(
    "--workers", "-w", type=click.IntRange(min=1), metavar="N", help="Worker processes. Default: one per core."
)
@click.option(
    "--queue",
    "waiting",
    type=click.IntRange(min=0),
    default=32,
    show_default=True,
    metavar="N",
    help="Requests that may wait for a worker; more are answered 429.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Pages that take longer are answered 504.",
)
@options.max_bytes
@options.config
@options.rules
@options.keep
@options.drop
@options.engine
@options.repair
@click.help_option("--help", "-h")
def command(
    inputs: tuple[str, ...],
    host: str,
    port: int,
    token: str,
    workers: int | None,
    waiting: int,
    timeout: float,
    max_bytes: int,
    api_only: bool,
    sites: str | None,
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    engine: str,
    repair: bool | None,
    **work: Any,
) -> int:
    """Look at pages in a browser, correct them and make rules; and answer HTTP requests: a page in, its story out."""
    for module in ("starlette", "uvicorn", "prometheus_client"):
        extra(module, "serve")
    from cleaner import Cleaner
    from cleaner.serve.server import Settings, is_loopback, new_token, serve

    if both := set(keep) & set(drop):
        raise click.UsageError(f"{min(both)} is to be kept and dropped: take one of the two out")
    if api_only and inputs:
        raise click.UsageError("--api-only has no place to show pages in: take it or the INPUT out")
    settings = Settings(
        host=host,
        port=port,
        token=token or ("" if is_loopback(host) else new_token()),
        workers=workers or os.cpu_count() or 1,
        waiting=waiting,
        timeout=timeout,
        max_bytes=max_bytes,
    )
    how: dict[str, Any] = {"keep": keep, "drop": drop, "engine": engine, "repair": repair, "sites": sites}
    how["rules"] = work["rules"] if api_only else _outside(work["rules"], work["folder"])
    more_routes = _no_routes if api_only else _web_app(inputs, how, max_bytes, **work)
    with suppress(KeyboardInterrupt):  # uvicorn hands on the signal that ended it, once all is answered.
        serve(Cleaner(**how), settings, lambda address: complain(f"listening at {address}"), more_routes)
    return Exit.DONE


def _no_routes(_: Queue) -> Sequence[BaseRoute]:
    return ()


def _web_app(
    inputs: tuple[str, ...],
    how: dict[str, Any],
    max_bytes: int,
    *,
    folder: Path,
    gold: tuple[Path, ...],
    compare: tuple[Path, ...],
    pages: int,
    input_format: str | None,
    rules: tuple[Path, ...],
) -> Callable[[Queue], Sequence[BaseRoute]]:
    """What makes the routes of the web app, once there is a queue."""
    from cleaner.workbench.bench import Workbench
    from cleaner.workbench.shelf import Shelf
    from cleaner.workbench.web import Web

    shelf = Shelf(_records(inputs, input_format, max_bytes))
    shelf.load(pages)
    others = [_other(path, how) for path in compare]
    # As they stand, so that a problem is said before anybody looks.
    load([*how["rules"], *([folder] if folder.is_dir() else [])])

    def routes(queue: Queue) -> Sequence[BaseRoute]:
        return Web(Workbench(queue, shelf, folder, how["rules"], gold, others), max_bytes).routes()

    return routes


def _records(inputs: tuple[str, ...], input_format: str | None, max_bytes: int) -> Iterator[Record]:
    """The pages of the inputs; those that cannot be read are complained of."""
    if not inputs:
        return iter(())
    return read(
        *inputs,
        format=input_format,
        max_bytes=max_bytes,
        failed=lambda failure: complain(f"{failure.id}: {failure.reason}"),
    )


def _outside(rules: tuple[Path, ...], folder: Path) -> tuple[Path, ...]:
    """The packs that are not below the folder, whose packs are used anyway."""
    return tuple([path for path in rules if not path.resolve().is_relative_to(folder.resolve())])


def _other(path: Path, how: dict[str, Any]) -> Other:
    """The configuration that `--compare PATH` names."""
    from cleaner.cli.eval import settings_at
    from cleaner.workbench.others import other_of

    if path.is_file() and path.suffix != ".toml" and os.access(path, os.X_OK):
        return other_of(str(path), how, None)
    if path.is_dir() and not any(path.rglob("*.toml")) and any(path.rglob("*.json")):
        return other_of(str(path), how, {"weights": path})
    if path.suffix == ".parquet":
        return other_of(str(path), how, {"sites": str(path)})
    return other_of(str(path), how, settings_at(path, how))
