"""The guard of a rebuild: whether any page comes out otherwise than it did, its facts, reasons and evidence included.

    python benchmarks/digests.py [--sets fixtures,flat-dev] [--limit N] [--workers N]
    python benchmarks/digests.py --write

Each page's `Story.to_dict()` is digested and compared with benchmarks/digests/SET.txt, which has a line a page: 16
hexadecimal digits and the page's id. `--write` renews the lists of the sets that are named. Exit code 1: a page
changed. Sets that are not there (the corpora are not part of the project) are left out, and said so.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from cleaner import Cleaner

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CLEANER_SHARED") or ROOT.parent / "shared")
LISTS = Path(__file__).parent / "digests"

SOURCES = {
    "fixtures": ROOT / "fixtures",
    "seeds": SHARED / "seeds",
    "cases": SHARED / "cases" / "cases.jsonl",
} | {
    name: SHARED / "corpus" / f"{name}.jsonl.gz"
    for name in (
        "html-dev",
        "flat-dev",
        "mixed-dev",
        "mixed-languages-dev",
        "news-dev",
        "other-dev",
        "languages-dev",
        "crawl-dev",
    )
}

SHOWN = 5
"""As many ids of changed pages are printed for each set."""


class Source(NamedTuple):
    """A page as it is given to the cleaner. Ids are unique within a set."""

    id: str
    page: str | bytes
    url: str | None = None


def main() -> None:
    options = parsed()
    changed = 0
    for name in options.sets:
        if not SOURCES[name].exists():
            print(f"{name}: left out: {SOURCES[name]} is not there", file=sys.stderr)
            continue
        now = digests(spread(list(sources(SOURCES[name])), options.limit), options.workers)
        if options.write:
            LISTS.mkdir(exist_ok=True)
            (LISTS / f"{name}.txt").write_text("".join(f"{digest} {id}\n" for id, digest in now.items()), "utf-8")
            print(f"{name}: {len(now)} pages written")
        else:
            changed += compare(name, now, is_whole=not options.limit)
    sys.exit(1 if changed else 0)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", metavar="A,B", default=",".join(SOURCES), help=f"of {', '.join(SOURCES)}")
    parser.add_argument("--limit", type=int, metavar="N", help="N pages spread evenly over each set")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes (default: 2)")
    parser.add_argument("--write", action="store_true", help="renew the stored lists")
    options = parser.parse_args()
    options.sets = options.sets.split(",")
    if unknown := [name for name in options.sets if name not in SOURCES]:
        parser.error(f"unknown set {unknown[0]!r}: there are {', '.join(SOURCES)}")
    if options.write and options.limit:
        parser.error("--write stores whole sets: leave --limit out")
    return options


def compare(name: str, now: dict[str, str], *, is_whole: bool) -> int:
    """How many pages are not as stored; prints them. Of a whole set, stored pages that are gone count too."""
    stored_list = LISTS / f"{name}.txt"
    if not stored_list.exists():
        print(f"{name}: nothing is stored: write it with --write --sets {name}")
        return len(now)
    lines = stored_list.read_text("utf-8").splitlines()
    stored = {id: digest for digest, _, id in (line.partition(" ") for line in lines)}
    ids = stored.keys() | now.keys() if is_whole else now.keys()
    changed = sorted(id for id in ids if stored.get(id) != now.get(id))
    shown = f": {', '.join(changed[:SHOWN])}{', …' if len(changed) > SHOWN else ''}" if changed else ""
    print(f"{name}: {len(changed)} of {len(now)} pages changed{shown}", flush=True)
    return len(changed)


def sources(place: Path) -> Iterator[Source]:
    """The pages of a folder (fixtures and seeds: the files that hold pages) or of JSON Lines."""
    if place.is_dir():
        pages = [*place.glob("*.page.*")] or [*place.glob("[0-9]*.txt")]
        yield from (Source(page.name, page.read_bytes()) for page in sorted(pages))
        return
    with gzip.open(place, "rb") if place.suffix == ".gz" else place.open("rb") as lines:
        seen: set[str] = set()
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            id = f"{number}:{row['id']}" if row["id"] in seen else row["id"]
            seen.add(id)
            page: str = row.get("html") or row.get("text") or row["input"]
            charset = row.get("bytes_encoding")
            yield Source(id, page.encode(charset) if charset else page, row.get("url"))


def spread(pages: list[Source], limit: int | None) -> list[Source]:
    return pages[:: max(1, len(pages) // limit)][:limit] if limit else pages


def digests(pages: list[Source], workers: int) -> dict[str, str]:
    """The digest of each page's story, by the page's id."""
    with get_context("spawn").Pool(workers) as pool:
        return dict(zip([page.id for page in pages], pool.imap(digest, pages, chunksize=8), strict=True))


@cache
def cleaner() -> Cleaner:
    return Cleaner()


def digest(source: Source) -> str:
    """16 hexadecimal digits of all that is said about a page."""
    story = cleaner().clean(source.page, url=source.url).to_dict()
    return hashlib.sha256(json.dumps(story, sort_keys=True).encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
