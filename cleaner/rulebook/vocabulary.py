"""What classes, ids and roles say about what an element holds.

Words come in groups, which packs fill (`[[words]]`, docs/rules.md). A group is either a place on the page, such as the
sidebar, or a sign of a kind of page, such as a forum's threads, which is counted over the whole page. The groups are
fixed: the scorecards have a bin for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cleaner.markup import HIDDEN_CLASSES, NOTHING_SAID, Said, hides, names, parse_attributes

PLACES: Final = (
    "content",
    "article",
    "comments",
    "related",
    "share",
    "sidebar",
    "footer",
    "navigation",
    "newsletter",
    "byline",
    "advertisement",
    "consent",
    "media",
    "summary",
)
"""Groups of words for places on a page, in the order of the container stage's bins."""

BOXES: Final = (
    "advertising",
    "author_notes",
    "captions",
    "comment_sections",
    "consent_notices",
    "consent_platforms",
    "disclaimers",
    "embed_notices",
    "other_stories",
    "paywalls",
    "pull_quotes",
    "share_bars",
    "sign_ups",
)
"""Groups of words for boxes which are no places of the container stage."""

NOT_STORY: Final = frozenset({"comments", "related", "share", "sidebar", "newsletter", "advertisement", "consent"})
"""Places whose name outweighs that of the story in one class: "article-comments", "post-share"."""

SIGNS: Final = ("author_names", "list_names", "forum_names")
"""Groups of words that are signs of a kind of page: features of the gate."""

REMEMBERED_ELEMENTS: Final = 8192
"""A page has a hundred attribute texts that no page of another site has, and the pages of its own site have most of
them again. So many are remembered, in about 2 MB."""

_ONLY_NAMES: Final = re.compile(
    r"""\s+(?:id="([^"&]*+)"\s++)?(?:class="([^"&]*+)"\s*+)?(?:id="([^"&]*+)"\s*+)?(?:data-[\w-]++="[^"]*+"\s*+)*+"""
)
"""Attributes that tell nothing but an id and classes, in the orders that nearly all have."""
_NEGATING: Final = frozenset({"has", "hide", "is", "no", "non", "not", "with", "without"})
"""First words of classes that speak of what stands elsewhere: "has-sidebar", "no-comments"."""

_HOLDERS: Final = frozenset(
    """area bar bars block blocks bottom box boxes btn btns button buttons col container form grid group head header
    icon icons inline inner item items left link links list module outer panel right row section slot title
    top unit widget widgets wrap wrapper zone article articles content info news page post posts profile stories
    story teaser foto image img media photo picture artikel beitrag bereich bild element feld hinweis inhalt
    kasten leiste liste profil spalte balk blok kader knop knoppen lijst sectie blokk boks felt knap knapp
    knappar lista plats ruta laatikko lohko palkki
    """.split()
)
"""Words for parts of a page, which make one word with the name of a box: "sharebar", "photocredit" and the compounds of
German, Dutch and the Nordic languages, such as "autorenkasten". "Holder" is none: shareholders are no share bar."""

MAX_PHRASE: Final = 3
"""Up to so many words of a name are read as one too: packs write "lire-aussi" as "lireaussi"."""

MIN_PHRASE: Final = 6
"""Letters of such a phrase, at least. Ids made of random letters, as in "block-d23a75d", make up any shorter word."""

_SMALL_WORD: Final = re.compile("[a-z]+")
_WORD: Final = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one group, and the tags that hold them to it: a `[[words]]` table of a pack.

    Attributes:
        group: one of `PLACES`, `BOXES` or `SIGNS`.
        words: of the letters a to z: parts of the names of classes and ids.
        hit: tags that have one of the words.
        miss: tags that have none.
        note: one line for a person, or "".
        pack: the name of the pack.
        path: the pack's file.
        line: the line of the file on which the table begins, from 1.
    """

    group: str
    words: tuple[str, ...]
    hit: tuple[str, ...]
    miss: tuple[str, ...]
    note: str = ""
    pack: str = ""
    path: str = ""
    line: int = 0


class Vocabulary:
    """Groups of words. It never changes: threads may share it, and it pickles.

    Attributes:
        tables: the tables that it was made of.
        said: what the attributes of a tag, as written, say (`Said`).
    """

    def __init__(self, tables: Iterable[Words] = ()) -> None:
        self.tables = tuple(tables)
        groups = [(word, table.group) for table in self.tables for word in table.words]
        self._place_of = {word: group for word, group in groups if group in PLACES}
        self._box_of = {word: group for word, group in groups if group in BOXES or group in NOT_STORY}
        self._sign_of = {word: group for word, group in groups if group in SIGNS}
        self.said = lru_cache(maxsize=REMEMBERED_ELEMENTS)(self._said)
        self._said_by = lru_cache(maxsize=REMEMBERED_ELEMENTS)(self._name)
        self._box_by = lru_cache(maxsize=REMEMBERED_ELEMENTS)(self._box_in)

    def __reduce__(self) -> tuple[type[Vocabulary], tuple[tuple[Words, ...]]]:
        return type(self), (self.tables,)

    def _said(self, attributes: str) -> Said:
        """What the attributes of a tag, as written, say."""
        only_names = _ONLY_NAMES.fullmatch(attributes)  # eight in ten, and four times as quick
        if only_names and HIDDEN_CLASSES.isdisjoint((only_names[2] or "").split()):
            before, classes, behind = only_names.groups()
            first = behind if before is None else before
            text, role, hidden = f"{first or ''} {classes or ''}", "", False
        else:
            found = parse_attributes(attributes)
            text, role, hidden = " ".join(names(found)), found.get("role", "").strip().lower(), hides(found)
        # Most names say nothing: those that do are few.
        telling = [said for said in map(self._said_by, text.split()) if said is not NOTHING_SAID]
        if not telling and not role and not hidden:
            return NOTHING_SAID
        place = next((said.place for said in telling if said.place), "")
        box = next((said.box for said in telling if said.box), "")
        return Said(place, frozenset().union(*[said.signs for said in telling]), role, hidden, box)

    def _name(self, name: str) -> Said:
        """What the words of one id or class say: the first of them that names a place, and so on."""
        words = _words(name)
        place = next(filter(None, map(self._place_of.get, words)), "")
        signs = frozenset([self._sign_of[word] for word in words if word in self._sign_of])
        is_negated = not words or words[0] in _NEGATING
        box = "" if is_negated else self._box(words)
        return Said(place, signs, box=box) if place or signs or box else NOTHING_SAID

    def _box(self, words: list[str]) -> str:
        """The group of the first word, compound or phrase that names a box, "" if there is none."""
        box_of, box_by = self._box_of, self._box_by
        for first, word in enumerate(words):
            group = box_by(word)
            if group:
                return group
            for end in range(first + 2, min(first + MAX_PHRASE, len(words)) + 1):
                phrase = "".join(words[first:end])
                if len(phrase) >= MIN_PHRASE and phrase in box_of:
                    return box_of[phrase]
        return ""

    def _box_in(self, word: str) -> str:
        """The group of the box that a word names, or one part of it if the other is a word for a part of a page."""
        box_of = self._box_of
        if word in box_of:
            return box_of[word]
        for border in range(2, len(word) - 1):
            head, tail = word[:border], word[border:]
            group = (tail in _HOLDERS and box_of.get(head)) or (head in _HOLDERS and box_of.get(tail))
            if group:
                return group
        return ""


def _words(name: str) -> list[str]:
    """The words of an id or class, in small letters."""
    return _SMALL_WORD.findall(name) if name.islower() else [word.lower() for word in _WORD.findall(name)]
