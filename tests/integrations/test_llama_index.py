"""Nodes of LlamaIndex become their stories, alone and in an ingestion pipeline with a cache."""

from __future__ import annotations

import asyncio
import logging
import math
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import OptionError
from tests.integrations.rough import LARGE, SLOW
from tests.integrations.site import FIXTURES

pytest.importorskip("llama_index.core")

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.ingestion.pipeline import get_transformation_hash
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import Document, MetadataMode

from cleaner.integrations.llama_index import CleanerTransform

PAGES = {path[1:]: answer.body.decode() for path, answer in FIXTURES.items()}
NEWS = PAGES["html-news.page.html"]


def documents(**pages: str) -> list[Document]:
    return [
        Document(text=page, metadata={"url": f"https://courier.example/{name}"}, doc_id=name)
        for name, page in pages.items()
    ]


def test_nodes_become_the_stories_of_the_library() -> None:
    pages = documents(**PAGES, large=LARGE.decode(), empty="")
    stories = {page.node_id: cleaner.clean(page.text, url=page.metadata["url"]) for page in pages}
    found = CleanerTransform()(pages)
    kept = {name: story for name, story in stories.items() if story.is_story}
    assert {node.node_id: node.get_content() for node in found} == {name: story.text for name, story in kept.items()}
    for node in found:
        row = kept[node.node_id].row()
        assert (node.metadata["title"], node.metadata.get("published")) == (row["title"], row["published"])
        assert {type(value) for value in node.metadata.values()} <= {str, float, bool}
    assert pages[0].text == next(iter(PAGES.values())), "what is given stays as it is"
    assert asyncio.run(CleanerTransform().acall(pages)) == found


def test_readers_are_shown_what_they_can_use() -> None:
    (node,) = CleanerTransform()(documents(news=NEWS))
    for mode in (MetadataMode.EMBED, MetadataMode.LLM):
        shown = node.get_content(mode)
        assert "authors: Mara Quist" in shown
        assert "confidence" not in shown


def test_a_pipeline_cleans_and_splits_and_its_cache_knows_the_rules(tmp_path: Path) -> None:
    clean = CleanerTransform(keep=["caption"])
    split = SentenceSplitter(chunk_size=256, chunk_overlap=0)
    nodes = IngestionPipeline(transformations=[clean, split]).run(documents=documents(news=NEWS))
    story = cleaner.clean(NEWS, keep=["caption"]).text
    assert len(nodes) > 1
    assert " ".join(node.get_content() for node in nodes).split() == story.split()
    assert {node.metadata["title"] for node in nodes} == {"Dredger returns to Larkhaven after eleven years"}

    pack = tmp_path / "own.toml"
    pack.write_text(PACK.replace("NUMBER", "one"), encoding="utf-8")
    pages = documents(news=NEWS)
    with_rules = [get_transformation_hash(pages, CleanerTransform(rules=[str(pack)])) for _ in range(2)]
    pack.write_text(PACK.replace("NUMBER", "two"), encoding="utf-8")
    hashes = {*with_rules, get_transformation_hash(pages, CleanerTransform(rules=[str(pack)]))}
    assert len(hashes | {get_transformation_hash(pages, CleanerTransform())}) == 3


PACK = """[pack]
name = "courier"
about = "What the Harbor Courier prints around its stories"

[[rule]]
id = "courier"
label = "navigation"
strength = "certain"
match = '^Tide table NUMBER$'
drop = ["Tide table NUMBER"]
keep = ["Tide tables were wrong all week, pilots said."]
"""


def test_pages_that_cannot_be_cleaned_are_told_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    pages = documents(slow=SLOW.decode(), gone="Page not found", news=NEWS)
    with caplog.at_level(logging.WARNING):
        slow, gone, news = CleanerTransform(timeout=2, only_stories=False)(pages)
    assert "https://courier.example/slow: PageTimeoutError: a page took longer than 2 seconds, twice" in caplog.text
    assert slow.metadata["error"].startswith("PageTimeoutError: ")
    assert (slow.get_content(), gone.get_content()) == (SLOW.decode(), "Page not found")
    assert [node.metadata["is_story"] for node in (slow, gone, news)] == [False, False, True]


def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown label 'bylines'"):
        CleanerTransform(keep=["bylines"])
    with pytest.raises(OptionError, match="0 workers"):
        CleanerTransform(workers=0)(documents(news=NEWS))


def test_addresses_that_are_missing_in_a_table_are_none() -> None:
    """Readers of tables put cells into the metadata as they are. The text is str, says LlamaIndex."""
    (found,) = CleanerTransform()([Document(text=NEWS, metadata={"url": math.nan})])
    assert found.get_content() == cleaner.clean(NEWS).text
