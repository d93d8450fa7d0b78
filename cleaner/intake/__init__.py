"""The ways in: bytes are decoded, HTML is told from text, and a source is cut into a page of blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cleaner.errors import PageTypeError
from cleaner.intake.form import looks_like_html
from cleaner.intake.text import text_page
from cleaner.model import Form, Page


def intake(
    page: str | bytes | Any, *, url: str | None = None, encoding: str | None = None, form: Form | None = None
) -> Page:
    """Decodes a page, tells HTML from text if the caller does not, and cuts it into blocks."""
    if isinstance(page, str):
        return _cut(page, url, form)
    if not isinstance(page, bytes) and hasattr(page, "find_all"):
        return _cut(page, url, "html")
    from cleaner.intake.decode import decode

    if not isinstance(page, bytes | bytearray | memoryview):
        raise PageTypeError(f"a page is str, bytes or a bs4 soup or tag, not {type(page).__name__}")
    decoded = decode(bytes(page), encoding)
    cut = _cut(decoded.text, url, form)
    return replace(cut, encoding=decoded.encoding, warnings=(*decoded.warnings, *cut.warnings))


def _cut(source: str | Any, url: str | None, form: Form | None) -> Page:
    if form == "text" or (form is None and not looks_like_html(source)):
        return text_page(source, url=url)
    from cleaner.intake.html import html_page

    return html_page(source, url=url)
