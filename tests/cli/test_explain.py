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
