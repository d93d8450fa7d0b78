"""The page's type: whether it holds one story, whatever prose is on it.

Listings, shop pages, forums and service pages have paragraphs too. What tells them from a story is what the page
says it is, its address, and how its prose is laid out: a story is a few long stretches with few headings between.
Each feature falls into a bin, and a scorecard turns the bins into points (docs/decisions/gate.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, compress
from typing import Final
from urllib.parse import urlsplit

from cleaner.analysis import Analysis
from cleaner.analysis.counting import MEASURED_WORDS
from cleaner.analysis.endings import QUOTED_STOP, STOP
from cleaner.analysis.measures import LONG, Measures
from cleaner.characters import PHRASED, UNSPACED
from cleaner.language import words_of
from cleaner.markup import Said
from cleaner.model import Block
from cleaner.rulebook.vocabulary import SIGNS
from cleaner.scoring import Feature, choice, scale

MIN_STORY_WORDS: Final = 25
"""A story has a lead of two sentences at least; what has less, and is no brief, is a heading, a caption or an error
message."""

MIN_BRIEF_WORDS: Final = 12
"""A brief, or what a paywall leaves of a story, is one sentence below its headline: none of the 862 stories of
crawl-dev has fewer words."""

MAX_ERROR_WORDS: Final = 120
"""An error page has a few sentences of excuse and advice; a longer text with such a title is about errors."""

CAUSES: Final = 3
"""As many of the features that spoke most against the page are named in the reason."""

SCHEMA: Final = Feature("schema", choice("type", "none", "article", "discussion", "product", "list", "page", "another"))
OPEN_GRAPH: Final = Feature("open_graph", choice("type", "none", "article", "website", "product", "another"))
DATED: Final = Feature("dated", choice("facts", "neither", "date", "byline", "date and byline"))
ADDRESS: Final = Feature(
    "address", choice("path", "none", "first page", "forum", "shop", "help", "date", "news", "another")
)
SLUG: Final = Feature("slug", scale("words", 1, 2, 3, 4, 5, 7, 9))
TITLE: Final = Feature("title", choice("title", "says", "asks"), scale("words", 1, 3, 5, 7, 9, 12))
STRETCH: Final = Feature("stretch", scale("words", 40, 80, 150, 250, 400, 700, 1200))
SHARE: Final = Feature("share", scale("share of the page", 0.15, 0.3, 0.45, 0.6, 0.75, 0.9))
HEADINGS: Final = Feature("headings", scale("headings a hundred words", 0.01, 0.5, 1.0, 1.5, 2.5, 4.0, 8.0))
SHORT: Final = Feature("short", scale("share of the words", 0.05, 0.1, 0.17, 0.25, 0.4, 0.6))
LENGTH: Final = Feature("length", scale("words a block", 8, 12, 18, 26, 36, 50))
FUNCTION_WORDS: Final = Feature("function_words", scale("share of the words", 0.18, 0.24, 0.28, 0.32, 0.36))
FIRST_PERSON: Final = Feature("first_person", scale("a thousand words", 1, 8, 20, 30))
PITCH: Final = Feature("pitch", scale("a thousand words", 2, 5, 10, 20, 35, 55))
CALLS: Final = Feature("calls", scale("calls", 1, 2, 4, 8, 16))
QUESTIONS: Final = Feature("questions", scale("questions", 1, 2, 4, 8))
CONFIDENCE: Final = Feature("confidence", scale("confidence", 0.6, 0.8, 0.87, 0.92, 0.95, 0.97))
PRICES: Final = Feature("prices", scale("price signs", 1, 4, 10, 25))
PLACES: Final = Feature("places", scale("places", 1, 2, 4, 8, 16))
ARTICLES: Final = Feature("articles", scale("elements", 1, 2, 4, 8, 20))
_NAMES: Final = scale("elements", 1, 2, 4, 8, 16)
AUTHOR_NAMES, LIST_NAMES, FORUM_NAMES = (Feature(sign, _NAMES) for sign in SIGNS)
"""Where bins begin was set by hand, narrow where the figures tell most. What a bin is worth is fitted."""

FEATURES: Final = (
    SCHEMA,
    OPEN_GRAPH,
    DATED,
    ADDRESS,
    SLUG,
    TITLE,
    STRETCH,
    SHARE,
    HEADINGS,
    SHORT,
    LENGTH,
    FUNCTION_WORDS,
    FIRST_PERSON,
    PITCH,
    CALLS,
    QUESTIONS,
    CONFIDENCE,
    PRICES,
    PLACES,
    ARTICLES,
    AUTHOR_NAMES,
    LIST_NAMES,
    FORUM_NAMES,
)

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

_UNCUT: Final = re.compile(f"[{UNSPACED}{PHRASED}]")
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

_ERROR_STATUS: Final = r"""^\W*(?:(?:http|error)\W+)*[45]\d\d\W*(?:error\W*)?(?:$|[|–—-])
    |^\W*(?:(?:http|error)\W+)*(?:[45]\d\d\W+)?(?:not\ found|forbidden|access\ denied|just\ a\ moment
        |attention\ required|internal\ server\ error|service\ unavailable|bad\ gateway)\W*(?:$|[|–—-])"""
"""What HTTP and its servers say, which is no language."""
_DATED_PATH: Final = re.compile(r"/(?:19|20)\d\d/?(?:\d\d|[a-z])")
_PATH_WORD: Final = re.compile(r"[^-_.]+")
_PRICE_SIGNS: Final = "$€£¥₹"
_TITLE_WORD: Final = re.compile(r"\w+")


def closed(analysis: Analysis, kept: Sequence[bool], confidence: float, judged: bool) -> str:
    """Why a page of which these blocks are kept holds no story; "" if it does.

    Args:
        analysis: the page.
        kept: for each block whether it is kept.
        confidence: how sure that is (`Story.confidence`).
        judged: whether the page's type counts; if not, only the number of words does, as for all dumped text. Of a
            fragment neither counts.
    """
    words = sum(compress(analysis.measures.words, kept))
    if analysis.page.is_fragment:
        return "" if words else "nothing but boilerplate"
    if words < MIN_STORY_WORDS and not _is_brief(analysis, kept):
        return f"fewer than {MIN_STORY_WORDS} words of story"
    if not judged or analysis.page.form != "html":
        return ""
    title = next((fact.value for fact in analysis.page.facts if fact.name == "title"), "")
    if _error_title().search(title) and words <= MAX_ERROR_WORDS:
        return f"an error page, by its title: {title}"
    card = analysis.weights.card("html/page_type", FEATURES)
    points = card.by_feature(codes(analysis, kept, confidence))
    if card.base + sum(points.values()) > 0:
        return ""
    causes = dict.fromkeys(_NOTES[feature] for feature in sorted(points, key=points.__getitem__)[:CAUSES])
    return f"no story on this page, by {', '.join(causes)}"


def _is_brief(analysis: Analysis, kept: Sequence[bool]) -> bool:
    """Whether the first kept block is a sentence below the page's headline, without other prose between them."""
    title, measures = analysis.title, analysis.measures
    first = next(compress(range(len(kept)), kept), 0)
    if title is None or not title.sure or not 0 <= title.block < first:
        return False
    is_sentence = measures.sentences[first] > 0 or measures.endings[first] in (STOP, QUOTED_STOP)
    is_prose = is_sentence and measures.words[first] >= MIN_BRIEF_WORDS
    return is_prose and LONG not in measures.sizes[title.block + 1 : first]


