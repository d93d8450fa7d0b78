"""The Markdown front door: markdown-it reads the Markdown, and the HTML front door cuts what it stands for.

So headings, lists, quotations, tables, code, links and emphasis become the same blocks as those of HTML, and HTML
within the Markdown is read too. The page is judged as text, though: Markdown has lost the elements and classes that the
weights of HTML listen to (docs/decisions/markdown-input.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleaner.intake.front_matter import front_matter
from cleaner.intake.html import html_page
from cleaner.intake.title import MIN_TITLE_WORDS
from cleaner.intake.values import on_one_line
from cleaner.model import Block, Fact, Page

MAX_NESTING: Final = 100
"""Quotations and lists within each other up to which all is read: the parser goes down a few calls for each."""

_LINKED_MARK: Final = re.compile(
    r"""
    [ ]?\\?\[\\?\[[^\[\]\n]{1,30}\](?:\\?\])?
    \((?P<address>(?:[^()\n]|\([^()\n]*+\))*+)\)(?:\\?\])?
    """,
    re.VERBOSE,
)
"""A link in brackets, or with brackets around its text: "[[1]](…)", "[[edit](…)]"."""


@cache
def _parser() -> MarkdownIt:
    """CommonMark with two of GitHub's additions, tables and struck-out text."""
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])


def markdown_page(source: str, *, url: str | None = None) -> Page:
    """Cuts a Markdown page into blocks.

    Args:
        source: the page, decoded, with the head of a reader service or of YAML above it or not.
        url: where the page came from.

    Returns:
        A page of the form "text" whose blocks carry `markup`, with `containers` and `facts`. Images leave nothing.
        Nothing is raised on account of the source.
    """
    head = front_matter(source)
    tokens = _tokens(source[head.end :].removeprefix("\ufeff"))
    meta = [f'<meta property="{name}" content="{escape(value)}">' for name, value in head.meta.items()]
    page = html_page("".join([*meta, _html(tokens)]), url=url)
    warnings = list(page.warnings)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        warnings.append(f"what lies in more than {MAX_NESTING} lists and quotations was not read")
    return replace(
        page,
        source=source,
        form="text",
        is_markdown=True,
        facts=_with_title(page.facts, page.blocks),
        warnings=tuple(warnings),
        article_body="",
        types=(),
    )


def html_of(markdown: str) -> str:
    """The HTML that Markdown stands for."""
    return _html(_tokens(markdown))


def _tokens(markdown: str) -> list[Token]:
    tokens = _parser().parse(_LINKED_MARK.sub(_unless_wiki, markdown))
    _mark_captions(tokens)
    return tokens


def _unless_wiki(mark: re.Match[str]) -> str:
    """Nothing in place of the number of a reference or "[edit]" of MediaWiki (docs/decisions/verbatim-text.md)."""
    address = mark["address"]
    return "" if "#cite" in address or "action=edit" in address else mark[0]


def _html(tokens: Sequence[Token]) -> str:
    return str(_parser().renderer.render(tokens, _parser().options, {}))


def _with_title(facts: tuple[Fact, ...], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, with the first heading of level 1 as the title if they have none. Of several headings that is one with
    as many words as titles have: a shorter one is the site's name."""
    if any(fact.name == "title" for fact in facts):
        return facts
    main = [block for block in blocks if block.kind == "heading" and block.level == 1]
    if len(main) > 1:
        main = [block for block in main if len(block.text.split()) >= MIN_TITLE_WORDS]
    return (*[Fact("title", on_one_line(block.text), block.index, "markup") for block in main[:1]], *facts)


def _mark_captions(tokens: Sequence[Token]) -> None:
    """Makes a figure's caption of each paragraph in emphasis that stands right below an image, or begins with one."""
    below_image = False
    for opening, content, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "paragraph_open":
            has_image = any(child.type == "image" for child in content.children or ())
            emphasised = list(_emphasis(content.children or ()))
            if emphasised and all(emphasised) and (has_image or below_image):
                opening.tag = closing.tag = "figcaption"
            below_image = has_image and not emphasised
        elif opening.type not in ("inline", "paragraph_close"):
            below_image = False


def _emphasis(children: Sequence[Token]) -> Iterator[bool]:
    """For each text within a paragraph, whether it stands in emphasis."""
    depth = 0
    for child in children:
        if child.type in ("em_open", "em_close"):
            depth += child.nesting
        elif child.type in ("text", "code_inline") and child.content.strip():
            yield depth > 0
