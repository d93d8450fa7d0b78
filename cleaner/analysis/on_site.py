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
    """

    name: str
    pages: int
    counts: Sequence[int]
