"""The gate: whether a page holds one story, whatever prose is on it.

Listings, shop pages, forums and service pages have paragraphs too. What tells them from a story is what the page
says it is, its address, and how its prose is laid out: a story is a few long stretches with few headings between.
Each feature falls into a bin, and a scorecard turns the bins into points (docs/decisions/gate.md).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, compress
from typing import Final
from urllib.parse import urlsplit

from cleaner.columns import MEASURED_WORDS, Columns
from cleaner.language import words_of
from cleaner.model import Block
from cleaner.rulebook.vocabulary import SIGNS
from cleaner.scorecard import Card

MIN_STORY_WORDS: Final = 25
"""A story has a lead of two sentences at least; less is a heading, a caption or an error message."""

MAX_ERROR_WORDS: Final = 120
"""An error page has a few sentences of excuse and advice; a longer text with such a title is about errors."""

CAUSES: Final = 3
"""As many of the features that spoke most against the page are named in the reason."""

STRETCH_EDGES: Final = (40, 80, 150, 250, 400, 700, 1200)
SHARE_EDGES: Final = (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
HEADING_EDGES: Final = (0.01, 0.5, 1.0, 1.5, 2.5, 4.0, 8.0)
SHORT_EDGES: Final = (0.05, 0.1, 0.17, 0.25, 0.4, 0.6)
LENGTH_EDGES: Final = (8, 12, 18, 26, 36, 50)
FUNCTION_EDGES: Final = (0.18, 0.24, 0.28, 0.32, 0.36)
FIRST_PERSON_EDGES: Final = (1, 8, 20, 30)
PITCH_EDGES: Final = (2, 5, 10, 20, 35, 55)
CALL_EDGES: Final = (1, 2, 4, 8, 16)
TITLE_EDGES: Final = (1, 3, 5, 7, 9, 12)
QUESTION_EDGES: Final = (1, 2, 4, 8)
CONFIDENCE_EDGES: Final = (0.6, 0.8, 0.87, 0.92, 0.95, 0.97)
PRICE_EDGES: Final = (1, 4, 10, 25)
PLACE_EDGES: Final = (1, 2, 4, 8, 16)
ARTICLE_EDGES: Final = (1, 2, 4, 8, 20)
NAME_EDGES: Final = (1, 2, 4, 8, 16)
SLUG_EDGES: Final = (2, 3, 4, 5, 7, 9)
"""Where bins begin: set by hand, narrow where the figures tell most. What a bin is worth is fitted."""

BINS: Final = {
    "schema": 7,
    "open_graph": 5,
    "dated": 4,
    "address": 8,
    "slug": len(SLUG_EDGES) + 2,
    "title": 2 * (len(TITLE_EDGES) + 1),
    "stretch": len(STRETCH_EDGES) + 1,
    "share": len(SHARE_EDGES) + 1,
    "headings": len(HEADING_EDGES) + 1,
    "short": len(SHORT_EDGES) + 1,
    "length": len(LENGTH_EDGES) + 1,
    "function_words": len(FUNCTION_EDGES) + 1,
    "first_person": len(FIRST_PERSON_EDGES) + 1,
    "pitch": len(PITCH_EDGES) + 1,
    "calls": len(CALL_EDGES) + 1,
    "questions": len(QUESTION_EDGES) + 1,
    "confidence": len(CONFIDENCE_EDGES) + 1,
    "prices": len(PRICE_EDGES) + 1,
    "places": len(PLACE_EDGES) + 1,
    "articles": len(ARTICLE_EDGES) + 1,
    "author_names": len(NAME_EDGES) + 1,
    "list_names": len(NAME_EDGES) + 1,
    "forum_names": len(NAME_EDGES) + 1,
}
"""How many bins each feature has."""

_NOTES: Final = {
    "schema": "what its data say it is",
    "open_graph": "what its data say it is",
    "dated": "date and author",
    "address": "its address",
    "slug": "its address",
    "title": "its title",
    "stretch": "the length of its prose between headings",
    "share": "how little of the page it would be",
    "headings": "its headings",
    "short": "its short lines",
    "length": "the length of its paragraphs",
    "function_words": "its wording",
    "first_person": "its wording",
    "pitch": "how it addresses its readers",
    "calls": "its calls to buy and to get in touch",
    "questions": "its questions",
    "confidence": "doubtful blocks",
    "prices": "its prices",
    "places": "text in many places",
    "articles": "the number of articles",
    "author_names": "the names of its elements",
    "list_names": "the names of its elements",
    "forum_names": "the names of its elements",
}

_ARTICLE_TYPE: Final = re.compile(r"Article$|BlogPosting$|^Report$|^Review$|^Recipe$")
_TYPES: Final = (
    (2, frozenset({"DiscussionForumPosting", "QAPage"})),
    (3, frozenset({"Product", "ProductGroup", "SoftwareApplication", "WebApplication", "Service"})),
    (4, frozenset({"ItemList", "CollectionPage", "SearchResultsPage", "ContactPage", "AboutPage", "ProfilePage"})),
    (5, frozenset({"WebPage"})),
)
"""Bins of schema.org types; an article is bin 1, any other type 6."""

_PATHS: Final = ((2, "forum_paths"), (3, "shop_paths"), (4, "manual_paths"), (6, "story_paths"))
"""Words in the path above a page's own name, and in its host, by bin. 0: no address, 1: a site's first page,
5: a date in the path, 7: none of these."""

_WORDS_BIN: Final = {word: group for group, key in reversed(_PATHS) for word in words_of(key)}
_ERROR_TITLES: Final = "|".join(map(re.escape, words_of("error_titles")))
_ERROR_TITLE: Final = re.compile(
    r"""^\W*(?:(?:http|error)\W+)*[45]\d\d\W*(?:error\W*)?(?:$|[|–—-])
    |^\W*(?:(?:http|error)\W+)*(?:[45]\d\d\W+)?(?:not\ found|forbidden|access\ denied|just\ a\ moment
        |attention\ required|internal\ server\ error|service\ unavailable|bad\ gateway)\W*(?:$|[|–—-])"""
    + rf"|\b(?:{_ERROR_TITLES})\b",
    re.IGNORECASE | re.VERBOSE,
)
_DATED_PATH: Final = re.compile(r"/(?:19|20)\d\d/?(?:\d\d|[a-z])")
_PATH_WORD: Final = re.compile(r"[^-_.]+")
_FIRST_PERSON: Final = [f" {word} " if word[-1].isalpha() else f" {word}" for word in words_of("first_person")]
_PITCH: Final = frozenset(words_of("addressing"))
_CALLS: Final = words_of("calls")
_PRICE_SIGNS: Final = "$€£¥₹"
_TITLE_WORD: Final = re.compile(r"\w+")
_ASKING: Final = frozenset(words_of("questions"))


def closed(columns: Columns, kept: Sequence[bool], confidence: float, card: Card | None) -> str:
    """Why a page of which these blocks are kept holds no story; "" if it does.

    Args:
        columns: the page.
        kept: for each block whether it is kept.
        confidence: how sure that is (`Story.confidence`).
        card: the scorecard for pages of this form; None asks only for `MIN_STORY_WORDS`.
    """
    if sum(compress(columns.words, kept)) < MIN_STORY_WORDS:
        return f"gate: fewer than {MIN_STORY_WORDS} words of story"
    if card is None:
        return ""
    title = next((fact.value for fact in columns.page.facts if fact.name == "title"), "")
    if _ERROR_TITLE.search(title) and sum(compress(columns.words, kept)) <= MAX_ERROR_WORDS:
        return f"gate: an error page, by its title: {title}"
    points = {feature: card[feature][code] for feature, code in codes(columns, kept, confidence).items()}
    if card["base"][0] + sum(points.values()) > 0:
        return ""
    causes = dict.fromkeys(_NOTES[feature] for feature in sorted(points, key=points.__getitem__)[:CAUSES])
    return f"gate: no story on this page, by {', '.join(causes)}"


def codes(columns: Columns, kept: Sequence[bool], confidence: float) -> dict[str, int]:
    """The bin of the page by feature."""
    page = columns.page
    address = next((fact.value for fact in page.facts if fact.name == "canonical_url"), page.url or "")
    known = {fact.name for fact in page.facts}
    return {
        "schema": _schema(page.types),
        "open_graph": _open_graph(page.types),
        "dated": ("published" in known) + 2 * ("byline" in known),
        **_address(address),
        "title": _title(next((fact.value for fact in page.facts if fact.name == "title"), "")),
        **_layout(columns, kept),
        **_wording(columns, kept),
        **_names(columns),
        "confidence": bisect_right(CONFIDENCE_EDGES, confidence),
    }


def _schema(types: Collection[str]) -> int:
    of_schema = {kind for kind in types if not kind.startswith("og:")}
    if of_schema & _TYPES[0][1]:
        return 2
    if any(map(_ARTICLE_TYPE.search, of_schema)):
        return 1
    return next((group for group, names in _TYPES if of_schema & names), 6 if of_schema else 0)


def _open_graph(types: Collection[str]) -> int:
    kind = next((kind[3:] for kind in types if kind.startswith("og:")), "")
    if not kind:
        return 0
    if "article" in kind or kind in ("blog", "post", "story"):
        return 1
    return 2 if kind == "website" else 3 if "product" in kind else 4


def _title(title: str) -> int:
    """How long a title is, apart for those that ask or promise something."""
    words = set(_TITLE_WORD.findall(title.lower()))
    asks = "?" in title or not words.isdisjoint(_ASKING)
    return (len(TITLE_EDGES) + 1) * asks + bisect_right(TITLE_EDGES, len(words))


def _address(address: str) -> dict[str, int]:
    """What the page's address is about, and how many words its last part has."""
    try:
        parts = urlsplit(address.lower())
    except ValueError:
        return {"address": 0, "slug": 0}
    if not parts.netloc:
        return {"address": 0, "slug": 0}
    names = [name for name in parts.path.split("/") if name]
    if not names:
        return {"address": 1, "slug": 1}
    words = {word for name in (*names[:-1], parts.netloc) for word in _PATH_WORD.findall(name)}
    group = min((_WORDS_BIN[word] for word in words if word in _WORDS_BIN), default=7)
    if group > 5 and _DATED_PATH.search(parts.path):
        group = 5
    return {"address": group, "slug": 1 + bisect_right(SLUG_EDGES, len(_PATH_WORD.findall(names[-1])))}


