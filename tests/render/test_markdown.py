"""A story as Markdown. markdown-it, which comes with rich, reads it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleaner.cause import IN_THE_STORY, Cause
from cleaner.intake.html import html_page
from cleaner.model import Block, Fact, Kind, Label, Page
from cleaner.render.html import TAGS
from cleaner.render.links import SCHEMES
from cleaner.render.markdown import markdown
from cleaner.render.structure import without_bullet
from cleaner.story import Story
from cleaner.verdict import Verdict
from tests.pages import Reader

Part = tuple[str, Kind, int, Label]


def a_story(*parts: Part | str, title: str | None = None) -> Story:
    """A story of kept blocks; a plain str is a paragraph."""
    whole: list[Part] = [(part, "text", 0, "story") if isinstance(part, str) else part for part in parts]
    blocks = tuple(Block(i, text, kind=kind, level=level) for i, (text, kind, level, _) in enumerate(whole))
    verdicts = tuple(Verdict(True, label, 1.0, IN_THE_STORY) for *_, label in whole)
    facts = (Fact("title", title),) if title else ()
    return Story(Page("", blocks), verdicts, "\n\n".join(block.text for block in blocks), facts)


def read_back(source: str) -> list[tuple[str, str]]:
    """The element that each run of text stands in, and the text, with its hard line breaks."""
    inline = ["emphasis", "strikethrough", "backticks", "link", "image", "autolink", "entity"]
    tokens = MarkdownIt().disable(inline).parse(source)
    return [(before.tag, text_of(token)) for before, token in pairwise(tokens) if token.type == "inline"]


def text_of(inline: Token) -> str:
    return "".join("\n" if child.type == "hardbreak" else child.content for child in inline.children or ())


def test_title_heading_and_paragraph() -> None:
    story = a_story("Owls are back.", ("What comes next", "text", 0, "heading"), "More owls.", title="Owls")
    assert markdown(story) == "# Owls\n\nOwls are back.\n\n## What comes next\n\nMore owls.\n"
    assert story.markdown == markdown(story)


def test_without_the_title() -> None:
    assert markdown(a_story("Owls are back.", title="Owls"), title=False) == "Owls are back.\n"


def test_a_kept_title_block_does_not_repeat_the_title() -> None:
    story = a_story(("Owls", "heading", 1, "title"), "Owls are back.", title="Owls")
    assert markdown(story) == "# Owls\n\nOwls are back.\n"


def test_items_stand_together_and_lose_their_bullet() -> None:
    story = a_story("Take:", ("• a rope", "item", 0, "story"), ("– a lamp", "item", 0, "story"), "Then go.")
    assert markdown(story) == "Take:\n\n- a rope\n- a lamp\n\nThen go.\n"


def test_deeper_items_are_indented() -> None:
    story = a_story(("rope", "item", 1, "story"), ("thin\nor thick", "item", 2, "story"))
    assert markdown(story) == "- rope\n  - thin  \n    or thick\n"


def test_an_item_that_skips_levels_is_still_one_deeper_only() -> None:
    story = a_story(*((text, "item", level, "story") for text, level in (("a", 3), ("b", 6), ("c", 6), ("d", 2))))
    assert markdown(story) == "- a\n  - b\n  - c\n- d\n"


def test_heading_levels_start_below_the_title() -> None:
    story = a_story(("One", "heading", 1, "heading"), ("Three", "heading", 3, "heading"))
    assert markdown(story) == "## One\n\n### Three\n"


def test_quotations_and_lines_of_verse() -> None:
    story = a_story(("To be\nor not", "quote", 0, "story"), "The tide\ncomes in")
    assert markdown(story) == "> To be  \n> or not\n\nThe tide  \ncomes in\n"


def test_removed_blocks_are_not_shown() -> None:
    story = a_story("Owls are back.", "Share")
    verdicts = (story.verdicts[0], Verdict(False, "share", -5.0, Cause("rules", "share")))
    assert markdown(Story(story.page, verdicts, "Owls are back.")) == "Owls are back.\n"


def test_no_story_is_nothing_even_if_there_is_a_title() -> None:
    assert markdown(a_story()) == markdown(a_story(title="Owls")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "# 1 in the charts",
        "#",
        "> 40 people came",
        "- so he said",
        "+ 3 degrees",
        "* see below",
        "12. May is late",
        "3) Rinse",
        "***",
        "- - -",
        "___",
        "===",
        "---",
        "```",
        "~~~",
        "<b>Bold claim",
        "<!-- note",
        "[1]: see there",
    ],
)
def test_a_line_that_looks_like_markup_stays_a_paragraph(text: str) -> None:
    assert read_back(markdown(a_story(text))) == [("p", text)]
    assert read_back(markdown(a_story(f"Above\n{text}"))) == [("p", f"Above\n{text}")]


@pytest.mark.parametrize("text", ["#tag", "-5 degrees", "*", "1.5 million", "2024 was dry", "[sic] he wrote", "1 < 2"])
def test_other_lines_come_out_as_they_are_to_the_reader(text: str) -> None:
    assert read_back(markdown(a_story(text))) == [("p", text)]


@pytest.mark.parametrize("title", ["C#", "We are #", "A #1 hit", "# 1", "Two\nlines"])
def test_a_title_reads_back_whole(title: str) -> None:
    assert read_back(markdown(a_story("Owls.", title=title)))[0] == ("h1", title.replace("\n", " "))


@settings(deadline=None, max_examples=300)
@given(st.text("#>-+*=_~`<[]:!/1.) ab", min_size=1).map(str.strip).filter(bool))
def test_one_line_of_any_signs_is_one_paragraph(text: str) -> None:
    assert read_back(markdown(a_story(text))) == [("p", text)]


# Structure and emphasis of HTML pages


def a_page(source: str) -> Story:
    """A story that keeps every block of an HTML page."""
    page = html_page(source)
    verdicts = tuple(Verdict(True, "story", 1.0, IN_THE_STORY) for _ in page.blocks)
    return Story(page, verdicts, "\n\n".join(block.text for block in page.blocks))


def rendered(story: Story) -> str:
    """The Markdown as another program renders it to HTML."""
    return MarkdownIt("commonmark").enable("table").render(story.to_markdown(links=True))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>So <b>loud</b> and <i>so</i> near", "So **loud** and *so* near\n"),
        ("<p><strong>Loud</strong>", "**Loud**\n"),
        ("<p>run <code>ls *</code> now", "run `ls *` now\n"),
        ("<p>a <code>``</code>", "a ``` `` ```\n"),
        ("<p><em>one <b>two</b></em>", "*one **two***\n"),
        ("<p><b>a<i>b</b>c</i>", "**ab**c\n"),
        ("<p><b>a</b><i>b</i> <i>c</i>", "**a**b *c*\n"),
        ("<p>a<b>(b)</b>c", "a(b)c\n"),
        ("<p>un<b>believ</b>able", "un**believ**able\n"),
        ("<ol><li>one<li>two<ul><li>three</ul></ol>", "1. one\n2. two\n   - three\n"),
        ("<ul><li>one</ul><ol><li>two<li>three</ol>", "- one\n1. two\n2. three\n"),
        ("<blockquote><p>One.<p>Two.</blockquote><p>Three.", "> One.\n>\n> Two.\n\nThree.\n"),
        ("<blockquote>One.</blockquote><blockquote>Two.</blockquote>", "> One.\n\n> Two.\n"),
        (
            "<table><tr><th>Port<th>Ships<tr><td>Cray|Sound<td>4</table>",
            "| Port | Ships |\n| --- | --- |\n| Cray\\|Sound | 4 |\n",
        ),
        (
            "<table><tr><th>Port<th>Ships<tr><td><a href=/s|x>Sound</a><td><b>4</b> or *</table>",
            "| Port | Ships |\n| --- | --- |\n| Sound | **4** or \\* |\n",
        ),
        ("<pre>if x:\n    ```\n</pre>", "````\nif x:\n    ```\n````\n"),
        ("<p>See <a href='/tides'>the tides</a>.", "See the tides.\n"),
    ],
)
def test_what_the_page_marks_is_marked(source: str, expected: str) -> None:
    assert a_page(source).markdown == expected


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/tides", "/tides"),
        ("/a b", "/a%20b"),
        ("/a_(b)", "/a_%28b%29"),
        ("https://x.example/?q=1&amp;r", "https://x.example/?q=1&r"),
    ],
)
def test_links_if_wanted(href: str, target: str) -> None:
    assert a_page(f"<p>See <a href='{href}'>the tides</a>.").to_markdown(links=True) == f"See [the tides]({target}).\n"


def test_links_are_absolute_where_the_address_is_known() -> None:
    page = html_page("<p>See <a href='../tides'>tides</a>.", url="https://x.example/news/1")
    story = Story(page, (Verdict(True, "story", 1.0, IN_THE_STORY),), page.blocks[0].text)
    assert story.to_markdown(links=True) == "See [tides](https://x.example/tides).\n"


@pytest.mark.parametrize("scheme", ["javascript", "data", "vbscript", "file", "blob", "jar", "x-custom"])
@pytest.mark.parametrize(
    "spelling",
    [
        "{}:x",
        " {}:x",
        "\x01\x1f{}:x",
        "&#x1;&#9; {}:x",
        "{}&colon;x",
        "{}&#58;x",
        "&#10;{}:x",
        "\xa0{}:x",
    ],
)
@pytest.mark.parametrize(
    "change", [str, str.upper, str.title, lambda s: f"{s[:2]}\t{s[2:]}", lambda s: f"{s[:1]}\n{s[1:]}"]
)
def test_a_link_with_another_scheme_loses_its_target_however_it_is_spelled(
    scheme: str, spelling: str, change: Callable[[str], str]
) -> None:
    story = a_page(f'<p>See <a href="{spelling.format(change(scheme))}">the tides</a>.')
    assert story.to_markdown(links=True) == "See the tides.\n"
    assert story.html == "<p>See the tides.</p>\n"


@pytest.mark.parametrize(
    "href", ["java&amp;#115;cript:x", "java&amp;Tab;script:x", "javascript\\:x", "javascript&amp;colon;x"]
)
def test_an_entity_or_a_backslash_in_an_address_is_not_read_a_second_time(href: str) -> None:
    (link,) = MarkdownIt("commonmark").parseInline(a_page(f'<p><a href="{href}">x</a>').to_markdown(links=True))
    addresses = [child.attrs["href"] for child in link.children or () if child.type == "link_open"]
    assert all(not str(address).startswith("javascript:") for address in addresses)
    assert len(addresses) == 1


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Look!<a href=/y>x</a>", '<p>Look!<a href="/y">x</a></p>'),
        ("&lt;<a href=/y>script</a>&gt;x", '<p>&lt;<a href="/y">script</a>&gt;x</p>'),
        ("&amp;<b>lt;</b>", "<p>&amp;<strong>lt;</strong></p>"),
        ("[a](<b>javascript:x</b>)", "<p>[a](<strong>javascript:x</strong>)</p>"),
        ("<a href=/y>a](javascript:x)</a>", '<p><a href="/y">a](javascript:x)</a></p>'),
        ("<a href=/y>a [b</a>", '<p><a href="/y">a [b</a></p>'),
        ("<a href='/`'>a</a> <a href='/`'>b</a>", '<p><a href="/%60">a</a> <a href="/%60">b</a></p>'),
        ("<code>a</code><code>b</code>", "<p><code>a</code>b</p>"),
        ("a\\<b>b</b>", "<p>a\\<strong>b</strong></p>"),
        ("<p>one<br>[x]<a>:</a> /y", "<p>one<br />\n[x]: /y</p>"),
    ],
)
def test_text_that_touches_marks_stays_text(source: str, html: str) -> None:
    assert rendered(a_page(source)) == f"{html}\n"


def test_marks_that_are_left_out_join_no_text_to_markup() -> None:
    story = a_page("<p>&lt;<a href=/y>script</a>&gt;x &amp;<a href=/y>lt;</a>")
    assert MarkdownIt("commonmark").render(story.markdown) == "<p>&lt;script&gt;x &amp;lt;</p>\n"


def test_links_in_cells_if_wanted() -> None:
    story = a_page("<table><tr><th>Port<th>Ships<tr><td><a href='/s'>Sound</a><td>4 <a href='/n'>now</a></table>")
    assert story.to_markdown(links=True).endswith("\n| [Sound](/s) | 4 [now](/n) |\n")


def test_a_row_cut_in_two_keeps_the_emphasis_of_its_part() -> None:
    page = html_page("<table><tr><td>Port<td>Ships<td><b>all</b> year")
    (whole,) = page.blocks
    piece = replace(whole, text="Ships\tall year")
    story = Story(replace(page, blocks=(piece,)), (Verdict(True, "story", 1.0, IN_THE_STORY),), piece.text)
    assert story.markdown.startswith("| Ships | **all** year |\n")


def test_a_block_cut_in_two_keeps_the_emphasis_of_its_part() -> None:
    page = html_page("<p>Source: <b>AP</b> The <b>tide</b> came.")
    (whole,) = page.blocks
    piece = replace(whole, text="The tide came.")
    story = Story(replace(page, blocks=(piece,)), (Verdict(True, "story", 1.0, IN_THE_STORY),), piece.text)
    assert story.markdown == "The **tide** came.\n"


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4",
        "*so* he said",
        "snake_case",
        "_so_",
        "`x`",
        "[a](b)",
        "[a][b]",
        "a &amp; b",
        "AT&T",
        "~~no~~",
        "C:\\new\\*",
        "<i>",
    ],
)
def test_signs_within_a_line_come_out_as_they_are(text: str) -> None:
    html = MarkdownIt("commonmark").enable("strikethrough").render(markdown(a_story(f"Here {text}")))
    assert html == f"<p>Here {escape(text)}</p>\n"


@settings(deadline=None, max_examples=300)
@given(st.text("#>-+*=_~`<[](:)!\\&;/1.) ab\n", min_size=1))
def test_any_text_reads_back_as_it_is(text: str) -> None:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    text = "\n".join(line for line in lines if line)
    html = MarkdownIt("commonmark").enable("strikethrough").render(markdown(a_story(text)) if text else "")
    assert html == (f"<p>{escape(text)}</p>\n".replace("\n", "<br />\n", text.count("\n")) if text else "")


MARKUP = st.lists(
    st.sampled_from(
        "<b> </b> <i> </i> <em> <code> </code> <br> <p> <li> <ol> </ol> <blockquote> <td> a *b _c `d | [e] .".split()
    ),
    max_size=20,
).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(MARKUP)
@example("<b> a <br> <b> <br> a")
def test_no_sign_is_lost_or_added_between_the_marks(source: str) -> None:
    def squeezed(text: str) -> str:
        return "".join(text.split())

    story = a_page(source)
    assert squeezed(unescape(re.sub("<[^>]*>", "", rendered(story)))) == squeezed(story.text)


HOSTILE = st.lists(
    st.sampled_from(
        r"""<b> </b> <i> </i> <code> </code> <br> <p> <li> <ol> <blockquote> <td> <th> <h2> <pre> </pre> <a> </a>
        <a/href=/x> <a/href=javascript:x> <a/href="java&amp;#115;cript:x"> <a/href="/a)[b](javascript:x"> ! [ ] ( ) [x]
        [x]:
        ](javascript:x) &lt; &lt;script&gt; &lt;!-- --&gt; &amp; amp; #115; &amp;lt; \ ` ``` ~~~ * ** _ # ## - + 1.
        1) &gt; = --- === | ---|--- ~ ~~ : /y javascript:x &lt;javascript:x&gt; &lt;a&#32;href=javascript:x&gt; x
        नी""".split()
    )
    | st.text(max_size=3).map(escape),
    max_size=25,
)


@settings(deadline=None, max_examples=600)
@given(HOSTILE, st.sampled_from(["", " "]), st.booleans(), st.none() | st.text("#[]()!<>*_`\\&;-=~ ab\n", max_size=12))
def test_markdown_renders_to_what_the_html_may_have_and_loses_no_sign(
    atoms: list[str], between: str, links: bool, title: str | None
) -> None:
    source = between.join(atoms)
    story = a_page(f"<div>{source}")
    facts = (Fact("title", title),) if title and title.strip() else ()
    story = replace(story, facts=facts)
    html = MarkdownIt("commonmark").enable("table").render(story.to_markdown(links=links))
    read = Reader(html)
    assert read.tags <= TAGS
    assert all((tag, name) == ("a", "href") for tag, name, _ in read.attributes)
    for *_, address in read.attributes:
        scheme = re.match(r"[^/?#:]*:", address or "")
        assert scheme is None or scheme[0][:-1].lower() in SCHEMES
    if not story.kept:
        return
    shown = "".join(read.text.split())
    assert shown == "".join(((title or "") * bool(facts) + without_bullets(story)).replace("\0", "\ufffd").split())


def without_bullets(story: Story) -> str:
    return "".join(
        block.text[without_bullet(block.text) if block.block.kind == "item" else 0 :] for block in story.kept
    )


def test_a_table_with_one_long_row_stays_small() -> None:
    story = a_page("<table><tr>" + "<td>x" * 200 + "<tr><td>y<td>y" * 100)
    assert len(story.markdown) < 4_000, "rows have no cells that they lack"
    assert rendered(story).count("<td>y</td>") == 200


def test_lists_of_any_depth_stay_small() -> None:
    story = a_page("<ul><li>x" * 3000)
    assert len(story.markdown) < 100_000


def test_a_soft_hyphen_moves_no_link():
    told = "The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years of talk."
    page = html_page(
        f"<article><p>{told}</p><p>Das Hafen&shy;becken ist <a href='/lot'>tie\u00adfer</a> als zuvor.</p></article>"
    )
    verdicts = tuple(Verdict(True, "story", 1.0, IN_THE_STORY) for _ in page.blocks)
    story = Story(page, verdicts, "\n\n".join(block.text for block in page.blocks))
    assert "Das Hafenbecken ist [tiefer](/lot) als zuvor." in markdown(story, links=True)
