"""Inputs out of seeds: a piece of a page, changed a few times, and handed over in one of many ways."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final

from cleaner.model import InputForm
from fuzz.cases import Case

MOST_CHARACTERS: Final = 4_000
"""Most faults need a few lines; a page of this size is cleaned in a few milliseconds."""

LARGE: Final = 100_000
LARGE_SHARE: Final = 0.001
"""One input in so many may grow large: depth and length have faults of their own, and cost a hundred times as much."""

PIECE_CHARACTERS: Final = (50, 200, 800, MOST_CHARACTERS)
"""How large the piece of a seed may be: most are small, as a small input that breaks something says more."""

MUTATIONS: Final = (0, 1, 1, 2, 3, 5, 8)

ODD: Final = (
    *"\0\x01\x07\x0b\x0c\x1b\x1c\x1f\x7f\x80\x85\xa0\xad\u0301\u061c\u200b\u200d\u200e\u202e\u2028\u2029\u2060\u2066",
    *"\u3000\ud800\udbff\udc00\udfff\ufeff\ufffd\ufffe\uffff\U0001f469\U000e0001\U0010ffff",
    *"İıſßﬁΣς०٣²½一。，",
    *(
        "&#0;",
        "&#x110000;",
        "&#xd800;",
        "&#55296;",
        "&nbsp;",
        "&lt;script&gt;",
        "&amp;amp;",
        "&",
        "\r",
        "\r\n",
        "\t",
        "\n\n",
    ),
)
TAGS: Final = (
    *"<!-- --> <![CDATA[ ]]> <!doctype <!doctypehtml> <?xml <? </ < > <> </> <!> <!---> <a <p <p/> </p>".split(),
    *"<br> <br/> <br".split(),
    *"<div> </div> <table> <td> </table> <ul> <li> </ul> <b> </b> <svg> <math> <script> </script> <style>".split(),
    *"<textarea> <title> <noscript> <template> <plaintext> <xmp> <iframe> <select> <option> <base> <frameset>".split(),
    *"<blockquote> <pre> <code> <h1> </h1> <h6> <figure> <figcaption> <article> <main> <nav> <aside> <img>".split(),
    '<a href="javascript:alert(1)">',
    '<a href="http://[::1">',
    '<a href="//\u2100.example">',
    '<base href="http://[">',
    '<meta charset="utf-7">',
    '<meta charset="punycode">',
    '<meta http-equiv="content-type" content="text/html; charset=idna">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":["a",{}],"author":1e999}</script>',
    '<script type="application/ld+json">' + "[" * 2_000,
    '<meta property="og:title" content="',
    '<link rel="canonical" href="http://[">',
    '<time datetime="',
    '<div class="',
    '<p style="display:none">',
    "<p hidden>",
)
MARKERS: Final = (
    "Related Articles",
    "You May Also Like",
    "Advertisement",
    "By Ada Quist",
    "Nov 12, 2025",
    "Share",
    "–30–",
    "Source link",
    "The post Northfield dredges appeared first on Harbor Courier.",
    "Read more: The crane that nobody wanted",
    "© 2025 Harbor Courier",
    "12 comments",
    "Subscribe to our newsletter",
)
ENCODINGS: Final = (
    *("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"),
    *("windows-1252", "iso-8859-1", "iso-8859-5", "koi8-r", "windows-1256", "shift_jis", "euc-jp", "iso-2022-jp"),
    *("gb18030", "gbk", "big5", "euc-kr", "hz", "cp437", "mac-roman", "ascii"),
)
SAID_ENCODINGS: Final = (
    *ENCODINGS,
    *("", " ", "utf8", "UTF-8 ", "latin1", "punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape"),
    *("base64", "rot13", "mbcs", "no-such-charset", "utf-8\0", "\ud800", "x" * 1_000, "../utf-8", "unicode-1-1-utf-7"),
)
FORMS: Final[tuple[InputForm, ...]] = ("text", "html", "markdown", "fragment")
URLS: Final = (
    *("https://harbor-courier.example/2025/11/channel", "http://[", "javascript:alert(1)", "", "\ud800", "//", "a\nb"),
    *("file:///etc/passwd", "http://\u2100.example/", "https://harbor-courier.example/" + "a/" * 500),
)
ABOUT: Final = ("Northfield", "dredging the channel", "", " ", "\ud800", "港", "a" * 1_000, "*")


def case(seeds: Sequence[str], seed: int, number: int) -> Case:
    """The input of that number: the same for the same seeds and the same seed, in every process."""
    choice = random.Random(f"{seed}/{number}")
    most = LARGE if choice.random() < LARGE_SHARE else MOST_CHARACTERS
    page = piece(choice, choice.choice(seeds), most)
    for _ in range(choice.choice(MUTATIONS)):
        page = choice.choice(CHANGES)(choice, page, seeds)[:most]
    return handed_over(choice, page)


def piece(choice: random.Random, page: str, most: int) -> str:
    """A piece of a page, or all of it; often from its start, where a page says what it is."""
    size = min(most, choice.choice(PIECE_CHARACTERS))
    if len(page) <= size:
        return page
    start = 0 if choice.random() < 0.5 else choice.randrange(len(page) - size)
    return page[start : start + size]


def handed_over(choice: random.Random, page: str) -> Case:
    """The page as str or as bytes in some charset, with options that may be wrong."""
    url = choice.choice(URLS) if choice.random() < 0.1 else None
    about = choice.choice(ABOUT) if choice.random() < 0.1 else None
    form = choice.choice(FORMS) if choice.random() < 0.15 else None
    if choice.random() < 0.5:
        return Case(page, None, form, url, about)
    data = page.encode(choice.choice(ENCODINGS), "replace") if choice.random() < 0.4 else surrogates_too(page)
    for _ in range(choice.choice((0, 0, 0, 1, 2, 20))):
        data = damaged(choice, data)
    encoding = choice.choice(SAID_ENCODINGS) if choice.random() < 0.15 else None
    return Case(data, encoding, form, url, about)


def surrogates_too(page: str) -> bytes:
    return page.encode("utf-8", "surrogatepass")


def damaged(choice: random.Random, data: bytes) -> bytes:
    """The bytes with one that is flipped, put in, or missing."""
    place = choice.randint(0, len(data))
    odd = bytes([choice.choice((0, 0x1B, 0x80, 0xC3, 0xED, 0xFE, 0xFF, choice.randrange(256)))])
    return data[:place] + choice.choice((odd, b"", odd * 3)) + data[place + choice.randint(0, 2) :]


# Changes


def span(choice: random.Random, page: str) -> tuple[int, int]:
    """Where a piece of a page begins and ends: mostly a short one, sometimes at the borders of tags or lines."""
    start = choice.randint(0, len(page))
    end = min(len(page), start + choice.choice((1, 5, 50, 500, len(page))))
    if choice.random() < 0.5:
        border = choice.choice("<>\n")
        start = page.rfind(border, 0, start) + 1
        end = page.find(border, end) if border in page[end:] else end
    return start, max(start, end)


def cut(choice: random.Random, page: str, _: Sequence[str]) -> str:
    start, end = span(choice, page)
    return page[:start] + page[end:]


def stop(choice: random.Random, page: str, _: Sequence[str]) -> str:
    return page[: choice.randint(0, len(page))]


def repeat(choice: random.Random, page: str, _: Sequence[str]) -> str:
    start, end = span(choice, page)
    return page[:end] + page[start:end] * choice.choice((1, 2, 3, 10, 100)) + page[end:]


def nest(choice: random.Random, page: str, _: Sequence[str]) -> str:
    start, end = span(choice, page)
    tag = choice.choice("div ul li table tr td b a p blockquote section article figure svg form span h2 x-y".split())
    depth = choice.choice((1, 2, 10, 100, 1_000))
    return page[:start] + f"<{tag}>" * depth + page[start:end] + f"</{tag}>" * choice.choice((depth, 0)) + page[end:]


def splice(choice: random.Random, page: str, seeds: Sequence[str]) -> str:
    other = choice.choice(seeds)
    start, end = span(choice, other)
    return put(choice, page, other[start : min(end, start + MOST_CHARACTERS)])


def swap(choice: random.Random, page: str, _: Sequence[str]) -> str:
    first, second, third = sorted(choice.randint(0, len(page)) for _ in range(3))
    return page[:first] + page[second:third] + page[first:second] + page[third:]


def odd_character(choice: random.Random, page: str, _: Sequence[str]) -> str:
    return put(choice, page, choice.choice(ODD) * choice.choice((1, 1, 1, 3, 50)))


def odd_tag(choice: random.Random, page: str, _: Sequence[str]) -> str:
    return put(choice, page, choice.choice(TAGS))


def marker(choice: random.Random, page: str, _: Sequence[str]) -> str:
    return put(choice, page, f"\n{choice.choice(MARKERS)}\n")


def unquote(choice: random.Random, page: str, _: Sequence[str]) -> str:
    start, end = span(choice, page)
    return (
        page[:start] + page[start:end].replace(choice.choice("\"'=/>; "), choice.choice(("", "'", "\n"))) + page[end:]
    )


def other_case(choice: random.Random, page: str, _: Sequence[str]) -> str:
    start, end = span(choice, page)
    return page[:start] + choice.choice((str.upper, str.title, str.swapcase))(page[start:end]) + page[end:]


def other_lines(choice: random.Random, page: str, _: Sequence[str]) -> str:
    old, new = choice.choice((("\n", " "), ("\n", "\r"), (" ", "\n"), ("\n", "\n\n"), (". ", ".\n"), ("\n", "\u2028")))
    return page.replace(old, new)


def put(choice: random.Random, page: str, what: str) -> str:
    place = choice.randint(0, len(page))
    return page[:place] + what + page[place:]


Change = Callable[[random.Random, str, Sequence[str]], str]

CHANGES: Final[tuple[Change, ...]] = (
    *(cut, stop, repeat, nest, splice, swap, odd_character, odd_tag, marker, unquote, other_case, other_lines),
    *(odd_character, odd_tag, splice),
)
"""What can happen to a page; some more often than others."""
