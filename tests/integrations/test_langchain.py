"""Documents of LangChain become their stories."""

from __future__ import annotations

import asyncio
import logging
import math

import pytest

import cleaner
from cleaner import Cleaner
from cleaner.errors import OptionError
from tests.batch.functions import Fragile
from tests.integrations.rough import ALL_DAY, DEADLY, LARGE
from tests.integrations.site import FIXTURES

pytest.importorskip("langchain_core")

from langchain_core.documents import Document

from cleaner.integrations.langchain import CleanerTransformer

PAGES = {path[1:]: answer.body.decode() for path, answer in FIXTURES.items()}
NEWS = PAGES["html-news.page.html"]


def documents(**pages: str) -> list[Document]:
    return [
        Document(page_content=page, metadata={"source": f"https://courier.example/{name}", "crawl": 7}, id=name)
        for name, page in pages.items()
    ]


def test_documents_become_the_stories_of_the_library() -> None:
    pages = documents(**PAGES, large=LARGE.decode(), empty="")
    stories = [cleaner.clean(page.page_content, url=page.metadata["source"]) for page in pages]
    found = CleanerTransformer().transform_documents(pages)
    kept = [(page.id, story) for page, story in zip(pages, stories, strict=True) if story.is_story]
    assert [(document.id, document.page_content) for document in found] == [(id, story.text) for id, story in kept]
    for document, (_, story) in zip(found, kept, strict=True):
        row = story.row()
        known = document.metadata
        assert (known["source"], known["crawl"]) == (row["url"], 7)
        assert (known["title"], known.get("published")) == (row["title"], row["published"])
        assert known.get("authors", "") == ", ".join(row["authors"])
        assert {type(value) for value in known.values()} <= {str, int, float, bool}
    assert pages[0].page_content == next(iter(PAGES.values())), "what is given stays as it is"
    assert asyncio.run(CleanerTransformer().atransform_documents(pages)) == found


def test_options_are_those_of_a_cleaner() -> None:
    (found,) = CleanerTransformer(Cleaner(keep=["caption"]), form="html").transform_documents(documents(news=NEWS))
    assert found.page_content == cleaner.clean(NEWS, keep=["caption"]).text
    with pytest.raises(OptionError):
        CleanerTransformer(workers=0).transform_documents(documents(news=NEWS))


def test_pages_that_cannot_be_cleaned_are_told_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    pages = documents(late=ALL_DAY, dead=DEADLY, pdf="%PDF-1.7", news=NEWS)
    with caplog.at_level(logging.WARNING):
        transformer = CleanerTransformer(Fragile(), timeout=2, only_stories=False)
        late, dead, _, news = transformer.transform_documents(pages)
    assert (late.page_content, late.metadata["is_story"], news.metadata["is_story"]) == (ALL_DAY, False, True)
    assert late.metadata["error"].startswith("PageTimeoutError: ")
    assert dead.metadata["error"].startswith("WorkerError: ")
    assert "https://courier.example/late: PageTimeoutError: a page took longer than 2 seconds, twice" in caplog.text
    assert "https://courier.example/dead: WorkerError: a page took its worker down" in caplog.text


def test_what_is_no_story_can_be_kept() -> None:
    pages = documents(gone="Page not found", news=NEWS)
    gone, news = CleanerTransformer(only_stories=False).transform_documents(pages)
    assert (gone.page_content, gone.metadata["is_story"], news.metadata["is_story"]) == ("Page not found", False, True)


def test_addresses_that_are_missing_in_a_table_are_none() -> None:
    """Loaders of tables put cells into the metadata as they are. The text is str, says LangChain."""
    (found,) = CleanerTransformer().transform_documents([Document(page_content=NEWS, metadata={"source": math.nan})])
    assert found.page_content == cleaner.clean(NEWS).text
