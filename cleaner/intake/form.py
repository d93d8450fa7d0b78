"""Tells feeds and HTML from text: by how a page begins, or by how much of its text stands between real tags.

Text may speak of tags ("use <b> sparingly"), quote some lines of code, or have a tag that some scraper forgot. HTML has
its text between its tags. docs/decisions/form.md says how well the two are told apart.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import Final

MIN_MARKED_TEXT: Final = 0.5
"""Share of a page's characters in lines with tags from which on it is HTML. Among 2,177 pages of dumped text, of which
41 have tags left in them, the highest is 0.46: a story with its own HTML below it, offered to republishers."""

MIN_MARKED_LINES: Final = 0.2
"""Share of the lines that will do for a page that begins or ends with a tag, as an entry of a feed does: a paragraph in
five. No page of dumped text with real tags begins or ends with one."""

_BEGINNING: Final = re.compile(
    r"""
    (?: </? [a-z] [^<>]*+ > \s*+ )*?                                 # stray tags
    < (?: !doctype | !-- | \?xml\b
        | (?: html | head | body | base | link | meta | script | style | noscript ) [\s/>]
        | (?: article | main | header | section | div | p | h[1-6] | ul | ol | table | center | figure | blockquote
            | span | br | title ) (?: \s [^<>]*+ > | \s* /? > (?! [ ] (?-i:[a-z]) ) ) )  # but not: <p> begins …
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FEED: Final = re.compile(
    r"""\ufeff?+ (?: \s++ | <\?[^>]*+> | <!--(?:[^-]++|-(?!->))*+--> | <!DOCTYPE [^\[>]*+ (?:\[[^\]]*+\]\s*+)?+ > )*+
    < (?:[\w.-]{1,40}+:)?+ (?P<name> rss | feed | RDF | channel | item | entry ) (?= [\s/>] )""",
    re.VERBOSE,
)
"""The first element of RSS or Atom, behind what XML allows before it."""

_ROOT: Final = re.compile(r"<([a-z][\w:.-]*+)[\s>]", re.IGNORECASE)

_VOID: Final = frozenset("br hr img input source wbr".split())
_END_IMPLIED: Final = frozenset("p li dt dd tr td th".split())
"""Elements that the next one of their kind ends."""

_ELEMENTS: Final = _VOID | frozenset(
    """a abbr acronym address amp-img article aside audio b bdi bdo big blockquote body button canvas caption center
    cite code data dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form h1 h2
    h3 h4 h5 h6 head header hgroup html i iframe ins kbd label legend li link main map mark menu meta nav nobr
    noscript object ol p picture pre q s samp script section select small span strike strong style sub summary sup
    svg table tbody td textarea tfoot th thead time title tr tt u ul var video""".split()
)
_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*+)(?P<attributes>\s[^<>]*+)?/?>",
    re.IGNORECASE,
)
_VALUE: Final = re.compile(r"""[\w:.-]\s*=\s*["']?[^\s"'>]""")
_MARKDOWN_CODE: Final = re.compile(r"```.*?```|`[^`\n]*+`", re.DOTALL)
_STOPS: Final = frozenset(".!?…。！？")
_SENTENCE_ENDS: Final = _STOPS.union(":;,”\"'’»)%")
_SENTENCE_STARTS: Final = frozenset("“\"'‘«¿¡—–-•$€£")


def feed_root(page: str) -> str:
    """The name of a page's first element if it is one of a feed (rss, RDF, feed, channel, item, entry); else ""."""
    found = _FEED.match(page)
    return found["name"] if found else ""


def is_escaped_html(page: str) -> bool:
    """Whether a page is HTML whose tags are escaped, as a feed that was read as text has it."""
    if page.lstrip()[:4] != "&lt;" or "<" in page:
        return False
    from cleaner.intake.escapes import unreferenced

    return looks_like_html(unreferenced(page))


def looks_like_html(source: str) -> bool:
    """Whether a page is HTML: a whole one, an entry of a feed, or a fragment that begins with words.

    What begins with a doctype, a comment or an element that holds a page's text is HTML, whatever stray tags stand
    before it, and so is what one element of any name holds (XML). Else tags are weighed: those that touch words or
    have attributes, outside Markdown's code. Time is linear in the length of `source`.
    """
    if "<" not in source:
        return False
    page = source.lstrip("\ufeff \t\r\n\f\v\0")
    if _BEGINNING.match(page):
        return True
    page = page.rstrip()
    return _is_one_element(page) or _is_marked_up(_MARKDOWN_CODE.sub("", page))


def _is_one_element(page: str) -> bool:
    root = _ROOT.match(page)
    return root is not None and page.endswith(f"</{root[1]}>")


def _is_marked_up(page: str) -> bool:
    tags = [tag for tag in _TAG.finditer(page) if tag["name"].lower() in _ELEMENTS]
    marked = _marked_lines(page, tags)
    if not any(marked):
        return False
    lines = _TAG.sub(lambda tag: "\n" * tag[0].count("\n"), page).split("\n")
    lengths = [len(line.strip()) for line in lines]
    marked_text = sum(length for length, is_marked in zip(lengths, marked, strict=True) if is_marked)
    if marked_text >= MIN_MARKED_TEXT * sum(lengths):
        return True
    counted = [is_marked for length, is_marked in zip(lengths, marked, strict=True) if length or is_marked]
    has_tag_at_an_end = tags[0].start() == 0 or tags[-1].end() == len(page)
    return has_tag_at_an_end and sum(counted) >= MIN_MARKED_LINES * len(counted)


def _marked_lines(page: str, tags: list[re.Match[str]]) -> list[bool]:
    """For each line, whether it has a real tag or stands in an element with a real tag at one of its ends."""
    changes: Counter[int] = Counter()  # by line: how many more marked stretches it is in than the line before
    opened: dict[str, list[tuple[int, bool]]] = {}
    line, counted_to = 0, 0
    for tag in tags:
        line += page.count("\n", counted_to, tag.start())
        counted_to = tag.start()
        last_line = line + tag[0].count("\n")
        real, name = _is_real(page, tag), tag["name"].lower()
        first_line = line
        open_ones = opened.setdefault(name, [])
        if open_ones and (tag["end"] or name in _END_IMPLIED):
            first_line, was_real = open_ones.pop()
            real = real or was_real
        if not tag["end"] and name not in _VOID:
            open_ones.append((line, real))
        if real:
            changes[first_line] += 1
            changes[last_line + 1] -= 1
    return [depth > 0 for depth in accumulate(changes[number] for number in range(page.count("\n") + 1))]


def _is_real(page: str, tag: re.Match[str]) -> bool:
    """Whether a tag marks up words: it has an attribute with a value, or touches words on the side where its element's
    text is. A tag that is spoken of has spaces, quotes or brackets around it."""
    attributes = tag["attributes"]
    if attributes and attributes.strip(" \t\r\n/"):
        return bool(_VALUE.search(attributes))
    before, after = page[max(0, tag.start() - 2) : tag.start()], page[tag.end() : tag.end() + 2]
    ends_words = before[-1:].isalnum() or before[-1:] in _SENTENCE_ENDS
    starts_words = after[:1].isalnum() or after[:1] in _SENTENCE_STARTS
    if tag["name"].lower() in _VOID:
        between_sentences = before[:1] in _STOPS and before[1:] == after[:1] == " " and after[1:].isupper()
        return before[-1:].isalnum() or before[-1:] in _STOPS or starts_words or between_sentences
    if tag["end"]:
        return ends_words
    return starts_words and not before[-1:].isalnum()
