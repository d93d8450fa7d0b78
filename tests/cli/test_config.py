"""cleaner.toml: settings for all commands run in its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import FOOTER, STORY, Run


def test_settings_hold_without_being_named(run: Run, page: Path) -> None:
    Path("cleaner.toml").write_text('keep = ["syndication"]\nformat = "json"\n')
    assert FOOTER in json.loads(run(page).stdout)["text"]


def test_an_option_wins_over_the_file(run: Run, page: Path) -> None:
    Path("cleaner.toml").write_text('keep = ["syndication"]\nformat = "json"\n')
    assert run("--format", "text", "--keep", "caption", page).stdout == STORY


def test_paths_of_rules_are_relative_to_the_file(run: Run, page: Path, pack: Path) -> None:
    folder = Path("settings")
    folder.mkdir()
    pack.rename(folder / pack.name)
    (folder / "desk.toml").write_text(f'rules = ["{pack.name}"]\n')
    assert "Ships have grown" not in run("--config", folder / "desk.toml", page).stdout
    assert "chair-says" in run("rules", "list", "--config", folder / "desk.toml").stdout


def test_settings_of_one_command_do_not_trouble_another(run: Run, page: Path, pack: Path) -> None:
    Path("cleaner.toml").write_text('format = "jsonl"\ntitle = true\n')
    assert run("explain", page).exit_code == 0
    assert run("rules", "check", pack).exit_code == 0


def test_another_file_stands_in_for_it(run: Run, page: Path) -> None:
    Path("cleaner.toml").write_text("broken")
    Path("other.toml").write_text("")
    assert run("--config", "other.toml", page).stdout == STORY


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("keeep = []", "unknown setting 'keeep'"),
        ('keep = "caption"', "keep must be a list of strings"),
        ("keep = [1]", "keep must be a list of strings"),
        ('keep = ["advert"]', "keep: 'advert' is not one of"),
        ('title = "yes"', "title must be true or false"),
        ('format = "xml"', "format: 'xml' is not one of"),
        ('encoding = "klingon"', "unknown encoding 'klingon'"),
        ("keep = [", "is not TOML"),
        ('keep = ["caption"]\ndrop = ["caption"]', "caption is to be kept and dropped"),
    ],
)
def test_a_bad_setting_is_one_line_that_names_it(run: Run, page: Path, settings: str, says: str) -> None:
    Path("cleaner.toml").write_text(settings)
    result = run(page)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("cleaner: ")
    assert says in line
