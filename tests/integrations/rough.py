"""Pages as rough as columns, crawls and archives have them."""

from __future__ import annotations

from tests.integrations.site import FIXTURES

_NEWS = FIXTURES["/html-news.page.html"].body

LARGE = _NEWS + b"<script>" + b"x y" * 17_000_000 + b"</script>"
"""A page of 50 MB, which takes a quarter of a second."""

SLOW = b"The berths of the harbour are to be dredged again, the board said on Monday.\n\n" * 400_000
"""A page of 30 MB that takes far longer than a test waits."""

ALL_DAY, DEADLY = "<p>This takes all day.", "<p>This takes its worker down."
"""Pages at which the cleaner of tests/batch/functions.py does what they say."""
