"""The HTTP API beside one bare process: pages a second, how long a page takes, and what becomes of too many.

    python benchmarks/serve.py                  2 workers, 8 clients for 60 s, then 64 clients at a queue of 4
    python benchmarks/serve.py --seconds 10

Pages are those of html-dev (docs/benchmarks.md), sent over loopback on connections that stay open. The bare process
cleans the same pages in a loop and throws the stories away. Clients, server and workers share the machine's cores, so
nothing else should run beside it. CPU is that of all of a side's processes, per page (on Linux): with all cores busy,
pages a second follow from it, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, cycle
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from typing import NamedTuple

from corpora import ROOT, Corpora, add_options

MUST_RATIO = 1.8
MUST_TAIL = 10
CROWD = 64
SHORT_QUEUE = 4
WARM_UP_SECONDS = 5


class Load(NamedTuple):
    """What clients saw.

    Attributes:
        sent: requests.
        answers: how many answers there were of each status; "lost" is a connection that broke.
        seconds: of each page that was cleaned, from sending to its answer.
        lasted: how long it all took.
    """

    sent: int
    answers: Counter[str]
    seconds: list[float]
    lasted: float

    @property
    def rate(self) -> float:
        return self.answers["200"] / self.lasted


def cpu_of(process: int) -> float:
    """CPU seconds of a process and its children so far."""
    started = [file.read_text().split() for file in Path(f"/proc/{process}/task").glob("*/children")]
    family = [process, *map(int, chain.from_iterable(started))]
    fields = [Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split() for member in family]
    return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(*options: str) -> Iterator[tuple[tuple[str, int], int]]:
    """`cleaner serve` at a free port: its host and port, and its process."""
    command = [sys.executable, "-m", "cleaner", "serve", "--api-only", "--port", "0", *options]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        found = re.search(r"http://([\d.]+):(\d+)/", process.stderr.readline() if process.stderr else "")
        assert found, "the server did not start"
        yield (found[1], int(found[2])), process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


class Connection:
    """A connection that stays open. Bare, as a client in Python's library takes twice the CPU, on the same cores."""

    def __init__(self, place: tuple[str, int]) -> None:
        self._socket = socket.create_connection(place, timeout=60)
        self._answers = self._socket.makefile("rb")
        self._head = f"POST /v1/clean HTTP/1.1\r\nHost: {place[0]}:{place[1]}\r\nContent-Type: text/html\r\n"

    def clean(self, page: bytes) -> str:
        """Sends a page and reads the answer; returns its status."""
        self._socket.sendall(f"{self._head}Content-Length: {len(page)}\r\n\r\n".encode() + page)
        status = self._answers.readline().decode().split(" ")[1:2]
        size = 0
        while (line := self._answers.readline()).strip():
            name, _, value = line.partition(b":")
            size = int(value) if name.lower() == b"content-length" else size
        if not status or not line or len(self._answers.read(size)) < size:
            raise ValueError("the answer is not whole")
        return status[0]

    def close(self) -> None:
        self._answers.close()
        self._socket.close()


