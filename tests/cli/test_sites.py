"""`cleaner sites`, and `cleaner batch` with what it learned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli import Exit, main
from tests.sites import made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = [{"url": url, "html": page} for page, url in made.crawl(8)]
    (tmp_path / "crawl.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def learned(folder: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    assert run("sites", "learn", "crawl.jsonl", "-q", "-w", "1") == Exit.DONE
    capfd.readouterr()
    return folder


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(words)
    return int(end.value.code or 0)


def test_learning_says_what_became_of_it(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("sites", "learn", "crawl.jsonl", "-o", "known.parquet", "-w", "1") == Exit.DONE
    said = capfd.readouterr()
    assert said.out == ""
    assert "learned from 8 pages\n" in said.err
    assert (folder / "known.parquet").exists()


def test_pages_of_no_site_teach_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "page.html").write_text(made.page(1))
    assert run("sites", "learn", "page.html", "-w", "1") == Exit.NO_STORY
    assert "passed over 1 pages without an address" in capfd.readouterr().err


def test_a_site_is_shown_by_its_name_or_an_address(learned: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shown = []
    for name in (made.SITE, f"www.{made.SITE}", made.url(3)):
        assert run("sites", "show", name) == Exit.DONE
        shown.append(capfd.readouterr().out)
    assert len(set(shown)) == 1
    lines = shown[0].splitlines()
    assert lines[0].split() == ["pages", "of", "place", "container", "sample"]
    assert any(line.startswith("8      8   inside  div.text > p") and "boat trip" in line for line in lines)


def test_the_sites_of_a_file_are_listed(learned: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("sites", "show", "-f", "json") == Exit.DONE
    assert json.loads(capfd.readouterr().out) == {"site": made.SITE, "pages": 8, "repeated": 8}


def test_a_site_that_is_not_known_is_a_usage_error(learned: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("sites", "show", "harborcourier.example") == Exit.USAGE
    assert f"did you mean '{made.SITE}'" in capfd.readouterr().err


def test_a_file_that_is_none_is_a_usage_error(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "sites.parquet").write_text("no table")
    for words in (("sites", "show"), ("batch", "crawl.jsonl", "-o", "x.jsonl", "--sites", "sites.parquet")):
        assert run(*words) == Exit.USAGE
        assert capfd.readouterr().err.count("\n") == 1


def test_files_are_merged(learned: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("sites", "merge", "sites.parquet", "sites.parquet", "-o", "both.parquet") == Exit.DONE
    assert run("sites", "show", "-s", "both.parquet", "-f", "json") == Exit.DONE
    assert json.loads(capfd.readouterr().out)["pages"] == 16


def test_the_rules_of_a_site_are_a_pack_that_passes_its_check(learned: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("sites", "rules", made.SITE, "-o", "courier.toml") == Exit.DONE
    assert run("rules", "check", "courier.toml") == Exit.DONE
    (learned / "page.html").write_text(made.page(30))
    capfd.readouterr()
    assert run("--rules", "courier.toml", "page.html") == Exit.DONE
    assert made.TEASER not in capfd.readouterr().out


def test_a_batch_uses_what_was_learned(learned: Path) -> None:
    assert run("batch", "crawl.jsonl", "-o", "plain.jsonl", "-q", "-w", "1") == Exit.DONE
    assert run("batch", "crawl.jsonl", "-o", "known.jsonl", "-q", "-w", "1", "--sites", "sites.parquet") == Exit.DONE
    assert made.TEASER in (learned / "plain.jsonl").read_text()
    assert made.TEASER not in (learned / "known.jsonl").read_text()


def test_a_batch_learns_first_and_cleans_then(folder: Path) -> None:
    """Also where its own files lie among the inputs."""
    for _ in range(2):
        assert run("batch", ".", "-o", "stories.jsonl", "-q", "-w", "1", "--learn-sites") == Exit.DONE
    assert made.TEASER not in (folder / "stories.jsonl").read_text()
    assert (folder / "stories.jsonl").read_text().count("\n") == 8
    assert (folder / "stories.jsonl.sites.parquet").exists()


def test_a_batch_on_other_sites_is_not_resumed(learned: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("batch", "crawl.jsonl", "-o", "stories.jsonl", "-q", "-w", "1") == Exit.DONE
    assert run("batch", "crawl.jsonl", "-o", "stories.jsonl", "-w", "1", "--sites", "sites.parquet") == Exit.USAGE
    assert "of a batch with other sites" in capfd.readouterr().err


def test_standard_input_cannot_be_read_twice(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("batch", "-", "-o", "stories.jsonl", "--learn-sites") == Exit.USAGE
    assert "reads the inputs twice" in capfd.readouterr().err
    assert run("batch", "crawl.jsonl", "-o", "-", "--learn-sites") == Exit.USAGE
    assert "needs --sites FILE" in capfd.readouterr().err
