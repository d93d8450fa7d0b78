"""The report of a batch: what it counts, which pages it shows, and that neither workers nor a crash change it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.batch import Progress, flow, run
from cleaner.batch.cleaning import counted
from cleaner.batch.findings import (
    NO_SITE,
    OTHER_SITES,
    SITES,
    Finder,
    Finding,
    Findings,
    site_of,
)
from cleaner.batch.samples import KEPT, SAMPLES, StoredPage, longest_cut
from cleaner.batch.tally import PageCounts
from cleaner.errors import OutputError, ResumeError
from cleaner.records.record import Record
from tests.pages import STORY
from tests.records import files

PAGES = 300
COUNTS = PageCounts(True, 100, 50, {}, {})


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of three sites, each with more boilerplate than the one before it, and two that are none."""
    table: list[dict[str, Any]] = []
    for number in range(PAGES):
        menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(number % 150))
        paragraphs = "".join(f"<p>{line} It was day {number}.</p>" for line in STORY.split("\n\n"))
        url = f"https://www.site{number % 3}.example/{number}"
        table.append({"id": f"page-{number}", "url": url, "html": f"<ul>{menu}</ul><article>{paragraphs}</article>"})
    table[70]["html"] = None
    table[170]["html"] = None
    return files.write_jsonl(tmp_path_factory.mktemp("inputs") / "pages.jsonl", table)


def shown(report: Path) -> tuple[list[dict[str, Any]], str]:
    """The pages of a report, and the rest of it but for how long the run took."""
    text = report.read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="pages">(.*?)</script>', text, re.S)
    assert data
    overview = re.search(r'<main id="report">(.*?)</main>', text, re.S)
    assert overview
    return json.loads(data[1]), re.sub(r"<div><dt>pages a second</dt>.*?</div>", "", overview[1])


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a run that nothing interrupted, by one worker."""
    folder = tmp_path_factory.mktemp("whole")
    summary = run(inputs, folder / "stories.jsonl", workers=1, report=folder / "report.html")
    assert summary.report == str(folder / "report.html")
    return folder / "report.html"


def test_it_shows_what_the_run_did(whole: Path) -> None:
    pages, overview = shown(whole)
    for said in ("What was removed", "Confidence", "Length before and after", "Pages that failed", "site1.example"):
        assert said in overview
    assert "<dd>300</dd>" in overview
    assert "has no page" in overview
    assert [page["group"] for page in pages] == sorted((page["group"] for page in pages), key=list(SAMPLES).index)
    assert len({page["name"] for page in pages}) == len(pages) <= sum(SAMPLES.values())


def test_the_longest_cuts_are_those_of_all_pages(whole: Path) -> None:
    pages, _ = shown(whole)
    kept = {group: [page["share_kept"] for page in pages if page["group"] == group] for group in SAMPLES}
    assert max(kept["Longest cut"]) <= min(kept["At random"])


def test_the_number_of_workers_changes_nothing(inputs: Path, whole: Path, tmp_path: Path) -> None:
    run(inputs, tmp_path / "stories.jsonl", workers=2, report=tmp_path / "report.html")
    ours, theirs = shown(tmp_path / "report.html"), shown(whole)
    assert ours[0] == theirs[0]
    assert ours[1].replace(str(tmp_path), "") == theirs[1].replace(str(whole.parent), "")


@pytest.fixture
def interrupted(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A run that ends after two chunks, both of which are on the disk."""

    def interrupt(**options: Any) -> None:
        def stop(progress: Progress) -> None:
            if progress.tally.pages > 128:
                raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(flow, "COMMIT_SECONDS", 0)
            with pytest.raises(KeyboardInterrupt):
                run(inputs, tmp_path / "stories.jsonl", workers=1, progress=stop, **options)

    return interrupt


def test_a_run_that_is_resumed_reports_all_pages(
    inputs: Path, whole: Path, tmp_path: Path, interrupted: Callable[..., None]
) -> None:
    report = tmp_path / "report.html"
    interrupted(report=report)
    assert not report.exists()
    assert len(list((tmp_path / "stories.jsonl.unfinished").glob("findings-*"))) == 1
    summary = run(inputs, tmp_path / "stories.jsonl", workers=1, report=report)
    assert summary.resumed > 0
    ours, theirs = shown(report), shown(whole)
    assert ours[0] == theirs[0]
    assert ours[1].replace(str(tmp_path), "") == theirs[1].replace(str(whole.parent), "")


def test_a_run_that_began_without_a_report_cannot_go_on_with_one(
    inputs: Path, tmp_path: Path, interrupted: Callable[..., None]
) -> None:
    interrupted()
    with pytest.raises(ResumeError, match="other options"):
        run(inputs, tmp_path / "stories.jsonl", report=tmp_path / "report.html")


def test_what_was_found_so_far_must_be_there(inputs: Path, tmp_path: Path, interrupted: Callable[..., None]) -> None:
    report = tmp_path / "report.html"
    interrupted(report=report)
    (found,) = (tmp_path / "stories.jsonl.unfinished").glob("findings-*")
    found.write_text("{")
    with pytest.raises(ResumeError, match="--restart"):
        run(inputs, tmp_path / "stories.jsonl", report=report)


