"""Real crawls of a site on this machine, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

import cleaner
from cleaner import Cleaner
from cleaner.errors import CleanerError
from cleaner.sites import learn
from tests.conftest import ROOT
from tests.integrations.rough import LARGE, SLOW
from tests.integrations.site import FIXTURES, Answer, site
from tests.sites import made

scrapy = pytest.importorskip("scrapy")
pytest.importorskip("attrs")
pytest.importorskip("pydantic")

from scrapy.crawler import Crawler  # noqa: E402

from cleaner.integrations.scrapy import CleanerPipeline  # noqa: E402

KINDS = ["dict", "ScrapyItem", "DataItem", "AttrsItem", "PydanticItem"]
NEWS, LISTING = "/html-news.page.html", "/html-listing.page.html"


class Crawl(NamedTuple):
    items: list[dict[str, Any]]
    stats: dict[str, int]
    longest_absence: float
    log: str
    exit_code: int


def crawl(answers: Mapping[str, Answer], *kinds: str, **settings: Any) -> Crawl:
    """What becomes of a site's pages, which all are linked from its front page."""
    front = "".join(f"<a href='{path}'>a page</a>" for path in answers)
    with site({"/": Answer(front.encode()), **answers}) as address:
        known = {"start_urls": [f"{address}/"], "kinds": kinds, "settings": settings, "site": made.SITE}
        known["settings"] = {"ITEM_PIPELINES": {"cleaner.integrations.scrapy.CleanerPipeline": 300}, **settings}
        done = subprocess.run(
            [sys.executable, "-m", "tests.integrations.crawl"],
            input=json.dumps(known).encode(),
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"},
            cwd=ROOT,
            capture_output=True,
        )
    log = done.stderr.decode()
    if not done.stdout:
        return Crawl([], {}, 0.0, log, done.returncode)
    found = json.loads(done.stdout)
    for item in found["items"]:
        item["path"] = urlsplit(item["url"]).path
        item["url"] = item["url"].replace(address, "https://harbor-courier.example")
    return Crawl(**found, log=log, exit_code=done.returncode)


def rows(answers: Mapping[str, Answer], **known: Any) -> dict[str, dict[str, Any]]:
    """What the library itself gives, by path."""
    return {
        path: dict(cleaner.clean(answer.body, url=f"https://harbor-courier.example{path}", **known).row())
        for path, answer in answers.items()
    }


@pytest.mark.parametrize("reactor", ["asyncioreactor.AsyncioSelectorReactor", "selectreactor.SelectReactor"])
def test_items_of_every_kind_get_the_stories_of_their_pages(reactor: str) -> None:
    done = crawl(FIXTURES, "callback", *KINDS, TWISTED_REACTOR=f"twisted.internet.{reactor}")
    assert "CleanerPipeline" not in "".join(line for line in done.log.splitlines() if "Warning" in line)
    own = rows(FIXTURES, encoding="utf-8")
    assert len(done.items) == 6 * len(FIXTURES)
    for item in done.items:
        row = own[item["path"]]
        names = row if item["kind"] == "dict" else ("text", "title", "is_story", "confidence")
        assert {name: item[name] for name in names} == {name: row[name] for name in names}
    stories = sum(row["is_story"] for row in own.values())
    assert done.stats["cleaner/stories"] == stories * len(KINDS)
    assert done.stats["cleaner/no_story"] == (len(own) - stories) * len(KINDS)
    with_navigation = sum("navigation" in row["removed"] for row in own.values())
    assert done.stats["cleaner/removed/navigation"] == with_navigation * len(KINDS)


def test_pages_that_cannot_be_cleaned_are_told_and_the_crawl_goes_on() -> None:
    pages = {
        "/large": Answer(LARGE),
        "/pdf": Answer(b"%PDF-1.7 is no page", "text/html"),
        "/charset": Answer(FIXTURES[NEWS].body, "text/html; charset=klingon"),
        "/bad-bytes": Answer(b"<p>\xff\xfe\x81 \xc3(" + FIXTURES[NEWS].body),
    }
    done = crawl(pages, "dict")
    found = {item["path"]: item for item in done.items}
    assert set(found) == set(pages)
    assert found["/pdf"]["error"].startswith("NotTextError: this is a PDF document")
    assert found["/charset"]["error"].startswith("UnknownEncodingError: unknown encoding 'klingon'")
    assert {item["text"] for item in done.items if item["error"]} == {None}
    for path in ("/large", "/bad-bytes"):
        row = rows({path: pages[path]}, encoding="utf-8")[path]
        assert {name: found[path][name] for name in row} == row
    assert done.stats["cleaner/errors/NotTextError"] == done.stats["cleaner/errors/UnknownEncodingError"] == 1
    assert "/pdf: NotTextError: this is a PDF document" in done.log