def load(place: tuple[str, int], pages: Sequence[bytes], clients: int, seconds: float) -> Load:
    """Has clients send pages, each the next one as soon as it has its answer."""
    answers: Counter[str] = Counter()
    times: list[float] = []
    counts = [0] * clients
    end = time.monotonic() + seconds

    def work(number: int) -> None:
        connection = Connection(place)
        for page in cycle(pages[number * len(pages) // clients :] + pages[: number * len(pages) // clients]):
            start = time.monotonic()
            if start >= end:
                break
            counts[number] += 1
            try:
                status = connection.clean(page)
            except (OSError, ValueError):
                answers["lost"] += 1
                connection.close()
                connection = Connection(place)
                continue
            answers[status] += 1
            if status == "200":
                times.append(time.monotonic() - start)
            elif status == "429":
                time.sleep(0.05)
        connection.close()

    start = time.monotonic()
    threads = [Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(sum(counts), answers, times, time.monotonic() - start)


BARE = """
import sys, time
sys.path[:0] = [{root!r}, {benchmarks!r}]
from argparse import Namespace
from pathlib import Path
from corpora import Corpora
from cleaner import Cleaner
pages = [row["html"].encode() for row in Corpora(Path({corpus!r}), {split!r}).rows("html-dev")]
clean = Cleaner().clean
for page in pages[:50]:
    clean(page)
start, used, count = time.monotonic(), time.process_time(), 0
while time.monotonic() - start < {seconds}:
    clean(pages[count % len(pages)])
    count += 1
print(count, time.monotonic() - start, time.process_time() - used)
"""


def bare(options: argparse.Namespace) -> tuple[float, float]:
    """Pages a second of one process, and its CPU seconds a page."""
    program = BARE.format(
        root=str(ROOT),
        benchmarks=str(ROOT / "benchmarks"),
        corpus=str(options.corpus),
        split=options.split,
        seconds=options.seconds,
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    count, lasted, used = map(float, done.stdout.split())
    return count / lasted, used / count


def measure(options: argparse.Namespace, pages: list[bytes]) -> None:
    rate, a_page = bare(options)
    with server("--workers", str(options.workers)) as (place, process):
        load(place, pages, options.clients, WARM_UP_SECONDS)
        used, own = cpu_of(process), time.process_time()
        seen = load(place, pages, options.clients, options.seconds)
        served, clients = cpu_of(process) - used, time.process_time() - own
    done = seen.answers["200"]
    p50, p99 = median(seen.seconds), quantiles(seen.seconds, n=100)[98]
    failures = seen.sent - done
    print(f"| one bare process | {rate:.1f} pages/s | {a_page * 1000:.1f} ms CPU a page | |")
    print(
        f"| {options.workers} workers, {options.clients} clients, {seen.lasted:.0f} s | {seen.rate:.1f} pages/s "
        f"| {served / done * 1000:.1f} ms CPU a page; clients {clients / done * 1000:.1f} ms "
        f"| {seen.rate / rate:.2f} times (must: {MUST_RATIO}) |"
    )
    print(
        f"| latency | p50 {p50 * 1000:.0f} ms | p99 {p99 * 1000:.0f} ms | {p99 / p50:.1f} times (must: {MUST_TAIL}) |"
    )
    print(f"| failures | {failures} of {seen.sent} | {dict(seen.answers)} | must: 0 |")


def crowd(options: argparse.Namespace, pages: list[bytes]) -> None:
    """More clients than the queue has places."""
    with server("--workers", str(options.workers), "--queue", str(SHORT_QUEUE)) as (place, _):
        seen = load(place, pages, CROWD, min(20, options.seconds))
        connection = http.client.HTTPConnection(*place)
        connection.request("GET", "/v1/metrics")
        counts = connection.getresponse().read().decode()
        connection.close()
    counted = {
        status: int(float(count))
        for status, count in re.findall(r'^cleaner_requests_total\{status="(\d+)"\} (\S+)', counts, re.M)
    }
    cleaned = int(float(re.findall(r"^cleaner_page_seconds_count (\S+)", counts, re.M)[0]))
    lost = seen.sent - seen.answers["200"] - seen.answers["429"]
    agree = counted == dict(seen.answers) and cleaned == seen.answers["200"]
    print(
        f"| {CROWD} clients, queue of {SHORT_QUEUE} | {seen.answers['200']} cleaned, {seen.answers['429']} told 429 "
        f"| {lost} lost (must: 0) | the server counts {'the same' if agree else f'otherwise: {counted}, {cleaned}'} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    pages = [row["html"].encode() for row in Corpora(options.corpus, options.split).rows("html-dev")]
    print(
        f"{len(pages)} pages, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n|  |  |  |  |\n|---|---|---|---|"
    )
    measure(options, pages)
    crowd(options, pages)


if __name__ == "__main__":
    main()
