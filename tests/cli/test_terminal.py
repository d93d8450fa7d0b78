"""A terminal is shown no control characters of a page or a file's name; a pipe gets the text as it is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import STORY

COMMAND = [sys.executable, "-m", "cleaner"]
SIGNS = ["\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "\x08", "\x7f", "\x0e"]
EVIL = "".join(SIGNS)


@pytest.fixture
def evil_page(tmp_path: Path) -> Path:
    path = tmp_path / f"page{EVIL}.txt"
    try:
        path.write_text(STORY.replace("Ferreira", f"Ferr{EVIL}eira"), encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    return path


def on_a_terminal(*args: str | Path) -> str:
    """All that a terminal is sent by a command."""
    terminal, other_end = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen([*COMMAND, *map(str, args)], stdout=other_end, stderr=other_end, env=environment)
    os.close(other_end)
    shown = b""
    while True:
        try:
            read = os.read(terminal, 1 << 16)
        except OSError:  # Linux says so that the other end is closed.
            break
        if not read:
            break
        shown += read
    process.wait()
    os.close(terminal)
    return shown.decode()


def in_a_pipe(*args: str | Path) -> tuple[str, str]:
    process = subprocess.run([*COMMAND, *map(str, args)], capture_output=True)
    return process.stdout.decode(), process.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [[], ["--format", "markdown"], ["--format", "html"], ["explain"], ["explain", "--evidence"]],
    ids=" ".join,
)
def test_a_terminal_gets_no_control_characters_of_a_page(command: list[str], evil_page: Path) -> None:
    shown = on_a_terminal(*command, evil_page)
    assert "harbour board" in shown
    assert "�" in shown
    assert not any(sign in shown for sign in SIGNS)


@pytest.mark.parametrize("command", [[], ["explain"], ["rules", "check"], ["batch", "-o", "out.jsonl"]], ids=" ".join)
def test_a_terminal_gets_none_of_a_files_name_in_an_error(command: list[str], tmp_path: Path) -> None:
    shown = on_a_terminal(*command, tmp_path / f"missing{EVIL}.txt")
    assert "missing" in shown
    assert not any(sign in shown for sign in SIGNS)


def test_a_pipe_gets_the_page_as_it_is(evil_page: Path) -> None:
    assert f"Ferr{EVIL}eira" in in_a_pipe(evil_page)[0]
    assert f"Ferr{EVIL}eira" in in_a_pipe("explain", evil_page)[0]


def test_a_pipe_gets_names_as_they_are(tmp_path: Path) -> None:
    assert f"missing{EVIL}.txt: no such file" in in_a_pipe(tmp_path / f"missing{EVIL}.txt")[1]


def test_colours_forced_through_a_pipe_are_the_only_control_characters(evil_page: Path) -> None:
    environment = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm"}
    shown = subprocess.run([*COMMAND, "explain", evil_page], capture_output=True, env=environment).stdout.decode()
    assert "\x1b[" in shown
    assert not any(sign in shown for sign in SIGNS)
