"""Pages of one shape each, as large as wanted: what is odd about real markup and text, and what an attacker would send.

A shape is a function from a size in characters to a page of about that size. `benchmarks/linear.py` measures whether
cost grows in a straight line with it; the fuzzer starts from small pages of every shape.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Final

Shape = Callable[[int], str]

SENTENCE: Final = "The harbour board of Northfield voted on Tuesday to dredge channel {n} after years of complaints. "
PARAGRAPH: Final = (
    "The harbour board of Northfield voted on Tuesday to dredge channel {n} after thirty years of complaints from the "
    "pilots, who bring the grain ships in whenever the tide allows it and wait outside when it does not.\n\n"
)
HEADLINE: Final = "County Orders {n} Electric Buses for the Hill Villages\n"
STORY: Final = "".join(f"<p>{PARAGRAPH.strip().format(n=number)}</p>\n" for number in range(5))


def filled(unit: str, size: int) -> str:
    """A unit again and again, `{n}` in it replaced by its number, up to a size in characters."""
    if "{n}" not in unit:
        return unit * (size // len(unit) + 1)
    pieces: list[str] = []
    for number in count():
        pieces.append(unit.replace("{n}", str(number)))
        size -= len(pieces[-1])
        if size <= 0:
            return "".join(pieces)
    raise AssertionError("numbers do not end")


def text(unit: str, before: str = "", after: str = "") -> Shape:
    """A page of dumped text: something, a unit again and again, something else."""
    return lambda size: before + filled(unit, size) + after


def html(unit: str, before: str = "", after: str = "") -> Shape:
    """A page of HTML: a doctype, something, a unit again and again, something else, and a short story below."""
    return lambda size: f"<!doctype html><body>{before}{filled(unit, size)}{after}{STORY}"


def head(unit: str, before: str = "", after: str = "") -> Shape:
    """A page of HTML with a large head and a short story."""
    return lambda size: (
        f"<!doctype html><html><head>{before}{filled(unit, size)}{after}</head><body>{STORY}</body></html>"
    )


def nested(opening: str, closing: str, inside: str = "deep") -> Shape:
    """A page of HTML: elements in one another, and a short story below."""

    def page(size: int) -> str:
        depth = size // (len(opening) + len(closing)) + 1
        return f"<!doctype html><body>{opening * depth}{inside}{closing * depth}{STORY}"

    return page


def json_ld(unit: str, before: str, after: str) -> Shape:
    """A page of HTML with much JSON-LD."""
    return head(unit, f'<script type="application/ld+json">{before}', f"{after}</script>")


def stories_of_lines(line: str) -> Shape:
    """A page of dumped text in which a paragraph and a line take turns."""
    return text(PARAGRAPH.rstrip() + "\n" + line + "\n")


HTML: Final[dict[str, Shape]] = {
    # What most pages are made of
    "paragraphs": html("<p>" + PARAGRAPH.strip() + "</p>\n"),
    "paragraphs without end tags": html("<p>" + PARAGRAPH),
    "the same paragraph": html("<p>" + PARAGRAPH.strip().replace("{n}", "five") + "</p>\n"),
    "one huge paragraph": html(SENTENCE, "<p>", "</p>"),
    "one huge paragraph in divs": html("<div>" + SENTENCE + "</div>"),
    "line breaks": html(SENTENCE + "<br>"),
    "double line breaks": html(SENTENCE + "<br><br>"),
    "sections with headings": html("<section><h2>Channel {n}</h2><p>" + PARAGRAPH.strip() + "</p></section>"),
    "headings only": html("<h3>" + HEADLINE.strip() + "</h3>"),
    "a menu": html('<li><a href="/tools/{n}">Tool {n}</a></li>', "<nav><ul>", "</ul></nav>"),
    "teasers": html('<article><h3><a href="/{n}">' + HEADLINE.strip() + "</a></h3><p>Read more</p></article>"),
    "a list": html("<li>" + SENTENCE + "</li>", "<ul>", "</ul>"),
    "list items without end tags": html("<li>" + SENTENCE, "<ol>", "</ol>"),
    "definitions": html("<dt>Pier {n}<dd>" + SENTENCE, "<dl>", "</dl>"),
    "a table": html("<tr><td>Pier {n}</td><td>open</td><td>12</td></tr>", "<table>", "</table>"),
    "one wide row": html("<td>{n}", "<table><tr>", "</table>"),
    "a table of paragraphs": html("<tr><td><p>" + SENTENCE + "</p></td></tr>", "<table>", "</table>"),
    "quotations": html("<blockquote><p>" + SENTENCE + "</p></blockquote>"),
    "code": html("if channel[{n}] < depth &amp;&amp; open:\n    dredge()\n", "<pre><code>", "</code></pre>"),
    "figures": html('<figure><img src="{n}.jpg" alt="Pier {n}"><figcaption>Pier {n}. Photo: Ada</figcaption></figure>'),
    "comments of readers": html('<div class="comment"><b>Reader {n}</b><p>' + SENTENCE + "</p><a>Reply</a></div>"),
    "forms": html('<form><label>Name {n}<input name="a{n}"></label><select><option>{n}</select></form>'),
    # Inline markup
    "links in one paragraph": html('<a href="/{n}">channel {n}</a> and ', "<p>", "</p>"),
    "links with long addresses": html('<a href="/' + "x" * 400 + '">channel {n}</a> ', "<p>", "</p>"),
    "bold words": html("<b>channel</b> {n} ", "<p>", "</p>"),
    "spans": html('<span style="color:red">channel {n} </span>', "<p>", "</p>"),
    "entities": html("&amp;&lt;&eacute;&#8217;&#x2019;&nbsp;", "<p>", "</p>"),
    "entities that are none": html("&bogus;&#xffffffff;&#0;&;& ", "<p>", "</p>"),
    "code words": html("<code>`{n}`</code> ", "<p>", "</p>"),
    "soft hyphens": html("har&shy;bour&#8203; ", "<p>", "</p>"),
    # Deep and misnested
    "nested divs": nested("<div>", "</div>"),
    "nested divs, not closed": html("<div>"),
    "nested divs of text": html("<div>Channel {n}"),
    "nested lists": nested("<ul><li>pier", "</ul>"),
    "nested tables": nested("<table><tr><td>", "</table>"),
    "nested quotations": nested("<blockquote>", "</blockquote>", "<p>deep</p>"),
    "nested bold": nested("<b>", "</b>"),
    "nested bold of text": html("<b>channel {n} ", "<p>"),
    "nested links": html('<a href="{n}">channel ', "<p>"),
    "nested articles": nested("<article><p>pier</p>", "</article>"),
    "nested figures": nested("<figure>", "</figure>"),
    "nested forms": nested("<form>", "</form>"),
    "nested svg": nested("<svg><g>", "</g></svg>"),
    "misnested": html("<b><p><i></b><a></p></i><div></a>text</div>"),
    "stray end tags": html("</section></div></p>", "<div>" * 50),
    "everything unclosed": html("<ul><li><a href=x><b><table><tr><td><p>text"),
    "paragraphs in headings": html("<h2><p>channel {n}<h2>"),
    # Broken tags
    "opening angles": html("<"),
    "closing angles": html(">"),
    "a tag that does not end": html(" data-{n}=1", "<div"),
    "attributes": html(" a{n}='b'", "<p", ">" + SENTENCE + "</p>"),
    "quotes that do not end": html('<a href="'),
    "quotes in tags": html("<p a='b\"c>\"'>d</p>"),
    "comments that do not end": html("<!-- "),
    "comments": html("<!-- channel {n} --><p>pier {n}</p>"),
    "conditional comments": html("<!--[if lt IE {n}]><p>old</p><![endif]-->"),
    "cdata": html("<![CDATA[ channel {n} ]]>"),
    "processing instructions": html("<?php echo {n} ?>"),
    "doctypes": html("<!doctype html>"),
    "custom elements": html("<x-channel-{n}>pier</x-channel-{n}>"),
    "script end tags": html("</script></style></textarea>"),
    "scripts": html('<script>document.write("<p>{n}</p>")</script>'),
    "one huge script": html("if (a < {n} && b) {c('</p>')}\n", "<script>", "</script>"),
    "scripts that do not end": html("<script>"),
    "styles": html("<style>p{color:{n}}</style>"),
    "noscripts": html("<noscript><p>" + SENTENCE + "</p></noscript>"),
    "templates": html("<template><p>pier {n}</p></template>"),
    "text areas": html("<textarea><p>pier {n}</textarea>"),
    "frames": html('<iframe src="/{n}"><p>pier</p></iframe>'),
    "long class names": html('<div class="' + "story-body-" * 40 + '{n}">pier</div>'),
    "many class names": html(" nav{n} related share-{n}", '<p class="', '">' + SENTENCE + "</p>"),
    "one long id": html("a", '<p id="', '">' + SENTENCE + "</p>"),
    "null characters": html("<p>a\0b\0</p>"),
    "data addresses": html('<img src="data:image/png;base64,' + "iVBORw0KGgo" * 30 + '">'),
    # What a page says about itself
    "meta tags": head('<meta property="og:title" content="Channel {n}"><meta name="author" content="Ada {n}">'),
    "one long title": head("channel {n} ", "<title>", "</title>"),
    "titles": head("<title>Channel {n}</title>"),
    "scripts in the head": head('<script src="/{n}.js"></script>'),
    "json-ld articles": json_ld('{"@type":"NewsArticle","headline":"Channel {n}"},', "[", "{}]"),
    "json-ld nested arrays": json_ld("[", "", ""),
    "json-ld nested objects": json_ld('{"@graph":', "", "1"),
    "json-ld of one string": json_ld("channel {n} ", '{"@type":"NewsArticle","articleBody":"', '"}'),
    "json-ld that is broken": json_ld('{"a":"\\', "", ""),
    "json-ld scripts": head('<script type="application/ld+json">{"@type":"Person","name":"Ada {n}"}</script>'),
    "microdata": html('<div itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ada {n}</b></div>'),
    "times": html('<time datetime="2025-11-{n}">Nov {n}</time>'),
}
"""Pages of HTML, by what they are made of."""

TEXTS: Final[dict[str, Shape]] = {
    # What dumps are made of
    "paragraphs": text(PARAGRAPH),
    "the same paragraph": text(PARAGRAPH.replace("{n}", "five")),
    "one huge line": text(SENTENCE),
    "one huge word": text("a"),
    "words without ends of sentences": text("channel {n} and "),
    "headlines": text(HEADLINE),
    "the same headline": text(HEADLINE.replace("{n}", "Forty")),
    "short lines": text("Pier {n}\n"),
    "the same short line": text("Share\n"),
    "letters": text("a\n"),
    "blank lines": text("\n"),
    "blank lines of spaces": text(" \u00a0\t\n"),
    "spaces": text(" "),
    "bullets": text("• " + SENTENCE.strip() + "\n"),
    "bullets without text": text("•\n"),
    "numbers": text("{n} 12.5 -3\n"),
    "table cells": text("Pier {n}\topen\t12\n"),
    "dates": text("Nov {n}, 2025\n"),
    "bylines": text("By Ada Quist {n}\n"),
    "addresses": text("https://harbor-courier.example/channel/{n}\n"),
    "questions and answers": text("Q: Is channel {n} open?\nA: " + SENTENCE + "\n"),
    # Dumps that break lines
    "wrapped": text(
        "The harbour board of Northfield voted on Tuesday\nto dredge channel after thirty years {n} of the\n"
    ),
    "wrapped, one paragraph of full lines": text("harbour board of Northfield voted to dredge it\n"),
    "torn at links": text("The board of\nNorthfield\n, which voted on\nTuesday\n, dredges channel {n}.\n"),
    "torn at every word": text("the\nboard\nof\nnorthfield\n"),
    "torn off punctuation": text(",\n"),
    "carriage returns": text(SENTENCE + "\r"),
    "mixed line ends": text(SENTENCE + "\r\n\r" + SENTENCE + "\u2028\u2029\x85\x0b\x0c"),
    # Markers of a story's end
    "a marker below each paragraph": stories_of_lines("Related Articles"),
    "a headline below each paragraph": stories_of_lines(HEADLINE.strip()),
    "a footer below each paragraph": stories_of_lines("The post Channel {n} appeared first on Harbor Courier."),
    "a footer at the end of each line": text(
        SENTENCE + "[...] The post Channel {n} appeared first on Harbor Courier.\n"
    ),
    "markers only": text("Related Articles\nAdvertisement\nShare this:\nRead more\n"),
    "one huge footer": text("The post Channel {n} appeared first on "),
    "parts of a footer": text("The post " * 3 + "appeared first on "),
    "copyrights": text("© 2025 Harbor Courier {n}. All rights reserved.\n"),
    "crypto promotions": text("Buy Bitcoin {n} now with 100x leverage! Sign up for a bonus.\n"),
    # Characters
    "tags in text": text("Use <b> sparingly {n}, and a < b > c.\n"),
    "chinese": text("港の理事会は火曜日に東の水路{n}を掘り下げることを決めた。"),
    "arabic": text("صوت مجلس الميناء يوم الثلاثاء على تعميق القناة {n}.\n"),
    "hindi": text("बंदरगाह बोर्ड ने मंगलवार को {n} जलमार्ग को गहरा करने का निर्णय लिया।\n"),
    "combining marks": text("a" + "\u0301" * 30),
    "one letter under all marks": text("\u0301", "a"),
    "emoji": text("👩‍👩‍👧‍👦 🇳🇱 {n}\n"),
    "zero width": text("\u200b\u200d\u2060\ufeff\u00ad"),
    "zero width between letters": text("a\u200bb\u200d "),
    "directions": text("\u202eabc\u202c\u2066def\u2069 "),
    "controls": text("\x00\x01\x1b[31mred\x07\n"),
    "lone surrogates": text("a\ud800b\udfff\n"),
    "no characters": text("\ufffe\uffff\U0010ffff"),
    "quotation marks": text("“‘«\"'»’” "),
    "markdown marks": text("*_`[a](b)#>~~\\|\n"),
    "brackets": text("([{"),
    "dots": text(". "),
    "dashes": text("– – –\n"),
    "hostile to patterns": text("By By By By and and , , "),
}
"""Pages of dumped text, by what they are made of."""
