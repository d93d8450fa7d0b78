"""`clean_many` makes the same of good and bad pages with any number of workers, and can bound a page's time."""

from __future__ import annotations

import dataclasses
import pickle
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from cleaner import Cleaner, Story, clean_many
from cleaner.errors import NotTextError, OptionError, PageTimeoutError, PageTypeError, WorkerError
from tests.batch import functions
from tests.records.files import html

WORKERS = pytest.mark.parametrize("workers", [1, 2])
PAGES: list[Any] = [html(0), b"%PDF-1.7 no page", html(2), 17, html(4)]


def kinds(results: Iterator[Any]) -> list[type]:
    return [type(result) for result in results]


def test_the_stories_are_the_same_with_any_number_of_workers() -> None:
    pages = [html(number) for number in range(50)]
    alone = [story.to_dict() for story in clean_many(pages)]
    assert [story.to_dict() for story in clean_many(pages, workers=2)] == alone
    dropping = Cleaner(drop=["heading"])
    assert [story.to_dict() for story in dropping.clean_many(pages[:3], workers=2)] == alone[:3]


def test_stories_of_other_processes_are_equal_to_those_of_this_one_before_and_after_they_are_read() -> None:
    pages = [html(number) for number in range(3)] + ["Bread is baked at five.\n\nHome | About\n\nIt is sold at six."]
    alone = list(clean_many(pages))
    for there, here in zip(clean_many(pages, workers=2), alone, strict=True):
        assert there == here
        assert there.removed == here.removed and there.html == here.html
        assert dataclasses.replace(there, confidence=-1.0) != here


def test_what_a_story_rests_on_is_unpickled_only_when_it_is_read() -> None:
    story = next(clean_many([html(0)], workers=2))
    assert story.title and story.is_story and repr(story)
    assert not {"page", "verdicts"} & vars(story).keys()
    again = pickle.loads(pickle.dumps(story))
    assert again.kept == story.kept
    assert {"page", "verdicts"} <= vars(story).keys()
    with pytest.raises(AttributeError, match="'Story' object has no attribute 'verdict'"):
        story.verdict  # type: ignore[attr-defined]  # noqa: B018


def test_threads_may_share_a_story_of_another_process() -> None:
    packed = pickle.dumps(next(clean_many([html(0)])))
    with ThreadPoolExecutor(8) as threads:
        for _ in range(50):
            story = pickle.loads(packed)
            assert all(threads.map(partial(getattr, story), ["page", "verdicts"] * 8))


@WORKERS
def test_a_bad_page_raises_when_its_turn_comes_and_ends_the_stream(workers: int) -> None:
    stories = clean_many(PAGES, workers=workers)
    assert next(stories).is_story
    with pytest.raises(NotTextError):
        next(stories)
    assert list(stories) == []


@WORKERS
def test_bad_pages_are_skipped(workers: int) -> None:
    assert kinds(clean_many(PAGES, workers=workers, on_error="skip")) == [Story] * 3


@WORKERS
def test_the_errors_of_bad_pages_stand_in_their_places(workers: int) -> None:
    results = clean_many(PAGES, workers=workers, on_error="yield")
    assert kinds(results) == [Story, NotTextError, Story, PageTypeError, Story]


@WORKERS
def test_a_fault_in_a_stage_of_the_callers_is_an_error_like_any_other(workers: int) -> None:
    results = Cleaner(stages=[functions.choosy_stage]).clean_many(["good", "bad"], workers=workers, on_error="yield")
    good, bad = results
    assert isinstance(good, Story) and "bad and worse" in str(bad)


@WORKERS
def test_a_fault_of_what_gives_the_pages_is_never_taken_for_a_pages(workers: int) -> None:
    def pages() -> Iterator[str]:
        yield html(0)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(clean_many(pages(), workers=workers, on_error="skip"))


@WORKERS
def test_a_page_that_takes_too_long_costs_no_other(workers: int) -> None:
    pages = [html(0), "a page that takes all day", html(2)]
    start = time.monotonic()
    results = functions.Fragile().clean_many(pages, workers=workers, on_error="yield", timeout=3)
    assert kinds(results) == [Story, PageTimeoutError, Story]
    assert time.monotonic() - start < 40


def test_a_page_that_takes_its_worker_down_is_an_error() -> None:
    with pytest.raises(WorkerError, match="took its worker down"):
        list(functions.Fragile().clean_many([html(0), "a page that takes its worker down"], workers=2))


@pytest.mark.parametrize("options", [{"on_error": "ignore"}, {"workers": 0}, {"timeout": 0}, {"timeout": float("nan")}])
def test_options_that_make_no_sense_are_refused_before_the_first_page(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        clean_many([], **options)
