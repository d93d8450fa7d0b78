"""What a person sees of a batch: how far it is, and in the end what became of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from cleaner.batch.batch import Summary
from cleaner.batch.flow import Progress

LINE_SECONDS: Final = 30.0
"""Where there is no terminal, a line comes this often: a log of a night has a thousand."""

TOP_RULES: Final = 10
"""So many of the rules that fired most are in the summary."""

Show = Callable[[Progress], None]


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Show | None]:
    """Shows on stderr how far a run is: a bar on a terminal, else a line every so often."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _Lines()


def progress_text(progress: Progress) -> str:
    """How far a run is and how fast, in a line."""
    tally = progress.tally
    seconds = max(time.monotonic() - progress.started, 1e-3)
    parts = [
        f"{tally.pages:,} pages",
        f"{(tally.pages - progress.resumed) / seconds:,.0f} pages/s",
        f"{(tally.bytes - progress.resumed_bytes) / seconds / 1e6:.1f} MB/s",
        f"{tally.kept_share:.0%} kept" if tally.characters else "",
        f"{tally.failed:,} failed",
    ]
    left = seconds_left(progress)
    return ", ".join(filter(None, [*parts, "" if left is None else f"{_duration(left)} left"]))


def seconds_left(progress: Progress) -> float | None:
    """How long the run will take from here at its pace so far; None if nobody knows how much there is."""
    whole, read = progress.survey.bytes, progress.bytes_read - progress.skipped_bytes
    if not progress.survey.identity or read <= 0:
        return None
    return max(0, whole - progress.bytes_read) * (time.monotonic() - progress.started) / read


def summary_text(summary: Summary) -> str:
    """What became of a batch, a fact a line."""
    tally = summary.tally
    new = tally.pages - summary.resumed
    rate = f"{new / summary.seconds:,.0f} pages/s" if new else "nothing was left to do"
    lines = [
        f"{tally.pages:,} pages, {tally.bytes / 1e6:,.1f} MB, in {_duration(summary.seconds)} ({rate})",
        f"{summary.resumed:,} of them in earlier runs" if summary.resumed else "",
        f"{tally.stories:,} stories, {tally.kept_share:.0%} of the text kept",
        _counts("removed blocks", tally.removed.most_common()),
        _counts("rules that fired most", tally.rules.most_common(TOP_RULES)),
        _counts("failed pages", tally.failures.most_common()),
        f"written to {summary.output}" if summary.output != "-" else "",
        f"report in {summary.report}" if summary.report else "",
    ]
    return "".join(f"{line}\n" for line in lines if line)


def learned_text(summary: Summary) -> str:
    """What became of a run that learned from pages, a fact a line."""
    tally = summary.tally
    new = tally.pages - summary.resumed
    rate = f"{new / summary.seconds:,.0f} pages/s" if new else "nothing was left to do"
    passed_over = tally.removed.total()
    lines = [
        f"{tally.pages:,} pages, {tally.bytes / 1e6:,.1f} MB, in {_duration(summary.seconds)} ({rate})",
        f"{summary.resumed:,} of them in earlier runs" if summary.resumed else "",
        f"learned from {tally.stories:,} pages",
        f"passed over {passed_over:,} pages without an address" if passed_over else "",
        _counts("failed pages", tally.failures.most_common()),
        f"written to {summary.output}",
    ]
    return "".join(f"{line}\n" for line in lines if line)


class _Lines:
    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self._last >= LINE_SECONDS:
            self._last = time.monotonic()
            sys.stderr.write(progress_text(progress) + "\n")
            sys.stderr.flush()


@contextmanager
def _bar() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    with Bars(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def show(progress: Progress) -> None:
            whole = progress.survey.bytes if progress.survey.identity else None
            bars.update(task, description=progress_text(progress), completed=progress.bytes_read, total=whole)

        yield show


def _counts(what: str, counts: list[tuple[str, int]]) -> str:
    return f"{what}: {', '.join(f'{name} {count:,}' for name, count in counts)}" if counts else ""


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
