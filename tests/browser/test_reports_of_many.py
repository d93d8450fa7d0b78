"""The reports of a batch and of an evaluation in a real browser."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.batch import run
from cleaner.evaluation import Evaluated, evaluate, read
from cleaner.reports.eval_report import eval_report
from tests.browser.conftest import Reported
from tests.browser.test_accessibility import serious
from tests.conftest import ROOT

FIXTURES = ROOT / "fixtures"
PACK = """[pack]
name = "house"
about = "A rule that takes paragraphs of stories"
[[rule]]
id = "council"
label = "promotion"
strength = "certain"
match = 'council|harbour|minister'
drop = ["The council met."]
keep = ["The board met."]
"""


@pytest.fixture(scope="module")
def batch_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a run over some fixtures, and a page that fails."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "pages").mkdir()
    for page in FIXTURES.glob("*-news.page.*"):
        (folder / "pages" / page.name).write_bytes(page.read_bytes())
    (folder / "pages/<b>image.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    run(folder / "pages", folder / "stories.jsonl", workers=1, report=folder / "report.html")
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def eval_html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Some fixtures as they are, and with a rule that takes paragraphs of some stories."""
    pack = tmp_path_factory.mktemp("eval") / "house.toml"
    pack.write_text(PACK)
    gold = [page for page in read([FIXTURES]) if page.id.startswith("cl")]
    runs = []
    for name, cleaner in (("without", Cleaner()), ("with", Cleaner(rules=[pack]))):
        runs.append(Evaluated(name, list(evaluate(cleaner, gold)), lambda page, c=cleaner: c.clean(page.page)))
    return eval_report(runs)


def test_a_batch_is_summed_up_and_its_pages_open(reported: Reported, batch_report: str) -> None:
    page = reported.written(batch_report)
    assert page.get_by_role("img", name="Stories by confidence").is_visible()
    assert page.locator("bdi", has_text="<b>image.html").count() == 1
    assert page.get_by_role("rowheader", name="Lowest confidence", exact=True).is_visible()
    page.locator("a[href='#page-1']").click()
    page.locator(".page .block").first.wait_for(state="attached")
    assert page.get_by_role("img", name="Stories by confidence").count() == 0
    page.get_by_role("link", name="all pages").click()
    assert page.get_by_role("img", name="Stories by confidence").is_visible()


def test_nothing_serious_in_the_report_of_a_batch(reported: Reported, batch_report: str) -> None:
    assert serious(reported.written(batch_report)) == []


def test_lost_and_leaked_words_are_marked_beside_the_gold(reported: Reported, eval_html: str) -> None:
    page = reported.written(eval_html)
    page.locator("a[href='#page-1']").click()
    lost = page.locator(".block mark.lost")
    lost.first.wait_for()
    assert lost.first.is_visible()
    gold = page.get_by_role("complementary", name="The story as it should be")
    assert gold.locator("mark.lost", has_text=(lost.first.text_content() or "")[:20]).first.is_visible()
    colours = {
        kind: page.evaluate(f"getComputedStyle(document.querySelector('.gold mark.{kind}')).backgroundColor")
        for kind in ("lost", "leaked")
    }
    assert colours["lost"] != colours["leaked"]


def test_what_another_configuration_did_is_said_and_can_be_filtered(reported: Reported, eval_html: str) -> None:
    page = reported.written(eval_html)
    assert "worse on" in page.locator(".card").first.inner_text()
    page.locator("a[href='#page-1']").click()
    page.get_by_label("Only what differs").check()
    others = page.locator(".block:not([hidden]) .other").all_text_contents()
    assert others
    assert len(others) == page.locator(".block:not([hidden])").count()
    assert any(said.startswith("before: kept as") for said in others)


def test_nothing_serious_in_the_report_of_an_evaluation(reported: Reported, eval_html: str) -> None:
    page = reported.written(eval_html)
    assert serious(page) == []
    page.locator("a[href='#page-1']").click()
    page.locator(".page .block").first.wait_for(state="attached")
    assert serious(page) == []
