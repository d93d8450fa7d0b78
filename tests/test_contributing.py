"""The recipes of CONTRIBUTING.md, each carried out in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pages import LEAD, PLAN, QUOTE

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGE = "\n\n".join((LEAD, "Larkhaven Port 12.40 +0.4 % Ferry 3.10 -1.2 %", QUOTE, PLAN))


def recipe(heading: str) -> list[str]:
    """The samples of code below a heading."""
    section = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```text\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("cleaner", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(tree: Path, program: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(tree / "cache")}
    head = f"import cleaner; assert cleaner.__file__.startswith({str(tree)!r})\n"
    command = [sys.executable, "-c", head + program]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tree)


def test_a_feature(tree: Path) -> None:
    declared, measured = recipe("A feature")
    path = tree / "cleaner/stages/prose.py"
    code = re.sub(r"^FEATURES: Final = .*\n", lambda _: declared, path.read_text(), flags=re.MULTILINE)
    path.write_text(code.replace('        "sentences": [', f'{measured}        "sentences": ['))
    refused = run(tree, f"cleaner.clean({PAGE!r})")
    assert "has no feature 'digits'" in refused.stderr.splitlines()[-1]
    fitted = """
from cleaner.scoring import Card, read_card, write_card
from cleaner.scoring.weights import BUILTIN
from cleaner.stages import prose
path = BUILTIN / "text" / "prose.json"
old = read_card(path, "text/prose", [feature for feature in prose.FEATURES if feature.name != "digits"])
write_card(path, Card(old.name, prose.FEATURES, old.base, {**old.points, "digits": [0.0, 0.0, -40.0, -40.0]}), {})
"""
    weights = "[hit.weight for verdict in story.verdicts for hit in verdict.evidence if hit.stage == 'prose']"
    done = run(tree, f"{fitted}\nstory = cleaner.clean({PAGE!r})\nprint(*[weight < -20 for weight in {weights}])")
    assert done.stdout == "False True False False\n", done.stderr


def test_a_stage(tree: Path) -> None:
    (line,) = recipe("A stage")
    (tree / "cleaner/stages/ticker.py").write_text(
        "from cleaner.model import Evidence\n\n\n"
        "def run(analysis):\n"
        "    for block, text in enumerate(analysis.measures.plain):\n"
        "        if text.count(' %') >= 2:\n"
        "            yield Evidence(block, 'ticker', 'stocks', 'promotion', -float('inf'))\n"
    )
    table = tree / "cleaner/stages/__init__.py"
    code = table.read_text().replace("STAGES: Final = (\n", f"STAGES: Final = (\n    {line}")
    table.write_text(code.replace("    captions,\n", "    captions,\n    ticker,\n", 1))
    done = run(tree, f"print(*[block.reason for block in cleaner.clean({PAGE!r}).removed])")
    assert done.stdout == "ticker/stocks\n", done.stderr
