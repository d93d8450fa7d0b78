"""Pairs of processes that check the same inputs, each process with another hash seed: what differs is not reproducible.

A process sets the time and number of the input it is at, so that whoever watches can tell which one hangs or kills.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import SynchronizedArray
from typing import Final, TypeAlias

from cleaner import Cleaner
from fuzz.cases import Case
from fuzz.check import described, digest
from fuzz.mutate import case
from fuzz.seeds import seeds

MOST_SECONDS: Final = 10.0
"""A page that takes longer is a hang, on a machine that is not overloaded."""

IDLE: Final = -1
FRESH: Final = multiprocessing.get_context("spawn")
"""Processes start anew, so that each has a hash seed of its own."""

Place: TypeAlias = "SynchronizedArray[float]"
"""The number of the input that a process is at, and when it began."""

Result = tuple[bool, str]
"""Whether all went well, and the digest; or what did not."""


def result(cleaner: Cleaner, one: Case) -> Result:
    try:
        return True, digest(cleaner, one)
    except Exception as error:
        return False, described(error)


def work(pipe: Connection, place: Place, seed: int, with_corpora: bool) -> None:
    """Checks what comes through a pipe, numbers of inputs or cases, and sends back one result for each."""
    warnings.simplefilter("error")
    logging.disable(logging.CRITICAL)
    cleaner, pages = Cleaner(), seeds(with_corpora)
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            results = []
            for number, item in enumerate(pipe.recv()):
                place[:] = number, time.monotonic()
                results.append(result(cleaner, item if isinstance(item, Case) else case(pages, seed, item)))
            place[:] = IDLE, 0.0
            pipe.send(results)


class Worker:
    """One process of a pair.

    Args:
        seed: which inputs the numbers stand for.
        hash_seed: Python's, for the order of sets.
        with_corpora: whether the development corpora are among the seeds.
    """

    def __init__(self, seed: int, hash_seed: int, with_corpora: bool = True) -> None:
        self._arguments = (seed, with_corpora)
        self._hash_seed = hash_seed
        self._start()

    def _start(self) -> None:
        self._place = FRESH.Array("d", [IDLE, 0.0])
        self.pipe, theirs = FRESH.Pipe()
        self._process = FRESH.Process(target=work, args=(theirs, self._place, *self._arguments), daemon=True)
        with environment("PYTHONHASHSEED", str(self._hash_seed)):
            self._process.start()
        theirs.close()

    def send(self, items: Sequence[int | Case]) -> None:
        self.pipe.send(list(items))

    def results(self, items: Sequence[int | Case]) -> list[Result]:
        """One result for each of the items that were sent; an item that hangs or kills the process has that for its
        result, and the others are sent to a new process."""
        while not self.pipe.poll(1.0):
            place, since = self._place[:]
            if place != IDLE and time.monotonic() - since > MOST_SECONDS:
                return self._without(items, int(place), f"takes more than {MOST_SECONDS:.0f} s")
        try:
            found: list[Result] = self.pipe.recv()
        except EOFError:
            self._process.join()
            reason = f"kills the process (exit code {self._process.exitcode})"
            return self._without(items, max(0, int(self._place[0])), reason)
        return found

    def _without(self, items: Sequence[int | Case], bad: int, reason: str) -> list[Result]:
        self.close()
        self._start()
        found: list[Result] = []
        for part in (items[:bad], items[bad + 1 :]):
            if part:
                self.send(part)
                found += self.results(part)
            if part == items[:bad]:
                found.append((False, reason))
        return found

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


class Pair:
    """Two processes with different hash seeds that check the same inputs."""

    def __init__(self, seed: int = 0, number: int = 0, with_corpora: bool = True) -> None:
        self.workers = [Worker(seed, 2 * number + hash_seed, with_corpora) for hash_seed in (1, 2)]

    def send(self, items: Sequence[int | Case]) -> None:
        for worker in self.workers:
            worker.send(items)

    def failures(self, items: Sequence[int | Case]) -> list[str | None]:
        """What is wrong with each of the items that were sent, or None."""
        both = zip(*(worker.results(items) for worker in self.workers), strict=True)
        return [compared(one, other) for one, other in both]

    def close(self) -> None:
        for worker in self.workers:
            worker.close()


def compared(one: Result, other: Result) -> str | None:
    for is_well, what in (one, other):
        if not is_well:
            return what
    return None if one == other else "differs between two processes"


@contextmanager
def environment(name: str, value: str) -> Iterator[None]:
    """An environment variable for the processes that are started meanwhile."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
