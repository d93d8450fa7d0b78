"""What the report of a batch costs: its share of the batch's time, its size, and memory.

    python benchmarks/reports.py                       at full size: forty minutes on two cores
    python benchmarks/reports.py --pages 2000 --only time

Pages are those of html-dev and flat-dev, repeated (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import Any

from batch import FEW_PAGES, FORMS, corpus, peak_memory, written
from corpora import add_options

from cleaner import Cleaner
from cleaner.batch import Summary, Tally
from cleaner.batch.chunks import CHUNK_PAGES
from cleaner.batch.cleaning import CleanPage, counted
from cleaner.batch.findings import Finder, Finding, Findings
from cleaner.batch.flow import COMMIT_SECONDS
from cleaner.batch.tally import PageCounts
from cleaner.records.formats import writer_of
from cleaner.records.record import Record
from cleaner.records.rows import as_json
from cleaner.reports.batch_report import batch_report

MUST = {"time": "under 3 %, under 5 MB", "memory": "flat"}


def measure_time(folder: Path, options: argparse.Namespace) -> str:
    """All that a report adds, beside the cleaning and the lines of JSON, which are less than the batch: in the worker,
    on the way to the parent, there, on the disk once a second, and in the end. Two workers, each with every other
    page."""
    found = []
    render = writer_of("jsonl", blocks=False, carried=None).render
    for name, form in FORMS:
        pages = corpus(options, name, form)
        cleaner, findings, tally = Cleaner(), Findings(), Tally()
        finders = cycle([Finder(), Finder()])
        cleaning = extra = saved = 0.0
        chunk: list[tuple[PageCounts, Finding]] = []
        for number, (page, finder) in enumerate(zip(islice(cycle(pages), options.pages), finders, strict=False)):
            url = f"https://site-{number % 500}.example/{number}"
            record = Record(str(number), page, url=url, number=number)
            start = process_time()
            story = cleaner.clean(page, url=url, form=form)
            counts = counted(story)
            render(record, story)
            between = process_time()
            finding = finder.found(record, story, counts)
            chunk.append((counts, finding))
            if len(chunk) == CHUNK_PAGES:
                add_chunk(findings, chunk)
                chunk = []
            if between - saved > COMMIT_SECONDS * options.workers:
                findings.save(folder / "findings.json")
                saved = between
            extra += process_time() - between
            cleaning += between - start
            tally.add_page(counts)
        start = process_time()
        add_chunk(findings, chunk)
        shown = findings.pages(CleanPage(cleaner, as_json, form=form).story)
        report = batch_report(Summary("stories.jsonl", None, tally, 0, 1.0), findings, shown, cleaner.rulebook)
        (folder / "report.html").write_text(report, encoding="utf-8", errors="replace")
        extra += process_time() - start
        size = (folder / "report.html").stat().st_size / 1e6
        found.append(f"{form}: {extra / cleaning:.1%} of {cleaning:.0f} s, {size:.2f} MB")
    return "; ".join(found)


def add_chunk(findings: Findings, chunk: list[tuple[PageCounts, Finding]]) -> None:
    """Counts pages that come from a worker at once, without what comes from there anyway."""
    sent = pickle.loads(pickle.dumps([finding for _, finding in chunk], pickle.HIGHEST_PROTOCOL))
    for (counts, _), finding in zip(chunk, sent, strict=True):
        findings.add(counts, finding)


def measure_memory(folder: Path, options: argparse.Namespace) -> str:
    """The batch with a report, of few pages and of many, and of many without one."""
    pages = corpus(options, "flat-dev", "text")
    few = written(folder, pages, FEW_PAGES * options.workers, "text")
    many = written(folder, pages, options.pages, "text")
    report = ["--report", str(folder / "report.html")]
    peaks = [peak(folder, path, options.workers, more) for path, more in ((few, report), (many, report), (many, []))]
    return f"text: {peaks[0]:.0f} MB at {FEW_PAGES * options.workers}, {peaks[1]:.0f} MB; without {peaks[2]:.0f} MB"


def peak(folder: Path, inputs: Path, workers: int, more: list[str]) -> float:
    command = [sys.executable, "-m", "cleaner", "batch", "-q", "--restart", "-w", str(workers), *more]
    return peak_memory(subprocess.Popen([*command, str(inputs), "-o", str(folder / "stories.jsonl")]))


ROWS: dict[str, tuple[str, Callable[[Path, argparse.Namespace], str]]] = {
    "time": ("time added to the cleaning, and size of the report", measure_time),
    "memory": ("peak memory of the batch with a report", measure_memory),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", choices=ROWS, nargs="*", default=list(ROWS))
    add_options(parser)
    options: Any = parser.parse_args()
    print(f"{options.pages:,} pages\n\n| what | measured | must |\n|---|---|---|")
    for name in options.only:
        what, measure = ROWS[name]
        with tempfile.TemporaryDirectory() as folder:
            print(f"| {what} | {measure(Path(folder), options)} | {MUST[name]} |", flush=True)


if __name__ == "__main__":
    main()
