"""Scrapy: `CleanerPipeline` for items that hold pages, and `story_of(response)` for callbacks."""

from cleaner.integrations.scrapy.callbacks import story_of
from cleaner.integrations.scrapy.pipeline import CleanerPipeline

__all__ = ["CleanerPipeline", "story_of"]
