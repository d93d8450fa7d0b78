"""feedparser: the stories in the entries that it gives, with the entries' own titles, authors and dates as facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from cleaner import Cleaner, Story, clean
from cleaner.arrow.cells import address
from cleaner.integrations.rows import CleanRow
from cleaner.integrations.rows import rows as rows_of

Entry = Mapping[str, Any]
"""An entry as `feedparser.parse(…).entries` has it."""


def story_of(entry: Entry, cleaner: Cleaner | None = None) -> Story:
    """The story in an entry, or what it has of one: its content, or else its summary, is cleaned as a fragment is.

    Args:
        entry: the entry.
        cleaner: how to clean; None for `cleaner.clean`.
    """
    page, known = _call(entry)
    return (cleaner.clean if cleaner else clean)(page, **known)


def rows(
    entries: Iterable[Entry], cleaner: Cleaner | None = None, *, workers: int | None = 1, timeout: float | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of many entries, in order. One that cannot be cleaned has nulls, and what is wrong as its `error`.

    Args:
        entries: the entries.
        cleaner: how to clean; None for `Cleaner()`.
        workers, timeout: as `Cleaner.clean_many` takes them.

    Raises:
        OptionError: an option has an invalid value.
        WorkerError: workers cannot be started.
    """
    return rows_of(map(_call, entries), CleanRow(cleaner or Cleaner()), workers=workers, timeout=timeout)


def _call(entry: Entry) -> tuple[str, dict[str, Any]]:
    entry = dict(entry)  # feedparser's own kind of dict makes up an `updated`, with a warning.
    return _atom(entry), {"url": _address(entry)}


def _atom(entry: Entry) -> str:
    """An entry as Atom has it (RFC 4287), to be read as those are that come as they were published."""
    summary = entry.get("summary_detail") or {"value": entry.get("summary")}
    elements = [
        _element("id", entry.get("id")),
        _element("title", **(entry.get("title_detail") or {"value": entry.get("title")})),
        f"<link href={quoteattr(_address(entry) or '')}></link>",
        *_authors(entry),
        # As printed: `published_parsed` makes a date of anything, of "2026-062" the first of June.
        _element("published", entry.get("published")),
        _element("updated", entry.get("updated")),
        *[_element("content", **content) for content in entry.get("content") or ()],
        _element("summary", **summary),
    ]
    return f"<entry>{''.join(elements)}</entry>"


def _authors(entry: Entry) -> list[str]:
    names = [author.get("name") or "" for author in entry.get("authors") or ()]
    # feedparser cuts the address in "mara@courier.example (Mara Quist)" behind "exam", and takes the rest for the name.
    if any(name.count("(") != name.count(")") for name in names) or not any(names):
        return [_element("author", entry.get("author"))]
    return [f"<author>{_element('name', name)}</author>" for name in names]


def _element(name: str, value: object, type: str | None = None, **_: object) -> str:
    kind = "html" if "html" in (type or "") else "text"
    return f'<{name} type="{kind}">{escape(value)}</{name}>' if value and isinstance(value, str) else ""


def _address(entry: Entry) -> str | None:
    return address(entry.get("feedburner_origlink")) or address(entry.get("link"))
