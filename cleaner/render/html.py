"""A story as HTML that is safe to show: its own few elements, written anew, and passed through a sanitizer.

Nothing of the page's markup is copied. What is written here needs no cleaning, if all is well; nh3 is there for the
day when it is not (docs/decisions/html-output.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from cleaner.markup import Containers, Span
from cleaner.model import Block
from cleaner.render.links import SCHEMES, target
from cleaner.render.structure import (
    Part,
    heading_level,
    inline,
    is_head,
    items,
    page_address,
    parts,
    rendered,
    without_bullet,
)

if TYPE_CHECKING:
    from cleaner.story import Story

TAGS: Final = frozenset(
    """a blockquote br code em figcaption figure h1 h2 h3 h4 h5 h6 li ol p pre strong table tbody td th thead tr
    ul""".split()
)
TEXT_RUN: Final = 4096
"""Characters after which a comment parts a text. The sanitizer takes the square of the number of `&` in one run of
text (3 MB: 9 s), and drops the comments."""


def html(story: Story, *, title: bool = True, links: bool = True) -> str:
    """The kept blocks as a fragment of HTML, one element a line; "" if no block is kept, title or not.

    It has headings, paragraphs, lists, quotations, tables, code, emphasis and links, and nothing else: no scripts,
    styles, images, classes or handlers. Links are made absolute where the page's address is known.

    Args:
        story: the story.
        title: whether the title, if it is known, comes first, as an `<h1>`.
        links: whether links stay links; without it only their text does.
    """
    import nh3

    base = page_address(story.page)
    sections = [f"<h1>{_text(story.title)}</h1>"] if title and story.title and story.kept else []
    for part in parts(story):
        sections.append(_section(part, story.page.containers, base if links else None))
    written = "\n".join(sections)
    safe = nh3.clean(
        written,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    return f"{safe}\n" if safe else ""


def _section(part: Part, containers: Containers | None, base: str | None) -> str:
    first = part.blocks[0]
    if part.shape == "list":
        return "".join(_list(part.blocks, containers, base))
    if part.shape == "quote":
        paragraphs = "".join(f"<p>{_inline(block, base)}</p>" for block in part.blocks)
        return f"<blockquote>{paragraphs}</blockquote>"
    if part.shape == "table":
        return _table(part.blocks, containers, base)
    if part.shape == "code":
        return f"<pre><code>{_escaped(first.text)}</code></pre>"
    if part.shape == "caption":
        return f"<figure><figcaption>{_inline(first, base)}</figcaption></figure>"
    tag = f"h{heading_level(first)}" if part.shape == "heading" else "p"
    return f"<{tag}>{_inline(first, base)}</{tag}>"


def _list(blocks: Sequence[Block], containers: Containers | None, base: str | None) -> Iterator[str]:
    open_lists: list[str] = []
    for depth, ordered, block in items(blocks, containers):
        while len(open_lists) > depth + 1:
            yield f"</li></{open_lists.pop()}>"
        if len(open_lists) == depth + 1:
            yield "</li>"
        else:
            open_lists.append("ol" if ordered else "ul")
            yield f"<{open_lists[-1]}>"
        yield f"<li>{_inline(block, base, without_bullet(block.text))}"
    while open_lists:
        yield f"</li></{open_lists.pop()}>"


def _table(rows: Sequence[Block], containers: Containers | None, base: str | None) -> str:
    """A table, with its first row as its head if that is one."""
    written = [_row(row, "th" if is_head(row, containers) else "td", base) for row in rows]
    head = f"<thead>{written.pop(0)}</thead>" if is_head(rows[0], containers) else ""
    body = f"<tbody>{''.join(written)}</tbody>" if written else ""
    return f"<table>{head}{body}</table>"


def _row(row: Block, tag: str, base: str | None) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in _inline(row, base).split(chr(9)))}</tr>"


def _inline(block: Block, base: str | None, skip: int = 0) -> str:
    def wrap(span: Span, content: str) -> str:
        if span.tag != "a":
            return f"<{span.tag}>{content}</{span.tag}>"
        address = target(span.href, base) if base is not None else ""
        return f'<a href="{escape(address)}">{content}</a>' if address else content

    return rendered(block, inline(block), lambda start, end: _text(block.text[start:end]), wrap, skip)


def _text(text: str) -> str:
    return _escaped(text).replace("\n", "<br>")


def _escaped(text: str) -> str:
    runs = [text[start : start + TEXT_RUN] for start in range(0, len(text), TEXT_RUN)]
    return "<!---->".join(escape(run, quote=False) for run in runs)
