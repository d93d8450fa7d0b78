"""What a batch costs and gains: workers, overhead, memory, WARC to Parquet beside trafilatura, and kill -9.

    python benchmarks/batch.py                    all of it at full size: an hour and a half on two cores
    python benchmarks/batch.py --only overhead --pages 500 --rounds 3
    python benchmarks/batch.py --only kill

Pages are those of html-dev and flat-dev (docs/benchmarks.md). Needs the extras `parquet` and `warc`.
Nothing else should run beside it; the load of the machine when each row begins is printed with it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice, product
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from corpora import Corpora, add_options

from cleaner.batch import run
from cleaner.records.formats import FORMATS

KILLS = 40
KILL_PAGES = 600
SAMPLE_SECONDS = 0.05
PEER_PAGES = 500
FEW_PAGES = 1_000
"""What each worker has seen when its caches are full."""

FORMS = (("html-dev", "html"), ("flat-dev", "text"))
"""The corpora that times and memory are measured on, and the column that has their pages."""

MUST = {
    "workers": "at least 1.8",
    "overhead": "under 10 %",
    "memory": "within 10 %",
    "warc": "at least 6",
    "kill": f"{KILLS} of {KILLS}, none failed",
}


def corpus(options: argparse.Namespace, name: str, column: str) -> list[str]:
    return [row[column] for row in Corpora(options.corpus, options.split).rows(name)]


def written(folder: Path, pages: list[str], count: int, column: str) -> Path:
    """The pages, repeated to `count`, as JSON Lines."""
    path = folder / f"{column}-{count}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, page in enumerate(islice(cycle(pages), count)):
            file.write(json.dumps({"id": str(number), column: page}) + "\n")
    return path


class Cost(NamedTuple):
    """Seconds by the clock, and seconds of all cores together."""

    clock: float
    cpu: float


def cost(work: Callable[[], object]) -> Cost:
    """What some work costs, here and in the processes that it starts and waits for."""
    start, used = time.perf_counter(), cpu_seconds()
    work()
    return Cost(time.perf_counter() - start, cpu_seconds() - used)


def cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def seconds(work: Callable[[], object]) -> float:
    return cost(work).clock


def batch_cost(inputs: Path, folder: Path, workers: int) -> Cost:
    return cost(lambda: run(inputs, folder / "stories.jsonl", workers=workers, restart=True))


def measure_workers(folder: Path, options: argparse.Namespace) -> str:
    """One worker and two in turn, so that what else the machine does meets both."""
    found = []
    for name, column in FORMS:
        inputs = written(folder, corpus(options, name, column), options.pages, column)
        pairs = [[batch_cost(inputs, folder, workers).clock for workers in (1, 2)] for _ in range(options.rounds)]
        rates = [options.pages / median(column) for column in zip(*pairs, strict=True)]
        found.append(
            f"{column} {median(one / two for one, two in pairs):.2f} times ({rates[0]:.0f}, {rates[1]:.0f} /s)"
        )
    return "; ".join(found)


def measure_overhead(folder: Path, options: argparse.Namespace) -> str:
    """A bare loop has its pages in memory and throws its stories away. Each has a new process, whose caches are empty;
    of the bare loop the loop alone counts, of the batch everything."""
    found = []
    for name, column in FORMS:
        inputs = written(folder, corpus(options, name, column), options.pages, column)
        pairs = [(bare_cost(inputs, column), batch_cost(inputs, folder, 1)) for _ in range(options.rounds)]
        cpu = median(batch.cpu / bare.cpu for bare, batch in pairs) - 1
        clock = median(batch.clock / bare.clock for bare, batch in pairs) - 1
        found.append(f"{column} {cpu:+.1%} CPU, {clock:+.1%} clock")
    return "; ".join(found)


BARE_LOOP = """
import json, sys, time
from cleaner import Cleaner
path, column = sys.argv[1:]
pages = [json.loads(line)[column] for line in open(path, encoding="utf-8")]
cleaner = Cleaner()
clock, cpu = time.perf_counter(), time.process_time()
for page in pages:
    cleaner.clean(page, form=column)
print(time.perf_counter() - clock, time.process_time() - cpu)
"""


def bare_cost(inputs: Path, column: str) -> Cost:
    command = [sys.executable, "-c", BARE_LOOP, str(inputs), column]
    return Cost(*map(float, subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.split()))


def measure_memory(folder: Path, options: argparse.Namespace) -> str:
    """The matcher's caches fill during the first pages that a worker sees, and then no more."""
    found = []
    for (name, column), workers in product(FORMS, (1, 2)):
        pages = corpus(options, name, column)
        few, many = [
            peak_of_batch(folder, written(folder, pages, count, column), workers)
            for count in (FEW_PAGES * workers, options.memory_pages)
        ]
        found.append(f"{column}, {workers} workers: {many / few - 1:+.1%} ({few:.0f} MB, {many:.0f} MB)")
    return "; ".join(found)


def peak_of_batch(folder: Path, inputs: Path, workers: int) -> float:
    command = [sys.executable, "-m", "cleaner", "batch", "-q", "--restart", "-w", str(workers)]
    peak = peak_memory(subprocess.Popen([*command, str(inputs), "-o", str(folder / "stories.jsonl")]))
    inputs.unlink()
    return peak


