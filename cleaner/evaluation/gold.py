"""Gold pages: pages beside the story that each must give, from JSON Lines and folders of fixtures."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cleaner.errors import CleanerError

PAGE_FIELDS: Final = ("html", "markdown", "text", "page")
PAGE_SUFFIXES: Final = (".txt", ".html", ".md")
STORY_FIELDS: Final = ("story", "truth")
"""Where a record of JSON Lines has its page and its story; the first that is there counts."""


class GoldError(CleanerError, ValueError):
    """A gold file cannot be read, or holds something that is no gold page."""


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and what must come out of it.

    Attributes:
        id: what to call the page.
        page: the page, as HTML, Markdown or text.
        story: the story's text; "" if the page holds none; None if only snippets of it are known.
        junk: lines of the page that are not the story; None unless every line was labelled.
        wanted: snippets that must be in the output.
        unwanted: snippets that must not.
        title: the story's title; "" if it is not known.
        url: where the page came from, if it is known.
        fields: the record's other fields, to group pages by.
    """

    id: str
    page: str
    story: str | None = None
    junk: tuple[str, ...] | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    title: str = ""
    url: str | None = None
    fields: dict[str, str] = field(default_factory=dict)


def read(paths: Iterable[str | Path]) -> Iterator[GoldPage]:
    """Reads gold pages: from folders `NAME.page.txt`, `.html` or `.md` beside `NAME.story.txt`, and from `.jsonl` and
    `.jsonl.gz` files a record a line; docs/eval.md describes both.

    Raises:
        GoldError: a file cannot be read, or a record is no gold page; the message names file and line.
    """
    for path in map(Path, paths):
        try:
            yield from _folder(path) if path.is_dir() else _records(path)
        except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise GoldError(f"{path}: cannot be read: {reason[0].lower()}{reason[1:]}") from None


def _folder(folder: Path) -> Iterator[GoldPage]:
    pages = sorted(page for suffix in PAGE_SUFFIXES for page in folder.glob(f"*.page{suffix}"))
    if not pages:
        raise GoldError(f"{folder}: holds no gold: name the pages NAME.page.txt, NAME.page.html or NAME.page.md")
    for page in pages:
        name = page.name.rpartition(".page.")[0]
        story = folder / f"{name}.story.txt"
        if not story.exists():
            raise GoldError(f"{page}: has no story beside it: write {story.name}")
        yield GoldPage(name, _text(page), _text(story), title=_title(folder / f"{name}.facts.json"))


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _title(facts: Path) -> str:
    return str(json.loads(_text(facts)).get("title", "")) if facts.exists() else ""


def _records(path: Path) -> Iterator[GoldPage]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield gold_page(json.loads(line), str(number))
                except ValueError as error:
                    raise GoldError(f"{path}:{number}: {error}") from None


def gold_page(record: dict[str, Any], number: str) -> GoldPage:
    """A record as a gold page; raises ValueError, with what to do about it, if it is none. `number` names it if it has
    no id."""
    if not isinstance(record, dict):
        raise ValueError("is no JSON object")
    page = next((record[name] for name in PAGE_FIELDS if isinstance(record.get(name), str)), None)
    if page is None:
        raise ValueError("has no page: give it as 'html', 'markdown' or 'text'")
    story = next((record[name] for name in STORY_FIELDS if record.get(name) is not None), None)
    junk = None
    if isinstance(story, list):
        story, junk = _by_labels(page, story)
    wanted, unwanted = (tuple(map(str, record.get(name) or ())) for name in ("with", "without"))
    if not isinstance(story, str) and not wanted and not unwanted:
        raise ValueError("has no story: give its text as 'story', or true or false for each line of the page")
    known = {"id", "url", "title", "with", "without", *PAGE_FIELDS, *STORY_FIELDS}
    fields = {name: str(value) for name, value in record.items() if name not in known}
    return GoldPage(
        str(record.get("id") or number),
        page,
        story,
        junk,
        wanted,
        unwanted,
        str(record.get("title") or ""),
        record.get("url"),
        fields,
    )


def _by_labels(page: str, labels: list[object]) -> tuple[str, tuple[str, ...]]:
    """The story's lines as text, and the other lines."""
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    if len(labels) != len(lines):
        raise ValueError(f"has {len(labels)} labels for {len(lines)} lines: label each line that is not blank")
    story = [line for line, is_story in zip(lines, labels, strict=True) if is_story]
    return "\n".join(story), tuple(line for line, is_story in zip(lines, labels, strict=True) if not is_story)
