"""How fast dumped text is cleaned: MB/s over flat-dev with all stages on, and the time of pages of growing size.

    python benchmarks/text_speed.py

Wants flat-dev (docs/benchmarks.md). One process, one core. Every page is new to the cleaner; the first ten warm it up.
Last come made pages in which the story stops and resumes again and again: the search for where it does must not begin
anew each time.
"""

from __future__ import annotations

import argparse
import time

from corpora import Corpora, add_options

from cleaner import Cleaner

WARM_UP_PAGES = 10
SIZES_MB = (1, 5, 10, 20)
MARKERS = (500, 1_000, 2_000, 4_000, 8_000)
PARAGRAPH = "Pier {} is closed until the pilots have sounded the channel and the board heard what the dredger found."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    pages = [row["text"] for row in Corpora(options.corpus, options.split).rows("flat-dev")]
    cleaner = Cleaner()
    for page in pages[:WARM_UP_PAGES]:
        cleaner.clean(page)
    seconds = timed(cleaner, pages)
    size = sum(len(page.encode()) for page in pages) / 1e6
    print(f"flat-dev: {len(pages)} pages, {size:.1f} MB, {size / seconds:.2f} MB/s", end=", ")
    print(f"{seconds / len(pages) * 1e3:.2f} ms a page")
    joined = "\n\n".join(pages)
    print("one page of   seconds   MB/s")
    for megabytes in SIZES_MB:
        page = (joined * (megabytes * 1_000_000 // len(joined) + 1))[: megabytes * 1_000_000]
        seconds = timed(cleaner, [page])
        print(f"{megabytes:8} MB {seconds:9.2f} {len(page.encode()) / 1e6 / seconds:6.2f}")
    print("markers   seconds   ms a marker")
    for count in MARKERS:
        page = "\n".join(f"{PARAGRAPH.format(pier)}\nRelated Articles" for pier in range(count))
        seconds = timed(cleaner, [page])
        print(f"{count:7} {seconds:9.2f} {seconds / count * 1e3:13.3f}")


def timed(cleaner: Cleaner, pages: list[str]) -> float:
    start = time.perf_counter()
    for page in pages:
        cleaner.clean(page)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