def codes(analysis: Analysis, kept: Sequence[bool], confidence: float) -> dict[str, int]:
    """The bin of the page by feature."""
    page, measures = analysis.page, analysis.measures
    address = next((fact.value for fact in page.facts if fact.name == "canonical_url"), page.url or "")
    known = {fact.name for fact in page.facts}
    return {
        "schema": _schema(page.types),
        "open_graph": _open_graph(page.types),
        "dated": ("published" in known) + 2 * bool(known & {"byline", "organisation"}),
        **_address(address),
        "title": _title(next((fact.value for fact in page.facts if fact.name == "title"), "")),
        **_layout(measures, kept),
        **_wording(measures, kept, analysis.matches.languages),
        **_names(analysis.said),
        "confidence": _bin(CONFIDENCE, confidence),
    }


def _bin(feature: Feature, value: float) -> int:
    """The bin of a feature with one axis, a number."""
    return feature.axes[0].bin(value)


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
    asks = "?" in title or not words.isdisjoint(words_of("questions"))
    return TITLE.bin(asks, TITLE.axes[1].bin(len(words)))


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
    group = next((group for group, key in _PATHS if not words.isdisjoint(words_of(key))), 7)
    if group > 5 and _DATED_PATH.search(parts.path):
        group = 5
    return {"address": group, "slug": _bin(SLUG, len(_PATH_WORD.findall(names[-1])) or 1)}


@cache
def _error_title() -> re.Pattern[str]:
    """What finds the title of an error page."""
    phrases = "|".join(map(re.escape, words_of("error_titles")))
    return re.compile(rf"{_ERROR_STATUS}|\b(?:{phrases})\b", re.IGNORECASE | re.VERBOSE)


