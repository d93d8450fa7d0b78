"""Who wrote the story: what the page declares, what its elements say, and what the rules read, weighed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from cleaner.analysis import Analysis
from cleaner.characters import letters
from cleaner.facts.names import Name, holds_only, is_agency, names_in
from cleaner.facts.zones import Zones
from cleaner.markup import Markup
from cleaner.model import Fact, FactSource

MAX_SIGNATURE: Final = 200
"""Characters of the longest block that is read as a signature."""

LEVELS: Final = 3
"""An element of class "byline" has the name in itself or in an element this deep inside it."""

DOUBTED: Final = 0.5
"""The confidence of a signature where another witness names other persons: half the time either is right."""

_AUTHOR: Final = re.compile(r"""itemprop=["']?author|rel=["']?(?:[\w ]* )?author\b""")
_AUTHOR_CLASS: Final = re.compile(
    r"""(?:class|id|data-testid)=["'][^"']*(?:auth?or(?!i[stz])|auteur|byline|forfatter|penulis|redakteu?r(?![a-z])|schrijver|skribent
    |szerzo|verfasser|yazar)""",
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR_PAGE: Final = re.compile(
    r"/(?:authors?|autor(?:en|es|i|zy)?|auteurs?|autori|profile?s?|people|staff|writers?|by|reporter|redaktion|redakteure?"
    r"|journalists?|columnists?|contributors?|skribent|medarbeider)/[^/\s]*[a-z]",
    re.IGNORECASE,
)


class Signature(NamedTuple):
    """What one witness says about who wrote the story.

    Attributes:
        printed: as the page has it.
        names: the names in it.
        source: where it was read.
        block: the block it was read from; -1 if from none.
    """

    printed: str
    names: list[Name]
    source: FactSource
    block: int = -1

    @property
    def persons(self) -> frozenset[str]:
        return frozenset([letters(name.text) for name in self.names if name.kind == "person"])


def signatures(analysis: Analysis, zones: Zones) -> list[Fact]:
    """The facts "byline", "organisation" and "agency" that the page's witnesses agree on, at most one of each; the
    byline has organisations in it if they sign beside persons, or alone.

    Args:
        analysis: the page.
        zones: where signatures may stand.
    """
    sites = _sites(analysis)
    declared = [
        _read(analysis, fact, sites, declared=True)
        for fact in sorted(analysis.page.facts, key=lambda fact: fact.source not in ("json-ld", "feed"))
        if fact.name in ("byline", "organisation")
    ]
    shown = [_shown(analysis, zone, sites) for zone in zones]
    near = next((found for found in shown if any(signature.persons for signature in found)), [])
    chosen = _chosen(declared, near, [signature for found in shown for signature in found])
    return list(_facts(chosen, [*declared, *near], analysis.matches.languages)) if chosen else []


def authors(facts: Sequence[Fact]) -> tuple[str, ...]:
    """The names in a story's byline: those of persons, or else of the organisations that sign it."""
    byline = next((fact.value for fact in facts if fact.name == "byline"), "")
    language = next((fact.value for fact in facts if fact.name == "language"), "")
    houses = {letters(fact.value) for fact in facts if fact.name in ("organisation", "agency")}
    named = [name.text for name in names_in(byline, frozenset([language[:2].lower()]), declared=True)]
    persons = [name for name in named if letters(name) not in houses]
    return tuple(persons or [fact.value for fact in facts if letters(fact.value) == letters(byline)][:1] or named)


def _chosen(declared: list[Signature], near: list[Signature], shown: list[Signature]) -> Signature | None:
    """The signature that counts: a declared one that names persons, which what stands near the story may complete; or
    else what stands there; or else whatever names an organisation."""
    printed = max(near, key=lambda signature: len(signature.persons), default=None)
    for signature in declared:
        if signature.persons:
            if printed and printed.persons > signature.persons:
                return printed
            return _with_organisations(signature, declared)
    if printed:
        return printed
    return next((signature for signature in (*declared, *shown) if signature.names), None)


def _with_organisations(signature: Signature, declared: list[Signature]) -> Signature:
    """A signature with the organisations that the same witness declares beside its persons."""
    beside = [name for other in declared if other.source == signature.source for name in other.names]
    names = list(dict.fromkeys([*signature.names, *beside]))
    return signature._replace(names=names) if len(names) > len(signature.names) else signature


def _facts(chosen: Signature, witnesses: list[Signature], spoken: frozenset[str]) -> Iterator[Fact]:
    others = [signature.persons for signature in witnesses if signature.persons]
    doubted = any(not other & chosen.persons for other in others)
    agreed = sum(bool(other & chosen.persons) for other in others) > 1
    confidence = DOUBTED if doubted and not agreed else 1.0
    yield Fact("byline", _as_printed(chosen, spoken), chosen.block, chosen.source, confidence)
    for name in chosen.names:
        if name.kind == "organisation":
            kind = "agency" if is_agency(name.text) else "organisation"
            yield Fact(kind, name.text, chosen.block, chosen.source, confidence)


def _as_printed(signature: Signature, spoken: frozenset[str]) -> str:
    """A signature that the page prints as it stands, if it holds nothing but names; or else the names, with commas."""
    names = [name.text for name in signature.names]
    if signature.block >= 0 and holds_only(signature.printed, names, spoken):
        return signature.printed
    return ", ".join(names)


def _sites(analysis: Analysis) -> frozenset[str]:
    """What the site is called: as it says itself, and in its address."""
    facts, page = analysis.page.facts, analysis.page
    names = [letters(fact.value) for fact in facts if fact.name == "site"]
    address = page.url or next((fact.value for fact in facts if fact.name == "canonical_url"), "")
    host = address.partition("://")[2].partition("/")[0].removeprefix("www.")
    labels = [letters(host), *map(letters, host.split(".")[:-1])]
    return frozenset([name for name in (*names, *labels) if len(name) > 2])


def _read(analysis: Analysis, fact: Fact, sites: Collection[str], *, declared: bool = False) -> Signature:
    if fact.name == "organisation":  # Their names may have commas and "and" in them.
        return Signature(fact.value, [Name(fact.value, "organisation")], fact.source, fact.block)
    names = names_in(fact.value, analysis.matches.languages, sites, declared=declared)
    return Signature(fact.value, names, fact.source, fact.block)


# What stands on the page


def _shown(analysis: Analysis, zone: range, sites: Collection[str]) -> list[Signature]:
    """The signatures that elements and rules show in a zone."""
    found = [_read(analysis, fact, sites) for fact in analysis.stated if fact.name == "byline" and fact.block in zone]
    if analysis.markup is not None:
        found += [_read(analysis, fact, sites) for block in zone for fact in _marked(analysis, block)]
    return [signature for signature in found if signature.names]


def _marked(analysis: Analysis, index: int) -> Iterator[Fact]:
    """The names that the markup of a block says are authors'."""
    block = analysis.page.blocks[index]
    markup, containers = block.markup, analysis.markup
    if markup is None or containers is None or len(block.text) > MAX_SIGNATURE or block.kind in ("caption", "code"):
        return
    if analysis.apart[markup.container]:
        return
    inline = list(_marked_inline(markup))
    if inline:
        yield Fact("byline", ", ".join(inline), index, "markup")
        return
    for level, container in enumerate(containers.chain(markup.container)):
        attributes = containers.attributes[container]
        if level == LEVELS:
            return
        if _AUTHOR.search(attributes) or "author_names" in analysis.said[container].signs:
            source: FactSource = "microdata" if "itemprop" in attributes else "markup"
            yield Fact("byline", " | ".join(block.text.split("\n")), index, source)
            return


def _marked_inline(markup: Markup) -> Iterator[str]:
    """The texts of links and spans in a block that are marked as authors' names."""
    if markup.inline is None:
        return
    pieces = markup.inline.pieces
    for gap, tag, attributes in markup.inline.tags:
        marked = _AUTHOR.search(attributes) or _AUTHOR_CLASS.search(attributes)
        if marked or (tag == "a" and _AUTHOR_PAGE.search(parse_address(attributes))):
            text = next((piece for piece in pieces[gap:] if not piece.isspace()), "")
            if text.strip():
                yield " ".join(text.split())


def parse_address(attributes: str) -> str:
    """Where a link leads, from its attributes as written."""
    return attributes.partition("href=")[2][1:].partition('"')[0]
