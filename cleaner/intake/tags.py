"""Splits an HTML source at its tags, and decodes the references in the text between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import Final

_BATCH: Final = 1 << 17
"""Tags split off at a time: bounds the memory that the pieces of a large page take."""


def _tag_pattern(attributes: str) -> re.Pattern[str]:
    """What a page is split at: a tag, as its name (1) and attributes (2), or what is never text, such as a
    script or a comment, with no name and all of it (2).

    Possessive throughout, and no part can fail once it has begun: a page of nothing but "<a" or quotes is
    linear too.
    """
    return re.compile(
        rf"""<
            ((?![sS](?i:cript|tyle)[\s/>])/?[a-zA-Z][a-zA-Z0-9:_-]*+|(?=[a-zA-Z/!?]))
            ([sS](?i:cript)(?:[^<]++|<(?!/(?i:script)))*+
            |[sS](?i:tyle)(?:[^<]++|<(?!/(?i:style)))*+
            |!--(?!-?>)(?:[^-]++|-(?!->))*+(?:--)?+
            |[!?/][^>]*+
            |{attributes})
        >?""",
        re.VERBOSE,
    )


TAG: Final = _tag_pattern("[^>]*+")
# A third slower, and seldom needed: this one reads a ">" within a quoted attribute as part of it.
EXACT_TAG: Final = _tag_pattern(r"""[^>=]*+(?:=\s*+(?:"[^"]*+"?|'[^']*+'?)?[^>=]*+)*+""")
# What a tag that was torn at such a ">" leaves in the text: the end of the quoted value, and more attributes.
TORN: Final = re.compile(r"""["'](?:\s+[\w:.-]+)*+\s*+(?:=|/?>)""")
_REFERENCE: Final = re.compile(r"(&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?)")

Token = tuple[str, str, str]  # a tag's name and attributes (see _tag_pattern), and the text behind it


def tokens(source: str, tag_pattern: re.Pattern[str]) -> Iterator[Token]:
    return chain.from_iterable(_batches(source, tag_pattern))


def _batches(source: str, tag_pattern: re.Pattern[str]) -> Iterator[Iterable[Token]]:
    rest = source
    while rest:
        parts = tag_pattern.split(rest, _BATCH)
        rest = parts.pop() if len(parts) == 3 * _BATCH + 1 else ""
        pieces = iter(parts)
        yield [("", "", next(pieces))]
        yield zip(pieces, pieces, chain(pieces, [""]), strict=False)


_decode: Final = lru_cache(maxsize=4096)(unescape)


def decode_references(text: str) -> str:
    parts = _REFERENCE.split(text)
    parts[1::2] = map(_decode, parts[1::2])
    return "".join(parts)
