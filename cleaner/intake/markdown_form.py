"""Tells Markdown from text: by the head that reader services print, and by headings and links.

Dumps have single marks of Markdown all over: hyphens and numbers before items, lines of hyphens, asterisks, `>>` before
links, `#` before comments of code. docs/decisions/markdown-input.md counts them.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.intake.front_matter import front_matter

MIN_LINKED_LINES: Final = 3
"""Lines with links in Markdown that need no heading: one page of 2,177 of dumped text has any, all on one line."""

MIN_HEADINGS: Final = 2
"""Headings of level 2 and below, each on a line of its own between blank ones, that need no link."""

MAX_HEADING: Final = 200
"""Characters of the longest heading: some dumpers put all that a page has on one line, its marks too."""

_HEADING: Final = rf"[ ]{{0,3}}\#{{%s}}[ \t]+\S[^\n]{{0,{MAX_HEADING}}}"
_BLANK: Final = r"[ \t\r]*\n[ \t\r]*\n"
_ANY_HEADING: Final = re.compile(rf"^{_HEADING % '1,6'}$", re.MULTILINE | re.VERBOSE)
_TABLE: Final = re.compile(r"^[ ]{0,3}\|(?:[ ]?:?-{3,}:?[ ]?\|)+[ \t\r]*$", re.MULTILINE)
"""The line below a table's head."""

_FIRST_HEADING: Final = re.compile(rf"[\s\ufeff]*{_HEADING % '1'}{_BLANK}", re.VERBOSE)
_LONE_HEADING: Final = re.compile(rf"\n[ \t\r]*\n{_HEADING % '2,6'}(?={_BLANK})", re.VERBOSE)
_LINKED_LINE: Final = re.compile(r"^[^\n]*?\]\(<?(?:https?://|mailto:|\.{0,2}/|\#)", re.MULTILINE)
"""A line with a link or an image: what stands between the brackets may be a link itself."""

_MENU: Final = re.compile(r"^(?:[^\s\d#>|*+\[-][^\n]{0,40}\r?\n){3}", re.MULTILINE)
"""Three short lines in a row without a mark: Markdown would make one paragraph of them, so that a dump made them."""


def looks_like_markdown(source: str) -> bool:
    """Whether a page that is no HTML is evidently Markdown.

    It is if it has a head, a link and a heading or table, or links on several lines; or if a heading of level 1 comes
    first or several others stand alone, and there is no menu that Markdown would join to a paragraph.

    Time is linear in the length of `source`.
    """
    linked = sum(1 for _ in _LINKED_LINE.finditer(source)) if "](" in source else 0
    if linked >= MIN_LINKED_LINES or front_matter(source).end:
        return True
    if linked and (_ANY_HEADING.search(source) or _TABLE.search(source)):
        return True
    if "#" not in source:
        return False
    has_headings = _FIRST_HEADING.match(source) or len(_LONE_HEADING.findall(f"\n\n{source}\n\n")) >= MIN_HEADINGS
    return bool(has_headings) and not _MENU.search(source)
