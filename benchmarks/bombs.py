"""What the parent of a batch holds at its peak, beyond what an ordinary page takes, of files that are small and unpack
to gigabytes, or are made to be expensive.

    python benchmarks/bombs.py              # all: a quarter of an hour, 3 GB of disk and of memory
    python benchmarks/bombs.py tar zip      # those with one of these words in their names

Makes each bomb in a temporary folder, runs `cleaner batch` on it with two workers (pages: `cleaner FILE`), and prints a
table. Reads /proc, so it runs on Linux only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import bombs_archives
import bombs_tables
import bombs_text

BOUND: Final = 256
"""MB over idle that the parent may hold at the default of --max-bytes."""

MODULES: Final = (bombs_archives, bombs_text, bombs_tables)


def peak(command: list[str]) -> tuple[int, int, float]:
    """The most that a command's own process held, in KB; its exit code; its seconds."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    highest = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        except OSError:
            continue
        if found := re.search(r"VmHWM:\s*(\d+)", status):
            highest = max(highest, int(found[1]))
        time.sleep(0.02)
    return highest, process.returncode, time.monotonic() - started


def commands(bomb: Path, output: Path) -> list[str]:
    """How a bomb is read: pages by `cleaner FILE`, all else by `cleaner batch`."""
    cleaner = [sys.executable, "-m", "cleaner"]
    if bomb.suffix == ".html":
        return [*cleaner, str(bomb)]
    return [*cleaner, "batch", str(bomb), "-o", str(output), "-q", "--workers", "2", "--timeout", "3"]


def measure(suffix: str, make: bombs_text.Make) -> tuple[int, int, int, float]:
    """The size of a bomb, and what became of it."""
    with tempfile.TemporaryDirectory() as folder:
        bomb = Path(folder) / f"bomb.{suffix}"
        # In a process of its own, so that what making it takes is given back.
        if not (child := os.fork()):
            make(bomb)
            os._exit(0)
        os.waitpid(child, 0)
        return (bomb.stat().st_size, *peak(commands(bomb, Path(folder) / "stories.jsonl")))


def main(words: list[str]) -> None:
    over = 0
    print(f"{'bomb':50} {'bytes':>11} {'MB over idle':>13} {'exit':>5} {'seconds':>8}")
    for module in MODULES:
        wanted = {
            name: bomb
            for name, bomb in module.BOMBS.items()
            if not words or any(word in name.lower().split() for word in words)
        }
        idle = measure(*module.ORDINARY)[1] if wanted else 0
        for name, (suffix, make) in wanted.items():
            size, highest, code, seconds = measure(suffix, make)
            megabytes = (highest - idle) / 1024
            over += megabytes > BOUND
            print(f"{name:50} {size:11,} {megabytes:13.0f} {code:5} {seconds:8.1f}", flush=True)
    print(f"{over} over the bound of {BOUND} MB")


if __name__ == "__main__":
    main([word.lower() for word in sys.argv[1:]])
