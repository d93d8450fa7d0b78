"""Feeds as files of pages: each entry is one, and damage costs the entry that it is in."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from io import BytesIO, RawIOBase
from pathlib import Path

import pytest

from cleaner import Cleaner, clean
from cleaner.batch import run
from cleaner.cli.pages import FEED_SUFFIXES
from cleaner.records import read, write
from cleaner.records.feeds import read_feed
from cleaner.records.readers import READERS
from cleaner.records.record import Failure, Reading, Record
from cleaner.records.source import Source
from tests.pages import COST, LEAD, PLAN, QUOTE

PARAGRAPHS = (LEAD, QUOTE, PLAN, COST)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def item(number: int, text: str = "") -> str:
    return (
        f"<item><title>Berth {number} is dredged</title><link>https://n.example/{number}</link>"
        f"<guid>berth-{number}</guid><dc:creator>Mara Quist</dc:creator>"
        f"<content:encoded><![CDATA[<p>{PARAGRAPHS[number % 4]}{text}</p>]]></content:encoded></item>\n"
    )


def feed(*items: str, declaration: str = DECLARATION) -> str:
    return f'{declaration}<rss version="2.0"><channel><title>Ledger</title>{"".join(items)}</channel></rss>\n'


Found = tuple[list[Record], list[Failure]]


def found(path: Path) -> Found:
    failures: list[Failure] = []
    return list(read(path, failed=failures.append)), failures


def texts(records: list[Record]) -> list[str]:
    return [clean(record.page).text for record in records]


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    def save(content: str | bytes, name: str = "feed.xml") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.atom", "FEED.XML.gz"])
def test_each_entry_is_a_page_with_an_id_and_an_address(save: Callable[..., Path], name: str) -> None:
    content = feed(item(0), item(1)).encode()
    records, failures = found(save(gzip.compress(content) if name.endswith("gz") else content, name))
    assert [(record.id, record.url, record.form, record.number) for record in records] == [
        ("berth-0", "https://n.example/0", "fragment", 0),
        ("berth-1", "https://n.example/1", "fragment", 1),
    ]
    assert texts(records) == [LEAD, QUOTE]
    assert failures == []


def test_the_command_knows_a_feed_by_the_same_suffixes() -> None:
    assert READERS["feed"].suffixes == FEED_SUFFIXES


def test_atom_and_rss_1_0_are_feeds_too(save: Callable[..., Path]) -> None:
    entry = f'<entry><id>a</id><link href="https://n.example/a"/><summary>{LEAD}</summary></entry>'
    records, failures = found(save(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'))
    assert ([(record.id, record.url) for record in records], failures) == ([("a", "https://n.example/a")], [])
    records, failures = found(
        save(
            '<rdf:RDF><channel rdf:about="https://n.example/"><items><rdf:Seq/></items></channel>'
            f'<item rdf:about="https://n.example/b"><description>{LEAD}</description></item></rdf:RDF>'
        )
    )
    assert (texts(records), [record.id for record in records], failures) == ([LEAD], ["https://n.example/b"], [])


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "utf-16", "utf-32", "utf-8-sig"])
def test_the_charset_is_what_the_declaration_or_a_mark_says(save: Callable[..., Path], encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    content = feed(item(0, " Café Zoë, where it began."), declaration=declaration)
    assert texts(found(save(content.encode(encoding)))[0]) == [f"{LEAD} Café Zoë, where it began."]


def test_an_entry_in_another_charset_than_the_feed_is_read_all_the_same(save: Callable[..., Path]) -> None:
    content = (
        feed(item(0, " Café Zoë"), item(1, " Café Zoë")).encode().replace("é Zoë".encode(), "é Zoë".encode("cp1252"), 1)
    )
    assert texts(found(save(content))[0]) == [f"{LEAD} Café Zoë", f"{QUOTE} Café Zoë"]


@pytest.mark.parametrize(
    "damage",
    ["AT&T & sons", "a < b", "<b>bold<br>", "&undeclared;", "\x00\x0b", "<!-- no end", "</title>", "\udcff"],
)
def test_damage_in_an_entry_is_its_own(save: Callable[..., Path], damage: str) -> None:
    broken = f"<item><description>{LEAD} {damage}</description></item>".encode("utf-8", "surrogateescape")
    content = feed(item(1), "@", item(2)).encode().replace(b"@", broken)
    records, failures = found(save(content))
    if damage.startswith("<!--"):  # All that follows is a comment.
        assert [record.id for record in records] == ["berth-1"]
        assert [failure.kind for failure in failures] == ["corrupt"]
        return
    assert [record.id for record in records[::2]] == ["berth-1", "berth-2"]
    assert failures == []
    assert texts(records)[1].startswith(LEAD)


def test_an_entry_without_an_end_ends_where_the_next_begins(save: Callable[..., Path]) -> None:
    records, failures = found(save(feed(item(0).replace("</item>", ""), item(1))))
    assert (texts(records), failures) == ([LEAD, QUOTE], [])


@pytest.mark.parametrize(("cut", "reason"), [(60, "the feed ends within entry 1"), (8, "the feed ends before </rss>")])
def test_a_feed_that_is_cut_off_says_so_behind_what_it_has(save: Callable[..., Path], cut: int, reason: str) -> None:
    records, failures = found(save(feed(item(0), item(1))[:-cut]))
    assert len(records) == (1 if "within" in reason else 2)
    assert [(failure.kind, failure.reason.partition(": ")[2]) for failure in failures] == [("corrupt", reason)]


@pytest.mark.parametrize(
    "content", ["", "Owls", "<urlset><url/></urlset>", "<!doctype html><p>An <item> of news", "<rssx/>"]
)
def test_what_is_no_feed_is_one_failure(save: Callable[..., Path], content: str) -> None:
    records, failures = found(save(content))
    assert records == []
    assert [(failure.kind, failure.number) for failure in failures] == [("corrupt", 0)]
    assert "no feed" in failures[0].reason


def test_warnings_of_what_made_a_feed_may_stand_before_it(save: Callable[..., Path]) -> None:
    assert texts(found(save("Warning: date(): timezone\n" + feed(item(0))))[0]) == [LEAD]


def test_a_feed_without_entries_has_no_pages_and_no_failures(save: Callable[..., Path]) -> None:
    assert found(save(feed())) == ([], [])


def test_an_entry_that_is_too_large_is_a_failure_and_the_next_is_read(save: Callable[..., Path]) -> None:
    failures: list[Failure] = []
    path = save(feed(item(0), item(1, " and so on" * 500), item(2)))
    records = list(read(path, max_bytes=2000, failed=failures.append))
    assert [record.number for record in records] == [0, 2]
    assert [(failure.number, failure.kind) for failure in failures] == [(1, "too-large")]


def test_a_hostile_feed_is_harmless(save: Callable[..., Path]) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    records, failures = found(save(feed(item(0).replace("</p>", " &a11; &f;</p>"), declaration=DECLARATION + document)))
    assert (texts(records), failures) == ([f"{LEAD} &a11; &f;"], [])


class Endless(RawIOBase):
    """A feed that is made as it is read."""

    def __init__(self, count: int) -> None:
        self.parts = self._parts(count)

    def _parts(self, count: int) -> Iterator[bytes]:
        yield b"<rss><channel>"
        for number in range(count):
            yield item(number % 100).encode() * 100
        yield b"</channel></rss>"

    def read(self, size: int | None = -1) -> bytes:
        return next(self.parts, b"")


def test_memory_does_not_grow_with_the_feed() -> None:
    def peak(count: int) -> int:
        source = Source("feed.xml", "feed.xml", "feed", None, 0, "", "feed")
        tracemalloc.start()
        assert sum(1 for _ in read_feed(Endless(count), source, Reading(), 0)) == 100 * count  # type: ignore[arg-type]
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(1)
    assert peak(20) < peak(4) + 200_000


@pytest.mark.parametrize("start", [0, 1, 3])
def test_reading_may_begin_at_any_entry(start: int) -> None:
    source = Source("feed.xml", "feed.xml", "feed", None, 0, "", "feed")
    content = BytesIO(feed(item(0), item(1), item(2)).encode())
    assert [record.number for record in read_feed(content, source, Reading(), start)] == list(range(start, 3))


def test_what_is_no_feed_does_not_fail_twice() -> None:
    source = Source("feed.xml", "feed.xml", "feed", None, 0, "", "feed")
    assert [len(list(read_feed(BytesIO(b"<urlset/>"), source, Reading(), start))) for start in (0, 1)] == [1, 0]


def test_stories_of_a_feed_come_out_of_a_batch_with_what_the_feed_says_of_them(
    save: Callable[..., Path], tmp_path: Path
) -> None:
    save(feed(item(0), item(1)))
    run(tmp_path / "feed.xml", tmp_path / "stories.jsonl", workers=1)
    rows = [json.loads(line) for line in (tmp_path / "stories.jsonl").read_text("utf-8").splitlines()]
    assert [(row["id"], row["url"], row["title"], row["text"]) for row in rows] == [
        ("berth-0", "https://n.example/0", "Berth 0 is dredged", LEAD),
        ("berth-1", "https://n.example/1", "Berth 1 is dredged", QUOTE),
    ]
    assert {"name": "byline", "value": "Mara Quist", "block": -1, "source": "feed", "confidence": 1.0} in rows[0][
        "facts"
    ]


def test_a_batch_of_fragments_closes_none(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_text(json.dumps({"text": "Ferry stops for high water."}) + "\n", "utf-8")
    summary = run(tmp_path / "pages.jsonl", tmp_path / "stories.jsonl", workers=1, form="fragment")
    assert summary.tally.stories == 1


def test_a_form_for_all_pages_leaves_entries_what_they_are(save: Callable[..., Path], tmp_path: Path) -> None:
    save(feed(item(0)))
    run(tmp_path / "feed.xml", tmp_path / "stories.jsonl", workers=1, form="text")
    assert json.loads((tmp_path / "stories.jsonl").read_text("utf-8"))["text"] == LEAD


def test_stories_of_a_feed_are_written_to_files_of_their_own(save: Callable[..., Path], tmp_path: Path) -> None:
    cleaner = Cleaner()
    stories = ((record, cleaner.clean(record.page, url=record.url)) for record in read(save(feed(item(0), item(1)))))
    assert write(stories, tmp_path / "out", format="text") == 2
    assert sorted(file.read_text("utf-8") for file in (tmp_path / "out").rglob("*.txt")) == [f"{QUOTE}\n", f"{LEAD}\n"]


def test_a_large_entry_is_known_by_its_beginning(save: Callable[..., Path]) -> None:
    records, failures = found(save(feed(item(0, " é" * (1 << 20)), item(1))))
    assert ([record.id for record in records], failures) == (["berth-0", "berth-1"], [])
    assert len(records[0].page) > 1 << 21
