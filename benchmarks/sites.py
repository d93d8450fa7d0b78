"""What is gained by what a site repeats, learned from its own pages.

    python benchmarks/sites.py [--only TABLE] [--held-out FOLDER] [--corpus FOLDER]
    python benchmarks/sites.py --only size --pages 1000000 --sites 10000

Tables: `quality` (HTML and dumped text, page by page against with sites), `copies` (pages fetched three times, and
print versions beside them), `curve` (learned from so many pages), `speed` (learning against cleaning, cleaning with and
without), `size` (made pages, counted with DuckDB: memory, time and file).

The pages are those of crawl-dev's sites with five pages and more; each site is learned from its own pages. The weights
of the package have been fitted on them: for figures of sites that no card has seen, write weights with

    python -m training --write-held-out FOLDER

and give that folder. F1 is that of words, each Chinese or Japanese character one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from html import escape
from pathlib import Path
from statistics import mean
from typing import Any, Final, NamedTuple

from corpora import Corpora, add_options

from cleaner import Cleaner
from cleaner.intake import intake
from cleaner.intake.html import html_page
from cleaner.sites import Sites
from cleaner.sites.seen import Seen, see
from cleaner.sites.site import learned

CORPUS: Final = "crawl-dev"
MIN_PAGES: Final = 5
LOST: Final = 0.5
"""A page below this F1 lost its story, or buried it in something else."""

NOTICED: Final = 0.02
"""By so much F1 a page is better or worse."""

CURVE: Final = (1, 2, 3, 5, 10, 20)
SAMPLE: Final = 4
"""Every fourth page is used where time is measured."""

_WORD: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\u3040-\u30ff\u4e00-\u9fff]+")


class Page(NamedTuple):
    site: str
    url: str
    source: str
    truth: Counter[str]
    seen: Seen
    print_version: str


class Scores(NamedTuple):
    """One entry a page."""

    f1: list[float]

    def line(self, name: str, before: Scores | None = None) -> str:
        cells = [f"{name:38} {mean(self.f1):7.4f} {mean(value < LOST for value in self.f1):7.1%}"]
        if before is not None:
            gains = [new - old for new, old in zip(self.f1, before.f1, strict=True)]
            cells.append(f"{mean(gains):+8.4f} {mean(gain > NOTICED for gain in gains):7.1%}")
            cells.append(f"{mean(gain < -NOTICED for gain in gains):7.1%}")
        return " ".join(cells)


HEAD: Final = f"{'':38} {'F1':>7} {'lost':>7} {'gain':>8} {'better':>7} {'worse':>7}"


def words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def f1(text: str, truth: Counter[str]) -> float:
    found = words(text)
    hit = (found & truth).total()
    return 2 * hit / (found.total() + truth.total()) if hit else float(not found and not truth)


@cache
def pages_of(form: str, folder: Path) -> list[Page]:
    """The pages of the sites with `MIN_PAGES` and more, as HTML or as text with a block a line."""
    rows = list(Corpora(folder).rows(CORPUS))
    counts = Counter(row["site"] for row in rows)
    return [_page(row, form) for row in rows if counts[row["site"]] >= MIN_PAGES]


def _page(row: dict[str, Any], form: str) -> Page:
    paragraphs = [line for line in row["truth"].splitlines() if line.strip()]
    if form == "text":
        source = "\n".join(block.text for block in html_page(row["html"]).blocks)
        print_version = "\n".join(["Print this page", *paragraphs, "Close window"])
    else:
        source = row["html"]
        body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        print_version = f"<html><body><h3>Print this page</h3>{body}<p>Close window</p></body></html>"
    url = f"http://{row['site']}/{row['id']}"
    return Page(row["site"], url, source, words(row["truth"]), see(intake(source, form=form)), print_version)


class Cleaners:
    """For each page a cleaner whose weights have not seen its site, if there is a folder of such weights."""

    def __init__(self, form: str, held_out: Path | None) -> None:
        self._form: Any = form
        self._folder = held_out
        self._of_site = json.loads((held_out / "sites.json").read_text()) if held_out else {}
        self._cleaners: dict[str | None, Cleaner] = {}

    def of(self, site: str) -> Cleaner:
        name = self._of_site.get(site)
        if name not in self._cleaners:
            weights = self._folder / name if self._folder and name else None
            self._cleaners[name] = Cleaner(weights=weights)
        return self._cleaners[name]

    def scores(self, pages: Sequence[Page], sites: Sites | None) -> Scores:
        return Scores([self.score(page, sites) for page in pages])

    def score(self, page: Page, sites: Sites | None) -> float:
        cleaner = self.of(page.site)
        cleaner.sites = sites
        return f1(cleaner.clean(page.source, url=page.url, form=self._form).text, page.truth)


def known(pages: Sequence[Page], more: Sequence[tuple[str, Seen]] = ()) -> Sites:
    """What the pages, and others that were seen on their sites, give together."""
    of_site = defaultdict(list)
    for site, seen in [*[(page.site, page.seen) for page in pages], *more]:
        of_site[site.removeprefix("www.")].append(seen)
    return Sites({site: learned(seen) for site, seen in of_site.items()}, key="host")


def quality(options: argparse.Namespace) -> None:
    print("each site learned from its own pages")
    print(HEAD)
    for form in options.forms:
        pages, cleaners = pages_of(form, options.corpus), Cleaners(form, options.held_out)
        before = cleaners.scores(pages, None)
        print(before.line(f"{form}, {len(pages)} pages: page by page"))
        print(cleaners.scores(pages, known(pages)).line(f"{form}: with sites", before), flush=True)


def copies(options: argparse.Namespace) -> None:
    print("sites learned from pages that were fetched often, against each fetched once")
    print(HEAD)
    for form in options.forms:
        pages, cleaners = pages_of(form, options.corpus), Cleaners(form, options.held_out)
        once = cleaners.scores(pages, known(pages))
        print(once.line(f"{form}: each page once"))
        same = [(page.site, page.seen) for page in pages] * 2
        print(cleaners.scores(pages, known(pages, same)).line(f"{form}: three times", once), flush=True)
        changed = [
            (page.site, see(intake(_changed(page.source, form, number), form=form)))
            for page in pages
            for number in range(2)
        ]
        print(cleaners.scores(pages, known(pages, changed)).line(f"{form}: three times, and changed", once), flush=True)
        printed = [(page.site, see(intake(page.print_version, form=form))) for page in pages]
        print(cleaners.scores(pages, known(pages, printed)).line(f"{form}: print versions", once), flush=True)


def _changed(source: str, form: str, number: int) -> str:
    """The page with a line that it had at that hour only."""
    line = f"Most read this {('morning', 'evening')[number]}: {hash_words(source)}"
    return f"{source}\n{line}" if form == "text" else source.replace("</body", f"<p>{line}</p></body", 1) + f"<p>{line}"


def hash_words(source: str) -> str:
    return " ".join(chr(97 + ord(letter) % 26) * 3 for letter in source[200:1000:100])


def curve(options: argparse.Namespace) -> None:
    print("learned from the page itself and so many others of its site, drawn at random")
    for form in options.forms:
        pages, cleaners = pages_of(form, options.corpus), Cleaners(form, options.held_out)
        of_site = defaultdict(list)
        for page in pages:
            of_site[page.site].append(page)
        before = cleaners.scores(pages, None)
        print(HEAD)
        print(before.line(f"{form}: 0 others"))
        for count in (*CURVE, 1000):
            draw = random.Random(count)
            found = []
            for page in pages:
                others = [other for other in of_site[page.site] if other is not page]
                few = draw.sample(others, min(count, len(others)))
                found.append(cleaners.score(page, known([page, *few])))
            name = "all" if count > max(CURVE) else str(count)
            print(Scores(found).line(f"{form}: {name} others", before), flush=True)


def speed(options: argparse.Namespace) -> None:
    print("milliseconds of processor time a page, the best of three rounds of each, in turns")
    for form in options.forms:
        pages = pages_of(form, options.corpus)
        without, with_sites = Cleaner(), Cleaner(sites=known(pages))
        best = _best_of(
            pages[::SAMPLE],
            {
                "learning": partial(_learn, form),
                "cleaning without": partial(_clean, without, form),
                "cleaning with sites": partial(_clean, with_sites, form),
            },
        )
        for name, seconds in best.items():
            print(f"{form}: {name:24} {1000 * seconds:7.2f} ms, {1 / seconds:6.0f} pages/s")
        ratio = best["cleaning without"] / best["learning"]
        print(f"{form}: learning is {ratio:.1f} times as fast as cleaning", flush=True)


def _learn(form: Any, page: Page) -> None:
    see(intake(page.source, url=page.url, form=form))


def _clean(cleaner: Cleaner, form: Any, page: Page) -> None:
    cleaner.clean(page.source, url=page.url, form=form)


def _best_of(pages: Sequence[Page], ways: dict[str, Callable[[Page], None]]) -> dict[str, float]:
    """Seconds a page of each way."""
    for way in ways.values():
        for page in pages[:30]:
            way(page)
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(3):
        for name, way in ways.items():
            started = time.process_time()
            for page in pages:
                way(page)
            best[name] = min(best[name], (time.process_time() - started) / len(pages))
    return best


REPEATED, OWN = 100, 45
"""Blocks of a made page: those of crawl-dev have 145, two in three of which repeat."""


def size(options: argparse.Namespace) -> None:
    from pyarrow import RecordBatchReader

    from cleaner.sites.counting import page_schema
    from cleaner.sites.out_of_core import MEMORY, count

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sites.parquet"
        before = _peak()
        started = time.monotonic()
        made = RecordBatchReader.from_batches(page_schema(), made_pages(options.pages, options.sites))
        count(made, file, "domain", memory=options.memory or MEMORY)
        seconds, bytes_ = time.monotonic() - started, file.stat().st_size
        loading = time.monotonic()
        sites = Sites.load(file, samples=False)
        loading = time.monotonic() - loading
    print(f"{options.pages:,} made pages of {options.sites:,} sites, {REPEATED + OWN} blocks each")
    print(f"memory: {_peak() / 1e6:.0f} MB at most, {before / 1e6:.0f} MB of them before counting")
    print(f"file: {bytes_ / 1e6:.1f} MB, {bytes_ / len(sites) / 1e3:.1f} KB a site; loaded in {loading:.1f} s")
    print(f"time: {seconds:.0f} s, making the pages included")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def made_pages(pages: int, sites: int) -> Iterator[Any]:
    """Pages of made sites, a site a batch: each has most of its site's furniture, and paragraphs of its own."""
    import numpy as np
    import pyarrow as pa

    from cleaner.sites.counting import page_schema

    schema = page_schema()
    block = schema.field("blocks").type.value_type
    chance = np.random.default_rng(16)
    furniture, width, each = REPEATED * 6 // 5, REPEATED + OWN, pages // sites
    letters = "".join(chr(letter) for letter in chance.integers(97, 123, 2_000_000))
    containers = pa.array(
        [f"div.{letters[40 * n : 40 * n + 8]} > {tag}" for n in range(60) for tag in ("p", "li", "a")]
    )
    for number in range(sites):
        at = chance.integers(0, 1_900_000, furniture)
        lengths = chance.integers(6, 60, furniture)
        repeated = [letters[start : start + length] for start, length in zip(at, lengths, strict=True)]
        samples = pa.array([*repeated, letters[number : number + 60]])
        site_keys = chance.integers(-(2**62), 2**62, furniture)
        chosen = np.argsort(chance.random((each, furniture)), axis=1)[:, :REPEATED]
        keys = np.concatenate([site_keys[chosen], chance.integers(-(2**62), 2**62, (each, OWN))], axis=1)
        which = np.concatenate([chosen, np.full((each, OWN), furniture)], axis=1)
        order = np.argsort(keys, axis=1)
        keys, which = np.take_along_axis(keys, order, 1).ravel(), np.take_along_axis(which, order, 1).ravel()
        is_own = which == furniture
        cells = [
            pa.array(keys),
            pa.array(np.where(is_own & (keys % 2 == 0), 40, 0).astype(np.int32)),
            pa.array(np.where(is_own, 1, which % 3).astype(np.int32)),
            containers.take(pa.array(which % len(containers))),
            samples.take(pa.array(which)),
        ]
        ends = pa.array(np.arange(0, each * width + 1, width, dtype=np.int32))
        blocks = pa.ListArray.from_arrays(
            ends, pa.StructArray.from_arrays(cells, fields=list(block)), type=schema.field("blocks").type
        )
        names = pa.array([f"site-{number:06}.example"] * each)
        yield pa.RecordBatch.from_arrays(
            [names, pa.array(chance.integers(-(2**62), 2**62, each)), blocks], schema=schema
        )


TABLES: Final = {"quality": quality, "copies": copies, "curve": curve, "speed": speed, "size": size}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=TABLES, action="append", help="print this table; may be repeated")
    parser.add_argument("--form", choices=("html", "text"), action="append", dest="forms", help="default: both")
    parser.add_argument("--held-out", type=Path, metavar="FOLDER", help="weights that have not seen the sites")
    parser.add_argument("--pages", type=int, default=1_000_000, help="made pages (default: %(default)s)")
    parser.add_argument("--sites", type=int, default=10_000, help="made sites (default: %(default)s)")
    parser.add_argument("--memory", help="what DuckDB may hold")
    add_options(parser)
    options = parser.parse_args()
    options.forms = options.forms or ["html", "text"]
    for name in options.only or TABLES:
        TABLES[name](options)
        print()


if __name__ == "__main__":
    main()
