"""Which site a page is of, by its address."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from cleaner.errors import OptionError
from cleaner.records.extras import extra

Key = Callable[[str], str | None]
"""Gives the name of the site that an address is of; None if it is of none."""


def domain(url: str) -> str | None:
    """The registrable domain: "example.co.uk" for all hosts below it, "me.blogspot.com" for a blog.

    Raises:
        MissingExtraError: publicsuffixlist is not installed.
    """
    name = host(url)
    return None if name is None else _registrable(name)


def host(url: str) -> str | None:
    """The host, without "www."; sections of a paper that have hosts of their own are sites then."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        return None
    return parts.hostname.rstrip(".").removeprefix("www.") or None


def section(url: str) -> str | None:
    """The host and the first segment of the path, if another follows: "example.com/sport"."""
    name = host(url)
    if name is None:
        return None
    parts = _split(url)
    segments = [segment for segment in parts.path.split("/") if segment] if parts else []
    return f"{name}/{segments[0].lower()}" if len(segments) > 1 else name


KEYS: Final[dict[str, Key]] = {"domain": domain, "host": host, "section": section}
OWN_KEY: Final = "own"
"""What a file says whose sites a function of the caller's told apart."""


def key_of(key: str | Key) -> Key:
    """The key of this name; a function is one already. Raises OptionError for any other name."""
    if not isinstance(key, str):
        return key
    if key not in KEYS:
        raise OptionError(f"unknown key {key!r}; there are {', '.join(KEYS)}, or give a function")
    return KEYS[key]


def name_of(key: str | Key) -> str:
    """The name of a key; that of a function of the caller's is `OWN_KEY`."""
    if isinstance(key, str):
        return key
    return next((name for name, known in KEYS.items() if known is key), OWN_KEY)


def _split(url: str) -> SplitResult | None:
    """An address in its parts; None if it is none of the web."""
    try:
        parts = urlsplit(url.strip())
        return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:  # "http://[", and what else is no address
        return None


@lru_cache(maxsize=4096)
def _registrable(name: str) -> str:
    if _is_number(name):
        return name
    # A host that is a public suffix itself, or of a network of one's own, is a site too.
    return _suffixes().privatesuffix(name) or name


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> Any:
    """The public suffix list (https://publicsuffix.org), as the installed package has it."""
    return extra("publicsuffixlist", "sites").PublicSuffixList(accept_unknown=True)
