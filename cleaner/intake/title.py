"""The story's title among what a page declares and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from cleaner.characters import UNSPACED, letters
from cleaner.intake.values import on_one_line
from cleaner.model import Block, Fact, FactSource

MIN_LIKENESS: Final = 0.6
"""Likeness (`_likeness`) to a declared title from which a heading is the story's title. Editors shorten and
reword for search engines; the logo or the section's name share next to nothing."""

MAIN_HEADING_LEAD: Final = 0.25
"""By how much an h1 goes before an h2 that is as like to the declared title."""

MIN_TITLE_WORDS: Final = 3
"""Shorter headings, and shorter parts of titles, are sections and sites."""

MIN_TITLE_LETTERS: Final = 7
"""The same in scripts without spaces, where three words have so many letters and more."""

CLEAR_AGREEMENT: Final = 0.5
"""By how much larger a share of the address's words a declared title must have than the heading, to go before it."""

MOST_PARTS: Final = 8
"""A title that falls into more parts at its separators is a list."""

BEGINNING: Final = 4
"""By so many characters a block is told to have nothing to do with a title."""

MAX_KICKER_WORDS: Final = 5
"""What stands before a headline in the same heading is a kicker if it is as short as this; a longer one is a clause."""

ELLIPSIS: Final = ("…", "...")

_PATH: Final = re.compile(r"^[a-z]+://[^/]*|[?#].*$|\.\w{2,5}$", re.IGNORECASE)
_HOST: Final = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_BAR: Final = r"\s*(?:[|»｜]|--|::)\s*"
_SPACED: Final = r"\s+[-–—·•:/~>]{1,2}\s+"
_UNSPACED_DASH: Final = rf"(?<=[{UNSPACED}])[-_]|[-_](?=[{UNSPACED}])"
_SEPARATOR: Final = re.compile(rf"({_SPACED}|{_BAR}|{_UNSPACED_DASH})")
_SEPARATOR_OR_COLON: Final = re.compile(rf"({_SPACED}|{_BAR}|{_UNSPACED_DASH}|(?<=\w):\s+)")
_KICKER_MARK: Final = re.compile(r"[-–—:|»>〉/·•]\W*$")
_WORD: Final = re.compile(r"\w+")


class Wording(NamedTuple):
    """A title as a page declares it: in JSON-LD, in Open Graph, in its `<title>`."""

    source: FactSource
    text: str


class _Title(NamedTuple):
    """A declared title, and the same without the names of the site and the section."""

    source: FactSource
    whole: str
    text: str


def find_title(
    declared: Sequence[Wording], blocks: Sequence[Block], *, site: str, address: str, is_news: bool = False
) -> Fact | None:
    """The story's title: the heading that the declared titles speak of, or else the first of those.

    A heading is what readers see and has no site name on it; the declared titles say which heading it is. Where the
    two differ, the page's address is a witness: it was made of the title. On what calls itself a news article, what
    JSON-LD and Open Graph agree on is the newsroom's headline, and goes before a heading that differs.

    Args:
        declared: the declared titles, the most deliberate first.
        blocks: the page's blocks.
        site: what the site calls itself.
        address: the page's own address.
        is_news: whether the page's JSON-LD describes a news article.
    """
    sites = [name for name in (letters(site), letters(_host_name(address))) if name]
    sites += _names_beside(declared)
    shown = _shown(declared, blocks)
    titles = _whole_first([_Title(*wording, _own_part(wording, shown, sites)) for wording in declared])
    slug = _slug(address)
    heading = _heading(titles, blocks, slug)
    if heading is None:
        return Fact("title", titles[0].text, source=titles[0].source) if titles else None
    text = on_one_line(heading.text)
    chosen = _chosen(text, heading.level, titles, slug, is_news=is_news)
    if chosen is not None:
        return Fact("title", chosen.text, heading.index, chosen.source)
    return Fact("title", _without_site(text, sites, is_shown=True), heading.index, "markup")


def _whole_first(titles: Iterable[_Title]) -> list[_Title]:
    """The titles, those that were cut off ("…") or are too short to be one behind the others."""
    return sorted(
        (title for title in titles if title.text), key=lambda title: _is_cut(title) or not _is_long(title.text)
    )


def _is_cut(title: _Title) -> bool:
    return title.whole.endswith(ELLIPSIS) or title.text.endswith(ELLIPSIS)


def _chosen(text: str, level: int, titles: Sequence[_Title], slug: frozenset[str], *, is_news: bool) -> _Title | None:
    """The declared title that goes before a heading; None if none does."""
    below_kicker = [title for title in titles if _is_long(title.text) and _has_kicker(text, title.text)]
    if below_kicker:
        return below_kicker[0]
    shown = letters(text)
    same = [title for title in titles if letters(title.text) == shown]
    if same:
        # Where a heading is put together of elements, their words may touch.
        better = [title for title in same if len(title.text.split()) > len(text.split())]
        return better[0] if better else None
    if is_news and (agreed := _agreed(titles)):
        return agreed
    if not titles:
        return None
    witness = _agreement(slug, titles[0].text) - _agreement(slug, text)
    return titles[0] if level > 1 or witness > CLEAR_AGREEMENT else None


