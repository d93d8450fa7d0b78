"""The HTML front door: where blocks begin and end, and what the markup says about them."""

from __future__ import annotations

import pickle
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.intake.html import html_page
from cleaner.markup import Containers, names, parse_attributes, spans
from cleaner.model import Block, Page

SENTENCE = (
    "The ferry board will hear the town on Thursday night, and both of its members from the islands want to speak."
)


def texts(source: str) -> list[str]:
    return [block.text for block in html_page(source).blocks]


def only(source: str) -> Block:
    [block] = html_page(source).blocks
    return block


def tag_chain(page: Page, block: Block) -> list[str]:
    assert page.containers is not None and block.markup is not None
    return [page.containers.tags[i] for i in page.containers.chain(block.markup.container)]


# Where blocks begin and end


def test_every_block_level_element_is_a_block_of_its_own():
    assert texts("<h1>Ferry fares</h1><p>They rise.</p><ul><li>Adults<li>Children</ul>The end") == [
        "Ferry fares",
        "They rise.",
        "Adults",
        "Children",
        "The end",
    ]


def test_text_around_a_nested_block_is_cut_there():
    assert texts("<div>before<p>within</p>after</div>") == ["before", "within", "after"]


def test_inline_elements_join_without_a_space():
    assert texts("<p>un<b>believ</b>able, <i>really</i> <span>so</span></p>") == ["unbelievable, really so"]


def test_white_space_is_collapsed_as_a_browser_does():
    assert texts("<p>\n  The\tmayor \n\n of&nbsp;Lund </p>") == ["The mayor of Lund"]


def test_a_line_break_stays_a_line_and_two_part_paragraphs():
    assert texts("<div>roses<br>violets<br/> \n<br>tulips</div>") == ["roses\nviolets", "tulips"]
    assert texts("<p><br>first<BR></p>") == ["first"]


def test_preformatted_text_keeps_its_lines_and_spaces():
    block = only("<pre>\ndef f():\n    return 1\n</pre>")
    assert (block.text, block.kind) == ("def f():\n    return 1", "code")


def test_references_are_decoded_once():
    assert texts("<p>Fish &amp; chips &lt;3 &#8364;5 &hellip; &amp;amp; &bogus; &#x1F600;</p>") == [
        "Fish & chips <3 €5 … &amp; &bogus; 😀"
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>if (a < b) { document.write('<p>no</p>') }</script>",
        "<SCRIPT>no</SCRIPT>",
        "<style>p > a { color: red }</style>",
        "<!-- no <p>no</p> -->",
        "<!-->",
        "<?php no ?>",
        "<svg><title>no</title><path d='M0 0'/></svg>",
        "<select><option>no<option>no</select>",
        "<textarea>no</textarea>",
        "<template><p>no</p></template>",
        "<span class=sr-only>no <span>no</span></span>",
        "<span style='display: none'>no</span>",
        "<iframe src=x>no</iframe>",
        "<video controls><p>no</p></video>",
        "<noscript><img src=x>no</noscript>",
    ],
)
def test_what_is_not_text_leaves_none_and_does_not_cut(hidden: str):
    padding = "The harbour board met on Tuesday. " * 20
    assert texts(f"<p>{padding} one{hidden} two</p>") == [f"{padding} one two".replace("  ", " ")]


def test_the_head_gives_no_blocks():
    assert texts("<head><title>Fares</title><meta name=a content=b></head><body>Text") == ["Text"]


def test_tag_and_attribute_names_may_be_upper_case():
    block = only("<DIV><P CLASS=Lead>Text</P></DIV>")
    assert block.markup is not None and block.markup.tag == "p"


def test_a_bracket_in_a_quoted_attribute_does_not_end_the_tag():
    assert texts("""<p title="a > b">One</p><p data-x='{"h":"<b>"}'>Two</p>""") == ["One", "Two"]


def test_a_bare_bracket_is_text():
    assert texts("<p>Home > News < 3</p>") == ["Home > News < 3"]


# Broken markup


def test_end_tags_may_be_missing():
    assert texts("<ul><li>one<li>two<p>three</ul><table><tr><td>a<td>b<tr><td>c<td>d</table>") == [
        "one",
        "two",
        "three",
        "a\tb",
        "c\td",
    ]


def test_an_element_that_cannot_hold_another_ends():
    page = html_page("<dl><dt>Tide<dd>High<dt>Wind<dd>Low</dl><h2>One<h3>Two</h3><p>x<div>y</div>")
    chains = [tag_chain(page, block) for block in page.blocks]
    assert chains == [["dt", "dl"], ["dd", "dl"], ["dt", "dl"], ["dd", "dl"], ["h2"], ["h3"], ["p"], ["div"]]


