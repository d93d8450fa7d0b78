"""The development corpora: their rows, the site that each page is from, and the digest that tells which they were."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cleaner.errors import InputError

ROOT = Path(__file__).parents[1]
_NAMED_SITE = re.compile(r"-\d{3}-(?:\w+/(\w+?)_\d{4}|\d{8}_([^_]+)_)")
"""What the ids of mixed-languages-dev say of the page that a row was made from: publisher or domain, beside a date."""

_WORD = re.compile(r"\w+")


def folder() -> Path:
    """Where the corpora are: `CLEANER_CORPUS`/corpus, or shared/corpus beside the project."""
    return Path(os.environ.get("CLEANER_CORPUS") or ROOT.parent / "shared") / "corpus"


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a corpus; raises InputError if it is not there."""
    path = folder() / f"{name}.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except OSError as error:
        why = error.strerror or error
        raise InputError(f"{path}: {why}; put the development corpora there, or set CLEANER_CORPUS") from error


def digests(names: Iterable[str]) -> dict[str, str]:
    """What weights were fitted on: 16 hex digits of the SHA-256 of each corpus."""
    return {
        name: hashlib.sha256((folder() / f"{name}.jsonl.gz").read_bytes()).hexdigest()[:16] for name in sorted(names)
    }


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def site(url: str) -> str:
    return ".".join(urlsplit(url).netloc.lower().split(".")[-2:])


@cache
def _urls() -> dict[str, str]:
    return {row["id"]: row["url"] for row in rows("html-dev")}


def site_of(row: Mapping[str, Any]) -> str:
    """The site of a row: what it says, or that of the page of html-dev which it was made from."""
    if row.get("site"):
        return str(row["site"])
    if named := _NAMED_SITE.search(row["id"]):
        return named[1] or named[2]
    key = row["id"].rsplit("-", 1)[-1]
    return site(row.get("url") or _urls().get(key, f"http://unknown-{key}.example"))
