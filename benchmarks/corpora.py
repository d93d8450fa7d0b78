"""The corpora that benchmarks measure on, and what to do about one that is missing.

A folder of corpora, `--corpus FOLDER` or $CLEANER_CORPUS, is one of these:

- the project's development corpora: NAME.jsonl.gz, in the folder itself or in a folder `corpus` in it
- a clone of WCXB, the Web Content eXtraction Benchmark (Foley 2026, CC-BY-4.0), as it is: SPLIT/html/ID.html.gz and
  SPLIT/ground-truth/ID.json. Its articles are read as html-dev, its other pages as other-dev, and its articles once
  more, a block a line, as flat-dev.

docs/benchmarks.md says which benchmark wants which.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from cleaner.evaluation import GoldPage  # noqa: E402
from cleaner.evaluation.gold import gold_page  # noqa: E402

EXIT_MISSING: Final = 2
"""The exit code of a benchmark that lacks its corpus."""

WCXB: Final = "git clone https://github.com/Murrough-Foley/web-content-extraction-benchmark"

SPLITS: Final = ("dev", "test")
OF_WCXB: Final = {"html-dev": True, "flat-dev": True, "other-dev": False}
"""Whether a corpus is made of WCXB's articles, or of its other pages."""

Row = dict[str, Any]


def default_folder() -> Path:
    return Path(os.environ.get("CLEANER_CORPUS") or ROOT.parent / "shared")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of all benchmarks that read a corpus."""
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="FOLDER",
        default=default_folder(),
        help="NAME.jsonl.gz files, or a clone of WCXB (default: $CLEANER_CORPUS or ../shared)",
    )
    parser.add_argument("--split", choices=SPLITS, default="dev", help="of WCXB (default: %(default)s)")


def missing(name: str, folder: Path) -> NoReturn:
    """Ends the benchmark with one line that says what it wants."""
    wanted = f"give {name}.jsonl.gz, or a clone of WCXB ({WCXB})," if name in OF_WCXB else f"give {name}.jsonl.gz"
    complain(f"no corpus {name} in {folder}: {wanted} with --corpus FOLDER or $CLEANER_CORPUS")


def complain(line: str) -> NoReturn:
    print(f"{Path(sys.argv[0]).name}: {line}", file=sys.stderr)
    raise SystemExit(EXIT_MISSING)


class Corpora:
    """The corpora in a folder.

    Args:
        folder: where the development corpora are, or a clone of WCXB.
        split: which of WCXB's splits is read.
    """

    def __init__(self, folder: Path | None = None, split: str = "dev") -> None:
        self.folder = folder or default_folder()
        self._wcxb = self.folder / split

    def path(self, name: str) -> Path | None:
        """The file of a development corpus, if it is there."""
        file = f"{name}.jsonl.gz"
        places = (self.folder / file, self.folder / "corpus" / file)
        return next((place for place in places if place.is_file()), None)

    def has(self, name: str) -> bool:
        return self.path(name) is not None or (name in OF_WCXB and (self._wcxb / "ground-truth").is_dir())

    def rows(self, name: str) -> Iterator[Row]:
        """The records of a corpus: `html` or `text`, with `truth`, `url`, `title`, and what else there is. Ends the
        benchmark with exit code 2 if the corpus is missing or cannot be read."""
        path = self.path(name)
        if path is None and not self.has(name):
            missing(name, self.folder)
        try:
            yield from records(path) if path else wcxb(self._wcxb, name)
        except (OSError, EOFError, zlib.error, ValueError, KeyError) as error:
            complain(f"corpus {name} at {path or self._wcxb} cannot be read: {type(error).__name__}: {error}")

    def gold(self, name: str, sample: int | None = None) -> list[GoldPage]:
        """The pages of a corpus beside what must come out of them; with `sample`, so many spread evenly over it."""
        pages = [gold_page(row, str(number)) for number, row in enumerate(self.rows(name), 1)]
        return pages[:: max(1, len(pages) // sample)][:sample] if sample else pages


def records(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def wcxb(split: Path, name: str) -> Iterator[Row]:
    """The pages of WCXB that make a corpus, in the order of their ids; those without HTML are left out."""
    left_out = 0
    for truth in sorted((split / "ground-truth").glob("*.json")):
        row = wcxb_row(json.loads(truth.read_text(encoding="utf-8")), truth.stem)
        if (row["kind"] == "article") != OF_WCXB[name]:
            continue
        page = next((path for path in wcxb_pages(split, truth.stem) if path.is_file()), None)
        if page is None:
            left_out += 1
            continue
        packed = page.read_bytes()
        row["html"] = (gzip.decompress(packed) if page.suffix == ".gz" else packed).decode("utf-8", "replace")
        yield as_text(row) if name == "flat-dev" else row
    if left_out:
        print(f"{left_out} pages of {split} are left out: their HTML is missing", file=sys.stderr)


def wcxb_pages(split: Path, key: str) -> Sequence[Path]:
    return split / "html" / f"{key}.html.gz", split / "html" / f"{key}.html"


def wcxb_row(record: Row, key: str) -> Row:
    """A record of WCXB (its schema 2.0) with the names that ours have."""
    truth = record["ground_truth"]
    return {
        "id": record.get("file_id") or key,
        "url": record.get("url"),
        "kind": record["_internal"]["page_type"]["primary"],
        "title": truth.get("title") or "",
        "truth": truth["main_content"] or "",
        "with": truth.get("with") or [],
        "without": truth.get("without") or [],
    }


def as_text(row: Row) -> Row:
    """The same page as a plain dumper leaves it: the text of each block on a line, menus and all."""
    from cleaner.intake.html import html_page

    text = "\n".join(block.text for block in html_page(row.pop("html")).blocks)
    return row | {"text": text, "dump": "blocks"}
