"""The command as a process: what signals, pipes and terminals do to it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import STORY

COMMAND = [sys.executable, "-m", "cleaner"]


def start(*args: str | Path, **options: object) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([*COMMAND, *map(str, args)], **pipes)  # type: ignore[call-overload,no-any-return]


def test_reads_a_file_and_a_pipe(page: Path) -> None:
    for args, source in (((page,), b""), ((), page.read_bytes())):
        stdout, stderr = start(*args).communicate(source)
        assert (stdout.decode(), stderr) == (STORY, b"")


@pytest.mark.parametrize("command", [[], ["explain"], ["rules", "list"]])
def test_a_reader_that_goes_away_is_one_line(page: Path, command: list[str]) -> None:
    """More than a pipe holds, and nobody reads it."""
    args = command if command[:1] == ["rules"] else [*command, *[str(page)] * 500]
    read, write = os.pipe()
    os.close(read)
    process = start(*args, stdout=write)
    os.close(write)
    _, stderr = process.communicate()
    assert stderr.startswith(b"cleaner: the output was closed") and stderr.count(b"\n") == 1
    assert process.returncode == 141


def test_a_full_disk_is_one_line(page: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start(page, stdout=full)
        _, stderr = process.communicate()
    assert process.returncode == 1
    assert stderr == b"cleaner: the output cannot be written: no space left on device\n"


def test_interrupt_is_one_line_and_leaves_no_half_file(page: Path, tmp_path: Path) -> None:
    process = start(page, "-", "-o", tmp_path / "story.txt")
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob(".story.txt.*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate()
    assert stderr == b"cleaner: interrupted\n"
    assert process.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_terminal_and_no_page_gets_help_and_does_not_wait() -> None:
    terminal, other_end = pty.openpty()
    process = start(stdin=other_end)
    os.close(other_end)
    stdout, stderr = process.communicate(timeout=20)
    os.close(terminal)
    assert stdout == b""
    assert stderr.startswith(b"Usage: cleaner [OPTIONS] [FILE]...")
    assert process.returncode == 2


def test_no_standard_input_at_all() -> None:
    process = subprocess.run(["sh", "-c", 'exec "$@" <&-', "sh", *COMMAND], capture_output=True)
    assert process.stderr.startswith(b"Usage: cleaner")
    assert process.returncode == 2


def test_no_standard_output_at_all(page: Path, tmp_path: Path) -> None:
    command = [*COMMAND, str(page), "-o", str(tmp_path / "story.txt")]
    process = subprocess.run(["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], check=False)
    assert process.returncode == 0
    assert (tmp_path / "story.txt").read_text() == STORY


def test_explain_on_a_terminal_is_in_colour_unless_told_otherwise(page: Path) -> None:
    for setting, coloured in ({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False):
        terminal, other_end = pty.openpty()
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", **setting}
        start("explain", page, stdout=other_end, env=environment).communicate(timeout=20)
        os.close(other_end)
        shown = os.read(terminal, 1 << 16)
        os.close(terminal)
        assert (b"\x1b[3" in shown) is coloured
        assert b"syndication" in shown


def test_output_is_utf8_in_any_locale(page: Path) -> None:
    page.write_text(STORY.replace("Ferreira", "Żółwińska"), encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    stdout, stderr = start(page, env=environment).communicate()
    assert "Żółwińska" in stdout.decode()
    assert stderr == b""


def test_a_file_name_that_is_not_utf8_is_shown_all_the_same(page: Path, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        os.link(page, name)
    except OSError:
        pytest.skip("this file system takes no such name")
    process = subprocess.run([*COMMAND, "-f", "jsonl", name, name + b"x"], capture_output=True)
    assert "caf\ufffd.txt" in process.stdout.decode()
    assert "caf\ufffd.txtx: no such file" in process.stderr.decode()
