"""The queue in front of the worker processes: short, so that a client is told to come back and not left to wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any, Final, Self

from cleaner.errors import WorkerError, fault
from cleaner.pipeline import Cleaner
from cleaner.proposals.own import OwnRules
from cleaner.serve.jobs import Job, Worker
from cleaner.serve.problems import RequestError
from cleaner.workers.pool import Lost, Pool, Raised

FIRST_GUESS: Final = 0.05
"""Seconds a page is taken to need before any has been timed: a large page of HTML."""

RECENT: Final = 0.05
"""How much the last page's time counts in the mean: about twenty pages are remembered."""


class Queue:
    """Jobs that wait for a worker, and those that are being done.

    Args:
        cleaner: what the workers clean with.
        workers: how many processes.
        waiting: how many jobs may wait besides those that are being done.
        timeout: seconds that a job may take.

    Attributes:
        taken: jobs that wait or are being done, and requests whose bodies are on their way.
        limit: how many there may be.
        own: the user's own rules, which jobs that come after are done with.
    """

    def __init__(self, cleaner: Cleaner, workers: int, waiting: int, timeout: float) -> None:
        self.workers = workers
        self.limit = workers + waiting
        self.taken = 0
        self.own = OwnRules()
        self._timeout = timeout
        self._mean = FIRST_GUESS
        self._pool = Pool(Worker(cleaner), workers, timeout, tries=1)

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.__exit__(*_)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, to be had before a body is read: so many bodies are in memory, and no more.

        Raises:
            RequestError: there is none; the answer says when to try again.
        """
        if self.taken >= self.limit:
            seconds = max(1, ceil(self.taken * self._mean / self.workers))
            raise RequestError(
                429, f"{self.taken} pages wait; try again in {seconds} s", headers={"Retry-After": str(seconds)}
            )
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1

    async def done(self, job: Job) -> Any:
        """What comes of a job.

        Raises:
            RequestError: the job could not be done.
        """
        given_up = threading.Event()
        try:
            results = await asyncio.wrap_future(self._pool.submit([(self.own, job)], given_up))
        except WorkerError as error:
            raise RequestError(503, str(error), {"Retry-After": "10"}) from None
        finally:
            given_up.set()  # Whoever is cancelled waits no longer; after an answer it says nothing.
        if not results:
            raise RequestError(503, "the server is being stopped")
        result = results[0]
        if isinstance(result, Lost):
            if result.kind == "timeout":
                raise RequestError(504, f"the page {result.reason}; --timeout allows more")
            raise RequestError(500, f"the page {result.reason}")
        if isinstance(result, Raised):
            raise result.error if isinstance(result.error, RequestError) else RequestError(500, fault(result.error))
        return result

    def timed(self, seconds: float) -> None:
        """Takes note of how long a page took."""
        self._mean += RECENT * (seconds - self._mean)

    def warm_up(self, job: Job) -> None:
        """Has every worker do a job, so that the first request finds them started.

        Raises:
            WorkerError: no worker process can be started.
        """
        for future in [self._pool.submit([(self.own, job)]) for _ in range(self.workers)]:
            future.result()
