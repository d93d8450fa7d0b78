"""A story as HTML: its structure, nothing that runs, whatever the page holds."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean
from cleaner.cause import IN_THE_STORY
from cleaner.intake.html import html_page
from cleaner.model import Fact
from cleaner.render.html import TAGS, TEXT_RUN, _escaped
from cleaner.render.links import MAX_LENGTH, SCHEMES
from cleaner.story import Story
from cleaner.verdict import Verdict
from tests.pages import COST, LEAD, PLAN, QUOTE, Reader


def a_page(source: str, title: str | None = None, url: str | None = None) -> Story:
    """A story that keeps every block of an HTML page."""
    page = html_page(source, url=url)
    verdicts = tuple(Verdict(True, "story", 1.0, IN_THE_STORY) for _ in page.blocks)
    facts = (Fact("title", title),) if title else ()
    return Story(page, verdicts, "\n\n".join(block.text for block in page.blocks), facts)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div>One & <b>two</b><br>three", "<p>One &amp; <strong>two</strong><br>three</p>\n"),
        ("<h1>One</h1><h4>Two", "<h2>One</h2>\n<h4>Two</h4>\n"),
        (
            "<ul><li>a<ol><li>b<li>c</ol><li>d</ul>",
            "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>\n",
        ),
        ("<blockquote><p>One.<p>Two.", "<blockquote><p>One.</p><p>Two.</p></blockquote>\n"),
        (
            "<table><tr><td>a<td>b<tr><td>c<td>d",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>\n",
        ),
        (
            "<table><tr><th>a<th>b<tr><th>c<td>d<tr><td>e<td><b>f</b>",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td>c</td><td>d</td></tr><tr><td>e</td><td><strong>f</strong></td></tr></tbody></table>\n",
        ),
        ("<table><tr><th>a<th>b</table>", "<table><thead><tr><th>a</th><th>b</th></tr></thead></table>\n"),
        ("<pre>if a < b:\n    c()</pre>", "<pre><code>if a &lt; b:\n    c()</code></pre>\n"),
        ("<figure><figcaption>The pier</figcaption></figure>", "<figure><figcaption>The pier</figcaption></figure>\n"),
        ("<p class=x style=y onclick=z>One", "<p>One</p>\n"),
    ],
)
def test_the_structure_is_written_anew(source: str, expected: str) -> None:
    assert a_page(source).html == expected


def test_the_title_comes_first_if_it_is_wanted() -> None:
    story = a_page("<p>One", title="Owls & <b>more</b>")
    assert story.html == "<h1>Owls &amp; &lt;b&gt;more&lt;/b&gt;</h1>\n<p>One</p>\n"
    assert story.to_html(title=False) == "<p>One</p>\n"


def test_links_in_cells_stay_in_their_cells() -> None:
    source = "<table><tr><td>\n <a href=/a>One<br>two</a> <td>three <a href=/b>four</a><tr><td>five<td>six</table>"
    assert a_page(source).html == (
        '<table><tbody><tr><td><a href="/a">One two</a></td><td>three <a href="/b">four</a></td></tr>'
        "<tr><td>five</td><td>six</td></tr></tbody></table>\n"
    )


def test_links_are_absolute_where_the_address_is_known() -> None:
    source = "<p>See <a href='../tides?a=1&amp;b'>tides</a>"
    assert a_page(source, url="https://x.example/news/1").html == (
        '<p>See <a href="https://x.example/tides?a=1&amp;b">tides</a></p>\n'
    )
    assert a_page(source).html == '<p>See <a href="../tides?a=1&amp;b">tides</a></p>\n'
    assert a_page(source).to_html(links=False) == "<p>See tides</p>\n"


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:x",
        "java\tscript:x",
        "&#106;avascript:x",
        "data:text/html,x",
        "vbscript:x",
        "http://[",
        "\x01javascript:x",
    ],
)
def test_a_link_that_leads_nowhere_good_loses_its_target(href: str) -> None:
    written = a_page(f'<p><a href="{href}">x</a> y').html
    assert "href" not in written
    assert "x" in written


@pytest.mark.parametrize("tag", ["p", "pre"])
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_huge_block_comes_whole_out_of_the_sanitizer(tag: str, extra: int) -> None:
    text = ("a & b <c> " * TEXT_RUN)[: 3 * TEXT_RUN + extra].strip()
    written = a_page(f"<{tag}>{escape(text)}</{tag}>").html
    assert Reader(written).tags == ({"pre", "code"} if tag == "pre" else {"p"})
    assert Reader(written).text.strip() == text


def test_the_sanitizer_is_given_no_long_run_of_text() -> None:
    assert max(map(len, _escaped("&" * 10 * TEXT_RUN).split("<!---->"))) <= len("&amp;") * TEXT_RUN


def test_a_link_of_endless_length_loses_its_target() -> None:
    assert "href" in a_page(f"<p><a href='/{'a' * (MAX_LENGTH - 1)}'>x</a>").html
    assert a_page(f"<p><a href='/{'a' * MAX_LENGTH}'>x</a>").html == "<p>x</p>\n"


def test_no_story_is_nothing() -> None:
    assert a_page("", title="Owls").html == ""


def test_it_is_the_story_that_is_written() -> None:
    source = f"<h1>Channel</h1><p>{LEAD}<p>{QUOTE}<p>{PLAN}<p>{COST}<p>Share<script>x()</script>"
    assert clean(source).html.count("<p>") == 4


ATOMS = """<script>x()</script> <p> <p/onclick=x()> <b> </b> <i> <code> <a href=javascript:x()> </a> <li> <ol> <ul>
    <a href="/y"onmouseover=x()> <svg/onload=x()> <img src=x onerror=x()> <style>p{}</style> <td> <tr> <table> <pre>
    <!-- --> <iframe src=x> &lt;script&gt;x()&lt;/script&gt; &#60;img/src=x&#62; <math><mtext> <style><!--</style> ]]>
    <noscript><p title="</noscript><img src=x onerror=x()>"> <title> </title><textarea> <h1> <blockquote> &amp;lt;b>
    " ' = > < javascript:x() on""".split()
SOURCES = st.lists(st.sampled_from(ATOMS) | st.text(max_size=6), max_size=25).map(" ".join)


@settings(deadline=None, max_examples=400)
@given(SOURCES, st.none() | st.text(max_size=20), st.none() | st.text(max_size=12))
def test_whatever_comes_in_nothing_runs(source: str, title: str | None, url: str | None) -> None:
    read = Reader(a_page(source, title, url).html)
    assert read.tags <= TAGS
    for tag, name, value in read.attributes:
        assert (tag, name) == ("a", "href")
        scheme = re.match(r"[^/?#:]*:", value or "")
        assert scheme is None or scheme[0][:-1].lower() in SCHEMES


@settings(deadline=None, max_examples=200)
@given(st.text("<>&\"'=/ ab;#-!", min_size=1).map(lambda text: " ".join(text.split())).filter(bool))
def test_text_reads_back_as_it_is(text: str) -> None:
    story = a_page(f"<p>{escape(text)}</p>")
    assert Reader(story.html).text.strip() == story.text
