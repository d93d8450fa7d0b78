"""What elements say about what they hold: their roles, and the words in their classes and ids.

Words come in groups. Some groups name a place on a page ("sidebar"), others are signs of a kind of page ("thread").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.markup import names, parse_attributes

PLACES: Final = {
    "content": "content body text story prose articlebody",
    "article": "article entry post blog single",
    "comments": "comment comments disqus respond reply discussion",
    "related": "related recommended recirc recommendations similar more teaser teasers card cards",
    "share": "share sharing social follow",
    "sidebar": "sidebar aside widget rail",
    "footer": "footer bottom copyright colophon",
    "navigation": "menu nav navigation navbar breadcrumb breadcrumbs header masthead toolbar",
    "newsletter": "newsletter subscribe signup subscription cta optin",
    "byline": "author bio byline meta info date tags tag categories",
    "advertisement": "ad ads advert advertisement promo sponsor sponsored banner",
    "consent": "cookie consent modal popup overlay gdpr",
    "media": "caption credit gallery slider carousel",
    "summary": "intro lead excerpt summary standfirst dek subtitle subheadline vorspann lede deck chapo abstract",
}
"""Words for what an element is the place of."""

SIGNS: Final = {
    "author_names": "author byline bio",
    "list_names": "filter filters sort results pagination",
    "forum_names": "thread topic forum reply replies reactions signature messages member joined notify",
}
"""Words that are counted over the page."""

REMEMBERED_ELEMENTS: Final = 8192
"""A page has a hundred attribute texts that no page of another site has, and the pages of its own site have most of
them again. So many are remembered, in about 2 MB."""

ROLE_OF_TAG: Final = {
    "article": "article",
    "aside": "complementary",
    "footer": "contentinfo",
    "form": "form",
    "header": "banner",
    "main": "main",
    "nav": "navigation",
    "search": "search",
}
"""The ARIA roles that elements have by default."""

_HIDDEN_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ONLY_NAMES: Final = re.compile(r'\s+(?:id="([^"&]*+)"\s++)?class="([^"&]*+)"\s*+(?:id="([^"&]*+)"\s*+)?')
_SMALL: Final = re.compile(r"[a-z]+")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PLACE_OF: Final = {word: place for place, words in PLACES.items() for word in words.split()}
_SIGN_OF: Final = {word: sign for sign, words in SIGNS.items() for word in words.split()}


class Said(NamedTuple):
    """What an element's attributes say about what it holds.

    Attributes:
        place: the group in `PLACES` of the first word in its id and classes that has one, "" if none has.
        signs: the groups in `SIGNS` that words in its id and classes have.
        role: its ARIA role, "" if it has none of its own.
        hidden: whether the markup alone keeps it from being shown (`hidden`, `aria-hidden`, inline style).
    """

    place: str = ""
    signs: frozenset[str] = frozenset()
    role: str = ""
    hidden: bool = False


_ONLY_A_PLACE: Final = {place: Said(place) for place in ("", *PLACES)}


@lru_cache(maxsize=REMEMBERED_ELEMENTS)
def said(attributes: str) -> Said:
    """Reads the attributes of a tag, as written."""
    only_names = _ONLY_NAMES.fullmatch(attributes)  # two in three, and four times as quick
    if only_names:
        before, classes, behind = only_names.groups("")
        text, role, hidden = f"{before or behind} {classes}", "", False
    else:
        found = parse_attributes(attributes)
        text, role, hidden = " ".join(names(found)), found.get("role", "").strip().lower(), _is_hidden(found)
    words = _SMALL.findall(text) if text.islower() else [word.lower() for word in _WORD.findall(text)]
    place = next(filter(None, map(_PLACE_OF.get, words)), "")
    if not role and not hidden and _SIGN_OF.keys().isdisjoint(words):
        return _ONLY_A_PLACE[place]
    return Said(place, frozenset([_SIGN_OF[word] for word in words if word in _SIGN_OF]), role, hidden)


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    return "style" in attributes and _HIDDEN_STYLE.search(attributes["style"]) is not None
