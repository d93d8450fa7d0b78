"""datatrove: an extractor, a formatter and a filter. Each cleans in a process of its own, which has a time limit."""

from cleaner.integrations.datatrove.extractor import CleanerExtractor
from cleaner.integrations.datatrove.filter import CleanerFilter
from cleaner.integrations.datatrove.formatter import CleanerFormatter

__all__ = ["CleanerExtractor", "CleanerFilter", "CleanerFormatter"]
