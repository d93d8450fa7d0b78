"""docs/cli.md shows real output. After a change: UPDATE_DOCS=1 python -m pytest tests/cli/test_docs.py"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PAGE = ROOT / "docs/cli.md"
EXAMPLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def printed(command: str, folder: Path) -> str:
    """What a shell prints on both streams, in a folder with nothing but the fixtures."""
    script = f'cleaner() {{ "{sys.executable}" -m cleaner "$@"; }}\n{command}'
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.stdout.decode().replace(f"{ROOT}/", "")


def test_commands_print_what_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")

    def rerun(example: re.Match[str]) -> str:
        commands = [line for line in example[0].splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{printed(command[2:], tmp_path)}" for command in commands)

    text = PAGE.read_text(encoding="utf-8")
    real = EXAMPLE.sub(rerun, text)
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(real, encoding="utf-8")
    assert real.count("\n$ ") > 10
    assert text == real
