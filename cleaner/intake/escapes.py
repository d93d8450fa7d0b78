"""References: repairs pages that have them escaped twice ("&amp;rsquo;" for "&rsquo;"), and reads those of feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Final

from cleaner.model import Block

MIN_REFERENCES: Final = 2
"""As many references must stand in what the page shows: one may be an example."""

_SHOWN: Final = re.compile(
    r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|amp|quot|nbsp|[lr][sd]quo|[mn]dash|hellip|[aeiouAEIOU](?:acute|grave|circ|uml)"
    r"|[lr]aquo|szlig|[cC]cedil|ntilde);"
)
"""The references that editors and databases write: those that pages about HTML explain, "&lt;" and "&gt;", are not
among them."""

_ESCAPED: Final = re.compile(r"&amp;(?=(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});)")

_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});")
"""A reference with its semicolon: without one it is a part of an address."""


def is_escaped_twice(blocks: Iterable[Block]) -> bool:
    """Whether the page shows references, outside of code."""
    return are_shown(block.text for block in blocks if block.kind != "code")


def are_shown(texts: Iterable[str]) -> bool:
    """Whether references stand in the texts that readers see."""
    return sum(len(_SHOWN.findall(text)) for text in texts if "&" in text) >= MIN_REFERENCES


def unescaped(source: str) -> str:
    """The source with its references escaped once."""
    return _ESCAPED.sub("&", source)


def unreferenced(text: str) -> str:
    """A text with its references read."""
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), text) if "&" in text else text
