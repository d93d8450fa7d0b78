"""The names in a signature: "By Una Whitby and Jon Marsh, staff writers | Harbor Courier".

What stands around names is known by language (`[signature]` of `language.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import Final, Literal, NamedTuple

from cleaner.characters import UNSPACED, letters
from cleaner.language import languages, words_of

Kind = Literal["person", "organisation"]

MAX_WORDS: Final = 6
MAX_CHARACTERS: Final = 60
"""The longest name of a person: "María del Carmen Fernández de la Vega". What is longer is a sentence or a title."""

MAX_SIGNATURE: Final = 600
"""Characters of the longest signature that is read: thirty names."""

_ADDRESS: Final = re.compile(r"\S*(?:@|https?:|www\.)\S*")
_IN_BRACKETS: Final = re.compile(r"\s*[(\[{（［【][^)\]}）］】]*[)\]}）］】]?")
_SEGMENT: Final = re.compile(r"\s*[|•·;\n\t¦]\s*|\s+[–—-]\s+|\s*(?<!\w)[-–—]\s+|／")
_BEHIND: Final = re.compile(r"\s*\d.*$|\s+(?:in|from|at|for|aus|à|depuis|desde|för|fra|från|из)\s.*$")
"""Dates and places behind a name."""

_NO_PERSON: Final = re.compile(r"[?!<>{}=_#%*\\\"“”„«»:]|\.\.|…")
_DOMAIN: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,5}$", re.IGNORECASE)
_GLUED: Final = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+\b)")
_CLOSES: Final = " \t,.;:|/–—-·•"
_HOUSE: Final = re.compile(
    r"\b(?:news|nachrichten|media|magazine?|zeitung|press|presse|times|gazette|tribune|herald|agency|agentur|tv|radio"
    r"|gmbh|ltd|inc|llc|s\.?a|online|group|institute|university|association|network|company)\b|新聞|新闻|日报|日報|通讯社|通信社",
    re.IGNORECASE,
)
"""Words that names of newsrooms and firms have in any language, and names of persons have not."""


_ACCOUNTS: Final = frozenset("admin administrator editor none null undefined root user webmaster".split())
"""What publishing systems print where nobody is named."""


class Name(NamedTuple):
    """A name in a signature, and whose it is."""

    text: str
    kind: Kind


class _Words(NamedTuple):
    """What stands around names in some languages."""

    by: re.Pattern[str]
    joins: re.Pattern[str]
    roles: frozenset[str]
    desks: re.Pattern[str]


@lru_cache(maxsize=64)
def _words(spoken: frozenset[str]) -> _Words:
    known = [language for code, language in languages().items() if code in spoken or language.everywhere]
    by = sorted({phrase for language in known for phrase in language.by}, key=len, reverse=True)
    joins = sorted({word for language in known for word in language.joins})
    desks = sorted({phrase for language in known for phrase in language.desks}, key=len, reverse=True)
    unspaced = rf"(?<=[{UNSPACED}])(?:和|与|與|及)(?=[{UNSPACED}])"
    return _Words(
        re.compile(rf"(?:{_either(by)})(?:\s*[:：]\s*|\s+|$)", re.IGNORECASE),
        re.compile(
            rf"\s*[,，、&+/]\s*(?:(?:{_either(joins)})\s+)?|\s+(?:{_either(joins)})\s+|{unspaced}", re.IGNORECASE
        ),
        frozenset(role for language in known for role in language.roles),
        re.compile(rf"(?:^|\b|(?<=[{UNSPACED}]))(?:{_either(desks)})(?:$|\b)", re.IGNORECASE),
    )


def _either(phrases: Iterable[str]) -> str:
    return "|".join(map(re.escape, phrases)) or "(?!)"


@lru_cache(maxsize=1)
def _agencies() -> frozenset[str]:
    return frozenset(map(letters, words_of("agencies")))


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency that is known."""
    return letters(name) in _agencies()


def names_in(
    signature: str, spoken: frozenset[str], sites: Collection[str] = (), *, declared: bool = False
) -> list[Name]:
    """The names in a signature, each once, in order.

    Args:
        signature: what a page prints or declares about who wrote a story.
        spoken: the codes of the page's languages.
        sites: names of the site and its publisher, as `letters` has them.
        declared: whether it holds names and nothing else by its place, such as a property of JSON-LD.
    """
    words = _words(spoken)
    found: dict[str, Name] = {}
    for segment in _SEGMENT.split(_bare(signature)):
        if not declared and found:
            break  # Behind the first segment with names stand dates, sections and the site.
        for part in _parts(segment, words):
            name = _name(part, words, sites, declared=declared)
            if name is None and not found and words.desks.search(part):
                name = _desk(part)
            if name is not None and not _is_place(name, found):
                found.setdefault(letters(name.text), name)
    return list(found.values())


