"""What the tests have worker processes do; workers import it from here."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from cleaner import Cleaner, Evidence, Story
from cleaner.analysis import Analysis


def squared(number: int) -> int:
    return number * number


def deadly(number: int) -> int:
    """Dies of 13, each time; of 5, only the first time: the file remembers."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5 and not Path("died-of-5").exists():
        Path("died-of-5").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow(number: int) -> int:
    if number == 13:
        time.sleep(60)
    return number


def choosy(number: int) -> int:
    if number == 13:
        raise ValueError("thirteen")
    return number


class PeculiarError(Exception):
    """Is not built from what it holds, so that it pickles and cannot be read back."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def choosy_stage(analysis: Analysis) -> list[Evidence]:
    if "bad" in analysis.page.texts:
        raise PeculiarError("bad", "worse")
    return []


class Fragile(Cleaner):
    """Dies of pages that say so."""

    def clean(self, page: Any, **known: Any) -> Story:
        said = str(page)
        if "takes its worker down" in said:
            os.kill(os.getpid(), signal.SIGKILL)
        if "takes all day" in said:
            time.sleep(60)
        if "takes all memory" in said:
            raise MemoryError
        return super().clean(page, **known)
