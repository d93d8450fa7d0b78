"""The pages that inputs are made from: fixtures, small pages of every shape, the development corpora if there."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from fuzz import shapes

ROOT = Path(__file__).parents[1]
SHAPE_SIZES = (200, 2_000)
"""In characters: a page that is hardly there, and one of which a few units fit into one cut."""

CORPORA = ("html-dev", "news-dev", "crawl-dev", "languages-dev", "flat-dev", "mixed-dev", "mixed-languages-dev")
PAGES_A_CORPUS = 60


def seeds(with_corpora: bool = True) -> list[str]:
    """All seeds, always in the same order: with other seeds, the same number is another input."""
    pages = [path.read_bytes().decode() for path in sorted((ROOT / "fixtures").glob("*.page.*"))]
    for shape in (*shapes.HTML.values(), *shapes.TEXTS.values()):
        pages += [shape(size) for size in SHAPE_SIZES]
    return pages + list(corpora()) if with_corpora else pages


def corpora() -> Iterator[str]:
    """The first pages of each development corpus that is there."""
    folder = Path(os.environ.get("CLEANER_CORPUS") or ROOT.parent / "shared") / "corpus"
    for name in CORPORA:
        path = folder / f"{name}.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in islice(lines, PAGES_A_CORPUS):
                    row = json.loads(line)
                    yield row.get("html") or row["text"]
