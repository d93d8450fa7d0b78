"""The story's title among what a page declares and its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.characters import letters
from cleaner.intake.values import on_one_line
from cleaner.model import Block, Fact

MIN_LIKENESS: Final = 0.6
"""Likeness (`_likeness`) to a declared title from which a heading is the story's title. Editors shorten and
reword for search engines; the logo or the section's name share next to nothing."""

MAIN_HEADING_LEAD: Final = 0.25
"""By how much an h1 goes before an h2 that is as like to the declared title."""

MIN_TITLE_WORDS: Final = 3
"""Shorter headings, and shorter parts of titles, are sections and sites."""

CLEAR_AGREEMENT: Final = 0.5
"""By how much larger a share of the address's words a declared title must have than the heading, to go before it."""

_PATH: Final = re.compile(r"^[a-z]+://[^/]*|[?#].*$|\.\w{2,5}$", re.IGNORECASE)
_HOST: Final = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"(\s+[-–—·•:/~]{1,2}\s+|\s*[|»]\s*)")
_WORD: Final = re.compile(r"\w+")


def find_title(declared: Sequence[str], blocks: Sequence[Block], site: str, address: str) -> Fact | None:
    """The story's title: the heading that the declared titles speak of, or else the first of those.

    A heading is what readers see and has no site name on it; the declared titles say which heading it is. Where the
    two differ, the page's address is a witness: it was made of the title.
    """
    sites = [name for name in (letters(site), letters(_host_name(address))) if name]
    titles = [_without_site(title, sites) for title in declared]
    slug = _slug(address)
    heading = _heading(declared, titles, blocks, slug)
    if heading is None:
        return Fact("title", titles[0], source="markup") if titles else None
    text = on_one_line(heading.text)
    same = [title for title in titles if letters(title) == letters(text)]
    if same:  # They may differ in quotation marks and dashes: the most usual wording.
        return Fact("title", max([*same, text], key=[*same, text].count), heading.index, "markup")
    witness = _agreement(slug, titles[0]) - _agreement(slug, text) if titles else 0.0
    if titles and (heading.level > 1 or witness > CLEAR_AGREEMENT):
        return Fact("title", titles[0], heading.index, "markup")
    return Fact("title", _without_site(text, sites), heading.index, "markup")


def _heading(
    declared: Sequence[str], titles: Sequence[str], blocks: Sequence[Block], slug: frozenset[str]
) -> Block | None:
    """The heading that is likest to a declared title; or the page's only h1, if the address speaks of it."""
    headings = [block for block in blocks if block.kind == "heading" and block.level <= 2]
    parts = [part for title in declared for part in _SEPARATOR.split(title)[::2]]
    wordings = [*map(_words, titles), *(words for words in map(_words, parts) if len(words) >= MIN_TITLE_WORDS)]
    likeness = [_likeness(heading, wordings) for heading in headings]
    if likeness and max(likeness) >= MIN_LIKENESS:
        return headings[likeness.index(max(likeness))]
    main = [block for block in headings if block.level == 1]
    if len(main) == 1 and len(_words(main[0].text)) >= MIN_TITLE_WORDS:
        agreement = _agreement(slug, main[0].text)
        if agreement and agreement >= max((_agreement(slug, title) for title in titles), default=0.0):
            return main[0]
    return None


def _likeness(heading: Block, wordings: Sequence[frozenset[str]]) -> float:
    """How like a heading is to the declared title most like it: words shared by both, of all in both."""
    words = _words(heading.text)
    shared = max((2 * len(words & other) / max(1, len(words) + len(other)) for other in wordings), default=0.0)
    return shared + MAIN_HEADING_LEAD * (heading.level == 1) if shared else 0.0


def _slug(address: str) -> frozenset[str]:
    """The words of the last part of an address that has at least three, as addresses made of titles do."""
    parts = [_words(part.replace("-", " ").replace("_", " ")) for part in _PATH.sub("", address).split("/")]
    return next((words for words in reversed(parts) if len(words) >= MIN_TITLE_WORDS), frozenset())


def _agreement(slug: frozenset[str], title: str) -> float:
    """The share of an address's words that a title has."""
    return len(slug & _words(title)) / len(slug) if slug else 0.0


def _host_name(address: str) -> str:
    """What the host of an address is called: "harborcourier" of "https://www.harborcourier.co.example/"."""
    match = _HOST.match(address)
    return max(match[1].split(".")[:-1], key=len, default="") if match else ""


def _without_site(title: str, sites: Sequence[str]) -> str:
    """A declared title without the name of the site behind or before it."""
    parts = _SEPARATOR.split(title)  # texts, with the separators between them
    while len(parts) > 1 and _is_site(parts[-1], parts[-2], sites):
        del parts[-2:]
    if len(parts) > 1 and letters(parts[0]) in sites:
        del parts[:2]
    return "".join(parts)


def _is_site(part: str, separator: str, sites: Sequence[str]) -> bool:
    """Whether the end of a title names the site: it is its name, or stands behind a bar."""
    name = letters(part)
    return "|" in separator or any(name in site or site in name for site in sites if name)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