def _layout(columns: Columns, kept: Sequence[bool]) -> dict[str, int]:
    """How much was kept, in how many places, and how its prose compares with its headings and short lines."""
    blocks = list(compress(columns.page.blocks, kept))
    words = list(compress(columns.words, kept))
    sizes = list(compress(columns.sizes, kept))
    total = sum(words) or 1
    prose = [
        (count, block.markup.container if block.markup else 0)
        for block, count, size in zip(blocks, words, sizes, strict=True)
        if size == 2 and block.kind != "heading"
    ]
    prose_words = sum(count for count, _ in prose)
    containers = columns.page.containers
    places = {containers.parents[container] for _, container in prose} if containers else set()
    headings = sum(block.kind == "heading" for block in blocks)
    short = sum(count for count, size in zip(words, sizes, strict=True) if size < 2)
    return {
        "stretch": bisect_right(STRETCH_EDGES, _stretch(blocks, words)),
        "share": bisect_right(SHARE_EDGES, total / (sum(columns.words) or 1)),
        "headings": bisect_right(HEADING_EDGES, 100 * headings / (prose_words + 50)),
        "short": bisect_right(SHORT_EDGES, short / total),
        "length": bisect_right(LENGTH_EDGES, total / (len(words) or 1)),
        "places": bisect_right(PLACE_EDGES, len(places)),
        "articles": bisect_right(ARTICLE_EDGES, containers.tags.count("article") if containers else 0),
    }


