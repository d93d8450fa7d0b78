"""Reports to look at in a browser: what was cleaned from pages, what a batch did, how good the stories are.

Every report is one HTML file that needs nothing else. `view` turns a story into plain data, `document` makes a file of
such data, and `static/` has the one style sheet and the one script that show it, there and in other front ends.
"""

from cleaner.reports.document import document
from cleaner.reports.entry import Entry, entry
from cleaner.reports.view import PageView, page_view

__all__ = ["Entry", "PageView", "document", "entry", "page_view"]
