"""Damaged feeds, read by us, by feedparser and by lxml in recovery: which entries come out as they were meant.

    python benchmarks/feeds.py

Then 4,000 entries of 5 KB, in seconds of processor time and MB that Python's allocator gave out, and one entry of 80 KB
made of `<b>`. docs/decisions/feeds.md has the figures. feedparser comes with newspaper4k.
"""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, Final

import feedparser
from lxml import etree

from cleaner.intake.decode import decode
from cleaner.intake.entries import Entries
from cleaner.intake.feed import read_entry
from cleaner.records.streams import READ_BYTES

Read = tuple[str, str, str]
"""An entry's title, address and content."""

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def feed(*items: str, declaration: str = DECLARATION) -> bytes:
    channel = "".join(f"<item>{item}</item>" for item in items)
    return f'{declaration}<rss version="2.0"><channel>{channel}</channel></rss>'.encode()


def story(number: int, text: str = "") -> str:
    return f"<title>T{number}</title><description>{text}</description>"


SECOND: Final = ("T2", "", "")
DAMAGED: Final[dict[str, tuple[bytes, list[Read]]]] = {
    "ampersands": (feed(story(1, "a & b, AT&T x"), story(2)), [("T1", "", "a & b, AT&T x"), SECOND]),
    "address": (
        feed("<link>https://n.example/?a=1&b=2</link>", story(2)),
        [("", "https://n.example/?a=1&b=2", ""), SECOND],
    ),
    "bracket": (feed(story(1, "a < b and 3 <4"), story(2)), [("T1", "", "a < b and 3 <4"), SECOND]),
    "HTML": (feed(story(1, "a <b>bold</b> <br> x <p>y"), story(2)), [("T1", "", "a <b>bold</b> <br> x <p>y"), SECOND]),
    "other charset": (feed(story(1, "caf@"), story(2)).replace(b"@", b"\xe9"), [("T1", "", "café"), SECOND]),
    "quotes": (feed(story(1, "@x"), story(2)).replace(b"@", b"\x93"), [("T1", "", "“x"), SECOND]),
    "end tag": (feed("<title>T1</description>", story(2), story(3)), [("T1", "", ""), SECOND, ("T3", "", "")]),
    "cut off": (feed(story(1, "abc"), story(2, "def"))[:-38], [("T1", "", "abc"), ("T2", "", "de")]),
    "warning": (b"Warning: date()\n" + feed(story(1), story(2)), [("T1", "", ""), SECOND]),
    "entities": (feed(story(1, "a&nbsp;b&rsquo;s"), story(2)), [("T1", "", "a\xa0b’s"), SECOND]),
    "blank line": (b"\n\n" + feed(story(1), story(2)), [("T1", "", ""), SECOND]),
    "declaration": (
        feed(story(1, "café"), story(2), declaration=DECLARATION.replace("UTF-8", "UTF-16")),
        [("T1", "", "café"), SECOND],
    ),
}


def ours(content: bytes) -> list[Read]:
    pieces = (content[start : start + READ_BYTES] for start in range(0, len(content), READ_BYTES))
    entries = [read_entry(decode(entry or b"").text) for entry in Entries(pieces, len(content))]
    titles = [next((fact.value for fact in entry.facts if fact.name == "title"), "") for entry in entries]
    return [(title, entry.url, entry.content) for title, entry in zip(titles, entries, strict=True)]


def by_feedparser(content: bytes) -> list[Read]:
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    return [tuple(entry.get(name) or "" for name in ("title", "link", "summary")) for entry in parsed.entries]


def by_lxml(content: bytes) -> list[Read]:
    parser: Any = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    parser.feed(content)
    found = []
    for _, element in parser.read_events():
        if element.tag == "item":
            children = [element.find(name) for name in ("title", "link", "description")]
            found.append(tuple("" if child is None else "".join(child.itertext()) for child in children))
            element.clear()
    return found


def cost(read: Callable[[bytes], list[Read]], content: bytes) -> str:
    start = time.process_time()
    read(content)
    seconds = time.process_time() - start
    tracemalloc.start()
    read(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{seconds:.3f} s, {peak / 1e6:.0f} MB"


def main() -> None:
    text = "&lt;p&gt;The harbour board of Northfield voted on Tuesday to dredge the eastern channel.&lt;/p&gt;" * 50
    large = feed(*(story(number, text) for number in range(4000)))
    slow = feed("<b>" * 27_000)
    for read in (ours, by_feedparser, by_lxml):
        wrong = [name for name, (content, meant) in DAMAGED.items() if read(content) != meant]
        print(
            f"{read.__name__}: {len(DAMAGED) - len(wrong)} of {len(DAMAGED)} right; wrong: {', '.join(wrong) or 'none'}"
        )
        print(f"  {len(large) / 1e6:.0f} MB: {cost(read, large)}; <b>: {cost(read, slow)}")


if __name__ == "__main__":
    main()
