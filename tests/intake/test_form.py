"""HTML is told from text: whole pages, entries of feeds, fragments, and texts that speak of tags."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.errors import OptionError
from cleaner.intake.form import looks_like_html
from tests.pages import COST, LEAD, PLAN, QUOTE

PLAIN = f"{LEAD}\n\n{QUOTE}\n\n{PLAN}\n\n{COST}"


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>Owls</title>",
        "<!doctypehtml><p>Owls",
        "\ufeff\n <?xml version='1.0'?><html>",
        "</div></b><!doctype html><p>Owls",
        "<br /><b>Warning</b>: mysql_connect() in <b>/srv/db.php</b><br /><!DOCTYPE html><html><body><p>Owls",
        "<script>track()</script><p>Owls are back.",
        "<!-- cached --><p>Owls",
        "<p>Owls",
        "<feed><entry><name>Owls</name></entry></feed>",
    ],
)
def test_a_page_that_begins_as_pages_do_is_html(page: str) -> None:
    assert looks_like_html(page)


@pytest.mark.parametrize(
    "beginning",
    [
        '<figure><img src="/owl.jpg"><figcaption>An owl</figcaption></figure><p>',
        '<img src="/owl.jpg" alt="An owl"> ',
        '<a href="/crane">The crane</a> is full. ',
        "<strong>LARKHAVEN</strong> – ",
        "<em>By Mara Quist</em><br>",
        "<blockquote>They were here first.</blockquote>",
        "Owls are back.<br>",
        "Owls <em>are</em> back.</p><p>",
    ],
)
def test_a_fragment_is_html_whatever_it_begins_with_and_keeps_no_tags(beginning: str) -> None:
    fragment = f"{beginning}{LEAD}</p><p>{QUOTE}</p>\n<p>{PLAN}</p>\n<p>{COST}</p>"
    assert looks_like_html(fragment)
    assert "<" not in clean(fragment).text


def test_words_with_tags_around_every_other_line_are_html() -> None:
    assert looks_like_html(f"{LEAD}\n<ul>\n<li>{QUOTE}</li>\n<li>{PLAN}</li>\n</ul>\n")


@pytest.mark.parametrize(
    "line",
    [
        "Use <b> sparingly, and <i> hardly ever.",
        "The element <p> begins a paragraph; </p> may be left out.",
        "If a < b and c > d, the crane falls.",
        "A Vec<T> is what Java calls a List<String>.",
        'Write `<a href="/x">x</a>` for a link.',
        '```\n<p>Owls</p>\n<a href="/x">x</a>\n```',
        "Write to Mara Quist <mara@courier.example>.",
        "<b> is bold, and <i> is italic.",
        "<p> begins a paragraph.",
        "One tag <br>was forgotten by the scraper.",
    ],
)
def test_a_text_that_speaks_of_tags_is_text_and_keeps_them(line: str) -> None:
    page = f"{line}\n\n{PLAIN}"
    assert not looks_like_html(page)
    assert clean(page).page.source == page


@pytest.mark.parametrize("page", ["", "<", "< >", "Owls", "<3 owls", "<<<>>>", "a<b"])
def test_what_has_no_tags_is_text(page: str) -> None:
    assert not looks_like_html(page)


def test_the_caller_has_the_last_word() -> None:
    assert clean(f"<p>{LEAD}</p>", form="text").blocks[0].text.startswith("<p>")
    assert clean(PLAIN, form="html").page.form == "html"


def test_a_form_that_does_not_exist_is_an_error_that_names_those_that_do() -> None:
    with pytest.raises(OptionError, match="unknown form 'fragmnt'; there are html, text, markdown, fragment"):
        clean(PLAIN, form="fragmnt")  # type: ignore[arg-type]