@lru_cache(maxsize=64)
def _first_person(languages: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """How writers speak of themselves: words, and beginnings of words ("I'")."""
    words = words_of("first_person", languages)
    begun = [word for word in words if not word.isalpha()]
    distinct = [word for word in begun if not any(word != other and word.startswith(other) for other in begun)]
    return frozenset(filter(str.isalpha, words)), tuple(distinct)


def _in_first_person(text: str, languages: frozenset[str]) -> int:
    """How often the writers of a text speak of themselves."""
    whole, begun = _first_person(languages)
    # Between two spaces each, words are counted without being cut out.
    words = f" {text.replace(' ', '  ')} "
    return sum([words.count(f" {word} ") for word in whole]) + sum([words.count(f" {word}") for word in begun])


@lru_cache(maxsize=64)
def _calls(languages: frozenset[str]) -> dict[str, list[str]]:
    """What buttons of shops and services say, by the first word; under "" what has no spaces around it."""
    calls: dict[str, list[str]] = {}
    for call in words_of("calls", languages):
        first = call.split()[0]
        calls.setdefault("" if _UNCUT.search(first) else first, []).append(call)
    return calls


def _calls_in(labels: str, languages: frozenset[str]) -> int:
    """How often labels, in lower case, say what such buttons say: those are looked for whose first word is there."""
    calls = _calls(languages)
    words = {"", *labels.split()} if _UNCUT.search(labels) else set(labels.split())
    return sum(labels.count(call) for word in words & calls.keys() for call in calls[word])


def _layout(measures: Measures, kept: Sequence[bool]) -> dict[str, int]:
    """How much was kept, in how many places, and how its prose compares with its headings and short lines."""
    blocks = list(compress(measures.page.blocks, kept))
    words = list(compress(measures.words, kept))
    sizes = list(compress(measures.sizes, kept))
    total = sum(words) or 1
    prose = [
        (count, block.markup.container if block.markup else 0)
        for block, count, size in zip(blocks, words, sizes, strict=True)
        if size == 2 and block.kind != "heading"
    ]
    prose_words = sum(count for count, _ in prose)
    containers = measures.page.containers
    places = {containers.parents[container] for _, container in prose} if containers else set()
    headings = sum(block.kind == "heading" for block in blocks)
    short = sum(count for count, size in zip(words, sizes, strict=True) if size < 2)
    return {
        "stretch": _bin(STRETCH, _stretch(blocks, words)),
        "share": _bin(SHARE, total / (sum(measures.words) or 1)),
        "headings": _bin(HEADINGS, 100 * headings / (prose_words + 50)),
        "short": _bin(SHORT, short / total),
        "length": _bin(LENGTH, total / (len(words) or 1)),
        "places": _bin(PLACES, len(places)),
        "articles": _bin(ARTICLES, containers.tags.count("article") if containers else 0),
    }


def _stretch(blocks: Sequence[Block], words: Sequence[int]) -> int:
    """The most words between two headings."""
    longest = current = 0
    for block, count in zip(blocks, words, strict=True):
        current = 0 if block.kind == "heading" else current + count
        longest = max(longest, current)
    return longest


def _wording(measures: Measures, kept: Sequence[bool], languages: frozenset[str]) -> dict[str, int]:
    """Function words, first person and questions in the kept text, and prices on the page. Short words mean other
    things in other languages, so that only those of the page's own count."""
    addressing = words_of("addressing", languages)
    words = list(compress(measures.words, kept))
    total = sum(words) or 1
    measured = sum(min(count, MEASURED_WORDS) for count in words) or 1
    text = "\n".join(compress(measures.plain, kept))
    whole = "\n".join(measures.plain)
    labels = "\n".join(compress(measures.plain, [size < 2 for size in measures.sizes])).lower()
    return {
        "function_words": _bin(FUNCTION_WORDS, sum(compress(measures.functions, kept)) / measured),
        "first_person": _bin(FIRST_PERSON, 1000 * _in_first_person(text, languages) / total),
        "pitch": _bin(PITCH, 1000 * sum(map(addressing.__contains__, text.lower().split())) / total),
        "calls": _bin(CALLS, _calls_in(labels, languages)),
        "questions": _bin(QUESTIONS, sum(block.endswith("?") for block in compress(measures.plain, kept))),
        "prices": _bin(PRICES, sum(map(whole.count, _PRICE_SIGNS))),
    }


def _names(said: Sequence[Said]) -> Mapping[str, int]:
    """How many elements have words in their classes and ids that speak of authors, of lists, of forums."""
    counts = Counter(chain.from_iterable([element.signs for element in said if element.signs]))
    return {sign: _NAMES.bin(counts[sign]) for sign in SIGNS}
