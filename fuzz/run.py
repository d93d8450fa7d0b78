"""A run of the fuzzer: numbers go to pairs of processes, failures to a folder, progress to the screen."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Final

from fuzz.cases import Case
from fuzz.minimise import minimised
from fuzz.mutate import case
from fuzz.seeds import seeds
from fuzz.workers import Pair

CHUNK: Final = 50
"""Inputs that a pair gets at once: a tenth of a second's work."""

WRITTEN_OF_A_KIND: Final = 3
"""One fault may break thousands of inputs; a few tell enough."""

PROGRESS_SECONDS: Final = 10.0


class Run:
    """A run over the inputs of one seed.

    Args:
        seed: which inputs the numbers stand for.
        pairs: how many pairs of processes.
        with_corpora: whether the development corpora are among the seeds.
        folder: where inputs that fail are written.
    """

    def __init__(self, seed: int, pairs: int, with_corpora: bool, folder: Path) -> None:
        self.seed, self.with_corpora, self.folder = seed, with_corpora, folder
        self.pairs = [Pair(seed, number, with_corpora) for number in range(pairs)]
        self.seeds = seeds(with_corpora)
        self.done = 0
        self.kinds: Counter[str] = Counter()

    def go(self, first: int, inputs: int | None, seconds: float | None) -> int:
        """Checks inputs until so many are done or so much time has passed, and says how it went.

        Returns:
            How many failed.
        """
        self.started = self.shown = time.monotonic()
        chunks = self._chunks(first, inputs, seconds)
        waiting: list[tuple[Pair, range]] = []
        try:
            for pair in cycle(self.pairs):
                if len(waiting) == len(self.pairs):
                    self._take(*waiting.pop(0))
                chunk = next(chunks, None)
                if chunk is None:
                    break
                pair.send(chunk)
                waiting.append((pair, chunk))
            for pair, chunk in waiting:
                self._take(pair, chunk)
        except KeyboardInterrupt:
            print("\nstopped", file=sys.stderr)
        finally:
            for pair in self.pairs:
                pair.close()
        self._show_end()
        return self.kinds.total()

    def _chunks(self, first: int, inputs: int | None, seconds: float | None) -> Iterator[range]:
        last = None if inputs is None else first + inputs
        while (last is None or first < last) and (seconds is None or time.monotonic() - self.started < seconds):
            end = first + CHUNK if last is None else min(last, first + CHUNK)
            yield range(first, end)
            first = end

    def _take(self, pair: Pair, chunk: range) -> None:
        for number, failure in zip(chunk, pair.failures(chunk), strict=True):
            self.done += 1
            if failure:
                self._keep(pair, number, failure)
        if time.monotonic() - self.shown >= PROGRESS_SECONDS:
            self.shown = time.monotonic()
            print(self._progress(), file=sys.stderr, flush=True)

    def _keep(self, pair: Pair, number: int, failure: str) -> None:
        """Writes an input that failed, as it was and as small as it gets, unless there are enough of its kind."""
        self.kinds[failure] += 1
        if self.kinds[failure] > WRITTEN_OF_A_KIND:
            return
        whole = case(self.seeds, self.seed, number)
        path = self.folder / f"{self.seed}-{number}.json"
        whole.save(path, failure)
        small = path.with_suffix(".small.json")
        minimised(whole, lambda smaller: _fails(pair, smaller) == failure).save(small, failure)
        print(f"input {number}: {failure}\n  python -m fuzz --repeat {small}", file=sys.stderr, flush=True)

    def _progress(self) -> str:
        spent = time.monotonic() - self.started
        return f"{self.done:,} inputs, {self.done / spent:.0f}/s, {self.kinds.total():,} failed"

    def _show_end(self) -> None:
        print(f"{self._progress()}; seed {self.seed}, {len(self.seeds)} seed pages")
        for failure, count in self.kinds.most_common():
            print(f"{count:8,}  {failure}")


def _fails(pair: Pair, smaller: Case) -> str | None:
    pair.send([smaller])
    return pair.failures([smaller])[0]
