"""Many pages to many stories, in memory: what `clean_many` does, with one worker or several."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from cleaner.errors import OptionError, PageTimeoutError, WorkerError
from cleaner.workers.pool import Lost, Pool, Raised

if TYPE_CHECKING:
    from cleaner.story import Story

Page: TypeAlias = str | bytes
Clean: TypeAlias = "Callable[[Page], Story]"
OnError: TypeAlias = Literal["raise", "skip", "yield"]

CHUNK_PAGES: Final = 16
"""What a worker gets at once. Few, as they may be large and nobody bounds them here."""


def clean_many(
    clean: Clean, pages: Iterable[Page], workers: int | None, on_error: OnError, timeout: float | None
) -> Iterator[Any]:
    """The stream that `Cleaner.clean_many` describes."""
    if on_error not in get_args(OnError):
        raise OptionError(f"on_error cannot be {on_error!r}; it is one of {', '.join(get_args(OnError))}")
    check(workers, timeout)
    if workers == 1 and timeout is None:
        return _settled(cleaned_here(clean, pages), on_error)
    return _settled(_cleaned_by_workers(clean, pages, workers or os.cpu_count() or 1, timeout), on_error)


def check(workers: int | None, timeout: float | None) -> None:
    """Refuses what no pool can have.

    Raises:
        OptionError: no workers, or no time.
    """
    if workers is not None and workers < 1:
        raise OptionError(f"{workers} workers can do nothing; give 1 or more, or None for one a core")
    if timeout is not None and not timeout > 0:
        raise OptionError(f"a timeout of {timeout} leaves no time; give seconds, or None for no limit")


def _settled(results: Iterator[Story | Exception], on_error: OnError) -> Iterator[Story | Exception]:
    """The stories, and of errors what the caller wants."""
    for result in results:
        if isinstance(result, Exception) and on_error == "raise":
            raise result
        if not isinstance(result, Exception) or on_error == "yield":
            yield result


def cleaned_here(clean: Callable[[Any], Any], pages: Iterable[Any]) -> Iterator[Any]:
    """What a function makes of pages in this process: its results, or in their places the exceptions that it raised."""
    for page in pages:
        try:
            result = clean(page)
        except Exception as error:
            result = error
        yield result


def cleaned_in(pool: Pool, workers: int, pages: Iterable[Any]) -> Iterator[Any]:
    """The same, from a pool of so many workers. At any time no more than a few dozen pages a worker are held."""
    stream = iter(pages)
    pending: deque[Future[list[Any]]] = deque()
    while chunk := list(islice(stream, CHUNK_PAGES)):
        pending.append(pool.submit(chunk))
        while pending and (len(pending) > 2 * workers or pending[0].done()):
            yield from map(result_or_error, pending.popleft().result())
    while pending:
        yield from map(result_or_error, pending.popleft().result())


def _cleaned_by_workers(
    clean: Clean, pages: Iterable[Page], workers: int, timeout: float | None
) -> Iterator[Story | Exception]:
    with Pool(clean, workers, timeout) as pool:
        yield from cleaned_in(pool, workers, pages)


def result_or_error(result: Any) -> Any:
    """What a `Pool` gives for one page, with an exception for what was raised or lost."""
    if isinstance(result, Raised):
        return result.error
    if isinstance(result, Lost):
        kind = PageTimeoutError if result.kind == "timeout" else WorkerError
        return kind(f"a page {result.reason}")
    return result