def _is_place(name: Name, found: Mapping[str, Name]) -> bool:
    """Whether a name is where the house before it has its seat: "Courier GmbH, Munich, Germany"."""
    houses = all(other.kind == "organisation" for other in found.values())
    return bool(found) and houses and name.kind == "person" and len(name.text.split()) == 1


def holds_only(signature: str, names: Iterable[str], spoken: frozenset[str]) -> bool:
    """Whether a signature holds these names and nothing else but what joins them."""
    for name in names:
        if name not in signature:
            return False
        signature = signature.replace(name, ",", 1)
    return not _words(spoken).joins.sub("", signature.replace(",", " , ")).strip(" ,")


def _bare(signature: str) -> str:
    """A signature without addresses, handles and what stands in brackets."""
    text = _ADDRESS.sub(" ", unescape(signature[:MAX_SIGNATURE]))
    return _IN_BRACKETS.sub("", text)


def _parts(segment: str, words: _Words) -> Iterator[str]:
    """The pieces of a segment between commas and "and", without what stands before the names."""
    text = segment.strip(_CLOSES)
    while match := words.by.match(text):
        text = text[match.end() :].lstrip(_CLOSES)
    parts = [part.strip(_CLOSES) for part in words.joins.split(text)]
    if _is_turned(parts) and "," in text:
        yield f"{parts[1]} {parts[0]}"
        return
    for part in parts:
        match = words.by.match(part)
        yield part[match.end() :] if match else part


def _is_turned(parts: Sequence[str]) -> bool:
    """Whether two pieces are a surname and a first name: "Whitby, Una"."""
    return len(parts) == 2 and all(len(part.split()) == 1 and part.istitle() and not is_agency(part) for part in parts)


def _name(part: str, words: _Words, sites: Collection[str], *, declared: bool) -> Name | None:
    """The name that a piece is; None if it is none."""
    text = _without_role(_BEHIND.sub("", part).strip(_CLOSES), words)
    if not text or len(text) > MAX_CHARACTERS or len(text.split()) > MAX_WORDS or not letters(text):
        return None
    if letters(text) in _ACCOUNTS:
        return None
    if _is_organisation(text, words, sites):
        return Name(text, "organisation")
    is_title = text.split()[0].casefold() in words.roles  # "Head of Marketing"
    return Name(text, "person") if not is_title and _is_person(text, declared=declared) else None


def _desk(part: str) -> Name | None:
    """What a newsroom calls itself: "Courier staff reporter"; in front of it no name stands."""
    is_short = len(part) <= MAX_CHARACTERS and len(part.split()) <= MAX_WORDS and not _NO_PERSON.search(part)
    return Name(part, "organisation") if is_short and letters(part) not in _ACCOUNTS else None


def _without_role(text: str, words: _Words) -> str:
    """A piece without the role behind the name, which may touch it ("Una WhitbyNews Reporter"); "" if it is a role."""
    pieces = text.split()
    if not pieces or pieces[-1].casefold().strip(".") not in words.roles:
        glued = _GLUED.split(pieces[-1]) if pieces else []
        if len(glued) == 2 and glued[1].casefold() in words.roles:
            return " ".join([*pieces[:-1], glued[0]])
        return text
    for index, piece in enumerate(pieces):
        glued = _GLUED.split(piece)
        if len(glued) == 2 and index:
            return " ".join([*pieces[:index], glued[0]])
    if len(pieces) > 1 and not pieces[-1][0].isupper() and not pieces[-1][0].islower():
        return " ".join(pieces[:-1])  # Scripts without capitals put the role behind the name, and no comma.
    # A role of several words: "political editor". Names before one are parted from it by a comma.
    return ""


def _is_organisation(text: str, words: _Words, sites: Collection[str]) -> bool:
    name = letters(text)
    return (
        name in sites
        or name in _agencies()
        or bool(words.desks.search(text))
        or bool(_HOUSE.search(text))
        or bool(_DOMAIN.match(text))
        or (len(text.split()) > 1 and any(len(site) > 4 and name.startswith(site) for site in sites))
    )


def _is_person(text: str, *, declared: bool) -> bool:
    """Whether a text may be a person's name: of two words or more that begin with capitals, where it has such."""
    if _NO_PERSON.search(text):
        return False
    pieces = text.split()
    if declared:
        return len(pieces) > 1 or not text.islower()  # A name in small letters is that of an account.
    if not any(piece[0].isupper() or piece[0].islower() for piece in pieces):
        return len(letters(text)) <= 12  # A script without capitals.
    capitals = [piece for piece in pieces if piece[0].isupper()]
    return len(pieces) > 1 and len(capitals) >= 2 and pieces[-1][0].isupper()