def test_an_end_tag_closes_what_is_open_within_its_element():
    page = html_page("<div><section><ul><li>item</div><p>after")
    assert [tag_chain(page, block) for block in page.blocks] == [["li", "ul", "section", "div"], ["p"]]


def test_an_end_tag_without_its_element_is_ignored():
    page = html_page("<article><p>one</section></b></li><p>two</article>")
    assert [tag_chain(page, block) for block in page.blocks] == [["p", "article"]] * 2


def test_an_end_tag_does_not_reach_out_of_a_table_cell():
    page = html_page("<div><table><tr><td>a</div><p>b</p></td></tr></table></div>")
    assert [tag_chain(page, block)[-1] for block in page.blocks] == ["div", "div"]


@pytest.mark.parametrize("tag", ["svg", "select", "button", "template", "textarea", "noscript", "title"])
def test_an_element_that_is_never_closed_does_not_swallow_the_page(tag: str):
    assert "The story goes on." in " ".join(texts(f"<body><{tag}>x<p>The story goes on.</p>"))


def test_an_unclosed_button_ends_with_its_container():
    assert texts("<div><div><button>Share</div><p>The story.</p></div><button>x</button>") == ["The story."]


def test_text_after_the_body_is_kept():
    assert texts("<body><p>one</p></body></html><p>two</p>") == ["one", "two"]


# What the markup says


@pytest.mark.parametrize(
    ("source", "kind", "level"),
    [
        ("<p>x", "text", 0),
        ("<div>x", "text", 0),
        ("<h1>x", "heading", 1),
        ("<h4><span>x", "heading", 4),
        ("<ul><li>x", "item", 1),
        ("<ul><li><ol><li><p>x", "item", 2),
        ("<dl><dd>x", "item", 1),
        ("<ul><li><h3>x", "heading", 3),
        ("<ul><li><article><p>x", "text", 0),
        ("<blockquote><p>x", "quote", 0),
        ("<figure><figcaption>x", "caption", 0),
        ("<table><caption>x", "caption", 0),
        ("<table><td>x", "text", 0),
    ],
)
def test_kind_and_level(source: str, kind: str, level: int):
    block = only(source)
    assert (block.kind, block.level) == (kind, level)


def test_short_cells_of_a_row_are_one_block():
    block = only("<table><tr><th>Mon</th><td><p>rain</p></td><td>9<br>knots</td></tr></table>")
    assert (block.text, block.kind, block.index) == ("Mon\train\t9 knots", "row", 0)


def test_long_cells_are_a_layout_and_stay_apart():
    story = "The council voted on the harbour wall after a long debate. " * 5
    page = html_page(f"<table><tr><td>Menu</td><td>{story}</td></tr></table><p>x")
    assert [(block.kind, block.index) for block in page.blocks] == [("text", 0), ("text", 1), ("text", 2)]


@pytest.mark.parametrize(
    ("source", "density"),
    [
        ("<p>no link at all", 0.0),
        ("<p><a name=top>an anchor</a> is no link", 0.0),
        ("<p><a href=x>four</a>four", 0.5),
        ("<li>\n  <a href=x>\n  all of it\n  </a>\n</li>", 1.0),
        ("<a href=x><h3>a card's title</h3></a>", 1.0),
        ("<p><a href=x>one</a><a href=y>two</p>", 1.0),
    ],
)
def test_link_density(source: str, density: float):
    markup = only(source).markup
    assert markup is not None and markup.link_density == pytest.approx(density)


def test_an_unclosed_link_ends_with_the_element_it_stands_in():
    page = html_page("<div><a href=x>linked</div><p>plain</p>")
    assert [block.markup.link_density for block in page.blocks if block.markup] == [1.0, 0.0]


def test_containers_are_columns_with_parents_first():
    page = html_page('<body><main id="Content"><article class="h-entry postBody_2"><p>x</p></article></main>')
    containers = page.containers
    assert containers is not None
    assert all(parent < i for i, parent in enumerate(containers.parents))
    assert tag_chain(page, page.blocks[0]) == ["p", "article", "main", "body"]
    article = containers.tags.index("article")
    assert names(parse_attributes(containers.attributes[article])) == ["h-entry", "postBody_2"]


def test_spans_are_offsets_into_the_text():
    block = only('<p>  The <b>harbour \n board</b>, <a href="/a?b=1&amp;c=2"><em>again</em></a><br>it <i>met')
    assert block.text == "The harbour board, again\nit met"
    assert [(block.text[s.start : s.end], s.tag, s.href) for s in spans(block.markup)] == [
        ("harbour board", "b", ""),
        ("again", "a", "/a?b=1&c=2"),
        ("again", "em", ""),
        ("met", "i", ""),
    ]


