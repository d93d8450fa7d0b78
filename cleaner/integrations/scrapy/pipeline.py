"""The item pipeline."""

from __future__ import annotations

import logging
import os
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from cleaner import Cleaner
from cleaner.arrow.cells import is_null
from cleaner.errors import WorkerError
from cleaner.integrations.rows import CleanRow, row_or_error
from cleaner.integrations.scrapy.awaiting import awaited
from cleaner.integrations.scrapy.settings import Settings
from cleaner.workers.pool import Pool
from cleaner.workers.stories import check, result_or_error

logger = logging.getLogger(__name__)


class CleanerPipeline:
    """Writes the row of a page's story into the item that holds the page. Worker processes clean; the reactor goes on.

    Raises:
        OptionError: a setting does not exist, or has a value that it cannot have.
        RulebookError: a pack of CLEANER_RULES cannot be used.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.settings = settings = Settings.read(crawler.settings)
        clean = CleanRow(Cleaner(**settings.cleaner_options()))
        check(settings.workers or None, settings.timeout or None)
        self.pool = Pool(clean, settings.workers or os.cpu_count() or 1, settings.timeout or None)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self, spider: object = None) -> None:
        self.pool.__enter__()

    def close_spider(self, spider: object = None) -> None:
        self.pool.__exit__()

    async def process_item(self, item: Any, spider: object = None) -> Any:
        """The item with its story; an item without a page as it is.

        Raises:
            DropItem: it has no story, or one in another language, and the settings say that it is dropped.
        """
        adapter = ItemAdapter(item)
        page = adapter.get(self.settings.page_field)
        if is_null(page):
            return item
        url, encoding = adapter.get(self.settings.url_field), adapter.get(self.settings.encoding_field)
        row = await self._row(page, {"url": url, "encoding": encoding, "form": self.settings.form or None})
        outcome = self.settings.outcome(row)
        for name in (outcome, *[f"removed/{label}" for label in row["removed"] or ()]):
            self.crawler.stats.inc_value(f"cleaner/{name}")
        if row["error"]:
            logger.warning("%s: %s", url, row["error"], extra={"spider": self.crawler.spider})
        if self.settings.drops(outcome):
            raise DropItem(f"{outcome}: {url}")
        adapter.update(self.settings.written(row, adapter))
        return item

    async def _row(self, page: Any, known: dict[str, Any]) -> dict[str, Any]:
        try:
            (result,) = await awaited(self.pool.submit([(page, known)]))
        except WorkerError as error:
            return row_or_error(error)
        return row_or_error(result_or_error(result))
