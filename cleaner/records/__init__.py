"""Streams of pages from and to files: folders, archives, JSON Lines, CSV, Parquet, Arrow, WARC.

from cleaner import Cleaner
from cleaner.records import read, write

cleaner = Cleaner()
stories = ((record, cleaner.clean(record.page, url=record.url)) for record in read("crawl.warc.gz"))
write(stories, "stories.parquet")
"""

from cleaner.records.files import read, write
from cleaner.records.record import MAX_PAGE_BYTES, Failure, Record

__all__ = ["MAX_PAGE_BYTES", "Failure", "Record", "read", "write"]