def _agreed(titles: Sequence[_Title]) -> _Title | None:
    """The first title that two places of a page declare alike."""
    wordings = [letters(title.text) for title in titles]
    alike = [title for title, wording in zip(titles, wordings, strict=True) if wordings.count(wording) > 1]
    return next((title for title in alike if not _is_cut(title)), None)


def _has_kicker(text: str, title: str) -> bool:
    """Whether a heading is a kicker and then the title."""
    if not text.casefold().endswith(title.casefold()):
        return False
    kicker = text[: -len(title)]
    words = len(_WORD.findall(kicker))
    return (
        bool(words)
        and words <= MAX_KICKER_WORDS
        and (words > 1 or bool(_KICKER_MARK.search(kicker)))
        and (not kicker[-1].isalnum() and not kicker.rstrip().endswith(("?", "!", ".", ",")))
    )


def _heading(titles: Sequence[_Title], blocks: Sequence[Block], slug: frozenset[str]) -> Block | None:
    """The heading that is likest to a declared title; or the page's only h1, if the address speaks of it."""
    headings = [block for block in blocks if block.kind == "heading" and block.level <= 2]
    parts = [part for title in titles for part in _SEPARATOR.split(title.text)[::2]]
    wordings = [_words(title.text) for title in titles]
    wordings += [words for words in map(_words, parts) if len(words) >= MIN_TITLE_WORDS]
    likeness = [_likeness(heading, wordings) for heading in headings]
    if likeness and max(likeness) >= MIN_LIKENESS:
        return headings[likeness.index(max(likeness))]
    main = [block for block in headings if block.level == 1]
    if len(main) == 1 and _is_long(main[0].text):
        if not any(_is_long(title.text) for title in titles):
            return main[0]
        agreement = _agreement(slug, main[0].text)
        if agreement and agreement >= max((_agreement(slug, title.text) for title in titles), default=0.0):
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


# Names of sites and sections


def _names_beside(declared: Sequence[Wording]) -> list[str]:
    """What stands beside one declared title in another: the names of the site and the section."""
    found = []
    for _, long in declared:
        parts = _SEPARATOR.split(long)
        for _, short in declared:
            rest = [part for part in parts[::2] if part not in short]
            if _is_long(short) and len(short) < len(long) and short in long and len(rest) < len(parts[::2]):
                found += rest
    return [name for name in map(letters, found) if name]


def _shown(declared: Sequence[Wording], blocks: Sequence[Block]) -> dict[str, bool]:
    """The letters of the blocks that a declared title may hold, and whether one with these is a heading."""
    wording = "\n".join([text for _, text in declared if _SEPARATOR_OR_COLON.search(text)]).casefold()
    found: dict[str, bool] = {}
    for block in blocks if wording else ():
        # Its beginning is quicker to look for than its letters are to tell.
        if len(block.text) <= len(wording) and block.text[:BEGINNING].casefold() in wording:
            name = letters(block.text)
            found[name] = found.get(name, False) or block.kind == "heading"
    return found


def _own_part(wording: Wording, shown: Mapping[str, bool], sites: Sequence[str]) -> str:
    """A declared title without the names of the site and the section: as much of it as the page shows by itself, or
    else what is left when what is known as the site's name is cut off."""
    source, title = wording
    # Behind a colon in JSON-LD and Open Graph stands the headline, and before it its kicker.
    parts = (_SEPARATOR_OR_COLON if source == "markup" else _SEPARATOR).split(title)
    if not 1 < len(parts) < 2 * MOST_PARTS:
        return title
    if letters(title) in shown:
        return _without_site(title, sites, is_shown=True)
    runs = ["".join(parts[2 * first : 2 * end - 1]) for first, end in combinations(range(len(parts) // 2 + 2), 2)]
    found = [run.strip() for run in runs if letters(run) in shown and letters(run) not in sites]
    headed = [run for run in found if shown[letters(run)]]
    # A short one, if no other is a heading and it stands in front.
    alone = len(headed) == 1 and title.startswith(headed[0])
    return max(headed if alone else filter(_is_long, found), key=len, default="") or _without_site(title, sites)


def _is_long(text: str) -> bool:
    """Whether a text has as many words as titles have."""
    words = _WORD.findall(text)
    return len(words) >= MIN_TITLE_WORDS or (
        len(letters(text)) >= MIN_TITLE_LETTERS and not text.isascii() and len(words) < 2
    )


def _without_site(title: str, sites: Sequence[str], *, is_shown: bool = False) -> str:
    """A title without the name of the site behind or before it. In one that the page shows, a bar without blanks around
    it is the headline's own."""
    parts = _SEPARATOR.split(title)
    while len(parts) > 1 and (_is_site(parts[-1], sites) or _is_bar(parts[-2], is_spaced=is_shown)):
        del parts[-2:]
    if len(parts) > 1 and letters(parts[0]) in sites:
        del parts[:2]
    return "".join(parts)


def _is_site(part: str, sites: Sequence[str]) -> bool:
    """Whether the end of a title is the site's name, or a part of it, or has it in it."""
    name = letters(part)
    return any(name in site or site in name for site in sites if name)


def _is_bar(separator: str, *, is_spaced: bool) -> bool:
    """Whether a separator is a bar or an underscore; if `is_spaced`, only a bar with a blank before it is one."""
    if is_spaced:
        return "|" in separator and separator[0].isspace()
    return "|" in separator or "_" in separator


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
