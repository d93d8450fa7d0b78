"""Finds the core story on a scraped news page and accounts for everything it removes.

import cleaner

story = cleaner.clean(page)
print(story.text)
for block in story.removed:
    print(block.label, block.reason, block.text)
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from os import PathLike
    from typing import Literal

    from cleaner.model import Evidence, Fact, InputForm
    from cleaner.pipeline import Cleaner
    from cleaner.rulebook.loading import Versions
    from cleaner.story import Story
    from cleaner.verdict import JudgedBlock, Verdict

__version__ = "0.1.0"
__all__ = ["Cleaner", "Evidence", "Fact", "JudgedBlock", "Story", "Verdict", "__version__", "clean", "clean_many"]


def clean(
    page: str | bytes | Any,
    *,
    url: str | None = None,
    about: str | Sequence[str] | None = None,
    min_relevance: float = 0.0,
    encoding: str | None = None,
    form: InputForm | None = None,
    rules: Sequence[str | PathLike[str]] = (),
    keep: Collection[str] = (),
    drop: Collection[str] = (),
    engine: str = "cleaner",
    repair: bool | None = None,
    seen_at: datetime | None = None,
) -> Story:
    """Finds the story on a page; `Cleaner` says what the arguments are.

    To clean many pages with the same options, make one `Cleaner`.
    """
    return _cleaner(_versions(rules), tuple(keep), tuple(drop), engine, repair).clean(
        page, url=url, about=about, min_relevance=min_relevance, encoding=encoding, form=form, seen_at=seen_at
    )


@overload
def clean_many(
    pages: Iterable[str | bytes],
    *,
    workers: int | None = 1,
    on_error: Literal["raise", "skip"] = "raise",
    timeout: float | None = None,
    form: InputForm | None = None,
    rules: Sequence[str | PathLike[str]] = (),
    keep: Collection[str] = (),
    drop: Collection[str] = (),
    engine: str = "cleaner",
    repair: bool | None = None,
) -> Iterator[Story]: ...


@overload
def clean_many(
    pages: Iterable[str | bytes],
    *,
    workers: int | None = 1,
    on_error: Literal["yield"],
    timeout: float | None = None,
    form: InputForm | None = None,
    rules: Sequence[str | PathLike[str]] = (),
    keep: Collection[str] = (),
    drop: Collection[str] = (),
    engine: str = "cleaner",
    repair: bool | None = None,
) -> Iterator[Story | Exception]: ...


def clean_many(
    pages: Iterable[str | bytes],
    *,
    workers: int | None = 1,
    on_error: Any = "raise",
    timeout: float | None = None,
    form: InputForm | None = None,
    rules: Sequence[str | PathLike[str]] = (),
    keep: Collection[str] = (),
    drop: Collection[str] = (),
    engine: str = "cleaner",
    repair: bool | None = None,
) -> Iterator[Any]:
    """Finds the stories on many pages, in order; `Cleaner` and its `clean_many` say what the arguments are."""
    cleaner = _cleaner(_versions(rules), tuple(keep), tuple(drop), engine, repair)
    return cleaner.clean_many(pages, workers=workers, on_error=on_error, timeout=timeout, form=form)


_KEPT = 8
"""How many cleaners are kept for later calls: a process uses one or two sets of options."""


def _versions(rules: Sequence[str | PathLike[str]]) -> tuple[tuple[str, Versions], ...]:
    """The paths of rules, each with the state of its files, which changes when a pack is edited."""
    if not rules:
        return ()
    from cleaner.rulebook.loading import versions

    return tuple((str(path), versions(path)) for path in rules)


@lru_cache(maxsize=_KEPT)
def _cleaner(
    rules: tuple[tuple[str, Versions], ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    engine: str,
    repair: bool | None,
) -> Cleaner:
    from cleaner.pipeline import Cleaner

    return Cleaner(rules=[path for path, _ in rules], keep=keep, drop=drop, engine=engine, repair=repair)


def __getattr__(name: str) -> Any:
    """Loads public names on first use, so that `cleaner --version` stays quick."""
    if name == "Cleaner":
        from cleaner.pipeline import Cleaner

        return Cleaner
    if name in ("aio", "arrow"):
        from importlib import import_module

        return import_module(f"cleaner.{name}")
    if name in __all__:
        from cleaner import model, story, verdict

        return next(getattr(module, name) for module in (model, story, verdict) if hasattr(module, name))
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
