"""Cleaning for asyncio crawlers: pages are cleaned in worker processes, and the event loop goes on.

story = await cleaner.aio.clean(page, url=url)
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, Self
from weakref import WeakValueDictionary

import cleaner
from cleaner.errors import OptionError, WorkerError
from cleaner.workers.pool import Pool
from cleaner.workers.stories import check, result_or_error

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner
    from cleaner.story import Story

WAITING_PAGES: Final = 4
"""How many pages wait for each worker by default: enough that none is idle, few enough to hold whatever their size."""


class AsyncCleaner:
    """A `Cleaner` in worker processes, for one event loop or several. Use it in `async with`.

    Args:
        cleaner: how to clean; None for `Cleaner()`.
        workers: number of processes; None for one per core. They start when there is something to do.
        timeout: seconds that a worker may take for a page, waiting not counted; None for no limit.
        waiting: how many pages may wait for a worker; the crawler waits with the next one in `clean`. None for
            `WAITING_PAGES` a worker.

    Raises:
        OptionError: an argument has an invalid value.
    """

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        workers: int | None = None,
        timeout: float | None = None,
        waiting: int | None = None,
    ) -> None:
        check(workers, timeout)
        if waiting is not None and waiting < 0:
            raise OptionError(f"{waiting} pages cannot wait; give 0 or more, or None for {WAITING_PAGES} a worker")
        workers = workers or os.cpu_count() or 1
        self._pool = Pool(partial(_call, cleaner.clean if cleaner else _clean), workers, timeout)
        self._places = workers + (workers * WAITING_PAGES if waiting is None else waiting)
        self._semaphores: WeakValueDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakValueDictionary()

    async def clean(self, page: str | bytes, **known: Any) -> Story:
        """Finds the story on a page: the one that `Cleaner.clean` finds, byte for byte.

        If the task is cancelled, a page that waits is forgotten, and one that is being cleaned is stopped.

        Args:
            page: the page as HTML, text or Markdown, in str or bytes.
            known: what is known about it (`url`, `encoding`, …), as `Cleaner.clean` takes it.

        Raises:
            DecodeError: as `Cleaner.clean` does, and whatever else it raises.
            PageTimeoutError: the page took longer than the timeout, twice.
            WorkerError: the page crashed its worker twice, or workers cannot be started, or were ended.
        """
        return await self._cleaned((page, known))

    async def __aenter__(self) -> Self:
        self._pool.__enter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._pool.__exit__)

    async def _cleaned(self, call: tuple[Any, dict[str, Any]]) -> Story:
        async with self._place():
            given_up = threading.Event()
            try:
                results = await asyncio.wrap_future(self._pool.submit([call], given_up))
            except asyncio.CancelledError:
                if _is_cancelled():
                    raise
                results = []
            finally:
                given_up.set()
        if not results:
            raise WorkerError("the workers were ended before the page was clean; await all pages within `async with`")
        story: Story | Exception = result_or_error(results[0])
        if isinstance(story, Exception):
            raise story
        return story

    def _place(self) -> asyncio.Semaphore:
        """The places for pages in this event loop. Held only by the pages themselves, as a semaphore holds its loop."""
        return self._semaphores.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._places))


def _is_cancelled() -> bool:
    """Whether somebody has cancelled this task. The futures of a pool that ends are cancelled too."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def clean(page: str | bytes, **options: Any) -> Story:
    """Finds the story on a page, as `cleaner.clean` does, in worker processes, one a core, that are kept for this.

    Args:
        page: the page as HTML, text or Markdown, in str or bytes.
        options: those of `cleaner.clean`.

    Raises:
        DecodeError: as `cleaner.clean` does, and whatever else it raises.
        WorkerError: the page crashed its worker twice, or workers cannot be started.
    """
    return await _shared(os.getpid())._cleaned((page, options))


@cache
def _shared(process: int) -> AsyncCleaner:
    """The workers behind `clean`: those of this process, as a fork has its parent's objects without their threads."""
    shared = AsyncCleaner()
    shared._pool.__enter__()
    return shared


def _clean(page: Any, **options: Any) -> Story:
    return cleaner.clean(page, **options)


def _call(clean: Callable[..., Story], call: tuple[Any, dict[str, Any]]) -> Story:
    """What a worker does."""
    page, options = call
    return clean(page, **options)