def test_a_page_that_takes_too_long_holds_up_neither_the_crawl_nor_the_reactor() -> None:
    done = crawl({"/slow": Answer(SLOW), NEWS: FIXTURES[NEWS]}, "dict", CLEANER_TIMEOUT="2", CLEANER_WORKERS=1)
    found = {item["path"]: item for item in done.items}
    assert found["/slow"]["error"] == "PageTimeoutError: a page took longer than 2 seconds, twice"
    assert found[NEWS]["is_story"]
    assert done.longest_absence < 2


def test_items_without_a_page_pass_as_they_are() -> None:
    done = crawl({NEWS: FIXTURES[NEWS]}, "null")
    assert len([item for item in done.items if "text" not in item]) == 3
    assert [item["is_story"] for item in done.items if item.get("text") == ""] == [False]
    (number,) = [item for item in done.items if item.get("error")]
    assert number["error"].startswith("PageTypeError: ")
    assert done.stats == {"cleaner/no_story": 1, "cleaner/errors/PageTypeError": 1}


def test_what_is_no_story_and_what_is_in_another_language_is_dropped_where_that_is_asked_for() -> None:
    pages = {path: FIXTURES[path] for path in (NEWS, LISTING)}
    polish = (ROOT / "fixtures/polish-agency.story.txt").read_text(encoding="utf-8").split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in polish)
    pages["/pl"] = Answer(f'<html lang="pl"><meta charset="utf-8"><body>{body}</body></html>'.encode())
    done = crawl(pages, "dict", CLEANER_NO_STORY="drop", CLEANER_LANGUAGES="de,en")
    assert [item["path"] for item in done.items] == [NEWS]
    counted = {name: done.stats[f"cleaner/{name}"] for name in ("stories", "no_story", "other_language")}
    assert counted == {"stories": 1, "no_story": 1, "other_language": 1}


def test_fields_and_rules_are_chosen_in_the_settings(tmp_path: Any) -> None:
    (tmp_path / "own.toml").write_text(RULE, encoding="utf-8")
    page = FIXTURES[NEWS]
    options = {"CLEANER_RULES": [str(tmp_path / "own.toml")], "CLEANER_KEEP": "byline", "CLEANER_FORM": "html"}
    fields = {"text": "body", "title": "headline"}
    (item,) = crawl({NEWS: page}, "dict", CLEANER_FIELDS=fields, **options).items
    story = cleaner.clean(page.body, rules=options["CLEANER_RULES"], keep=["byline"])
    assert (item["body"], item["headline"]) == (story.text, story.title)
    assert "Hanna Lind anchored" not in story.text
    assert "Hanna Lind anchored" in cleaner.clean(page.body, keep=["byline"]).text
    assert set(item) == {"kind", "path", "url", "encoding", "body", "headline"}

    (item,) = crawl({NEWS: page}, "dict", CLEANER_FIELDS="text,published").items
    assert set(item) == {"kind", "path", "url", "encoding", "text", "published"}


def test_what_the_sites_repeat_is_furniture(tmp_path: Any) -> None:
    learn(made.crawl(6)).save(tmp_path / "sites.parquet")
    pages = {urlsplit(made.url(number)).path: Answer(made.page(number).encode()) for number in range(6)}
    done = crawl(pages, "elsewhere", CLEANER_SITES=str(tmp_path / "sites.parquet"))
    plain, learned = Cleaner(), Cleaner(sites=tmp_path / "sites.parquet")
    assert len(done.items) == 6
    for item in done.items:
        page = pages[item["path"]].body
        assert item["text"] == learned.clean(page, url=item["url"]).text != plain.clean(page, url=item["url"]).text


RULE = """[pack]
name = "courier"
about = "What the Harbor Courier prints around its stories"

[[rule]]
id = "courier-dredger"
label = "navigation"
strength = "certain"
match = '^The dredger [A-Z]\\w+ [A-Z]\\w+ anchored off Larkhaven'
drop = ["The dredger Hanna Lind anchored off Larkhaven on Tuesday."]
keep = ["The dredger anchored off Larkhaven on Tuesday."]
"""


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("CLEANER_TIME_OUT", 3, "there is no setting CLEANER_TIME_OUT; there are CLEANER_PAGE_FIELD"),
        ("CLEANER_NO_STORY", "leave", "CLEANER_NO_STORY cannot be 'leave'; it is keep or drop"),
        ("CLEANER_FIELDS", ["body"], "CLEANER_FIELDS: there is no column 'body'; there are url, title"),
        ("CLEANER_RULES", "gone.toml", "gone.toml"),
        ("CLEANER_SITES", "gone.parquet", "gone.parquet"),
        ("CLEANER_KEEP", "bylines", "unknown label 'bylines'"),
        ("CLEANER_WORKERS", -1, "-1 workers can do nothing"),
    ],
)
def test_settings_that_make_no_sense_end_the_crawl_before_it_begins(name: str, value: Any, complaint: str) -> None:
    with pytest.raises(CleanerError, match=complaint):
        CleanerPipeline.from_crawler(Crawler(scrapy.Spider, {name: value}))