def test_a_link_around_blocks_is_a_span_of_each():
    page = html_page("<a href=/x><h3>Title</h3><p>Teaser</p></a><p>Text</p>")
    assert [[(s.tag, s.href) for s in spans(block.markup)] for block in page.blocks] == [
        [("a", "/x")],
        [("a", "/x")],
        [],
    ]


# Stories in unusual places, and unusual input


def test_noscript_is_read_when_there_is_hardly_any_other_text():
    assert texts("<p>Loading</p><noscript><p>The story.</p></noscript>") == ["Loading", "The story."]


def test_noscript_is_read_when_its_paragraphs_outweigh_those_of_the_page():
    rest = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(5))
    assert len(texts(f"<p>{SENTENCE}</p><div data-lazy></div><noscript>{rest}</noscript><p>{SENTENCE}</p>")) == 7


def test_noscript_is_not_read_when_the_page_has_more_paragraphs():
    story = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(5))
    assert len(texts(f"{story}<noscript><p>{SENTENCE}</p></noscript>")) == 5


def test_a_declarative_shadow_root_is_text_of_the_page():
    source = '<gz-story><template shadowrootmode="open"><style>p{}</style><p>Body</p></template></gz-story>'
    assert texts(f"<h1>Title</h1>{source}<p>After</p>") == ["Title", "Body", "After"]


def test_a_template_in_a_template_ends_before_the_outer_one():
    assert texts("<template>no<template>no</template>no</template><p>Text") == ["Text"]


def test_cdata_sections_are_text():
    assert texts("<p><![CDATA[Fares & fees rise.]]></p><div><![CDATA[<p>So do fines.</p>]]></div>") == [
        "Fares & fees rise.",
        "So do fines.",
    ]


@pytest.mark.parametrize(
    "before", ["<!doctypehtml>", "<meta charset=utf-8><!DOCTYPE html>", "<br><!doctype html><html>"]
)
def test_a_doctype_may_be_odd_or_late(before: str):
    assert texts(f"{before}<p>Text</p>") == ["Text"]


def test_the_words_of_a_button_in_a_sentence_are_text():
    source = "<p>The council <button class=link>rejected</button> the plan, and <button>Hedda Korn</button> left.</p>"
    assert texts(source) == ["The council rejected the plan, and Hedda Korn left."]


def test_a_heading_that_is_a_button_is_a_heading():
    [block, _] = html_page("<h2><button aria-expanded=true>What now?</button></h2><p>Wait.</p>").blocks
    assert (block.text, block.kind) == ("What now?", "heading")


@pytest.mark.parametrize(
    "source",
    [
        "<div><button>Share</button>Text.</div>",
        "<p>Text.<button>Read more</button></p>",
        "<div>Text.<button type=button><div>Close</div></button></div>",
        "<h2>Text.<button>Save</button></h2>",
    ],
)
def test_other_buttons_are_not_text(source: str):
    assert texts(source) == ["Text."]


def test_custom_elements_are_blocks_where_a_sentence_may_begin() -> None:
    page = html_page(
        "<my-page><my-head><h1>Ferry fares</h1></my-head><my-text>They rise.</my-text><my-text>In May.</my-text>"
        "<my-share>Share</my-share></my-page><p>The end</p>"
    )
    assert [block.text for block in page.blocks] == ["Ferry fares", "They rise.", "In May.", "Share", "The end"]
    assert tag_chain(page, page.blocks[1])[:2] == ["my-text", "my-page"]


@pytest.mark.parametrize(
    "source",
    [
        "<p>The <my-term>board</my-term> met.</p>",
        "<p><my-term>The board</my-term> met.</p>",
        "<h2><MY-TERM>The board</MY-TERM> met.</h2>",
        "<div>The <my-term>board</my-term> met.</div>",
        "<div>The </my-term>board met.</div>",
        "<my-text>The <my-icon></my-icon>board met.",
    ],
)
def test_custom_elements_in_a_sentence_do_not_part_it(source: str) -> None:
    assert texts(source) == ["The board met."]


@pytest.mark.parametrize(
    "ruby",
    [
        "<ruby>明日<rp>(</rp><rt>あした</rt><rp>)</rp></ruby>",
        "<ruby>明日<rt>あした</ruby>",
        "<ruby>明<rp>(<rt>あ<rp>)</ruby>日",
        "<ruby>明<rt>あ</rt>日<rt>した</rt></ruby>",
    ],
)
def test_readings_of_ruby_are_not_text(ruby: str):
    assert texts(f"<p>{ruby}は雨</p>") == ["明日は雨"]


@pytest.mark.parametrize(
    ("attributes", "is_shown"),
    [
        ('class="visually-hidden"', False),
        ('class="label sr-only"', False),
        ("style='color: red; display:none'", False),
        ("hidden", False),
        ("aria-hidden=true", True),
        ('class="hidden md:inline"', True),
        ('class="d-none d-md-block"', True),
        ('class="hidden-gem"', True),
        ('title="hidden"', True),
    ],
)
def test_hidden_words_in_a_sentence_are_not_text(attributes: str, is_shown: bool):
    shown = "now " if is_shown else ""
    assert texts(f"<p>Fares <span {attributes}>now </span>rise.</p>") == [f"Fares {shown}rise."]


