"""A crawl of one site with Scrapy, in a process of its own, as a reactor runs only once.

Reads settings and start URLs as JSON, and prints items, stats and how long the reactor was away at most.
"""

from __future__ import annotations

import dataclasses
import json
import math
import sys
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import attrs
import pydantic
import scrapy
from itemadapter import ItemAdapter
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from cleaner.integrations.scrapy import story_of

FIELDS = ("text", "title", "is_story", "confidence", "error")


class ScrapyItem(scrapy.Item):
    url, html, encoding = scrapy.Field(), scrapy.Field(), scrapy.Field()
    text, title, is_story, confidence, error = (scrapy.Field() for _ in FIELDS)


@dataclasses.dataclass
class DataItem:
    url: str
    html: bytes
    encoding: str | None = None
    text: str = ""
    title: str | None = None
    is_story: bool = False
    confidence: float = 0.0
    error: str | None = None


@attrs.define
class AttrsItem:
    url: str
    html: bytes
    encoding: str | None = None
    text: str = ""
    title: str | None = None
    is_story: bool = False
    confidence: float = 0.0
    error: str | None = None


class PydanticItem(pydantic.BaseModel):
    url: str
    html: bytes
    encoding: str | None = None
    text: str = ""
    title: str | None = None
    is_story: bool = False
    confidence: float = 0.0
    error: str | None = None


KINDS = {kind.__name__: kind for kind in (dict, ScrapyItem, DataItem, AttrsItem, PydanticItem)}


class Spider(scrapy.Spider):
    name = "courier"
    items: ClassVar[list[dict[str, Any]]] = []
    kinds: ClassVar[list[str]] = []
    site = ""
    longest_absence, last_seen = 0.0, 0.0

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **known: Any) -> Any:
        spider = super().from_crawler(crawler, *args, **known)
        crawler.signals.connect(spider.scraped, scrapy.signals.item_scraped)
        crawler.signals.connect(spider.opened, scrapy.signals.spider_opened)
        return spider

    def opened(self) -> None:
        from twisted.internet.task import LoopingCall

        Spider.last_seen = time.monotonic()
        LoopingCall(self.watch).start(0.02)

    def watch(self) -> None:
        now = time.monotonic()
        Spider.longest_absence = max(Spider.longest_absence, now - Spider.last_seen)
        Spider.last_seen = now

    def parse(self, response: Response) -> Iterator[Any]:
        if response.url.endswith("/"):
            yield from response.follow_all(css="a")
            return
        if "callback" in self.kinds:
            yield {"kind": "callback", "page": None, **story_of(response).row()}
        if "elsewhere" in self.kinds:
            path = response.url.partition("//")[2].partition("/")[2]
            yield {"url": f"https://{self.site}/{path}", "html": response.body}
        header = (response.headers.get("Content-Type") or b"").decode().partition("charset=")[2]
        for name, kind in KINDS.items():
            if name in self.kinds:
                yield kind(url=response.url, html=response.body, encoding=header or None)
        if "null" in self.kinds:
            yield {"url": response.url, "html": None}
            yield {"url": response.url}
            yield {"url": response.url, "html": ""}
            yield {"url": response.url, "html": math.nan}
            yield {"url": response.url, "html": 4}

    def scraped(self, item: Any) -> None:
        found = {name: value for name, value in ItemAdapter(item).asdict().items() if name != "html"}
        self.items.append({"kind": type(item).__name__, **found})


def main() -> None:
    known = json.load(sys.stdin)
    Spider.start_urls, Spider.kinds, Spider.site = known["start_urls"], known["kinds"], known["site"]
    process = CrawlerProcess({"LOG_LEVEL": "INFO", "TELNETCONSOLE_ENABLED": False} | known["settings"])
    crawler = process.create_crawler(Spider)
    process.crawl(crawler)
    process.start()
    stats = {name: value for name, value in crawler.stats.get_stats().items() if name.startswith("cleaner/")}
    json.dump({"items": Spider.items, "stats": stats, "longest_absence": Spider.longest_absence}, sys.stdout)


if __name__ == "__main__":
    main()
