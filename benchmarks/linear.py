"""Whether cost grows in a straight line with the page: time and memory of 140 shapes of pages at n, 2n and 4n.

    python benchmarks/linear.py [--size N] [--only NAME] [--outputs text html]

A row is a shape of fuzz/shapes.py; pages are made, so no corpus is wanted. Printed are, for each output alone (`text`
is cleaning itself, the others come on top of it), the milliseconds at 4n and how many times as long 4n takes as n: 4 is
a straight line, 16 a square. Then the same for memory: the peak of what Python allocates for cleaning and all outputs.
Times are of the processor, the best of a few runs, and of more where the first say that a row is not straight. Exits
with 1 if one is not.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from cleaner import Cleaner, Story
from fuzz import shapes

SIZES = (1, 2, 4)
"""Multiples of --size."""

MOST_TIMES = 2.6
"""How many times as long 4n may take as 2n. A straight line takes 2, n·log n 2.15, n to the power of 1.5 2.8, a square
4. Between lies what a busy machine adds. There are steps: as a page grows, it turns from no story into one, or from
sure to unsure. So a row that is bent at n, 2n and 4n is measured again at 2n, 4n and 8n, and those count."""

LEAST_MS = 20.0
"""What takes less at 4n is not judged: it may be noise, and if it grows faster, --size shows it."""

RUNS = 2
MORE_ROUNDS = 4
"""Of so many runs each, before a row that is not straight is believed: a busy machine bends some."""

OUTPUTS: dict[str, Callable[[Story], Any]] = {
    "markdown": lambda story: story.to_markdown(),
    "html": lambda story: story.to_html(),
    "to_dict": lambda story: story.to_dict(),
}
NAMES = ("text", *OUTPUTS)


class Growth(NamedTuple):
    """What something costs at n, 2n and 4n."""

    costs: tuple[float, ...]

    @property
    def times(self) -> float:
        return self.costs[-1] / self.costs[0] if self.costs[0] else 0.0

    def is_straight(self, least: float) -> bool:
        return self.costs[-1] < max(least, MOST_TIMES * self.costs[-2])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--size", type=int, default=100_000, metavar="N", help="n, in characters (default: %(default)s)"
    )
    parser.add_argument("--only", metavar="TEXT", default="", help="shapes with this in their name")
    parser.add_argument("--outputs", nargs="*", choices=NAMES, default=NAMES)
    options = parser.parse_args()
    cleaner = Cleaner()
    warm_up(cleaner)
    bent: list[str] = []
    names = [name for name in NAMES if name in options.outputs]
    print(f"| n = {options.size:,} | {' | '.join(f'{name} ms, 4n : n' for name in names)} | MB, 4n : n |")
    print("|---" * (len(names) + 2) + "|", flush=True)
    for name, shape in chosen(options.only):
        growth = measured(cleaner, [shape(times * options.size) for times in SIZES])
        if not all(growth[output].is_straight(LEAST_MS) for output in names):
            growth = measured(cleaner, [shape(2 * times * options.size) for times in SIZES])
        growth = {output: growth[output] for output in names}
        memory = Growth(tuple(peak(cleaner, shape(times * options.size)) for times in SIZES))
        cells = [cell(each, LEAST_MS) for each in growth.values()] + [cell(memory, 1.0)]
        bent += [f"{name}, {output}" for output, each in growth.items() if not each.is_straight(LEAST_MS)]
        bent += [] if memory.is_straight(1.0) else [f"{name}, memory"]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print(f"\nnot straight: {'; '.join(bent) or 'none'}")
    return 1 if bent else 0


def warm_up(cleaner: Cleaner) -> None:
    """Loads what is loaded when it is first needed: languages, the sanitizer, trafilatura."""
    for _, shape in chosen(""):
        story = cleaner.clean(shape(1_000))
        for output in OUTPUTS.values():
            output(story)
    Cleaner(engine="trafilatura").clean(shapes.HTML["paragraphs"](1_000))


def chosen(part: str) -> Iterator[tuple[str, shapes.Shape]]:
    for form, table in (("html", shapes.HTML), ("text", shapes.TEXTS)):
        for name, shape in table.items():
            if part in f"{form}: {name}":
                yield f"{form}: {name}", shape


def measured(cleaner: Cleaner, pages: list[str]) -> dict[str, Growth]:
    """The milliseconds of each output for each page. The pages take turns, so that a busy machine slows all alike."""
    best = {name: [float("inf")] * len(pages) for name in NAMES}
    for number in range((1 + MORE_ROUNDS) * RUNS):
        growth = {name: Growth(tuple(costs)) for name, costs in best.items()}
        if number >= RUNS and all(each.is_straight(LEAST_MS) for each in growth.values()):
            break
        for index, page in enumerate(pages):
            story, spent = timed(lambda page=page: cleaner.clean(page))
            best["text"][index] = min(best["text"][index], spent)
            for name, output in OUTPUTS.items():
                _, spent = timed(lambda output=output, story=story: output(story))
                best[name][index] = min(best[name][index], spent)
    return {name: Growth(tuple(costs)) for name, costs in best.items()}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What some work returns, and the milliseconds of the processor that it took."""
    gc.collect()
    gc.disable()  # As timeit does: when it runs depends on what was allocated before.
    start = time.process_time()
    result = work()
    spent = (time.process_time() - start) * 1e3
    gc.enable()
    return result, spent


def peak(cleaner: Cleaner, page: str) -> float:
    """The most memory that Python allocates for cleaning a page and making all outputs, in MB."""
    gc.collect()
    tracemalloc.start()
    story = cleaner.clean(page)
    for output in OUTPUTS.values():
        output(story)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def cell(growth: Growth, least: float) -> str:
    mark = "" if growth.is_straight(least) else " **bent**"
    return f"{growth.costs[-1]:.0f}, {growth.times:.1f}{mark}"


if __name__ == "__main__":
    sys.exit(main())
