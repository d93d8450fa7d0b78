"""Worker processes that survive what they are given: each is replaced when an item takes it down or takes too long."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any, Final, Literal, NamedTuple, Self

from cleaner.errors import WorkerError
from cleaner.workers.worker import DONE, RAISED, READY, receive, send

START_SECONDS: Final = 120.0
"""A worker that is not up by then never will be; it takes half a second on a machine at rest."""

START_TRIES: Final = 3
"""A worker that ends before it is up was killed by somebody, or will never be up."""

WATCH_SECONDS: Final = 0.1
"""How often the clock of each worker is looked at: a limit can be overrun by this much."""


class Lost(NamedTuple):
    """Stands for the result of an item that took its worker down, and then another one that had nothing else to do."""

    kind: Literal["timeout", "crashed"]
    reason: str


class Raised(NamedTuple):
    """Stands for the result of an item for which the function raised an exception."""

    error: Exception


class Pool:
    """Processes that apply a function to items, chunk by chunk.

    Args:
        function: what is applied; it must pickle.
        workers: how many processes.
        timeout: seconds that an item may take; None for as long as it wants.
        tries: how often an item is tried that takes its worker down or takes too long: 1 where somebody waits for it,
            2 where it must not be given up for what another did to the machine.

    Raises:
        WorkerError: from `submit`'s futures, if a process cannot be started.
    """

    def __init__(
        self, function: Callable[[Any], Any], workers: int, timeout: float | None = None, *, tries: Literal[1, 2] = 2
    ) -> None:
        self._tries = tries
        self._setup = pickle.dumps(function, pickle.HIGHEST_PROTOCOL)
        self._timeout = timeout
        self._workers: list[Worker] = []
        self._mine = threading.local()
        self._closing = threading.Event()
        self._threads = ThreadPoolExecutor(workers, "cleaner-worker", self._start)
        self._watch = threading.Thread(target=self._watch_clocks, name="cleaner-clock", daemon=True)

    def submit(self, items: Sequence[Any], given_up: threading.Event | None = None) -> Future[list[Any]]:
        """The results of items, in order: what the function returns, or `Lost` or `Raised` in its place.

        Args:
            items: they must pickle.
            given_up: set by a caller that no longer waits for the results; the item that is being worked on is then
                stopped, with its process, unless it is done within `WATCH_SECONDS`, and the rest are left out.
        """
        # Pickled here, so that what the caller lets go of is held once and not twice.
        packed = [pickle.dumps(item, pickle.HIGHEST_PROTOCOL) for item in items]
        return self._threads.submit(self._run, packed, given_up or threading.Event())

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.bury()

    def _start(self) -> None:
        self._mine.worker = Worker(self._setup, self._timeout)
        self._workers.append(self._mine.worker)

    def _run(self, packed: Sequence[bytes], given_up: threading.Event) -> list[Any]:
        results: list[Any] = []
        worker: Worker = self._mine.worker
        while len(results) < len(packed) and not self._is_over(given_up):
            results += worker.run(packed[len(results) :], given_up)
            if len(results) < len(packed) and not self._is_over(given_up):
                # The next one took the worker down, or was there when something else did.
                rest = packed[len(results) : len(results) + 1]
                results += (worker.run(rest, given_up) if self._tries > 1 else []) or [worker.lost(self._tries)]
        return results

    def _is_over(self, given_up: threading.Event) -> bool:
        return self._closing.is_set() or given_up.is_set()

    def _watch_clocks(self) -> None:
        while not self._closing.wait(WATCH_SECONDS):
            for worker in list(self._workers):
                worker.kill_if_late_or_given_up()


class Worker:
    """One process, started when there is something to do."""

    def __init__(self, setup: bytes, timeout: float | None) -> None:
        self._setup = setup
        self._timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = float("inf")
        self._was_late = False
        self._given_up: threading.Event | None = None
        self._exit_code = 0
        self._closed = False

    def run(self, items: Sequence[bytes], given_up: threading.Event) -> list[Any]:
        """The results of items up to the one that took the process down, if there is one."""
        process = self._process or self._started()
        results: list[Any] = []
        self._was_late = False
        self._given_up = given_up
        self._wind_clock()
        try:
            for item in items:
                send(_open(process.stdin), item)
        except OSError:
            pass  # The process is gone. What it answered before is in the pipe.
        while len(results) < len(items) and (answer := receive(_open(process.stdout))) is not None:
            self._wind_clock()
            kind, value = pickle.loads(answer)
            results.append(value if kind == DONE else Raised(value))
        self._deadline = float("inf")
        self._given_up = None
        if len(results) < len(items):
            self.bury()
        return results

    def lost(self, tries: int) -> Lost:
        """What became of the item that took the process down."""
        twice = ", twice" if tries > 1 else ""
        if self._was_late:
            return Lost("timeout", f"took longer than {self._timeout:g} seconds{twice}")
        return Lost("crashed", f"took its worker down{twice} ({_how_it_ended(self._exit_code)})")

    def kill_if_late_or_given_up(self) -> None:
        is_late = time.monotonic() > self._deadline
        given_up = self._given_up
        if is_late or (given_up and given_up.is_set()):
            self._was_late = is_late
            self._deadline = float("inf")
            if self._process:
                self._process.kill()

    def kill(self) -> None:
        """End the process for good."""
        self._closed = True
        if self._process:
            self._process.kill()

    def _wind_clock(self) -> None:
        if self._timeout is not None:
            self._deadline = time.monotonic() + self._timeout

    def _started(self) -> subprocess.Popen[bytes]:
        for _ in range(START_TRIES):
            process = self._new_process()
            answer = self._set_up(process)
            kind, value = pickle.loads(answer) if answer else (RAISED, "it ends at once; CLEANER_DEBUG=1 shows why")
            if kind == READY:
                return process
            self.bury()
            if self._closed:
                value = "the pool was ended"
            if answer or self._closed:
                break
        raise WorkerError(f"a worker process cannot be started: {value}")

    def _new_process(self) -> subprocess.Popen[bytes]:
        # Not multiprocessing: it would run the user's main module again in each worker.
        program = f"import sys; sys.path[:] = {sys.path!r}; from cleaner.workers.worker import main; main()"
        errors = None if os.environ.get("CLEANER_DEBUG") else subprocess.DEVNULL
        command = [sys.executable, "-c", program]
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        except OSError as error:
            raise WorkerError(f"a worker process cannot be started: {error}") from error
        return self._process

    def _set_up(self, process: subprocess.Popen[bytes]) -> bytes | None:
        """What a new process says to its function; None if it is gone."""
        self._deadline = time.monotonic() + START_SECONDS
        try:
            send(_open(process.stdin), self._setup)
            return receive(_open(process.stdout))
        except OSError:
            return None
        finally:
            self._deadline = float("inf")

    def bury(self) -> None:
        """End the process, if there is one, and see how it ended; the next item gets a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        self._exit_code = process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                _open(pipe).close()


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "all processes are started with pipes"
    return pipe


def _how_it_ended(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
