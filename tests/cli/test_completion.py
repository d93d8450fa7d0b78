"""Each shell, set up as docs/cli.md says, completes what a person has begun to type."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import ROOT

LINES = [
    ("cleaner exp", "explain"),
    ("cleaner batch --out", "--output"),
    ("cleaner -k capt", "caption"),
    ("cleaner harb", "harbour.html"),
    ("cleaner explain -r hou", "house.toml"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files to complete, and `cleaner` on the PATH of its shells."""
    for name in ("harbour.html", "house.toml"):
        (tmp_path / name).touch()
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin/cleaner"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m cleaner "$@"\n')
    script.chmod(0o755)
    return tmp_path


def set_up(shell: str) -> str:
    """The line of the shell's start-up file, as documented."""
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^\| {shell} \|.*\| `(.*)` \|$", page, re.MULTILINE)
    return line.replace("\\|", "|")


def environment(folder: Path) -> dict[str, str]:
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(folder), "TERM": "xterm", "PS1": "> ", "LC_ALL": "C.UTF-8"}


def needs(shell: str) -> str:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    return shell


def typed(command: list[str], start: str, line: str, awaited: str, folder: Path) -> str:
    """What an interactive shell shows once `line` is typed and the tabulator is pressed."""
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        command, stdin=other_end, stdout=other_end, stderr=other_end, cwd=folder, env=environment(folder)
    )
    os.close(other_end)
    try:
        # What is typed before the shell reads keys by itself is echoed and then read: the marker shows that it does.
        os.write(terminal, f"{start}; echo rea''dy\n".encode())
        _shown(terminal, "ready\r\n")
        os.write(terminal, f"{line}\t".encode())
        return _shown(terminal, awaited)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def _shown(terminal: int, awaited: str) -> str:
    shown = ""
    deadline = time.monotonic() + 30
    while awaited not in shown and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            # A bell says that more than one word would do.
            shown += os.read(terminal, 4096).decode(errors="replace").replace("\a", "")
    return shown


@pytest.mark.parametrize(("line", "completed"), LINES)
def test_bash(line: str, completed: str, folder: Path) -> None:
    assert completed in typed([needs("bash"), "--norc", "-i"], set_up("bash"), line, completed, folder)


@pytest.mark.parametrize(("line", "completed"), LINES)
def test_zsh(line: str, completed: str, folder: Path) -> None:
    start = f"autoload -U compinit; compinit -u; {set_up('zsh')}"
    assert completed in typed([needs("zsh"), "-f", "-i"], start, line, completed, folder)


@pytest.mark.parametrize(("line", "completed"), LINES)
def test_fish(line: str, completed: str, folder: Path) -> None:
    command = [needs("fish"), "-c", f"{set_up('fish')}; complete -C '{line}'"]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True)
    assert completed in [row.split("\t")[0] for row in done.stdout.splitlines()], done.stderr


def test_a_shell_that_nobody_knows_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CLEANER_COMPLETE", "tcsh_source")
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "bash_source, zsh_source or fish_source" in result.stderr
