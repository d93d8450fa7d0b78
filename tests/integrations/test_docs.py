"""The programs of docs/integrations/ print what the pages show. After a change, twice: UPDATE_DOCS=1 python -m pytest

Each runs in a process of its own, in a folder with nothing but the fixtures, with the whole package that it is about.
`https://harbor-courier.example` is a site on this machine that has the fixtures.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.integrations.site import site
from tests.test_docs import assert_same

PAGES = sorted((ROOT / "docs/integrations").glob("*.md"))
PROGRAM = re.compile(
    r"^```python\n(?P<code>(?:(?!```)[^\n]*\n)*)```\n\nprints\n\n```\n(?P<output>.*?)(?=^```$)",
    re.MULTILINE | re.DOTALL,
)
"""A program, the word "prints", and what it prints."""

FILE = re.compile(r"^```python\n# (?P<name>\w+\.py)\n(?P<code>.*?)^```$", re.M | re.S)
"""A file that the programs of a page import."""

COURIER = "https://harbor-courier.example"
MISSING = re.compile(r"No module named '([\w.]+)'|needs (\w+), which is not installed|failed to find (libmagic)")


def output_of(program: str, folder: Path, address: str) -> str:
    """What a program prints; its test is skipped if it needs what is not installed."""
    done = subprocess.run(
        [sys.executable, "-"],
        input=program.replace(COURIER, address).encode(),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    complaint = done.stderr.decode()
    if done.returncode and (missing := MISSING.search(complaint)):
        pytest.skip(f"{missing[missing.lastindex or 0]} is not installed")
    assert done.returncode == 0, complaint
    return done.stdout.decode().replace(address, COURIER)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_programs_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    shown = page.read_text(encoding="utf-8")
    for file in FILE.finditer(shown):
        (tmp_path / file["name"]).write_text(file["code"], encoding="utf-8")
    with site() as address:

        def rerun(example: re.Match[str]) -> str:
            return f"```python\n{example['code']}```\n\nprints\n\n```\n{output_of(example['code'], tmp_path, address)}"

        real, programs = PROGRAM.subn(rerun, shown)
    assert programs
    assert_same(page, shown, real)
