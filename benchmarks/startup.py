"""How long the command takes to start, beside a bare interpreter.

    python benchmarks/startup.py [--runs 30]

Each row is run once a round, so that a busy machine slows all rows alike; printed are the medians of
the wall-clock times of whole processes and their ratio to the bare interpreter's. Exits with 1 if a
ratio is above its limit.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

PAGE = Path(__file__).parents[1] / "fixtures/syndication-feed-plugin.page.txt"

CLEANER = ["-c", "from cleaner.cli import main; main()"]
"""What the installed script does. (`python -m cleaner` takes 4 ms more to find it.)"""

ROWS = {
    "bare interpreter": (["-c", "pass"], 1.0),
    "import click": (["-c", "import click"], None),
    "import cleaner": (["-c", "import cleaner"], None),
    "cleaner --version": ([*CLEANER, "--version"], 6.0),
    "cleaner --help": ([*CLEANER, "--help"], None),
    "cleaner page.txt": ([*CLEANER, str(PAGE)], 10.0),
    "cleaner explain page.txt": ([*CLEANER, "explain", str(PAGE)], None),
}
"""Arguments of the interpreter, and how many times a bare start the row may take (None: no limit)."""


def seconds(arguments: list[str]) -> float:
    """The wall-clock time of one process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=30, metavar="N", help="rounds; default %(default)s")
    runs = parser.parse_args().runs
    os.chdir(PAGE.parents[1])
    for arguments, _ in ROWS.values():
        # Fills the caches: compiled modules, the rulebook's, the system's.
        seconds(arguments)
    rounds = [[seconds(arguments) for arguments, _ in ROWS.values()] for _ in range(runs)]
    medians = [median(column) for column in zip(*rounds, strict=True)]
    over = 0
    print(f"{'':26}{'ms':>8}{'ratio':>8}{'limit':>8}")
    for (name, (_, limit)), value in zip(ROWS.items(), medians, strict=True):
        ratio = value / medians[0]
        over += limit is not None and ratio > limit
        print(f"{name:26}{value * 1000:8.1f}{ratio:8.1f}{limit or '':>8}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
