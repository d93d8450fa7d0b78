"""Where the links of a story may lead."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

SCHEMES: Final = frozenset({"http", "https", "mailto"})
"""Others run code, show a page of the author's making (`javascript:`, `data:`, `blob:`), or open the reader's files."""

MAX_LENGTH: Final = 8000
"""Characters of an address; RFC 9110, 4.1 asks software to take at least so many. The sanitizer takes the square of the
number of `&` in one."""

# What browsers take out of an address before they read it (WHATWG URL, 4.4), so that it hides no scheme.
_ENDS: Final = "".join(map(chr, range(33)))
_WITHIN: Final = str.maketrans("", "", "\t\n\r")
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def target(href: str, base: str) -> str:
    """Where a link leads: absolute if the page's address `base` is known; "" if that is nowhere or not safe."""
    if len(href) > MAX_LENGTH:
        return ""
    try:
        address = urljoin(base, href.strip(_ENDS).translate(_WITHIN).strip())
        urlsplit(address)
    except ValueError:
        return ""
    scheme = _SCHEME.match(address)
    return address if scheme is None or scheme[1].lower() in SCHEMES else ""