def test_a_hidden_word_that_is_never_closed_ends_with_its_paragraph():
    assert texts("<p>One<span class=sr-only>no</p><p>Two</p>") == ["One", "Two"]


def test_custom_elements_within_a_sentence_do_not_part_it():
    assert texts("<p>Shares of <gz-quote symbol=ALS>Alse</gz-quote> fell.</p>") == ["Shares of Alse fell."]


def test_a_soup_or_a_tag_of_it_is_a_page():
    soup = BeautifulSoup("<div><p>One &amp; all</p><script>x</script></div><p>two", "html.parser")
    assert [block.text for block in html_page(soup).blocks] == ["One & all", "two"]
    assert soup.div is not None
    assert [block.text for block in html_page(soup.div).blocks] == ["One & all"]


def test_a_page_pickles():
    page = html_page("<p>A <b>bold</b> claim")
    assert pickle.loads(pickle.dumps(page)) == page


def test_text_without_tags_is_one_block():
    assert texts("just text") == ["just text"]
    assert texts("") == []


TAGS = """<p> </p> <div> </div> <a href=x> </a> <b> </b> <br> <li> <ul> </ul> <td> <tr> <table> </table>
    <h1> </h2> <script> </script> <!-- --> <svg> </svg> <button> <pre> </pre> <title> </title>"""
TEXTS = """< > " ' = & &amp; &#0; &#xD800; word é"""
PIECES = st.sampled_from([*TAGS.split(), *TEXTS.split(), '<p title="', " ", "\n", "\0", "\u00a0", "\u2028"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_is_a_page(source: str):
    page = html_page(source)
    assert page.source == source
    assert page == html_page(source)
    assert isinstance(page.containers, Containers)
    for i, block in enumerate(page.blocks):
        assert block.index == i
        assert block.text.strip(" \n") and block.text == block.text.rstrip()
        assert block.markup is not None and 0 <= block.markup.link_density <= 1
        assert page.containers.tags[block.markup.container] == block.markup.tag
        for span in spans(block.markup):
            assert 0 <= span.start < span.end <= len(block.text)
            assert not block.text[span.start].isspace() and not block.text[span.end - 1].isspace()


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.integers(0, 200))
def test_a_page_may_end_anywhere(source: str, end: int):
    html_page(source[:end])


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "</div>",
        "<div><p>a</div>",
        "<b>a",
        "<a ",
        '<a x="',
        "<",
        "<!--",
        "<script>",
        "<svg>a",
        "<ul><li>a",
        "<table><tr><td>a",
        "<br>a",
        "&amp;",
        "\0",
        "<p>\"> x='",
        '<script type="application/ld+json">{"a":[',
    ],
)
def test_time_grows_in_a_straight_line(unit: str):
    def seconds(size: int) -> float:
        source = unit * (size // len(unit))
        start = time.process_time()
        html_page(source)
        return time.process_time() - start

    def growth() -> float:
        small, large = seconds(50_000), seconds(400_000)
        return large / max(small, 0.005)

    # Eight times the page, with a wide margin; a busy machine may take its time once, and hardly three times.
    assert any(growth() < 8 * 4 for _ in range(3))


def test_a_hundred_thousand_nested_elements():
    page = html_page("<div>" * 100_000 + "deep" + "</div>" * 100_000 + "<p>after")
    assert [len(tag_chain(page, block)) for block in page.blocks] == [100_000, 1]


@pytest.mark.parametrize("hyphen", ["\u00ad", "&shy;", "&#173;", "&#xAD;"])
def test_soft_hyphens_are_not_shown(hyphen: str):
    assert [block.text for block in html_page(f"<p>Hafen{hyphen}becken</p>").blocks] == ["Hafenbecken"]


def test_a_template_without_placeholders_is_text_of_the_page():
    page = html_page("<div><script type='text/template'><p>The lock is shut.</p></script></div><p>After.</p>")
    assert [block.text for block in page.blocks] == ["The lock is shut.", "After."]


def test_a_template_with_placeholders_is_a_script():
    assert not html_page("<script type='text/template'><p>Hello {{name}}</p></script>").blocks


@pytest.mark.parametrize("inner", ["<script src=x>", "<style>p {}", "<!-- more"])
def test_a_template_with_an_open_end_swallows_nothing_behind_it(inner: str):
    source = f"<script type='text/template'><p>The post.</p>{inner}</script><p>One</p><script>x</script><p>Two</p>"
    assert texts(source) == ["The post.", "One", "Two"]
