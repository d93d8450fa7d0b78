"""The ways in: bytes are decoded, HTML, Markdown and text are told apart, and a source is cut into a page of blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from cleaner.errors import PageTypeError
from cleaner.intake.form import looks_like_html
from cleaner.intake.markdown_form import looks_like_markdown
from cleaner.intake.text import text_page
from cleaner.model import Page, SourceForm

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def intake(
    page: str | bytes | Any, *, url: str | None = None, encoding: str | None = None, form: SourceForm | None = None
) -> Page:
    """Decodes a page, tells its form if the caller does not, and cuts it into blocks.

    What the page holds can be encoded: halves of surrogate pairs in a str become U+FFFD, one for one, so that offsets
    stay what they are.
    """
    url = url and _SURROGATE.sub("\ufffd", url)
    if isinstance(page, str):
        return _cut_encodable(page, url, form)
    if not isinstance(page, bytes) and hasattr(page, "find_all"):
        return _cut_encodable(str(page), url, "html")
    from cleaner.intake.decode import decode

    if not isinstance(page, bytes | bytearray | memoryview):
        raise PageTypeError(f"a page is str, bytes or a bs4 soup or tag, not {type(page).__name__}")
    decoded = decode(bytes(page), encoding)
    return _warned(_cut(decoded.text, url, form), decoded.warnings, decoded.encoding)


def _cut_encodable(source: str, url: str | None, form: SourceForm | None) -> Page:
    """Cuts a source that may hold halves of surrogate pairs. JSON and JavaScript can spell them, and Python puts them
    where a file's name or text is not of its charset; no encoding can write them."""
    if _is_encodable(source):
        return _cut(source, url, form)
    encodable, halves = _SURROGATE.subn("\ufffd", source)
    cut = _cut(encodable, url, form)
    return _warned(cut, (f"{halves} halves of surrogate pairs are no characters and were replaced",))


def _is_encodable(source: str) -> bool:
    """Whether a text has no halves of surrogate pairs: encoding it is ten times as quick as a search."""
    try:
        source.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _warned(page: Page, warnings: tuple[str, ...], encoding: str | None = None) -> Page:
    return replace(page, encoding=encoding, warnings=(*warnings, *page.warnings))


def _cut(source: str, url: str | None, form: SourceForm | None) -> Page:
    form = form or form_of(source)
    if form == "text":
        return text_page(source, url=url)
    if form == "markdown":
        from cleaner.intake.markdown import markdown_page

        return markdown_page(source, url=url)
    from cleaner.intake.html import html_page

    return html_page(source, url=url)


def form_of(source: str) -> SourceForm:
    """What a page is, as far as it shows."""
    if looks_like_html(source):
        return "html"
    return "markdown" if looks_like_markdown(source) else "text"
