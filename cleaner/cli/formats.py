"""How stories are written: alone, and one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cleaner import Story

Render = Callable[[str, "Story", bool], str]
"""(the page's name, its story, whether the title comes first) to text."""


@dataclass(frozen=True, slots=True)
class Format:
    """How one story is written, and what stands before, between and after stories."""

    render: Render
    opening: str = ""
    between: str = ""
    closing: str = ""


def as_text(_: str, story: Story, title: bool) -> str:
    return _paragraphs(story.title if title else None, story.text)


def as_markdown(_: str, story: Story, title: bool) -> str:
    return story.to_markdown(title=title)


def as_html(_: str, story: Story, title: bool) -> str:
    return story.to_html(title=title)


def as_json(name: str, story: Story, _: bool) -> str:
    return _dump(name, story, indent=2)


def as_jsonl(name: str, story: Story, _: bool) -> str:
    return _dump(name, story) + "\n"


def _under(heading: str, render: Render) -> Render:
    return lambda name, story, title: heading.format(name) + render(name, story, title)


def _under_comment(render: Render) -> Render:
    def commented(name: str, story: Story, title: bool) -> str:
        # Two hyphens can end a comment: a file may not be named so that it writes HTML of its own.
        return f"<!-- {name.replace('--', '- -').replace('--', '- -')} -->\n\n{render(name, story, title)}"

    return commented


FOR_ONE: Final = {
    "text": Format(as_text),
    "markdown": Format(as_markdown),
    "html": Format(as_html),
    "json": Format(as_json, closing="\n"),
    "jsonl": Format(as_jsonl),
}
"""The formats by name, for a command that was given one page."""

FOR_MANY: Final = FOR_ONE | {
    "text": Format(_under("==> {} <==\n", as_text), between="\n"),
    "markdown": Format(_under_comment(as_markdown), between="\n"),
    "html": Format(_under_comment(as_html), between="\n"),
    "json": Format(as_json, opening="[\n", between=",\n", closing="\n]\n"),
}
"""The same for several pages: the reader must see where one ends, and a JSON file holds one value."""


def _paragraphs(*parts: str | None) -> str:
    text = "\n\n".join(part for part in parts if part)
    return f"{text}\n" if text else ""


def _dump(name: str, story: Story, **layout: Any) -> str:
    import json

    return json.dumps({"source": name, **story.to_dict()}, ensure_ascii=False, **layout)
