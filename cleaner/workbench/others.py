"""Another configuration beside this one: another pack, other settings or weights, or another version of the command."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.errors import CleanerError, OptionError
from cleaner.evaluation.gold import GoldPage
from cleaner.evaluation.scoring import score_output
from cleaner.pipeline import Cleaner
from cleaner.proposals.own import OwnRules, with_own_rules
from cleaner.workbench.jobs import cleaned
from cleaner.workbench.shelf import LoadedPage


@dataclass(frozen=True, slots=True)
class Other:
    """Another configuration.

    Attributes:
        name: what it is called.
        command: the path of another `cleaner`; "" if this one cleans.
        options: what `Cleaner` is made with, as pairs.
    """

    name: str
    command: str = ""
    options: tuple[tuple[str, Any], ...] = ()


class CompareRow(NamedTuple):
    """A block that one of two configurations keeps: its text, and which ones keep it."""

    text: str
    here: bool
    there: bool


class Comparison(NamedTuple):
    """A page as two configurations clean it.

    Attributes:
        rows: the blocks that either keeps: this one's in order, and behind them those that only the other one cut so.
        here, there: F1 of each, where the page's story is known.
    """

    rows: list[CompareRow]
    here: float | None
    there: float | None


@dataclass(frozen=True, slots=True)
class CompareJob:
    """Cleans a page twice.

    Attributes:
        page: the page.
        other: the other configuration.
        own: the user's own packs, which both have if the other one is no other command.
        gold: what must come out, if that is known.
    """

    page: LoadedPage
    other: Other
    own: OwnRules
    gold: GoldPage | None = None

    def run(self, cleaner: Cleaner) -> Comparison:
        story = cleaned(cleaner, self.page)
        here = [block.text for block in story.kept]
        if self.other.command:
            there = _by_command(self.other.command, story.page.source, self.page)
        else:
            there = [block.text for block in cleaned(_cleaner(self.other, self.own), self.page).kept]
        scores = [score_output(self.gold, "\n\n".join(texts)).f1 if self.gold else None for texts in (here, there)]
        blocks = [(block.text, block.kept) for block in story.blocks]
        return Comparison(compared(blocks, there), *scores)


def compared(blocks: Sequence[tuple[str, bool]], there: Sequence[str]) -> list[CompareRow]:
    """The blocks that either configuration keeps.

    Args:
        blocks: the page's blocks in order, and whether this one keeps them.
        there: the texts of the blocks that the other one keeps.
    """
    left = Counter(_plain(text) for text in there)
    rows = []
    for text, here in blocks:
        is_there = left[_plain(text)] > 0
        left[_plain(text)] -= is_there
        if here or is_there:
            rows.append(CompareRow(text, here, is_there))
    for text in there:
        if left[_plain(text)] > 0:
            left[_plain(text)] -= 1
            rows.append(CompareRow(text, False, True))
    return rows


def _plain(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=4)
def _cleaner(other: Other, own: OwnRules) -> Cleaner:
    return with_own_rules(Cleaner(**dict(other.options)), own)


def _by_command(command: str, source: str, page: LoadedPage) -> list[str]:
    """The blocks that another version of the command keeps."""
    options = ["--url", page.url] if page.url else []
    # Its own settings and no file of the folder; what it waits for is bounded by the worker's time.
    done = subprocess.run(
        [command, "--config", os.devnull, "--format", "json", *options, "-"],
        input=source.encode("utf-8", "replace"),
        capture_output=True,
    )
    try:
        blocks = json.loads(done.stdout)["blocks"]
        return [str(block["text"]) for block in blocks if block["kept"]]
    except (ValueError, KeyError, TypeError):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CleanerError(f"{command}: gave no story: {said[-1] if said else 'it said nothing'}") from None


def other_of(path: str, options: dict[str, Any], changed: dict[str, Any] | None) -> Other:
    """The configuration at a path.

    Args:
        path: an executable file, or what `changed` was read from.
        options: what this configuration's `Cleaner` is made with.
        changed: the options that a pack or a settings file changes; None for an executable file.

    Raises:
        OptionError: an option is none of `Cleaner`.
    """
    if changed is None:
        return Other(path, command=os.path.abspath(path))
    if unknown := sorted(set(changed) - set(options) - {"weights"}):
        raise OptionError(f"{path}: to compare pages by, {unknown[0]!r} is no use; there are {', '.join(options)}")
    values = {**options, **changed}
    frozen = {name: tuple(value) if isinstance(value, list | tuple) else value for name, value in values.items()}
    return Other(path, options=tuple(frozen.items()))
