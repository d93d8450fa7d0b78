"""Pages whose references were escaped twice are read as they were meant."""

from __future__ import annotations

from cleaner.intake.html import html_page


def texts(html: str) -> list[str]:
    return [block.text for block in html_page(html).blocks]


def test_references_that_were_escaped_twice_are_read_as_meant():
    page = html_page("<p>&amp;ldquo;We saw it,&amp;rdquo; said Ada Moor of Moor &amp;amp; Sons.</p>")
    assert page.blocks[0].text == "“We saw it,” said Ada Moor of Moor & Sons."
    assert "escaped twice" in page.warnings[0]


def test_a_page_about_references_keeps_them():
    assert texts("<p>Write &amp;lt; for a less-than sign and &amp;gt; for the other.</p>") == [
        "Write &lt; for a less-than sign and &gt; for the other."
    ]
    assert texts("<p>An ampersand is written so:</p><pre>&amp;amp; and &amp;quot;</pre>")[1] == "&amp; and &quot;"


def test_one_reference_may_be_an_example():
    page = html_page("<p>The dash &amp;mdash; is wider than a hyphen.</p>")
    assert page.blocks[0].text == "The dash &mdash; is wider than a hyphen."
    assert not page.warnings
