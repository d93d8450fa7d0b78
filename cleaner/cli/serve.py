"""`cleaner serve [INPUT…]`: the HTTP API, and the web app to look at pages, correct them and make rules."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import click

from cleaner.cli import Exit, complain, options
from cleaner.records.extras import extra

_MORE = """
\b
Examples:
  cleaner serve
  curl -sH 'Content-Type: text/html' --data-binary @page.html \\
       http://127.0.0.1:8765/v1/clean

\b
On other addresses than this machine's own, requests must bring a token:
  CLEANER_TOKEN=… cleaner serve --host 0.0.0.0
  curl -H 'Authorization: Bearer …' …

\b
SIGTERM and Ctrl-C end the server once all open requests are answered.
Exit codes: 0 ended so, 2 usage error, or the address is taken.
"""


@click.command("serve", epilog=_MORE)
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
    host: str,
    port: int,
    token: str,
    workers: int | None,
    waiting: int,
    timeout: float,
    max_bytes: int,
    rules: tuple[Path, ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    engine: str,
    repair: bool | None,
) -> int:
    """Answer HTTP requests: a page in, its story out."""
    for module in ("starlette", "uvicorn", "prometheus_client"):
        extra(module, "serve")
    from cleaner import Cleaner
    from cleaner.serve.server import Settings, is_loopback, new_token, serve

    if both := set(keep) & set(drop):
        raise click.UsageError(f"{min(both)} is to be kept and dropped: take one of the two out")
    settings = Settings(
        host=host,
        port=port,
        token=token or ("" if is_loopback(host) else new_token()),
        workers=workers or os.cpu_count() or 1,
        waiting=waiting,
        timeout=timeout,
        max_bytes=max_bytes,
    )
    cleaner = Cleaner(rules=rules, keep=keep, drop=drop, engine=engine, repair=repair)
    with suppress(KeyboardInterrupt):  # uvicorn hands on the signal that ended it, once all is answered.
        serve(cleaner, settings, lambda address: complain(f"listening at {address}"))
    return Exit.DONE
