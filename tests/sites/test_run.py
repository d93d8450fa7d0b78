"""Learning from files: on all cores, resumed where it was cut off, with the file that learning in memory gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.batch import Progress
from cleaner.errors import InputError, OptionError, OutputError, ResumeError
from cleaner.sites import Sites, learn
from cleaner.sites.run import learn_files
from tests.sites import made

PAGES = [*made.crawl(70), (made.print_version(3), made.url(3)), (made.page(9), made.url(9))]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    rows = [{"url": url, "html": page} for page, url in PAGES] + [{"url": None, "html": made.page(1)}]
    file = tmp_path / "crawl.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


@pytest.fixture
def expected(tmp_path: Path) -> bytes:
    learn(PAGES).save(tmp_path / "expected.parquet")
    return (tmp_path / "expected.parquet").read_bytes()


def test_files_give_what_their_pages_give(crawl: Path, expected: bytes, tmp_path: Path) -> None:
    summary = learn_files(crawl, tmp_path / "sites.parquet", workers=2)
    assert (tmp_path / "sites.parquet").read_bytes() == expected
    assert (summary.tally.pages, summary.tally.stories, summary.tally.failed) == (73, 72, 0)
    assert not (tmp_path / "sites.parquet.unfinished").exists()


def test_without_duckdb_it_is_the_same(
    crawl: Path, expected: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.sites.run._is_installed", lambda module: False)
    said: list[str] = []
    learn_files(crawl, tmp_path / "sites.parquet", workers=1, notice=said.append)
    assert (tmp_path / "sites.parquet").read_bytes() == expected
    assert any("story-cleaner[duckdb]" in line for line in said)


class StopError(Exception):
    pass


def test_a_run_that_was_cut_off_is_resumed(
    crawl: Path, expected: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.batch.flow.COMMIT_SECONDS", 0)

    def stop(progress: Progress) -> None:
        raise StopError

    with pytest.raises(StopError):
        learn_files(crawl, tmp_path / "sites.parquet", workers=1, progress=stop)
    assert not (tmp_path / "sites.parquet").exists()
    with pytest.raises(ResumeError, match="other options"):
        learn_files(crawl, tmp_path / "sites.parquet", key="host")
    summary = learn_files(crawl, tmp_path / "sites.parquet", workers=1)
    assert summary.resumed == 64
    assert (tmp_path / "sites.parquet").read_bytes() == expected
    assert learn_files(crawl, tmp_path / "sites.parquet").resumed == 73


def test_pages_that_cannot_be_read_are_dead_letters(crawl: Path, tmp_path: Path) -> None:
    with crawl.open("a") as more:
        more.write("no json\n")
    summary = learn_files(crawl, tmp_path / "sites.parquet", workers=1)
    assert summary.tally.failed == 1
    assert "no json" not in Path(str(summary.failures)).read_text()
    assert Sites.load(tmp_path / "sites.parquet")[made.SITE].pages == 71


def test_what_cannot_be_done_is_said_in_a_line(crawl: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none"):
        learn_files(tmp_path / "none.jsonl", tmp_path / "sites.parquet")
    with pytest.raises(OptionError, match="unknown key 'page'"):
        learn_files(crawl, tmp_path / "sites.parquet", key="page")
    (tmp_path / "sites.parquet").write_text("mine")
    with pytest.raises(OutputError, match="is there already"):
        learn_files(crawl, tmp_path / "sites.parquet")
