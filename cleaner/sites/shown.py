"""What was learned of sites, as rows for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.sites.site import Site

PLACES = ("above", "inside", "below")


def site_rows(sites: Mapping[str, Site]) -> list[dict[str, Any]]:
    """The sites by how many of their pages are known, with how many blocks each repeats."""
    rows = [
        {"site": name, "pages": site.pages, "repeated": sum(block.pages > 1 for block in site.blocks.values())}
        for name, site in sites.items()
    ]
    return sorted(rows, key=lambda row: (-row["pages"], row["site"]))


def block_rows(site: Site) -> list[dict[str, Any]]:
    """The blocks that a site repeats, those on most pages first: on how many of its pages each stands, where on most of
    them, in which element, and how its text begins."""
    rows = [
        {
            "pages": block.pages,
            "of": site.pages,
            "place": max(PLACES, key=lambda place: getattr(block, place)),
            "container": block.container,
            "sample": block.sample,
        }
        for block in site.blocks.values()
        if block.pages > 1
    ]
    return sorted(rows, key=lambda row: (-row["pages"], row["sample"], row["container"]))
