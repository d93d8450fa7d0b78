"""Whatever ends a command early is one line and an exit code that says whose fault it is."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.records import files
from tests.records.files import rows


def broken(command: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """The command with a fault in it: what prints the tables of `eval` is gone."""
    program = f"import sys; sys.path[:] = {sys.path!r}\n"
    program += "from cleaner.evaluation import report\ndel report.tables\nfrom cleaner.cli import main\nmain()"
    words = [sys.executable, "-c", program, command, *map(str, args)]
    return subprocess.run(words, capture_output=True, text=True)


@pytest.fixture
def gold(tmp_path: Path, page: Path) -> Path:
    """A folder with one page and its story."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.page.txt").write_bytes(page.read_bytes())
    (folder / "a.story.txt").write_bytes(page.read_bytes())
    return folder


def test_a_fault_of_ours_says_so_and_where_to_report_it(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEANER_DEBUG", raising=False)
    done = broken("eval", gold)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith("cleaner: AttributeError: ")
    assert "this is a fault in cleaner, please report it to the issues of story-cleaner" in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_a_report_of_a_fault_needs_is_shown_on_demand(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_DEBUG", "1")
    done = broken("eval", gold)
    assert done.returncode == 70
    assert done.stderr.startswith("Traceback") and "in command" in done.stderr


def test_data_that_is_damaged_is_exit_code_1_and_one_line(run: Run, gold: Path) -> None:
    (gold / "a.story.txt").write_bytes(b"caf\xe9")
    result = run("eval", gold)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"cleaner: {gold}") and result.stderr.count("\n") == 1


@pytest.mark.parametrize("content", [b"no Parquet", b"PAR1 cut off"])
def test_a_damaged_table_is_a_failure_that_is_told(content: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "pages.parquet").write_bytes(content)
    result = run("batch", "-q", "-w", "1", "pages.parquet", "-o", "stories.jsonl")
    assert result.exit_code == 1
    assert "stories.jsonl.failures.jsonl says which and why" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["nowhere://bucket/pages.jsonl"])
def test_a_store_that_nobody_knows_is_bad_usage(url: str, run: Run) -> None:
    pytest.importorskip("fsspec", reason="the extra 'cloud' is not installed")
    result = run("batch", url, "-o", "stories.jsonl")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"cleaner: {url}: ") and result.stderr.count("\n") == 1


def test_a_batch_that_is_terminated_says_how_to_go_on_and_goes_on(tmp_path: Path) -> None:
    """SIGTERM is what a cluster sends before it takes a node away."""
    pages = files.write_jsonl(tmp_path / "pages.jsonl", rows(3000))
    command = [sys.executable, "-m", "cleaner", "batch", "-q", "-w", "1", str(pages), "-o", str(tmp_path / "out.jsonl")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    manifest = tmp_path / "out.jsonl.manifest.json"
    deadline = time.monotonic() + 60
    while not (manifest.exists() and '"chunks": 0' not in manifest.read_text()) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    assert (process.returncode, said) == (143, "cleaner: terminated; the same command goes on\n")
    assert subprocess.run(command).returncode == 0
    assert (tmp_path / "out.jsonl").read_text().count("\n") == 3000
