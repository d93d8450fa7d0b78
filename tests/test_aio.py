"""Pages are cleaned while the event loop goes on, a few at a time, and a task that is cancelled costs no more work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import Any

import pytest

import cleaner
from cleaner import aio
from cleaner.errors import NotTextError, OptionError, PageTimeoutError, WorkerError
from tests.batch.functions import Fragile
from tests.conftest import ROOT
from tests.integrations.rough import ALL_DAY, DEADLY, LARGE

PAGES = [path.read_bytes() for path in sorted((ROOT / "fixtures").glob("s*.page.*"))[:12]]
STORY = PAGES[0].decode()
PDF = b"%PDF-1.7 is no page"


def outcome(story: Awaitable[cleaner.Story]) -> Any:
    async def waited() -> Any:
        return await story

    return asyncio.run(waited())


def test_stories_are_those_of_clean() -> None:
    async def crawl() -> list[cleaner.Story]:
        return await asyncio.gather(*[aio.clean(page, url="https://courier.example/a") for page in PAGES])

    assert outcome(crawl()) == [cleaner.clean(page, url="https://courier.example/a") for page in PAGES]


def test_a_page_of_50_megabytes_is_one_like_others() -> None:
    assert outcome(aio.clean(LARGE)).text == cleaner.clean(LARGE).text


def test_options_are_those_of_clean() -> None:
    own = outcome(aio.clean(STORY, keep=["byline"], form="text", url="https://courier.example/"))
    assert own == cleaner.clean(STORY, keep=["byline"], form="text", url="https://courier.example/")
    with pytest.raises(OptionError, match="unknown label"):
        outcome(aio.clean(STORY, keep=["bylines"]))


def test_one_event_loop_after_another() -> None:
    assert outcome(aio.clean(STORY)) == outcome(aio.clean(STORY)) == cleaner.clean(STORY)


def test_the_event_loop_goes_on() -> None:
    """A page of a few MB takes a second; meanwhile the loop is never away for long."""

    async def crawl() -> float:
        longest, last = 0.0, time.monotonic()
        story = asyncio.ensure_future(aio.clean(STORY * 2_000))
        while not story.done():
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        return longest

    assert outcome(crawl()) < 1


def test_a_page_that_fails_costs_no_other() -> None:
    async def crawl() -> list[Any]:
        async with aio.AsyncCleaner(Fragile(), workers=2, timeout=2) as workers:
            pages = [STORY, ALL_DAY, DEADLY, PDF, "", STORY]
            return await asyncio.gather(*map(workers.clean, pages), return_exceptions=True)

    first, late, dead, pdf, empty, last = outcome(crawl())
    assert first == last == cleaner.clean(STORY)
    assert not empty.is_story
    assert (type(late), str(late)) == (PageTimeoutError, "a page took longer than 2 seconds, twice")
    assert (type(dead), str(dead)) == (WorkerError, "a page took its worker down, twice (signal 9)")
    assert type(pdf) is NotTextError


def test_a_page_that_is_being_cleaned_is_stopped_when_its_task_is_cancelled() -> None:
    async def crawl() -> cleaner.Story:
        async with aio.AsyncCleaner(Fragile(), workers=1) as workers:
            await workers.clean(STORY)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(workers.clean(ALL_DAY), 0.3)
            return await asyncio.wait_for(workers.clean(STORY), 20)

    assert outcome(crawl()) == cleaner.clean(STORY)


def test_a_page_that_waits_is_forgotten_when_its_task_is_cancelled() -> None:
    async def crawl() -> None:
        async with aio.AsyncCleaner(Fragile(), workers=1) as workers:
            busy = asyncio.ensure_future(workers.clean(ALL_DAY))
            waits = [asyncio.ensure_future(workers.clean(ALL_DAY)) for _ in range(20)]
            await asyncio.sleep(0.1)
            for task in (busy, *waits):
                task.cancel()
            await asyncio.wait_for(workers.clean(STORY), 20)

    outcome(crawl())


def test_no_more_pages_are_taken_in_than_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    async def crawl() -> int:
        most = 0
        async with aio.AsyncCleaner(workers=1, waiting=2) as workers:
            submitted: list[Any] = []
            submit = workers._pool.submit
            monkeypatch.setattr(
                workers._pool, "submit", lambda *known: submitted.append(submit(*known)) or submitted[-1]
            )
            stories = [asyncio.ensure_future(workers.clean(page)) for page in PAGES]
            while not all(story.done() for story in stories):
                most = max(most, sum(not future.done() for future in submitted))
                await asyncio.sleep(0.001)
            assert len(submitted) == len(PAGES)
        return most

    assert outcome(crawl()) == 3


def test_pages_that_are_left_when_the_workers_end_are_told() -> None:
    async def crawl() -> list[Any]:
        async with aio.AsyncCleaner(Fragile(), workers=1) as workers:
            await workers.clean(STORY)
            stories = [asyncio.ensure_future(workers.clean(ALL_DAY)) for _ in range(3)]
            await asyncio.sleep(0.1)
        return await asyncio.gather(*stories, return_exceptions=True)

    for error in outcome(crawl()):
        assert type(error) is WorkerError
        assert "ended before the page was clean" in str(error)


@pytest.mark.parametrize("options", [{"workers": 0}, {"timeout": 0}, {"timeout": float("nan")}, {"waiting": -1}])
def test_options_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        aio.AsyncCleaner(**options)
