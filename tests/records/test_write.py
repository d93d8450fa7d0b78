"""Stories go to files of every format with what their records say, whole or not at all."""

from __future__ import annotations

import datetime
import gzip
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from cleaner import Cleaner, Story
from cleaner.errors import OptionError, OutputError
from cleaner.records import Record, read, write
from tests.records import files
from tests.records.files import rows

CLEANER = Cleaner()


def cleaned(path: Path) -> Iterator[tuple[Record, Story]]:
    return ((record, CLEANER.clean(record.page, url=record.url)) for record in read(path))


def lines_of(path: Path) -> list[dict[str, Any]]:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    elif path.suffix == ".zst":
        content = zstandard.ZstdDecompressor().stream_reader(content, read_across_frames=True).read()
    return [json.loads(line) for line in content.splitlines()]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return files.write_jsonl(tmp_path / "pages.jsonl", rows(70))


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_a_line_has_the_story_its_account_and_the_other_columns(suffix: str, pages: Path, tmp_path: Path) -> None:
    output = tmp_path / f"stories.{suffix}"
    assert write(cleaned(pages), output) == 70
    lines = lines_of(output)
    story = CLEANER.clean(rows(70)[69]["html"], url="https://harbor-courier.example/69")
    assert len(lines) == 70
    assert list(lines[69].items()) == [
        ("id", "berth-69"),
        ("source", str(pages)),
        *story.row().items(),
        ("facts", story.to_dict()["facts"]),
        ("crawl", "night 6"),
    ]
    assert list(lines[69]["removed"]) == ["navigation"]


def test_parquet_has_the_same_rows(pages: Path, tmp_path: Path) -> None:
    write(cleaned(pages), tmp_path / "stories.jsonl")
    write(cleaned(pages), tmp_path / "stories.parquet")
    table = pq.read_table(tmp_path / "stories.parquet").to_pylist()
    for row, line in zip(table, lines_of(tmp_path / "stories.jsonl"), strict=True):
        row["removed"] = dict(row["removed"])
        assert row | json.loads(row.pop("other")) == line


def test_parquet_to_parquet_keeps_the_other_columns_and_their_types(tmp_path: Path) -> None:
    others = {
        "fetched": pa.array([1_700_000_000_000_000_001, None], pa.timestamp("ns", "UTC")),
        "price": pa.array([Decimal("1.50"), Decimal("-3.25")], pa.decimal128(9, 2)),
        "day": pa.array([datetime.date(2026, 3, 1), None]),
        "tags": pa.array([["tide", "dredger"], []], pa.list_(pa.string())),
        "pier": pa.array(["port", "port"]).dictionary_encode(),
        "title": pa.array(["as the feed has it", None]),
    }
    table = pa.table({"html": [row["html"] for row in rows(2)], **others})
    pq.write_table(table, tmp_path / "pages.parquet")
    write(cleaned(tmp_path / "pages.parquet"), tmp_path / "stories.parquet")
    written = pq.read_table(tmp_path / "stories.parquet")
    for name in ("fetched", "price", "day", "tags"):
        assert written.column(name).combine_chunks().equals(others[name])
        assert written.schema.field(name).type == others[name].type
    assert written.column("pier").to_pylist() == ["port", "port"]
    assert written.column("input_title").to_pylist() == ["as the feed has it", None]
    assert "html" not in written.schema.names


def test_the_full_account_is_written_when_asked_for(pages: Path, tmp_path: Path) -> None:
    write(cleaned(pages), tmp_path / "stories.jsonl", blocks=True)
    write(cleaned(pages), tmp_path / "stories.parquet", blocks=True)
    blocks = CLEANER.clean(rows(1)[0]["html"]).to_dict()["blocks"]
    assert lines_of(tmp_path / "stories.jsonl")[0]["blocks"] == blocks
    assert json.loads(pq.read_table(tmp_path / "stories.parquet").column("blocks")[0].as_py()) == blocks


@pytest.mark.parametrize(("form", "suffix"), [("text", ".txt"), ("markdown", ".md")])
def test_a_folder_of_texts_mirrors_the_folder_of_pages(form: str, suffix: str, tmp_path: Path) -> None:
    folder = files.write_folder(tmp_path / "pages", rows(4))
    (folder / "menu.html").write_text("<ul><li>Home</li></ul>")
    write(cleaned(folder), tmp_path / "stories", format=form)
    written = sorted(str(path.relative_to(tmp_path / "stories")) for path in (tmp_path / "stories").rglob("*.*"))
    assert written == [f"below/berth-1{suffix}", f"below/berth-3{suffix}", f"berth-0{suffix}", f"berth-2{suffix}"]
    story = CLEANER.clean(rows(1)[0]["html"])
    text = (tmp_path / f"stories/berth-0{suffix}").read_text(encoding="utf-8")
    assert text == (f"{story.text}\n" if form == "text" else story.markdown)


def test_half_a_surrogate_pair_on_a_page_does_not_stop_the_writing(pages: Path, tmp_path: Path) -> None:
    row = rows(1)[0]
    row["html"] = row["html"].replace("Berth 0", "Berth \ud83d 0").replace("eastern", "east\udc00ern")
    path = files.write_jsonl(tmp_path / "odd.jsonl", [row | {"crawl": "\udfff"}])
    for name in ("stories.jsonl", "stories.parquet"):
        assert write(cleaned(path), tmp_path / name) == 1
    assert "east\ufffdern" in lines_of(tmp_path / "stories.jsonl")[0]["text"]
    assert "east\ufffdern" in pq.read_table(tmp_path / "stories.parquet").column("text")[0].as_py()


@pytest.mark.parametrize("name", ["stories.jsonl", "stories.parquet"])
def test_no_pages_make_a_file_without_rows(name: str, tmp_path: Path) -> None:
    assert write(iter(()), tmp_path / name) == 0
    rows = pq.read_table(tmp_path / name).num_rows if name.endswith("parquet") else len(lines_of(tmp_path / name))
    assert rows == 0


@pytest.mark.parametrize("name", ["stories.jsonl", "stories.parquet"])
def test_what_was_there_stays_when_the_stories_break_off(name: str, pages: Path, tmp_path: Path) -> None:
    def breaking_off() -> Iterator[tuple[Record, Story]]:
        yield from list(cleaned(pages))[:66]
        raise KeyboardInterrupt

    (tmp_path / name).write_text("what was there")
    with pytest.raises(KeyboardInterrupt):
        write(breaking_off(), tmp_path / name)
    assert (tmp_path / name).read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages.jsonl", name]


def test_a_format_that_nobody_knows_and_a_folder_that_is_not_there(pages: Path, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"stories\.xml: its suffix names no format"):
        write(cleaned(pages), tmp_path / "stories.xml")
    with pytest.raises(OptionError, match="unknown output format 'xml'"):
        write(cleaned(pages), tmp_path / "stories", format="xml")
    with pytest.raises(OutputError, match="cannot be written"):
        write(cleaned(pages), tmp_path / "missing" / "stories.jsonl")
