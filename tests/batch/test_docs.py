"""docs/batch.md shows real output. After a change: UPDATE_DOCS=1 python -m pytest tests/batch/test_docs.py"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.records.readers import FORMAT_OF_SUFFIX
from cleaner.records.record import _USUAL_NAMES
from cleaner.records.schema import COLUMNS
from tests.cli.test_docs import EXAMPLE, printed
from tests.conftest import ROOT

PAGE = ROOT / "docs/batch.md"
PROGRAM = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    return tmp_path


def test_commands_print_what_the_page_shows(folder: Path) -> None:
    def rerun(example: re.Match[str]) -> str:
        commands = [line for line in example[0].splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{printed(line[2:], folder)}" for line in commands)

    shown = PAGE.read_text(encoding="utf-8")
    real, examples = EXAMPLE.subn(rerun, shown)
    assert examples
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(real, encoding="utf-8")
    assert shown == real


@pytest.mark.parametrize("program", PROGRAM.findall(PAGE.read_text(encoding="utf-8")))
def test_programs_run(program: str, folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_page_names_all_suffixes_and_columns() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = [*FORMAT_OF_SUFFIX, *COLUMNS, *" ".join(filter(None, _USUAL_NAMES)).split()]
    assert [name for name in names if f"`{name}`" not in page] == []