def peak_memory(process: subprocess.Popen[Any]) -> float:
    """The most memory that a process and its children hold together, in MB; what they share counts once."""
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(proportional_memory, [process.pid, *children(process.pid)])))
        time.sleep(SAMPLE_SECONDS)
    return peak


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def proportional_memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure_warc(folder: Path, options: argparse.Namespace) -> str:
    path = folder / "crawl.warc.gz"
    write_warc(path, islice(cycle(corpus(options, "html-dev", "html")), options.warc_pages))
    ours = seconds(lambda: run(path, folder / "ours.parquet", workers=2, restart=True))
    theirs = seconds(lambda: peer(path, folder / "theirs.parquet"))
    return f"{theirs / ours:.1f} times ({options.warc_pages / ours:.0f} and {options.warc_pages / theirs:.0f} pages/s)"


def write_warc(path: Path, pages: Iterator[str]) -> None:
    from fastwarc.stream_io import GzipWriter
    from fastwarc.warc import WarcRecord, WarcRecordType

    with path.open("wb") as file:
        packed = GzipWriter(file, compression_level=6)
        for number, page in enumerate(pages):
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.is_http = True
            record.headers["WARC-Target-URI"] = f"https://northfield-ledger.example/{number}"
            head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            record.set_bytes_content((head + page).encode("utf-8", "replace"))
            record.write(packed)
            packed.finish()
        packed.close()


def peer(source: Path, output: Path) -> None:
    """What people write who need this: a WARC reader, trafilatura in a process pool, a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("url", pa.string()), ("text", pa.string())])
    records = warc_records(source)
    with ProcessPoolExecutor(2) as pool, pq.ParquetWriter(output, schema) as out:
        while portion := list(islice(records, PEER_PAGES)):
            rows = list(pool.map(peer_extract, portion, chunksize=10))
            out.write_table(pa.Table.from_pylist(rows, schema))


def warc_records(source: Path) -> Iterator[tuple[str, bytes]]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for record in ArchiveIterator(str(source), record_types=WarcRecordType.response):
        yield record.headers["WARC-Target-URI"], record.reader.read()


def peer_extract(record: tuple[str, bytes]) -> dict[str, str | None]:
    import trafilatura

    url, page = record
    return {"url": url, "text": trafilatura.extract(page, url=url)}


def measure_kill(folder: Path, options: argparse.Namespace) -> str:
    """Runs of each format in turn lose their parent or a worker at a random moment, and are started again."""
    inputs = written(folder, corpus(options, "flat-dev", "text"), KILL_PAGES, "text")
    choice = random.Random(options.seed)
    expected, length = {}, {}
    for format in FORMATS:
        length[format] = seconds(lambda format=format: batch(inputs, folder / f"whole-{format}", format).wait())
        expected[format] = content(folder / f"whole-{format}")
    same = failed = 0
    for format, victim in islice(cycle(product(FORMATS, ("parent", "worker"))), KILLS):
        output = folder / "killed"
        process = batch(inputs, output, format)
        time.sleep(choice.uniform(0.1, length[format]))
        for pid in [process.pid] if victim == "parent" else children(process.pid)[:1]:
            os.kill(pid, signal.SIGKILL)
        process.wait()
        batch(inputs, output, format).wait()
        same += content(output) == expected[format]
        failed += (folder / "killed.failures.jsonl").exists()
        for path in folder.glob("killed*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return f"{same} of {KILLS} identical, {failed} with a failed page ({len(FORMATS)} formats)"


def content(folder: Path) -> dict[str, bytes]:
    """All files of an output, by their paths in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def batch(inputs: Path, output: Path, format: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cleaner", "batch", "-q", "-w", "2", str(inputs), "-o", str(output), "-f", format]
    return subprocess.Popen(command)


ROWS = {
    "workers": ("two workers against one", measure_workers),
    "overhead": ("overhead over a bare loop, one worker", measure_overhead),
    "memory": ("peak memory, against 1,000 pages a worker", measure_memory),
    "warc": ("WARC to Parquet, against trafilatura in a process pool", measure_warc),
    "kill": ("killed at random moments, resumed", measure_kill),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000, help="for workers and overhead")
    parser.add_argument("--rounds", type=int, default=5, help="of workers and overhead, of which the median counts")
    parser.add_argument("--memory-pages", type=int, default=20_000)
    parser.add_argument("--warc-pages", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1, help="for the moments of the kills")
    parser.add_argument("--only", choices=ROWS, nargs="*", default=list(ROWS))
    parser.add_argument("--folder", type=Path, help="where to work: a disk with 10 GB (default: a temporary folder)")
    add_options(parser)
    options = parser.parse_args()
    print("| what | measured | must | load before |\n|---|---|---|---|")
    for name in options.only:
        what, measure = ROWS[name]
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            load = os.getloadavg()[0]
            print(f"| {what} | {measure(Path(folder), options)} | {MUST[name]} | {load:.1f} |", flush=True)


if __name__ == "__main__":
    main()
