"""Where the story is from: the site where it first appeared, the agency it is credited to, who printed it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from cleaner.analysis import Analysis
from cleaner.decision import Decision
from cleaner.facts.names import is_agency
from cleaner.facts.zones import Zones
from cleaner.model import Fact

WHENCE: Final = ("syndicated_from", "agency", "republisher")

MAX_CREDIT: Final = 60
"""Characters of the longest line that is read as a credit: "Source: Associated Press"."""

SHORT_LABEL: Final = 3
"""Letters of the longest label below a country's domain that is not a site's own: "co" of "courier.co.uk"."""

_CREDITS: Final = frozenset({"credit", "syndication", "byline"})


def whence(analysis: Analysis, decision: Decision, zones: Zones) -> list[Fact]:
    """The facts "syndicated_from", "agency" and "republisher", the most trusted of each first. What rules read as a
    source is the agency if it is known as one."""
    found = [named for fact in analysis.facts if fact.name in WHENCE and (named := _named(fact, analysis.page.url))]
    found += _credits(analysis, decision, zones)
    if elsewhere := _first_published_at(analysis):
        found.append(elsewhere)
    return [_as_agency(fact) for fact in found]


def _named(fact: Fact, url: str | None) -> Fact | None:
    """A fact with the name of the host where it has an address; None if that is the page's own site's."""
    host = _host(fact.value) if "://" in fact.value else ""
    if not host:
        return fact
    is_own = url is not None and _site(host) == _site(_host(url))
    return None if is_own else fact._replace(value=host.removeprefix("www."))


def _as_agency(fact: Fact) -> Fact:
    if fact.name == "syndicated_from" and is_agency(fact.value):
        return fact._replace(name="agency")
    return fact


def _credits(analysis: Analysis, decision: Decision, zones: Zones) -> Iterator[Fact]:
    """The agencies in lines of the story's surroundings that are credits, but that no rule reads a name from."""
    for block in (*zones.head, *zones.foot):
        text = analysis.measures.plain[block]
        if len(text) <= MAX_CREDIT and decision.labels[block] in _CREDITS and not decision.kept[block]:
            name = text.rpartition(":")[2].strip(" ()[]©/.-–—")
            if name and is_agency(name):
                yield Fact("agency", name, block, "text")


def _first_published_at(analysis: Analysis) -> Fact | None:
    """The host of the address that the page gives as its own, if that is another site's than the page's."""
    page = analysis.page
    canonical = next((fact for fact in page.facts if fact.name == "canonical_url"), None)
    if canonical is None or not page.url:
        return None
    host, own = _host(canonical.value), _host(page.url)
    if not host or not own or _site(host) == _site(own):
        return None
    return Fact("syndicated_from", host.removeprefix("www."), -1, canonical.source)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _site(host: str) -> str:
    """The label of a host that is the site's own: "courier" of "news.courier.co.uk", and of "courier.com" as well."""
    labels = host.split(".")
    own = labels[:-2] if len(labels) > 2 and len(labels[-2]) <= SHORT_LABEL else labels[:-1]
    return own[-1] if own else host
