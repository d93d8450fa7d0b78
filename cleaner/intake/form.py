"""Tells HTML from text.

A page that begins with a tag is HTML. A fragment may begin with words and have its tags later ("The board met.<br>It
voted."), and a text may speak of tags ("use <b> sparingly"); what tells them apart is whether the tags hold text, and
whether there are about as many as lines. docs/decisions/telling-the-form.md has the figures.
"""

from __future__ import annotations

import re
from typing import Final

SAMPLE: Final = 65_536
"""Characters in which a page shows what it is; more would cost time on texts of megabytes."""

MIN_MARKS: Final = 2
"""One element that holds text can be an example in a text about HTML."""

LINES_A_MARK: Final = 1.0
"""In HTML tags part the text, and in a dumped text lines do. The texts of flat-dev with code in them have two lines and
more for each element that holds text; fragments have fewer than one."""

_BLOCKS: Final = """html head body base link meta title script style noscript article main header footer section nav
    aside div p h[1-6] ul ol dl li table tbody tr td th center form figure figcaption picture img blockquote pre
    address iframe video"""
_INLINE: Final = "a b i u em strong span font small sup sub code q cite mark del ins abbr time tt big nobr label button"
_BLOCK_NAMES: Final = "|".join(_BLOCKS.split())
_NAMES: Final = "|".join((*_BLOCKS.split(), *_INLINE.split()))

_START: Final = re.compile(
    rf"""\s*(?:<(?:!doctype\b|!doctypehtml|!--|!\[cdata\[|\?xml\b)|</?(?:{_NAMES}|br|hr)(?:\s[^<>]*)?/?>
    |<(?:{_BLOCK_NAMES}|br|hr)[\s/>])""",
    re.IGNORECASE | re.VERBOSE,
)
_OPENS_WITH_TAG: Final = re.compile(r"\s*<[a-z][\w:.-]*(?:\s[^<>]*)?>", re.IGNORECASE)
_HOLDS_TEXT: Final = re.compile(rf"<({_NAMES})(?:\s[^<>]*)?>[^<>]*\w[^<>]*</\1\s*>", re.IGNORECASE)
_PARTS_TEXT: Final = re.compile(r"<(?:br|hr|img|p|li|/p|/li|/div|/td)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def looks_like_html(source: str) -> bool:
    """Whether a page is HTML, a whole one or a fragment. Takes time in proportion to its first `SAMPLE` characters."""
    sample = source.lstrip("\ufeff \t\r\n\f\v")[:SAMPLE]
    if "<" not in sample:
        return False
    return _START.match(sample) is not None or _is_marked_up(sample)


def _is_marked_up(sample: str) -> bool:
    """Whether the tags in a sample part and hold its text, and are no examples in it."""
    marks = len(_HOLDS_TEXT.findall(sample)) + len(_PARTS_TEXT.findall(sample))
    if marks < MIN_MARKS:
        return False
    lines = sum(map(bool, map(str.strip, sample.splitlines())))
    return LINES_A_MARK * marks >= lines or (_OPENS_WITH_TAG.match(sample) is not None and marks >= lines / 4)
