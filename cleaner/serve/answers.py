"""The forms in which a story is answered, and which of them a client's Accept header wants."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from cleaner.story import Story

Render = Callable[[Story, bool], str]
"""(the story, whether its title comes first) to text."""

STORY_JSON: Final = "application/vnd.cleaner.story+json"


def _row(story: Story, _: bool) -> str:
    return _dumped(story.row())


def _full(story: Story, _: bool) -> str:
    return _dumped(story.to_dict())


def _text(story: Story, title: bool) -> str:
    parts = [part for part in (story.title if title else None, story.text) if part]
    return "\n\n".join(parts) + "\n" if parts else ""


def _markdown(story: Story, title: bool) -> str:
    return story.to_markdown(title=title)


def _html(story: Story, title: bool) -> str:
    return story.to_html(title=title)


RENDER: Final[dict[str, Render]] = {
    "application/json": _row,
    STORY_JSON: _full,
    "text/plain": _text,
    "text/markdown": _markdown,
    "text/html": _html,
}
"""What is answered as each media type: the row, the full account, and the story's text in three forms. Of two that a
client wants alike, the first."""


def wanted(accept: str) -> str | None:
    """The media type that an Accept header wants most (RFC 9110, 12.5.1); None if it wants none of ours."""
    ranges = list(map(_range, accept.split(","))) if accept.strip() else [("*/*", 1.0)]
    worth = {kind: _worth(kind, ranges) for kind in RENDER}
    best = max(worth, key=worth.__getitem__)
    return best if worth[best] > 0 else None


def _range(part: str) -> tuple[str, float]:
    """A media range, and how much it is wanted, from 0 to 1."""
    name, *parameters = part.split(";")
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = float(value)
            except ValueError:
                quality = 0.0
    return name.strip().lower(), quality


def _worth(kind: str, ranges: list[tuple[str, float]]) -> float:
    """How much a type is wanted: the range that names it most closely says it."""
    for pattern in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        said = [quality for name, quality in ranges if name == pattern]
        if said:
            return max(said)
    return 0.0


def _dumped(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) + "\n"
