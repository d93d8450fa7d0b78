"""Where a page's time goes: ms a page and µs a block for each part of the pipeline, on HTML and on dumped text.

    python benchmarks/page_profile.py [--sample N] [--corpus FOLDER]

The pipeline's own functions are timed, each without the timed ones that it calls; "the rest" is what lies between them.
Work that is done once and kept (a page's terms) counts for whoever asks first. One process; the first ten pages warm it
up. (It is not called profile.py because that is a module of Python's own, which would then not be found.)
Wants html-dev and flat-dev (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import functools
import importlib
import inspect
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from corpora import Corpora, add_options

from cleaner import Cleaner
from cleaner.evaluation import GoldPage
from cleaner.stages import NAMES

WARM_UP_PAGES = 10

PARTS = {
    "cleaner.pipeline:intake": "intake: telling the form",
    "cleaner.intake:text_page": "intake: text into blocks",
    "cleaner.intake.html:html_page": "intake: facts, page",
    "cleaner.intake.html:_cut": "intake: parsing, walk",
    "cleaner.pipeline:analyse": "analysis: the rest",
    "cleaner.analysis:match": "analysis: matching rules",
    "cleaner.analysis.matches:spoken": "analysis: which languages",
    "cleaner.analysis:Measures": "analysis: counting",
    "cleaner.analysis:find_title": "analysis: title",
    "cleaner.decision.context:codes": "decision: context",
    "cleaner.decision.page_type:closed": "decision: page type",
    "cleaner.pipeline:decide": "decision: the rest",
    "cleaner.pipeline:_story": "story",
}
"""Functions by module and name, and what to call them; one that is no longer there is left out, and said so."""

REST = "the rest"


class Timer:
    """Adds up the seconds of each part, without those of the parts inside it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.inner = [0.0]

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        is_generator = inspect.isgeneratorfunction(function)

        @functools.wraps(function, updated=())
        def wrapper(*args: Any, **named: Any) -> Any:
            start = time.perf_counter()
            self.inner.append(0.0)
            try:
                result = function(*args, **named)
                return iter(list(result)) if is_generator else result
            finally:
                spent = time.perf_counter() - start
                self.seconds[part] += spent - self.inner.pop()
                self.inner[-1] += spent

        return wrapper


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, metavar="N", help="N pages spread evenly over each set")
    add_options(parser)
    options = parser.parse_args()
    corpora = Corpora(options.corpus, options.split)
    timer = Timer()
    cleaner = Cleaner()
    cleaner.stages = tuple(
        stage._replace(run=timer.timed(f"stage {stage.name}", stage.run)) for stage in cleaner.stages
    )
    clean = timer.timed(REST, cleaner.clean)
    put_into_place(timer)
    columns = {}
    for name in ("html-dev", "flat-dev"):
        columns[name] = measured(timer, clean, corpora.gold(name, options.sample))
    show(columns)


def put_into_place(timer: Timer) -> None:
    for place, part in PARTS.items():
        module, _, dotted = place.partition(":")
        *classes, name = dotted.split(".")
        try:
            owner = functools.reduce(getattr, classes, importlib.import_module(module))
            setattr(owner, name, timer.timed(part, getattr(owner, name)))
        except (ImportError, AttributeError):
            print(f"{place} is not there any more", file=sys.stderr)


def measured(timer: Timer, clean: Callable[..., Any], pages: list[GoldPage]) -> dict[str, tuple[float, float]]:
    """Milliseconds a page and microseconds a block, by part."""
    for page in pages[:WARM_UP_PAGES]:
        clean(page.page)
    timer.seconds.clear()
    blocks = sum(len(clean(page.page).page.blocks) for page in pages)
    spent = {part: seconds for part, seconds in timer.seconds.items() if seconds}
    spent["all"] = sum(spent.values())
    return {part: (1e3 * seconds / len(pages), 1e6 * seconds / max(1, blocks)) for part, seconds in spent.items()}


def show(columns: dict[str, dict[str, tuple[float, float]]]) -> None:
    print("| | " + " | ".join(f"{name}: ms a page | µs a block | share" for name in columns) + " |")
    print("| --- |" + " --- | --- | --- |" * len(columns))
    for part in [*PARTS.values(), *[f"stage {name}" for name in NAMES], REST, "all"]:
        cells = []
        for spent in columns.values():
            ms, us = spent.get(part, (0.0, 0.0))
            cells.append(f"{ms:.3f} | {us:.2f} | {ms / spent['all'][0]:.1%}" if ms else "– | – | –")
        print(f"| {part} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
