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

WELSH_PAGE = """
Bydd y fferi nos yn hwylio o'r porthladd am y tro cyntaf mewn naw mlynedd, meddai'r cwmni ddydd Llun, gan roi diwedd \
ar gyfnod hir o aros i bobl yr ynysoedd.

Mae'r llong wedi ei hadnewyddu a bydd hi yn gadael bob nos Iau am hanner awr wedi deg, gan gyrraedd yr ynysoedd cyn y \
post cyntaf.

Nid oes neb yn gwybod eto a fydd digon o deithwyr ar y llong, ond mae'r cyngor wedi addo talu rhan o'r gost tan \
ddiwedd y flwyddyn.

Darllenwch hefyd:

Cynllun newydd ar gyfer y bont
"""


MAILBOX = f"""\
From desk Mon Nov 17 06:00:00 2025
Message-ID: <1@harbor-courier.example>

<p>{LEAD}</p><p>{QUOTE}</p>

From desk Tue Nov 18 06:00:00 2025
Message-ID: <2@harbor-courier.example>

<p>{PLAN}</p><p>{QUOTE}</p>
"""


def recipe(heading: str) -> list[str]:
    """The samples of code below a heading."""
    section = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```(?:text|toml)\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("cleaner", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def add_line(table: Path, below: str, line: str) -> None:
    """Adds a line to a file, behind the only place where it says `below`."""
    code = table.read_text()
    assert code.count(below) == 1
    table.write_text(code.replace(below, below + line))


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


def test_a_language(tree: Path) -> None:
    words, pack = recipe("A language")
    folder = tree / "rules/cy"
    folder.mkdir()
    (folder / "language.toml").write_text(words)
    (folder / "related.toml").write_text(pack)
    done = run(
        tree,
        f"""
from cleaner.analysis.counting import count
from cleaner.cli import main
from cleaner.language import languages, spoken
print(*spoken(languages()["cy"].example), *count(["Mae hi ar agor"]).functions)
print(*[block.reason for block in cleaner.clean({WELSH_PAGE!r}).removed], sep=": ")
main(["rules", "check"])
""",
    )
    told, removed, checked = done.stdout.splitlines()
    assert told == "cy 3", "the language is told, and its function words are counted"
    assert removed == "rules/cy-read-more: in the tail that block 3 begins", "its rules are matched"
    assert checked.endswith("all is well")


def test_an_output_format(tree: Path) -> None:
    code, line = recipe("An output format")
    (tree / "cleaner/records/tab_lines.py").write_text(code)
    table = tree / "cleaner/records/formats.py"
    add_line(table, "FORMATS: Final = {\n", line)
    add_line(table, "from cleaner.errors import OptionError\n", "from cleaner.records.tab_lines import TabLines\n")
    (tree / "page.html").write_text(f"<p>{LEAD}</p><p>{QUOTE}</p>")
    done = run(
        tree,
        """
from cleaner import Cleaner
from cleaner.cli import main
from cleaner.records import read, write
stories = [(record, Cleaner().clean(record.page)) for record in read("page.html")]
write(stories, "written.tsv")
main(["batch", "page.html", "-o", "run.tsv", "--quiet"])
""",
    )
    assert (tree / "written.tsv").read_text() == f"\t{LEAD} {QUOTE}\n", done.stderr
    assert (tree / "run.tsv").read_text() == f"\t{LEAD} {QUOTE}\n", done.stderr


def test_a_reader(tree: Path) -> None:
    code, line = recipe("A reader")
    (tree / "cleaner/records/mailbox.py").write_text(code)
    table = tree / "cleaner/records/readers.py"
    add_line(table, "READERS: Final = {\n", line)
    table.write_text(table.read_text().replace("import archives, arrow, ", "import archives, arrow, mailbox, "))
    for name in ("letters.mbox", "letters"):
        (tree / name).write_text(MAILBOX)
    done = run(
        tree,
        """
from cleaner.cli import main
from cleaner.records import read
print(*[f"{record.number} {record.id}" for record in read("letters.mbox")], sep=", ")
main(["batch", "letters", "--input-format", "mailbox", "-o", "stories/", "-f", "text", "--quiet"])
""",
    )
    assert done.stdout == "0 <1@harbor-courier.example>, 1 <2@harbor-courier.example>\n", done.stderr
    stories = sorted((tree / "stories").rglob("*.txt"))
    assert [story.read_text() for story in stories] == [f"{LEAD}\n\n{QUOTE}\n", f"{PLAN}\n\n{QUOTE}\n"], done.stderr