def _stretch(blocks: Sequence[Block], words: Sequence[int]) -> int:
    """The most words between two headings."""
    longest = current = 0
    for block, count in zip(blocks, words, strict=True):
        current = 0 if block.kind == "heading" else current + count
        longest = max(longest, current)
    return longest


def _wording(columns: Columns, kept: Sequence[bool]) -> dict[str, int]:
    """Function words, first person and questions in the kept text, and prices on the page."""
    words = list(compress(columns.words, kept))
    total = sum(words) or 1
    measured = sum(min(count, MEASURED_WORDS) for count in words) or 1
    text = "\n".join(compress(columns.plain, kept))
    whole = "\n".join(columns.plain)
    labels = "\n".join(compress(columns.plain, [size < 2 for size in columns.sizes])).lower()
    return {
        "function_words": bisect_right(FUNCTION_EDGES, sum(compress(columns.functions, kept)) / measured),
        "first_person": bisect_right(FIRST_PERSON_EDGES, 1000 * sum(map(text.count, _FIRST_PERSON)) / total),
        "pitch": bisect_right(PITCH_EDGES, 1000 * sum(map(_PITCH.__contains__, text.lower().split())) / total),
        "calls": bisect_right(CALL_EDGES, sum(map(labels.count, _CALLS))),
        "questions": bisect_right(QUESTION_EDGES, sum(block.endswith("?") for block in compress(columns.plain, kept))),
        "prices": bisect_right(PRICE_EDGES, sum(map(whole.count, _PRICE_SIGNS))),
    }


def _names(columns: Columns) -> Mapping[str, int]:
    """How many elements have words in their classes and ids that speak of authors, of lists, of forums."""
    containers = columns.page.containers
    signs = [said.signs for said in containers.said if said.signs] if containers else []
    counts = Counter(chain.from_iterable(signs))
    return {sign: bisect_right(NAME_EDGES, counts[sign]) for sign in SIGNS}
