"""Twisted: what a thread or a pool makes, awaited in a coroutine under any of its reactors."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TypeVar

from twisted.internet.defer import Deferred

Result = TypeVar("Result")


async def awaited(future: Future[Result]) -> Result:
    """The result of a future that another thread settles; the reactor goes on."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # The reactor is not asyncio's.
        result: Result = await _deferred(future)
        return result
    return await asyncio.wrap_future(future)


def _deferred(future: Future[Result]) -> Deferred[Result]:
    from twisted.internet import reactor

    deferred: Deferred[Result] = Deferred()

    def settle() -> None:
        try:
            deferred.callback(future.result())
        except Exception as error:
            deferred.errback(error)

    future.add_done_callback(lambda _: reactor.callFromThread(settle))  # type: ignore[attr-defined]
    return deferred
