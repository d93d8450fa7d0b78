"""What is known of a page's blocks from the other pages of its site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class OnSite(NamedTuple):
    """A page among the pages of its site.

    Attributes:
        name: the site.
        pages: how many of its pages are known, this one included.
        counts: on how many of them each block of this page stands; 1 is this page alone.
        is_learning: whether more is learned of the site while its pages are cleaned.
    """

    name: str
    pages: int
    counts: Sequence[int]
    is_learning: bool = False

    def warning(self) -> str:
        """Says that the story hangs on what was known when it was cleaned."""
        return f"cleaned with what was known of {self.name} at the time: {self.pages} pages"
