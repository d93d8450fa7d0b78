"""Real steps of datatrove, and a pipeline from a WARC file to JSON Lines, which docs/integrations/datatrove.md runs."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import cleaner
from tests.batch.functions import Fragile
from tests.conftest import ROOT
from tests.integrations.rough import ALL_DAY, DEADLY, LARGE
from tests.integrations.site import FIXTURES

pytest.importorskip("datatrove")

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers import JsonlWriter

from cleaner.integrations.datatrove import CleanerExtractor, CleanerFilter, CleanerFormatter

NEWS = FIXTURES["/html-news.page.html"].body.decode()


def documents(**pages: Any) -> list[Document]:
    return [Document(page, name, metadata={"url": f"https://courier.example/{name}"}) for name, page in pages.items()]


def ran(documents: Iterable[Document], *steps: PipelineStep) -> dict[str, Document]:
    """What comes out of steps, by its id."""
    for step in steps:
        documents = step(documents)
    return {document.id: document for document in documents}


def counts(step: PipelineStep) -> dict[str, Any]:
    return {
        name: stats.total for name, stats in step.stats.stats.items() if not name.startswith(("doc_len", "removed"))
    }


def test_the_extractor_gives_the_stories_of_the_library() -> None:
    pages = {path[1:]: answer.body.decode() for path, answer in FIXTURES.items()} | {"large": LARGE.decode()}
    step = CleanerExtractor()
    found = ran(documents(**pages), step)
    stories = {name: cleaner.clean(page, url=f"https://courier.example/{name}") for name, page in pages.items()}
    rows = {name: story.row() for name, story in stories.items() if story.is_story}
    assert {name: document.text for name, document in found.items()} == {
        name: row["text"] for name, row in rows.items()
    }
    for name, row in rows.items():
        known = found[name].metadata
        assert {key: known[key] for key in row if key in known} == {key: row[key] for key in row if key in known}
        assert {"title", "authors", "published", "confidence", "is_story"} <= set(known)
    assert counts(step) == {"total": len(pages), "forwarded": len(rows), "dropped": len(pages) - len(rows)}
    share = step.stats.stats["removed_navigation"]
    shares = [story.row()["removed"].get("navigation") for story in stories.values()]
    assert share.total == pytest.approx(sum(filter(None, shares)))
    assert share.n == len([share for share in shares if share is not None])


def test_the_formatter_cleans_text() -> None:
    text = "\n\n".join(block.text for block in cleaner.clean(NEWS).blocks)
    found = ran(documents(text=text, none="Page not found"), CleanerFormatter())
    assert found["text"].text == cleaner.clean(text, form="text").text != text
    assert (found["none"].text, found["none"].metadata["is_story"]) == ("Page not found", False)


POLISH = "".join(
    f"<p>{paragraph}</p>\n"
    for paragraph in (ROOT / "fixtures/polish-agency.story.txt").read_text(encoding="utf-8").split("\n\n")
)


def test_the_filter_keeps_stories_and_says_why_it_drops_the_others(tmp_path: Path) -> None:
    pages = {
        "story": NEWS,
        "polish": POLISH,
        "listing": FIXTURES["/html-listing.page.html"].body.decode(),
        "pdf": "%PDF-1.7",
        "empty": "",
        "null": None,
        "nan": math.nan,
    }
    excluded = JsonlWriter(str(tmp_path), compression=None)
    step = CleanerFilter(languages=["en"], exclusion_writer=excluded)
    found = ran(documents(**pages), step)
    assert {name: document.text for name, document in found.items()} == {"story": NEWS}
    lines = (tmp_path / "00000.jsonl").read_text(encoding="utf-8").splitlines()
    dropped = {document["id"]: document for document in map(json.loads, lines)}
    assert dropped["listing"]["text"] == pages["listing"]
    assert dropped["listing"]["metadata"]["no_story"].startswith("no story on this page, by ")
    assert {name: document["metadata"]["filter_reason"] for name, document in dropped.items()} == {
        "polish": "other_language",
        **dict.fromkeys(["listing", "pdf", "empty", "null", "nan"], "no_story"),
    }
    assert counts(step)["dropped_no_story"] == 5


def test_the_filter_believes_what_another_step_has_found() -> None:
    listing = FIXTURES["/html-listing.page.html"].body.decode()
    extractor, second = CleanerExtractor(only_stories=False), CleanerFilter(min_confidence=0.5)
    found = ran(documents(story=NEWS, listing=listing), extractor, second)
    assert list(found) == ["story"]
    assert found["story"].text == cleaner.clean(NEWS).text
    assert (counts(second)["dropped_no_story"], "removed_navigation" in second.stats.stats) == (1, False)

    found = ran(documents(story=NEWS), CleanerFilter(min_confidence=1.0))
    assert not found


def test_a_filter_can_be_asked_about_one_document() -> None:
    (story, other) = documents(story=NEWS, other="Page not found")
    assert CleanerFilter().filter(story) is True
    assert CleanerFilter(timeout=None).filter(other) == (False, "no_story")


def test_documents_that_cannot_be_cleaned_are_told_and_the_run_goes_on() -> None:
    pages = {"late": ALL_DAY, "dead": DEADLY, "last": NEWS}
    extractor, second = CleanerExtractor(Fragile(), timeout=2, only_stories=False), CleanerFilter()
    found = ran(documents(**pages), extractor, second)
    assert list(found) == ["last"]
    assert counts(extractor)["error_PageTimeoutError"] == counts(second)["dropped_PageTimeoutError"] == 1
    assert counts(extractor)["error_WorkerError"] == counts(second)["dropped_WorkerError"] == 1


def test_steps_pickle_for_executors() -> None:
    import dill

    for step in (CleanerExtractor(), CleanerFormatter(timeout=None), CleanerFilter(timeout=None)):
        assert list(ran(documents(story=NEWS), dill.loads(dill.dumps(step)))) == ["story"]
