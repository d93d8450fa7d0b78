"""Pages come out of every kind of file as they went in; what cannot be read is told and stops nothing else."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard

import cleaner.records
from cleaner.errors import InputError, MissingExtraError, RecordError
from cleaner.records import Failure, Record, read
from cleaner.records.inputs import Inputs
from cleaner.records.reader import Place, Reader
from cleaner.records.record import Reading
from cleaner.records.tables import LOOKED_AT_BYTES
from tests.pages import STORY
from tests.records import files
from tests.records.files import WRITERS, conversion, html, response, rows, write_warc

TABLES = [
    name
    for name in WRITERS
    if name.rpartition("/")[2].split(".")[1:2] in (["jsonl"], ["csv"], ["tsv"], ["parquet"], ["arrow"])
]


def read_all(*inputs: Path | str, **options: object) -> tuple[list[Record], list[Failure]]:
    failures: list[Failure] = []
    return list(read(*inputs, failed=failures.append, **options)), failures  # type: ignore[arg-type]


def page_text(record: Record) -> str:
    return record.page if isinstance(record.page, str) else record.page.decode()


@pytest.mark.parametrize("name", WRITERS)
def test_all_pages_of_a_file_come_out_whole(name: str, tmp_path: Path) -> None:
    records, failures = read_all(WRITERS[name](tmp_path / name, rows(45)))
    assert not failures
    assert sorted(map(page_text, records)) == sorted(html(n) for n in range(45))
    assert {record.form for record in records} == {"html"}
    assert len({(record.source, record.id) for record in records}) == 45


@pytest.mark.parametrize("name", TABLES)
def test_a_row_says_its_name_url_and_other_columns(name: str, tmp_path: Path) -> None:
    record = read_all(WRITERS[name](tmp_path / name, rows(3)))[0][2]
    other = record.other if isinstance(record.other, dict) else record.other and record.other.to_dict()
    assert (record.id, record.url, record.number) == ("berth-2", "https://harbor-courier.example/2", 2)
    assert other == {"crawl": "night 2"}


@pytest.mark.parametrize("name", WRITERS)
def test_reading_can_begin_at_any_place(name: str, tmp_path: Path) -> None:
    """What comes behind a place is the same whether what is before it was read or not."""
    path = WRITERS[name](tmp_path / name, rows(25))
    reader = Reader(Inputs([str(path)]), Reading())
    items, places = [], [Place()]
    for item in reader.items():
        items.append(item)
        places.append(reader.place)
    for number, place in enumerate(places):
        again = list(Reader(Inputs([str(path)]), Reading()).items(place))
        assert [repr(item)[:300] for item in again] == [repr(item)[:300] for item in items[number:]]


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "pages"])
def test_a_truncated_file_gives_what_is_left_and_one_failure(name: str, tmp_path: Path) -> None:
    path = WRITERS[name](tmp_path / name, rows(45))
    os.truncate(path, path.stat().st_size * 2 // 3)
    records, failures = read_all(path)
    assert [failure.kind for failure in failures] == ["corrupt"]
    assert set(map(page_text, records)) <= {html(n) for n in range(45)}
    # The others have their table of contents at the end, or are a single packed block.
    if name in ("pages.jsonl", "pages.csv", "pages.tsv", "pages.warc", "pages.warc.gz", "pages.tar"):
        assert len(records) >= 25


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "pages"])
def test_an_empty_file_has_no_pages(name: str, tmp_path: Path) -> None:
    """Formats that cannot be empty are a failure, the others are not; none is an exception."""
    path = tmp_path / name
    path.write_bytes(b"")
    records, failures = read_all(path)
    assert not records
    assert len(failures) == (name in ("pages.parquet", "pages.arrow", "pages.zip", "pages.tar", "pages.tar.gz"))


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "pages"])
def test_what_is_none_of_its_suffix_is_a_failure_and_not_an_exception(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe neither a table\nnor an archive\n" * 300)
    try:
        records, failures = read_all(path)
    except InputError as error:
        assert name in str(error)
    else:
        assert not records
        assert failures


def test_bad_lines_in_the_middle_of_json_lines(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in rows(6)]
    lines[1] = lines[1][:50]
    lines[2] = '["a", "list"]'
    lines[3] = json.dumps({"id": "bare", "url": None, "html": None})
    lines.insert(4, "")
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(lines))
    records, failures = read_all(path)
    assert [record.id for record in records] == ["berth-0", "berth-4", "berth-5"]
    assert [(failure.id, failure.number) for failure in failures] == [(f"{path}:1", 1), (f"{path}:2", 2), ("bare", 3)]


def test_bad_rows_in_the_middle_of_csv(tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "pages.csv", rows(4))
    lines = path.read_bytes().split(b"\r\n")
    lines.insert(2, b"one cell only")
    path.write_bytes(b"\r\n".join(lines))
    records, failures = read_all(path)
    assert [record.id for record in records] == [f"berth-{n}" for n in range(4)]
    assert [failure.number for failure in failures] == [1]


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_what_is_no_record_in_the_middle_of_a_warc_file_is_one_failure(name: str, tmp_path: Path) -> None:
    first = write_warc(tmp_path / f"a{name}", [response("https://a.example/", html(1).encode())]).read_bytes()
    second = write_warc(tmp_path / f"b{name}", [response("https://b.example/", html(2).encode())]).read_bytes()
    junk = b"no record of any kind\r\n" * 20
    path = tmp_path / name
    path.write_bytes(first + (gzip.compress(junk) if name.endswith("gz") else junk) + second)
    records, failures = read_all(path)
    assert [record.url for record in records] == ["https://a.example/", "https://b.example/"]
    assert [failure.kind for failure in failures] == ["corrupt"]


def test_null_pages_in_parquet_are_failures(tmp_path: Path) -> None:
    table = rows(5)
    table[2]["html"] = None
    records, failures = read_all(files.write_parquet(tmp_path / "pages.parquet", table))
    assert [record.number for record in records] == [0, 1, 3, 4]
    assert [(failure.id, failure.number) for failure in failures] == [("berth-2", 2)]


def test_a_damaged_member_of_a_zip_archive_leaves_the_others(tmp_path: Path) -> None:
    path = files.write_zip(tmp_path / "pages.zip", rows(3))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.infolist()[1]
    start = info.header_offset + 30 + len(info.filename)
    content[start + 20 : start + 60] = bytes(40)
    path.write_bytes(content)
    records, failures = read_all(path)
    assert [record.id for record in records] == ["pages/berth-0.html", "pages/berth-2.html"]
    assert [failure.id for failure in failures] == ["pages/berth-1.html"]


def test_without_a_callback_the_first_bad_record_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps(rows(1)[0]) + "\nnot JSON\n")
    with pytest.raises(RecordError, match="is not JSON"):
        list(read(path))


def test_warc_responses_are_told_from_what_surrounds_them(tmp_path: Path) -> None:
    packed = gzip.compress(html(4).encode())
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (b"<p>one ", b"two</p>", b""))
    path = write_warc(
        tmp_path / "crawl.warc.gz",
        [
            response(
                "https://a.example/",
                "<p>Zum Münster</p>".encode("latin-1"),
                "Content-Type: text/html; charset=ISO-8859-1",
            ),
            response("https://b.example/photo", b"\x89PNG", "Content-Type: image/png"),
            response("https://c.example/gone", b"<p>Nothing here</p>", status="404 Not Found"),
            response("https://d.example/", packed, "Content-Type: text/html\r\nContent-Encoding: gzip"),
            response("https://e.example/", html(5).encode(), "Content-Type: text/html\r\nContent-Encoding: gzip"),
            response("https://f.example/", chunked, "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
            response("https://g.example/", b"<p>bare</p>", "Content-Type: text/html; charset=klingon"),
            conversion("https://h.example/", STORY),
            response("https://i.example/", b"<p>bare</p>", "Content-Type: text/html; charset=punycode"),
            response("https://j.example/", b"<p>caf\xe9</p>", 'Content-Type: text/html; CHARSET = "latin1"'),
        ],
    )
    records, failures = read_all(path)
    assert not failures
    found = {record.url: record for record in records}
    assert sorted(str(url)[8] for url in found) == ["a", "d", "e", "f", "g", "h", "i", "j"]
    assert found["https://a.example/"].encoding == found["https://j.example/"].encoding == "cp1252"
    assert page_text(found["https://d.example/"]) == html(4)
    assert page_text(found["https://e.example/"]) == html(5), "the crawler has unpacked it and left the header"
    assert page_text(found["https://f.example/"]) == "<p>one two</p>"
    assert {url[8]: record.warnings for url, record in found.items() if record.warnings} == {
        "g": ("the server names the charset 'klingon', which does not exist",),
        "i": ("the server names the charset 'punycode', which does not exist",),
    }, "punycode is a codec of Python's and no charset"
    assert found["https://g.example/"].encoding is found["https://i.example/"].encoding is None
    assert (found["https://h.example/"].form, page_text(found["https://h.example/"])) == ("text", STORY)


def test_a_response_says_when_it_was_fetched(tmp_path: Path) -> None:
    dates = ["2026-03-01T12:30:00Z", "2026-03-01T12:30:00.123456Z", "2026-03-01T12:30:00", "yesterday", "2026"]
    crawled = [response(f"https://{number}.example/", html(number).encode()) for number in range(len(dates))]
    converted = conversion("https://text.example/", STORY)
    for record, date in zip([*crawled, converted], [*dates, dates[0]], strict=True):
        record.headers["WARC-Date"] = date
    records, _ = read_all(write_warc(tmp_path / "crawl.warc", [*crawled, converted]))
    noon = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert [record.seen_at for record in records] == [
        noon, noon.replace(microsecond=123456), noon, None, None, None,
    ], "a conversion may be dated when it was made"  # fmt: skip


def test_folders_come_in_the_order_of_names_without_what_is_no_page(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/1.txt", "a.html.gz", "c.jpg", ".hidden/x.html", "d.pdf"):
        path = tmp_path / "crawl" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(b"<p>packed</p>") if name.endswith("gz") else b"<p>page</p>")
    inputs = Inputs([str(tmp_path / "crawl")])
    records = [item for item in Reader(inputs, Reading()).items() if isinstance(item, Record)]
    assert [(record.id, record.form) for record in records] == [
        ("a.html.gz", "html"),
        ("b/1.txt", None),
        ("b/2.html", "html"),
    ]
    assert records[0].page == b"<p>packed</p>"
    assert inputs.passed_over == 2


def test_globs_and_several_inputs(tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        files.write_jsonl(tmp_path / name, rows(2))
    folder = files.write_folder(tmp_path / "more", rows(1))
    records, _ = read_all(f"{tmp_path}/*.jsonl", folder)
    assert [os.path.relpath(record.source, tmp_path) for record in records] == [
        "one.jsonl", "one.jsonl", "two.jsonl", "two.jsonl", "more/berth-0.html",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (["missing.jsonl"], "missing.jsonl: no such file"),
        (["*.parquet"], "no file matches"),
        (["pages", "pages/berth-0.html"], "named twice"),
        (["-", "-"], "named twice"),
        ([], "no input"),
        (["void"], "no pages in void"),
        (["photos"], "1 files have none of the suffixes"),
    ],
)
def test_inputs_that_make_no_sense_are_one_line(
    inputs: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files.write_folder(tmp_path / "pages", rows(1))
    (tmp_path / "void").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"")
    with pytest.raises(InputError, match=message) as raised:
        Inputs(inputs).survey()
    assert "\n" not in str(raised.value)


def test_columns_are_guessed_and_told_and_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps({"Link": "https://x.example/", "Body": STORY, "markup": html(1)}) + "\n")
    told: list[object] = []
    reading = Reading(notice=lambda *said: told.append(said))
    list(Reader(Inputs([str(path)]), reading).items())
    assert told == [(str(path), (None, "Body", "Link", None))]
    record = read_all(path)[0][0]
    assert (record.page, record.form, record.url, record.id) == (STORY, "text", "https://x.example/", f"{path}:0")
    named = read_all(path, html_column="markup")[0][0]
    assert (named.page, named.form) == (html(1), "html")


@pytest.mark.parametrize("options", [{}, {"html_column": "markup"}])
def test_a_table_without_a_column_of_pages_says_what_it_has(options: dict[str, str], tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "ports.csv", [{"port": "Larkhaven", "berths": 4}])
    with pytest.raises(InputError, match="port, berths"):
        list(read(path, **options))  # type: ignore[arg-type]


def test_markdown_is_told_by_suffix_and_by_column(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Owls")
    (tmp_path / "b.jsonl").write_text('{"Markdown": "Owls"}\n{"MARKDOWN": "Owls", "markdown": "Owls"}\n')
    (tmp_path / "c.jsonl").write_text('{"content": "Owls"}\n')
    records, _ = read_all(tmp_path)
    assert [record.form for record in records] == ["markdown", "markdown", "markdown", "text"]


def test_an_empty_html_cell_gives_way_to_the_text(tmp_path: Path) -> None:
    path = files.write_jsonl(tmp_path / "pages.jsonl", [{"html": "", "text": STORY}, {"html": html(1), "text": STORY}])
    assert [record.form for record in read_all(path)[0]] == ["text", "html"]


@pytest.mark.parametrize("name", WRITERS)
def test_a_page_over_the_limit_is_a_failure_and_the_next_one_comes(name: str, tmp_path: Path) -> None:
    table = rows(3)
    table[1]["html"] = html(1) + "x" * 50_000
    records, failures = read_all(WRITERS[name](tmp_path / name, table), max_bytes=20_000)
    assert sorted(map(page_text, records)) == sorted([html(0), html(2)])
    assert [failure.kind for failure in failures] == ["too-large"]


BOMB_BYTES = 100 << 20


def _jsonl_bomb(path: Path) -> None:
    with gzip.open(path, "wb") as file:
        file.write(b'{"html": "')
        for _ in range(BOMB_BYTES >> 20):
            file.write(b" " * (1 << 20))
        file.write(b'"}\n' + json.dumps(rows(1)[0]).encode() + b"\n")


def _zstd_bomb(path: Path) -> None:
    with path.open("wb") as file, zstandard.ZstdCompressor().stream_writer(file) as packed:
        packed.write(b'{"html": "')
        for _ in range(BOMB_BYTES >> 20):
            packed.write(b" " * (1 << 20))
        packed.write(b'"}\n' + json.dumps(rows(1)[0]).encode() + b"\n")


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb.html", "w") as member:
            for _ in range(BOMB_BYTES >> 20):
                member.write(b" " * (1 << 20))
        archive.writestr("page.html", html(0))


@pytest.mark.parametrize(
    ("name", "make"), [("bomb.jsonl.gz", _jsonl_bomb), ("bomb.jsonl.zst", _zstd_bomb), ("bomb.zip", _zip_bomb)]
)
def test_a_bomb_is_a_failure_that_takes_little_memory(name: str, make: object, tmp_path: Path) -> None:
    make(tmp_path / name)  # type: ignore[operator]
    tracemalloc.start()
    records, failures = read_all(tmp_path / name, max_bytes=1 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [page_text(record) for record in records] == [html(0)]
    assert [failure.kind for failure in failures] == ["too-large"]
    assert peak < BOMB_BYTES / 2


def test_standard_input_is_json_lines_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, options in (("p.jsonl.gz", {}), ("p.warc.gz", {"format": "warc"}), ("p.tar", {"format": "tar"})):
        writer = {"p.jsonl.gz": files.write_jsonl, "p.warc.gz": files.write_warc_rows, "p.tar": files.write_tar}[name]
        with writer(tmp_path / name, rows(3)).open("rb") as file:  # type: ignore[operator]
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(file))
            assert len(read_all("-", **options)[0]) == 3


def test_formats_that_need_to_seek_are_not_read_from_a_pipe() -> None:
    with pytest.raises(InputError, match="name the file"):
        list(read("-", format="parquet"))


def test_urls_are_read_through_fsspec(tmp_path: Path) -> None:
    import fsspec

    store = fsspec.filesystem("memory")
    for name in ("a.jsonl.gz", "b.parquet", "c.jpg"):
        content = (
            WRITERS[f"pages.{name.partition('.')[2]}"](tmp_path / name, rows(2)).read_bytes()
            if name != "c.jpg"
            else b""
        )
        store.pipe(f"/crawl/{name}", content)
    records, failures = read_all("memory://crawl")
    assert [record.source for record in records] == ["memory:///crawl/a.jsonl.gz"] * 2 + [
        "memory:///crawl/b.parquet"
    ] * 2
    assert not failures
    with pytest.raises(InputError, match="no such file"):
        list(read("memory://crawl/missing.jsonl"))


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [("p.parquet", "pyarrow", "parquet"), ("p.warc", "fastwarc", "warc"), ("p.jsonl.zst", "zstandard", "zstd")],
)
def test_a_missing_library_is_named_with_the_extra_that_has_it(
    name: str, library: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = WRITERS[f"pages{name[1:]}"](tmp_path / name, rows(1))
    for module in [module for module in sys.modules if module.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, module, None)  # What the import system takes for "not there".
    with pytest.raises(MissingExtraError, match=rf"story-cleaner\[{extra}\]"):
        list(read(path))


def test_reading_tables_and_folders_needs_no_extra() -> None:
    import subprocess

    program = (
        "import sys, cleaner.records as r; print({'pyarrow', 'fastwarc', 'zstandard', 'fsspec'} & set(sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert printed == "set()\n"
    assert cleaner.records.__all__


def test_a_large_first_line_of_json_is_left_to_whoever_parses_it(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    large = json.dumps({"html": "<p>Low water</p>", "tides": ["low"] * 200_000})
    path.write_text(f'{{"error": "gone"}}\n{large}\n{{"html": "<p>High water</p>"}}\n')
    assert path.stat().st_size > LOOKED_AT_BYTES
    failures: list[Failure] = []
    assert [record.number for record in read(path, failed=failures.append)] == [1, 2]
    assert [failure.number for failure in failures] == [0]
