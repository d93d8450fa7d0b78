"""docs/serve.md shows real answers. After a change: UPDATE_DOCS=1 python -m pytest tests/serve/test_docs.py"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.serve.servers import Server, running

PAGE = ROOT / "docs/serve.md"
EXAMPLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"(?<=^```python\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*\n(?:> .*\n)*)", re.MULTILINE)
SHOWN = "127.0.0.1:8765"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running("--workers", "1") as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    return tmp_path


def test_requests_are_answered_as_the_page_shows(server: Server, folder: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl: apt-get install curl")

    def rerun(example: re.Match[str]) -> str:
        answers = []
        for command in COMMAND.findall(example[0]):
            script = command.replace("\n> ", "\n").replace(SHOWN, server.host)
            done = subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=True)
            answers.append(f"$ {command}{done.stdout.rstrip()}\n")
        return "".join(answers)

    shown = PAGE.read_text(encoding="utf-8")
    real, examples = EXAMPLE.subn(rerun, shown)
    assert examples >= 3
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(real, encoding="utf-8")
    assert shown == real


def test_the_programs_run(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    programs = PROGRAM.findall(PAGE.read_text(encoding="utf-8"))
    assert programs
    for program in programs:
        exec(compile(program.replace(SHOWN, server.host), "<docs>", "exec"), {})
