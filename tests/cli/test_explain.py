"""`cleaner explain`: every block of the page, what became of it, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import FOOTER, STORY, Run


def test_shows_every_block_with_its_mark_and_reason(run: Run, page: Path) -> None:
    result = run("explain", page)
    assert result.exit_code == 0
    blocks = result.stdout.split("\n\n")[1:]
    texts = [block.split("\n", 1)[1].strip() for block in blocks]
    assert texts == [*STORY.strip().split("\n\n"), FOOTER]
    assert [block[0] for block in blocks] == ["+", "+", "+", "-"]
    assert blocks[-1].startswith("- syndication: ")


def test_several_pages_stand_under_their_names(run: Run, page: Path, listing: Path) -> None:
    result = run("explain", "page.txt", "empty.txt", "missing.txt")
    assert result.stdout.startswith("==> page.txt <==\n")
    assert "\n\n==> empty.txt <==\nno story" in result.stdout
    assert result.exit_code == 1


def test_evidence_lists_what_the_stages_said(run: Run, page: Path, pack: Path) -> None:
    args = ("explain", "--rules", pack, page)
    assert "chair-says" in run(*args, "--evidence").stdout
    assert len(run(*args, "--evidence").stdout) > len(run(*args).stdout)


def test_plain_when_piped_and_coloured_when_told(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in run("explain", page).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("explain", page).stdout
    assert "\x1b[31m" in coloured
    assert "\x1b[32m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert not any(f"\x1b[{code}" in run("explain", page).stdout for code in (31, 32, 36))


def test_a_page_cannot_steer_the_terminal(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page.write_text(page.read_text().replace("thirty years", "\x1b]0;owned\x07\x1b[2Jthirty\u009b years"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = run("explain", page).stdout
    assert "\x1b]0" not in shown
    assert "\x1b[2J" not in shown
    assert "\u009b" not in shown


def test_exit_code_3_when_nothing_is_a_story(run: Run, listing: Path) -> None:
    assert run("explain", listing).exit_code == 3


def test_html_is_one_file_for_all_pages(run: Run, page: Path, listing: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    result = run("explain", "--html", page, listing, "-o", report)
    assert (result.exit_code, result.stdout) == (0, "")
    written = report.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert f'"name":"{page}"' in written
    assert f'"name":"{listing}"' in written


def test_html_goes_to_standard_output_by_default(run: Run, page: Path) -> None:
    assert run("explain", "--html", page).stdout.startswith("<!DOCTYPE html>")


def test_no_report_is_written_of_pages_that_all_failed(run: Run, tmp_path: Path) -> None:
    result = run("explain", "--html", "missing.txt", "-o", tmp_path / "report.html")
    assert result.exit_code == 1
    assert not (tmp_path / "report.html").exists()


def test_lines_in_a_file_have_no_colours(run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("explain", page, "-o", tmp_path / "page.explained")
    assert (tmp_path / "page.explained").read_text().startswith("==> ")
