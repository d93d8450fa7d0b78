"""The ways in: bytes are decoded, feeds, HTML, Markdown and text are told apart, and a source is cut into blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final, get_args

from cleaner.errors import OptionError, PageTypeError
from cleaner.intake.form import feed_root, is_escaped_html, looks_like_html
from cleaner.intake.markdown_form import looks_like_markdown
from cleaner.intake.telltales import misreadings
from cleaner.intake.text import text_page
from cleaner.model import InputForm, Page, SourceForm

FORMS: Final[tuple[InputForm, ...]] = get_args(InputForm)

ONE_OF_MANY: Final = (
    "a feed of several entries, of which the first was read; cleaner.records and cleaner batch read all"
)

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def intake(
    page: str | bytes | Any,
    *,
    url: str | None = None,
    encoding: str | None = None,
    form: InputForm | None = None,
    repair: bool | None = None,
) -> Page:
    """Decodes a page, tells feeds, HTML and text apart if the caller does not, and cuts it into blocks.

    UTF-8 that was read in another charset is mended everywhere if `repair` is true, nowhere if it is false, and on HTML
    pages that are misread as a whole if it is None. What is not mended is told in a warning.

    What the page holds can be encoded: halves of surrogate pairs in a str become U+FFFD, one for one, so that offsets
    stay what they are.

    Raises:
        OptionError: there is no such form.
        PageTypeError: the page is of no type that can be read.
        DecodeError: the bytes are not text, or `encoding` does not exist.
    """
    if form is not None and form not in FORMS:
        raise OptionError(f"unknown form {form!r}; there are {', '.join(FORMS)}")
    url = url and _SURROGATE.sub("\ufffd", url)
    if isinstance(page, str):
        return _cut_encodable(page, url, form, repair)
    if not isinstance(page, bytes) and hasattr(page, "find_all"):
        return _cut_encodable(str(page), url, form if form == "fragment" else "html", repair)
    from cleaner.intake.decode import decode

    if not isinstance(page, bytes | bytearray | memoryview):
        raise PageTypeError(f"a page is str, bytes or a bs4 soup or tag, not {type(page).__name__}")
    decoded = decode(bytes(page), encoding)
    return _warned(_cut(decoded.text, url, form, repair), decoded.warnings, decoded.encoding)


def _cut_encodable(source: str, url: str | None, form: InputForm | None, repair: bool | None) -> Page:
    """Cuts a source that may hold halves of surrogate pairs. JSON and JavaScript can spell them, and Python puts them
    where a file's name or text is not of its charset; no encoding can write them."""
    if _is_encodable(source):
        return _cut(source, url, form, repair)
    encodable, halves = _SURROGATE.subn("\ufffd", source)
    cut = _cut(encodable, url, form, repair)
    return _warned(cut, (f"{halves} halves of surrogate pairs are no characters and were replaced",))


def _is_encodable(source: str) -> bool:
    """Whether a text has no halves of surrogate pairs: encoding it is ten times as quick as a search."""
    if source.isascii():
        return True
    try:
        source.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _warned(page: Page, warnings: tuple[str, ...], encoding: str | None = None) -> Page:
    return replace(page, encoding=encoding, warnings=(*warnings, *page.warnings))


def _cut(source: str, url: str | None, form: InputForm | None, repair: bool | None) -> Page:
    if repair and not source.isascii():
        from cleaner.intake.mojibake import in_its_charset, mended

        if decoded := in_its_charset(source, [source]):
            told: tuple[str, ...] = (f"{decoded.encoding} that was read in another charset was read again",)
            return _warned(_cut(decoded.text, url, form, None), told)
        mended_source = mended(source)
        told = () if mended_source == source else ("UTF-8 that was read in another charset was read again",)
        return _warned(_cut(mended_source, url, form, None), told)
    if form in ("html", "text", "markdown"):
        return _cut_blocks(source, url, form, repair)
    if feed_root(source) and (page := _first_entry(source, url, repair)):
        return page
    if is_escaped_html(source):
        from cleaner.intake.escapes import unreferenced

        source = unreferenced(source)
    page = _cut_blocks(source, url, None, repair)
    return replace(page, is_fragment=True) if form == "fragment" else page


def _cut_blocks(source: str, url: str | None, form: SourceForm | None, repair: bool | None) -> Page:
    form = form or form_of(source)
    if form == "text":
        return _warned(text_page(source, url=url), misreadings(source))
    if form == "markdown":
        from cleaner.intake.markdown import markdown_page

        return _warned(markdown_page(source, url=url), misreadings(source))
    from cleaner.intake.html import html_page

    return html_page(source, url=url, repair=repair is not False)


def _first_entry(source: str, url: str | None, repair: bool | None) -> Page | None:
    """The page that the first entry of a feed is: its content in blocks, and what it says of it as facts. None if the
    feed has no entry."""
    from cleaner.intake.entries import Entries
    from cleaner.intake.feed import read_entry

    content = source.encode()
    entries = iter(Entries([content], len(content)))
    first = next(entries, None)
    if first is None:
        return None
    entry = read_entry(first.decode())
    page = _cut_blocks(entry.content, url or entry.url or None, entry.form, repair)
    told = {fact.name for fact in entry.facts}
    return replace(
        page,
        facts=(*entry.facts, *(fact for fact in page.facts if fact.name not in told)),
        warnings=page.warnings if next(entries, None) is None else (*page.warnings, ONE_OF_MANY),
        types=(entry.kind, *page.types),
        is_fragment=True,
    )


def form_of(source: str) -> SourceForm:
    """What a page is, as far as it shows."""
    if looks_like_html(source):
        return "html"
    return "markdown" if looks_like_markdown(source) else "text"
