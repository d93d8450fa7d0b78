"""What large, deep and broken HTML pages cost: time from 100 KB to 20 MB, depth from 1 to 100,000, peak memory.

    python benchmarks/html_limits.py

Pages are made here, of paragraphs, menus and markup in the proportions of real ones (a block for 700 characters).
Times are the best of three; memory is what Python allocates, the source not counted, as a multiple of the page's size.
"""

from __future__ import annotations

import time
import tracemalloc

from cleaner import Cleaner
from cleaner.intake.html import html_page

PARAGRAPH = (
    "The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years of complaints "
    "from pilot number {0}, who brings the grain ships in whenever the tide allows it."
)
SECTION = (
    '<section class="block block-text block-wide" id="block-{0}" data-component="text" data-position="{0}">'
    '<ul class="tools">'
    + '<li class="tool tool-{0}"><a href="/tools/{0}?from=block" class="tool-link">Tool {0}</a></li>'
    * 2
    + "</ul>"
    '<p class="text text-body">'
    + PARAGRAPH
    + '</p><script>window.queue.push(["seen", "block-{0}", {{"at": "{0}", "in": '
    '"section", "of": "a page that was made to be measured", "and": "' + "x" * 1200 + '"}}]);</script></section>\n'
)
SIZES = (100_000, 1_000_000, 5_000_000, 10_000_000, 20_000_000)
DEPTHS = (1, 10, 100, 1_000, 10_000, 100_000)
BROKEN = {
    "50 MB of <p>a": lambda: "<p>a" * 12_500_000,
    "50 MB of <div>": lambda: "<div>" * 10_000_000,
    "5 MB of <": lambda: "<p>" + "<" * 5_000_000,
    "5 MB of <b>a": lambda: "<p>" + "<b>a" * 1_250_000,
    "5 MB of NUL": lambda: "<p>" + "\0a" * 2_500_000,
    "5 MB of one word": lambda: "<p>" + "a" * 5_000_000,
}
CLEANER = Cleaner()


def page(size: int) -> str:
    sections: list[str] = []
    length = 0
    while length < size:
        sections.append(SECTION.format(len(sections)))
        length += len(sections[-1])
    return f"<!doctype html><html><head><title>Made</title></head><body>{''.join(sections)}</body></html>"


def seconds(source: str) -> tuple[float, float]:
    """Of the intake alone, and of all."""
    best = [float("inf"), float("inf")]
    for _ in range(3):
        for index, work in enumerate((html_page, CLEANER.clean)):
            start = time.perf_counter()
            work(source)
            best[index] = min(best[index], time.perf_counter() - start)
    return best[0], best[1]


def peak(source: str) -> float:
    tracemalloc.start()
    CLEANER.clean(source)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / len(source)


def main() -> None:
    CLEANER.clean(page(10_000))
    print(f"{'size':>24} {'blocks':>8} {'intake s':>9} {'all s':>8} {'all, s/MB':>10}")
    for size in SIZES:
        source = page(size)
        intake, whole = seconds(source)
        blocks = len(html_page(source).blocks)
        print(f"{size:24,} {blocks:8,} {intake:9.3f} {whole:8.3f} {whole / size * 1e6:10.3f}", flush=True)
    print(f"{'depth':>24} {'':8} {'intake s':>9} {'all s':>8}")
    story = "".join(f"<p>{PARAGRAPH.format(number)}</p>" for number in range(20))
    for depth in DEPTHS:
        intake, whole = seconds("<!doctype html><body>" + "<div>" * depth + story + "</div>" * depth)
        print(f"{depth:24,} {'':8} {intake:9.3f} {whole:8.3f}", flush=True)
    for name, make in BROKEN.items():
        source = "<!doctype html><body>" + make()
        start = time.perf_counter()
        blocks = len(CLEANER.clean(source).blocks)
        print(f"{name:>24} {blocks:8,} {'':9} {time.perf_counter() - start:8.3f}", flush=True)
    print(f"peak memory of a 10 MB page: {peak(page(10_000_000)):.1f} times its size")


if __name__ == "__main__":
    main()