def test_a_finished_run_keeps_its_report_and_makes_no_other(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(STORY)
    options = {"output": tmp_path / "stories.jsonl", "workers": 1}
    run(tmp_path / "page.txt", report=tmp_path / "report.html", **options)
    before = (tmp_path / "report.html").read_bytes()
    run(tmp_path / "page.txt", report=tmp_path / "report.html", **options)
    assert (tmp_path / "report.html").read_bytes() == before
    with pytest.raises(OutputError, match="--restart"):
        run(tmp_path / "page.txt", report=tmp_path / "another.html", **options)


@pytest.mark.parametrize(
    ("report", "message"),
    [("none/report.html", "no such folder"), (".", "is a folder"), ("stories.jsonl", "give the report another")],
)
def test_a_report_without_a_place_is_told_before_the_first_page(report: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(STORY)
    with pytest.raises(OutputError, match=message):
        run(tmp_path / "page.txt", tmp_path / "stories.jsonl", report=tmp_path / report)
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_report_among_the_inputs_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<p>{STORY}</p>")
    for _ in range(2):
        out = tmp_path / "stories.jsonl"
        summary = run(tmp_path, out, workers=1, report=tmp_path / "report.html", restart=True)
        assert summary.tally.pages == 1


def test_standard_output_has_a_report_too(
    inputs: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(inputs, "-", workers=1, report="report.html")
    assert capfd.readouterr().out.count("\n") == PAGES - 2
    assert shown(tmp_path / "report.html")[0] == shown(whole)[0]


def test_a_worker_sends_few_pages_along() -> None:
    finder = Finder()
    story = cleaner.clean(STORY)
    counts = counted(story)
    found = [finder.found(Record(str(n), STORY, number=n), story, counts) for n in range(3000)]
    assert sum(finding.sample is not None for finding in found) < 300


def test_sites_are_counted_in_bounded_memory_and_the_large_ones_stay() -> None:
    findings = Findings()
    for number in range(5 * SITES):
        for host in (f"small{number}.example", "large.example"):
            findings.add(COUNTS, Finding(host, 0.5, 1, {}))
    assert len(findings.sites) <= 2 * SITES
    assert findings.sites["large.example"].pages == 5 * SITES
    assert findings.sites["large.example"].mean_confidence == pytest.approx(0.5)
    assert sum(site.pages for site in findings.sites.values()) == 10 * SITES
    assert findings.sites[OTHER_SITES].pages > 0


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    findings = Findings()
    story = cleaner.clean(STORY)
    findings.add(counted(story), Finder().found(Record("page", STORY, url="https://a.example/"), story, counted(story)))
    findings.save(tmp_path / "findings.json")
    size = (tmp_path / "findings.pages").stat().st_size
    findings.save(tmp_path / "findings.json")
    assert (tmp_path / "findings.pages").stat().st_size == size, "a page is written once"
    loaded = Findings.load(tmp_path / "findings.json")
    assert {**vars(loaded), "samples": 0} == {**vars(findings), "samples": 0}
    assert loaded.samples["At random"].ranked == findings.samples["At random"].ranked
    shown = [findings.pages(lambda record: cleaner.clean(record.page)) for findings in (loaded, findings)]
    assert shown[0] == shown[1] != []


NIGHT = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("page", ["Ships \ud800 have grown", b"\xff\xfe<p>"])
def test_a_page_is_stored_as_it_came(page: str | bytes) -> None:
    record = Record(
        "a", page, url="https://a.example/", encoding="cp1252", form="html", source="b", number=7, seen_at=NIGHT
    )
    assert StoredPage.of(record).record() == record


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.Ledger.example/a?b#c", "ledger.example"),
        ("http://news.ledger.example:8080/", "news.ledger.example"),
        (None, NO_SITE),
        ("nonsense", NO_SITE),
        ("http://[broken", NO_SITE),
    ],
)
def test_a_site_is_the_host_of_an_address(url: str | None, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("kept", "lengths", "cut"),
    [
        ([], [], 0),
        ([True], [5], 0),
        ([False, False, True, False], [1, 2, 9, 4], 4),
        ([False, False, True, False], [3, 2, 9, 4], 5),
    ],
)
def test_the_longest_cut_is_a_stretch_of_removed_blocks(kept: list[bool], lengths: list[int], cut: int) -> None:
    assert longest_cut(kept, lengths) == cut


def test_the_pages_with_the_longest_cuts_are_those_of_a_plain_sort(tmp_path: Path) -> None:
    pages = [f"<h2>Related</h2>{'<p>More gulls</p>' * (number * 7 % 40)}<p>{STORY}</p>" for number in range(40)]
    findings, finder, cuts = Findings(), Finder(), []
    for number, page in enumerate(pages):
        story = cleaner.clean(page)
        finding = finder.found(Record(str(number), page, number=number), story, counted(story))
        findings.add(counted(story), finding)
        cuts.append(longest_cut([block.verdict.kept for block in story.blocks], map(len, story.page.texts)))
    found = [-rank for (rank, _), _ in findings.samples["Longest cut"].ranked]
    assert found == sorted(cuts, reverse=True)[:KEPT]
