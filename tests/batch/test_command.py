"""`cleaner batch` says in its words what `cleaner.batch.run` does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cleaner.cli.batch import command
from cleaner.cli.options import Size
from tests.pages import STORY
from tests.records import files
from tests.records.files import rows


def batch(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """The command, run in a folder."""
    program = f"import sys; sys.path[:] = {sys.path!r}; from cleaner.cli import main; main()"
    return subprocess.run([sys.executable, "-c", program, "batch", *args], cwd=folder, capture_output=True, text=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files.write_jsonl(tmp_path / "pages.jsonl", rows(3))
    return tmp_path


def test_a_summary_says_what_became_of_the_pages(folder: Path) -> None:
    done = batch(folder, "pages.jsonl", "-o", "stories.jsonl", "-w", "1")
    assert (done.returncode, done.stdout) == (0, "")
    lines = done.stderr.splitlines()
    assert lines[0] == "cleaner: pages.jsonl: reading HTML from 'html', url from 'url', id from 'id'"
    assert lines[1].startswith("3 pages, ")
    assert lines[2].startswith("3 stories, ")
    assert lines[3:] == ["removed blocks: navigation 3", f"written to {folder / 'stories.jsonl'}"]
    again = batch(folder, "pages.jsonl", "-o", "stories.jsonl")
    assert (again.returncode, "nothing was left to do" in again.stderr) == (0, True)


def test_failed_pages_are_exit_code_1_and_one_line(folder: Path) -> None:
    with (folder / "pages.jsonl").open("a") as lines:
        lines.write("not JSON\n")
    done = batch(folder, "pages.jsonl", "-o", "stories.jsonl", "-w", "1", "-q")
    said = f"cleaner: 1 pages failed; {folder / 'stories.jsonl.failures.jsonl'} says which and why\n"
    assert (done.returncode, done.stderr) == (1, said)
    stopped = batch(folder, "pages.jsonl", "-o", "other.jsonl", "-w", "1", "-q", "--max-failures", "0")
    assert (stopped.returncode, stopped.stderr) == (1, "cleaner: 1 pages failed, and no more than 0 may\n")


def test_pages_of_which_none_is_a_story_are_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "menu.txt").write_text("Page not found")
    assert batch(tmp_path, "menu.txt", "-o", "stories.jsonl", "-w", "1").returncode == 3


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["-o", "out.jsonl"], "Missing argument 'INPUT...'"),
        (["pages.jsonl"], "Missing option '--output'"),
        (["missing.jsonl", "-o", "out.jsonl"], "missing.jsonl: no such file"),
        (["pages.jsonl", "-o", "out.jsonl", "--html-column", "markup"], "no column 'markup'"),
        (["pages.jsonl", "-o", "out.jsonl", "--max-bytes", "much"], "'much' is no size"),
        (["pages.jsonl", "-o", "out.jsonl", "--encoding", "klingon"], "unknown encoding"),
        (["pages.jsonl", "-o", "out.jsonl", "--keep", "caption", "--drop", "caption"], "kept and dropped"),
        (["pages.jsonl", "-o", "-", "-f", "parquet"], "JSON Lines only"),
    ],
)
def test_what_makes_no_sense_is_exit_code_2_and_one_line(args: list[str], message: str, folder: Path) -> None:
    done = batch(folder, *args)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in folder.iterdir()] == ["pages.jsonl"]


def test_rules_labels_and_settings_hold(folder: Path) -> None:
    (folder / "pages.jsonl").write_text(json.dumps({"text": f"# Dredging\n\n{STORY}"}) + "\n")
    (folder / "house.toml").write_text(
        '[pack]\nname = "house"\nabout = "Ours"\n[[rule]]\nid = "chair"\nlabel = "promotion"\n'
        "strength = \"certain\"\nmatch = '^\"Ships have'\ndrop = ['\"Ships have']\nkeep = ['Ships have grown.']\n"
    )
    (folder / "cleaner.toml").write_text('rules = ["house.toml"]\n')
    assert batch(folder, "pages.jsonl", "-o", "stories.jsonl", "-w", "1").returncode == 0
    story = json.loads((folder / "stories.jsonl").read_text())
    assert 0 < story["removed"]["promotion"] < 1
    assert "Ships have grown" not in story["text"]


@pytest.mark.parametrize(
    ("text", "size"), [("500000", 500_000), ("64K", 65_536), ("32mb", 32 << 20), ("1G", 1 << 30), ("7B", 7)]
)
def test_sizes(text: str, size: int) -> None:
    assert Size().convert(text, None, None) == size


@pytest.mark.parametrize("text", ["", "M", "-5M", "0", "1.5G", "12X"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(click.BadParameter):
        Size().convert(text, None, None)


def test_every_option_is_on_its_page() -> None:
    page = (Path(__file__).parents[2] / "docs/batch.md").read_text(encoding="utf-8")
    with click.Context(command) as context:
        names = [option.opts[0] for option in command.get_params(context) if isinstance(option, click.Option)]
    shared = {"--config", "--rules", "--keep", "--drop", "--about", "--encoding", "--help"}
    assert [name for name in names if name not in shared and f"`{name}" not in page] == []


def test_misread_pages_are_mended_when_asked_for(tmp_path: Path) -> None:
    misread = {"text": STORY.replace("Tuesday", "Tuesday in Lübeck").encode().decode("cp1252")}
    (tmp_path / "pages.jsonl").write_text(json.dumps(misread) + "\n", encoding="utf-8")
    for option, city in (("--no-repair", "LÃ¼beck"), ("--repair", "Lübeck")):
        assert batch(tmp_path, "pages.jsonl", "-o", f"{option}.jsonl", "-w", "1", option).returncode == 0
        assert city in json.loads((tmp_path / f"{option}.jsonl").read_text(encoding="utf-8"))["text"]
