"""Reading pages whose stories are known."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cleaner.evaluation import GoldError, read
from tests.pages import LEAD, STORY


def write(path: Path, *records: object) -> Path:
    text = "".join(json.dumps(record) + "\n" for record in records)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["gold.jsonl", "gold.jsonl.gz"])
def test_a_record_a_line(tmp_path: Path, name: str) -> None:
    path = write(
        tmp_path / name, {"id": "a", "html": "<p>x</p>", "truth": STORY, "site": "courier"}, {"text": LEAD, "story": ""}
    )
    first, second = read([path])
    assert (first.id, first.page, first.story, first.fields) == ("a", "<p>x</p>", STORY, {"site": "courier"})
    assert (second.id, second.page, second.story) == ("2", LEAD, "")


def test_lines_that_were_labelled_one_by_one(tmp_path: Path) -> None:
    page = f"Share\n\n{LEAD}\n  Follow us \n"
    (gold,) = read([write(tmp_path / "gold.jsonl", {"text": page, "story": [False, True, False]})])
    assert gold.story == LEAD
    assert gold.junk == ("Share", "Follow us")


def test_snippets_are_enough(tmp_path: Path) -> None:
    (gold,) = read([write(tmp_path / "gold.jsonl", {"html": "<p>x</p>", "with": ["channel"], "without": ["Share"]})])
    assert gold.story is None
    assert (gold.wanted, gold.unwanted) == (("channel",), ("Share",))


def test_a_folder_of_fixtures(tmp_path: Path) -> None:
    for name, text in {"b.page.html": "<p>x</p>", "b.story.txt": "", "a.page.txt": LEAD, "a.story.txt": LEAD}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "a.facts.json").write_text('{"title": "Channel to be dredged"}', encoding="utf-8")
    first, second = sorted(read([tmp_path]), key=lambda gold: gold.id)
    assert (first.id, first.page, first.story, first.title) == ("a", LEAD, LEAD, "Channel to be dredged")
    assert (second.id, second.page, second.story, second.title) == ("b", "<p>x</p>", "", "")


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"story": STORY}, "has no page"),
        ({"text": LEAD}, "has no story"),
        ({"text": f"{LEAD}\nShare", "story": [True]}, "1 labels for 2 lines"),
        ([LEAD], "no JSON object"),
    ],
)
def test_a_record_that_is_no_gold_is_named(tmp_path: Path, record: object, problem: str) -> None:
    path = write(tmp_path / "gold.jsonl", {"text": LEAD, "story": LEAD}, record)
    with pytest.raises(GoldError, match=f"^{path}:2: .*{problem}"):
        list(read([path]))


BROKEN = {
    "half a record": ("gold.jsonl", b'{"text": '),
    "not UTF-8": ("gold.jsonl", b"\xff\xfe"),
    "not gzip": ("gold.jsonl.gz", b"no gzip"),
    "cut off": ("gold.jsonl.gz", gzip.compress(b"{}" * 99)[:-9]),
}


@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_one_named_error(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GoldError, match=name):
        list(read([tmp_path / name]))


def test_a_file_that_is_missing_and_a_folder_without_pages(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no such file"):
        list(read([tmp_path / "missing.jsonl"]))
    with pytest.raises(GoldError, match="holds no gold"):
        list(read([tmp_path]))


def test_a_page_without_its_story(tmp_path: Path) -> None:
    (tmp_path / "a.page.txt").write_text(LEAD, encoding="utf-8")
    with pytest.raises(GoldError, match=r"a\.story\.txt"):
        list(read([tmp_path]))
