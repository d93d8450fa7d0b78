"""The report of an evaluation: the worst pages beside their gold, and two configurations beside each other."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.evaluation import Evaluated, GoldPage, evaluate, read
from cleaner.reports.eval_report import beside_gold, compare, eval_report
from tests.conftest import ROOT
from tests.pages import STORY

PACK = """[pack]
name = "house"
about = "Ours"
[[rule]]
id = "ships-have"
label = "promotion"
strength = "certain"
match = 'Ships have grown'
drop = ['"Ships have grown']
keep = ['Ships grow.']
"""
PAGE = f"Home\n\n{STORY}"
GOLD = GoldPage("board", PAGE, STORY)


def evaluated(name: str, cleaner: Cleaner, pages: list[GoldPage]) -> Evaluated:
    return Evaluated(name, list(evaluate(cleaner, pages)), lambda gold: cleaner.clean(gold.page, url=gold.url))


@pytest.fixture
def stricter(tmp_path: Path) -> Cleaner:
    """A cleaner with a rule that takes a paragraph of the story."""
    (tmp_path / "house.toml").write_text(PACK)
    return Cleaner(rules=[tmp_path / "house.toml"])


def pages_of(report: str) -> list[dict[str, Any]]:
    data = re.search(r'<script type="application/json" id="pages">(.*?)</script>', report, re.S)
    assert data
    pages: list[dict[str, Any]] = json.loads(data[1])
    return [{**page, "view": json.loads(gzip.decompress(base64.b64decode(page["view"])))} for page in pages]


def test_the_worst_pages_stand_beside_their_gold() -> None:
    gold = list(read([ROOT / "fixtures"]))
    report = eval_report([evaluated("as it is", Cleaner(), gold)], "id", 3)
    pages = pages_of(report)
    assert len(pages) == 3
    assert [dict(page["figures"])["F1"] for page in pages] == sorted(dict(page["figures"])["F1"] for page in pages)
    wanted = {page.id: page.story for page in gold}
    for page in pages:
        text = "\n".join(paragraph["text"] for paragraph in page["view"]["gold"])
        assert text.split() == (wanted[page["name"]] or "").split()
    for said in ("Leaked", "Lost", "Rules that cost most", "By id"):
        assert f"<h2>{said}</h2>" in report


def test_what_two_configurations_make_of_a_page_stands_beside_each_other(stricter: Cleaner) -> None:
    runs = [evaluated("without", Cleaner(), [GOLD]), evaluated("with", stricter, [GOLD])]
    report = eval_report(runs)
    (page,) = pages_of(report)
    assert page["group"] == "Worse"
    assert dict(page["figures"])["change"].startswith("-")
    (changed,) = [block for block in page["view"]["blocks"] if "Ships have grown" in block["text"]]
    assert (changed["kept"], changed["label"]) == (False, "promotion")
    assert (changed["other"]["kept"], changed["other"]["label"]) == (True, "story")
    assert {kind for _, _, kind in changed["marks"]} == {"lost"}
    assert "worse on 1" in report


def test_pages_that_did_not_change_are_left_out() -> None:
    run = evaluated("as it is", Cleaner(), [GOLD])
    assert pages_of(eval_report([run, run])) == []


def test_marks_are_counted_as_browsers_count() -> None:
    page = PAGE.replace("Ships have", "😀 Ships have")
    gold = GoldPage("board", page, STORY)
    cleaner = Cleaner()
    (score,) = evaluate(cleaner, [GoldPage("board", page, page.replace("Ships have grown", ""))])
    view = beside_gold(cleaner.clean(page), score)
    (block,) = [block for block in view["blocks"] if "😀" in block["text"]]
    start, end, _ = block["marks"][0]
    assert block["text"].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "Ships have grown"
    assert gold.story


def test_blocks_that_were_cut_elsewhere_are_not_compared(stricter: Cleaner) -> None:
    cleaner = Cleaner()
    (score,) = evaluate(cleaner, [GOLD])
    view = beside_gold(cleaner.clean(PAGE), score)
    compare(view, stricter.clean(PAGE.replace("Ships have grown", "Ships have grown\n\nmuch")))
    assert [block["text"] for block in view["blocks"] if "other" in block] == []
