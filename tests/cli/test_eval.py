"""`cleaner eval`: what is printed about pages whose stories are known."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import FOOTER, STORY, Run


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two pages of two sites: one comes out right; the story of the other is said to end with the feed's footer."""
    path = tmp_path / "gold.jsonl"
    page = f"{STORY}\n{FOOTER}\n"
    records = [
        {"id": "right-1", "text": page, "story": STORY, "site": "Ledger"},
        {"id": "wrong-1", "text": page, "story": page, "site": "Courier"},
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_figures_of_all_pages_and_what_made_the_difference(run: Run, gold: Path) -> None:
    result = run("eval", gold)
    assert result.exit_code == 0
    assert re.search(r"^all +2 +1\.0000 +0\.\d{4} ", result.stdout, re.M)
    assert re.search(r"^syndication +13 +100\.0%$", result.stdout, re.M)
    assert re.search(r"^rules/appeared-first-on +13 +13$", result.stdout, re.M)
    assert "Worst pages" not in result.stdout


def test_groups_and_worst_pages(run: Run, gold: Path) -> None:
    result = run("eval", gold, "--by", "site", "--worst", "1")
    assert [line.split()[0] for line in result.stdout.splitlines()[1:4]] == ["all", "Courier", "Ledger"]
    assert re.search(r"^wrong-1 .* syndication 13$", result.stdout, re.M)
    assert "right-1" not in result.stdout


def test_json_holds_the_same_and_every_page(run: Run, gold: Path) -> None:
    data = json.loads(run("eval", gold, "--format", "json", "--by", "id").stdout)
    assert data["figures"]["pages"] == 2
    assert set(data["groups"]) == {"right", "wrong"}
    assert data["rules"]["rules/appeared-first-on"] == {"cost": 13, "gain": 13}
    assert [page["exact"] for page in data["pages"]] == [True, False]


def test_a_pack_is_compared_with_the_rules_as_they_are(run: Run, gold: Path, pack: Path) -> None:
    """The pack takes the quotation out of both stories."""
    result = run("eval", gold, "--compare", pack, "--worst", "5")
    assert result.exit_code == 0
    assert "better on 0 pages, worse on 2, the same on 0" in result.stdout
    assert re.search(r"^R +0\.\d{4} +0\.\d{4} +-0\.\d{4}$", result.stdout, re.M)
    assert result.stdout.index("right-1") > result.stdout.index("Pages that changed most")
    data = json.loads(run("eval", gold, "--compare", pack, "-f", "json").stdout)
    assert data["change"]["worse"] == 2
    assert data["old"]["figures"]["f1"] > data["new"]["figures"]["f1"]


def test_settings_are_compared_too(run: Run, gold: Path, tmp_path: Path) -> None:
    settings = tmp_path / "keep-footers.toml"
    settings.write_text('keep = ["syndication"]', encoding="utf-8")
    assert "better on 1 pages, worse on 1, the same on 0" in run("eval", gold, "--compare", settings).stdout


@pytest.mark.parametrize(
    ("content", "problem"),
    [("keep = [", "cannot be read"), ('colour = "red"', "not colour")],
    ids=["broken", "unknown"],
)
def test_settings_that_make_no_sense(run: Run, gold: Path, tmp_path: Path, content: str, problem: str) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(content, encoding="utf-8")
    result = run("eval", gold, "--compare", settings)
    assert result.exit_code == 2
    assert problem in result.stderr
    assert result.stderr.count("\n") == 1


def test_gold_that_cannot_be_read_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"text": "x"}\n', encoding="utf-8")
    for name in ("gold.jsonl", "missing.jsonl"):
        result = run("eval", name)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"cleaner: {name}")
        assert result.stderr.count("\n") == 1
    assert run("eval").exit_code == 2


def test_a_terminal_sees_the_progress_and_a_pipe_the_figures(gold: Path) -> None:
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-m", "cleaner", "eval", str(gold)]
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=other_end, env=environment, timeout=60)
    os.close(other_end)
    shown = os.read(terminal, 1 << 16)
    os.close(terminal)
    assert b"cleaning" in shown
    assert done.stdout.startswith(b"     pages")


def test_misread_pages_are_mended_when_asked_for(run: Run, gold: Path) -> None:
    story = STORY.replace("voted", "voted à l’unanimité")
    misread = {"id": "1", "text": story.encode().decode("cp1252"), "story": story}
    gold.write_text(json.dumps(misread) + "\n", encoding="utf-8")
    assert json.loads(run("eval", gold, "-f", "json").stdout)["pages"][0]["exact"] is False
    assert json.loads(run("eval", gold, "-f", "json", "--repair").stdout)["pages"][0]["exact"] is True


def test_gold_may_be_fragments(run: Run) -> None:
    Path("gold.jsonl").write_text(json.dumps({"text": "Ferry stops.", "story": "Ferry stops."}) + "\n", "utf-8")
    figures = [
        json.loads(run("eval", "gold.jsonl", "-f", "json", *options).stdout) for options in ([], ["--form", "fragment"])
    ]
    assert [json.dumps(figure).count('"exact": 1.0') > 0 for figure in figures] == [False, True]


def test_a_report_is_written_beside_the_table(run: Run, gold: Path, pack: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    result = run("eval", gold, "--compare", pack, "--report", report)
    assert (result.exit_code, "better on 0 pages" in result.stdout) == (0, True)
    written = report.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert f"with {pack.name}" in written
    assert run("eval", gold, "--report", tmp_path / "none/report.html").exit_code == 1


def test_no_report_is_written_of_gold_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert run("eval", tmp_path / "none.jsonl", "--report", tmp_path / "report.html").exit_code == 1
    assert not (tmp_path / "report.html").exists()
