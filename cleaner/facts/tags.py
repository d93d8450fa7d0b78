"""Language tags as BCP 47 (RFC 5646) writes them."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|\d{3}))?(?![a-z\d])",
    re.IGNORECASE,
)


def language_tag(declared: str) -> str | None:
    """A declared language ("en_us", "de-de", "zh-hant-tw") as BCP 47 writes it; None if it is no tag."""
    match = _TAG.match(declared.strip())
    if match is None:
        return None
    script, region = match["script"], match["region"]
    parts = [match["language"].lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(filter(None, parts))
