"""Walks folders: what is in each, what links are left alone, and which folders cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field


@dataclass
class Listing:
    """What a folder has directly in it, in the order of the names, hidden entries left out.

    Attributes:
        path: the folder.
        files: its files.
        folders: the paths of the folders in it.
        links: how many links are passed over.
        others: how many entries are neither files nor folders, such as pipes.
        problem: why it cannot be read; "" if it can.
    """

    path: str
    files: list[os.DirEntry[str]] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    links: int = 0
    others: int = 0
    problem: str = ""


def walk(folder: str, left_out: Collection[str], *, follow_links: bool) -> Iterator[Listing]:
    """A folder and all below it, one listing in memory at a time.

    Args:
        folder: where to begin.
        left_out: real paths that are passed over.
        follow_links: whether links below the folder are read as what they point to. A folder to which several lead
            is read once, at the first.
    """
    seen: set[str] = set()
    pending = [folder]
    while pending:
        path = pending.pop()
        if follow_links:
            real = os.path.realpath(path)
            if real in seen:
                continue
            seen.add(real)
        listing = _listing(path, left_out, follow_links)
        yield listing
        pending += reversed(listing.folders)


def crosses_link(path: str, base: str) -> bool:
    """Whether a path below another goes through a link, or is one."""
    while len(path) > len(base):
        if os.path.islink(path):
            return True
        path = os.path.dirname(path)
    return False


def _listing(path: str, left_out: Collection[str], follow_links: bool) -> Listing:
    listing = Listing(path)
    try:
        with os.scandir(path) as entries:
            shown = sorted((entry for entry in entries if entry.name[0] != "."), key=lambda entry: entry.name)
    except OSError as error:
        listing.problem = (error.strerror or "cannot be read").lower()
        return listing
    for entry in shown:
        if os.path.realpath(entry.path) in left_out:
            continue
        if entry.is_symlink() and not follow_links:
            listing.links += 1
        elif _leads_to(entry.is_dir):
            listing.folders.append(entry.path)
        elif _leads_to(entry.is_file):
            listing.files.append(entry)
        else:
            listing.others += 1
    return listing


def _leads_to(is_of_kind: Callable[[], bool]) -> bool:
    """Whether an entry is of a kind; links that lead to themselves are of none."""
    try:
        return is_of_kind()
    except OSError:
        return False
