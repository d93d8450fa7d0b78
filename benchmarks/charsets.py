"""How often the charset of bytes that declare none is guessed well enough to read them, ours beside other detectors.

    python benchmarks/charsets.py [--corpus FOLDER] [--pages N] [--wrong]

Invented paragraphs (`paragraphs.py`) are written in each charset of their language, as text and as HTML that is mostly
markup: one paragraph (short) or all three of a language (long). Pages of corpora whose language is known are written in
its charsets as well, without what they declare. A guess is right if the text that comes out is the text that went in.
Detectors that are not installed are left out.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.corpora import Corpora, add_options
from benchmarks.paragraphs import CHARSETS, PARAGRAPHS
from cleaner.intake.decode import decode

Reader = Callable[[bytes], str]
"""Takes a page's bytes and returns its text."""

PAGE: Final = """<!DOCTYPE html><html class="no-js"><head><title>{title}</title>
<script>window.dataLayer = window.dataLayer || []; function gtag(){{dataLayer.push(arguments);}}</script>
<link rel="stylesheet" href="/static/css/main.css"><meta name="viewport" content="width=device-width"></head>
<body><div id="header"><ul class="menu"><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></div>
<div id="content" class="article"><h1>{title}</h1>{body}</div><div id="footer">Copyright 2009 Example Media. RSS</div>
</body></html>"""

CORPORA: Final = {"crawl-dev": "html", "news-dev": "html", "mixed-languages-dev": "text"}
"""The corpora that say the language of each page, and the form of their pages."""

LANGUAGES: Final = {
    "uk": "en",
    "us": "en",
    "ca": "en",
    "za": "en",
    "jp": "ja",
    "cz": "cs",
    "dk": "da",
    "no": "nb",
    "se": "sv",
}
"""The languages of news-dev's pages, which have codes of countries."""

DECLARED: Final = re.compile(r"""(?:charset|encoding)\s*=\s*["']?[\w-]+""", re.I)

FEW: Final = 40
"""Characters beyond ASCII that a page of a corpus must have to be in this measure."""


class Sample(NamedTuple):
    """A page in bytes, the charset it is in, and a name to print."""

    charset: str
    name: str
    data: bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--pages", type=int, default=40, help="of each language in a corpus (default: %(default)s)")
    parser.add_argument("--wrong", action="store_true", help="print what is not read well")
    options = parser.parse_args()
    readers = dict(installed())
    for reader in readers.values():
        reader("é".encode("cp1252"))
    table("one paragraph", list(invented(whole=False)), readers, options.wrong)
    table("three paragraphs", list(invented(whole=True)), readers, options.wrong)
    table("pages of corpora", list(real(Corpora(options.corpus), options.pages)), readers, options.wrong)


def installed() -> Iterator[tuple[str, Reader]]:
    """The detectors, by name."""
    yield "cleaner", lambda data: decode(data).text
    for name in ("charset_normalizer", "chardet"):
        try:
            detect = import_module(name).detect
        except ImportError:
            continue
        yield name, partial(detected, detect)


def detected(detect: Callable[[bytes], dict[str, str | None]], data: bytes) -> str:
    try:
        return data.decode(detect(data)["encoding"] or "ascii", "replace")
    except LookupError:  # a charset that Python does not know
        return ""


def invented(whole: bool) -> Iterator[Sample]:
    for charset, languages in CHARSETS.items():
        for language in languages:
            texts = PARAGRAPHS[language]
            for number, text in enumerate(["\n\n".join(texts)] if whole else texts):
                body = "".join(f"<p>{line}</p>\n" for line in text.split("\n\n"))
                page = PAGE.format(title=text[:40], body=body)
                yield Sample(charset, f"{language} text {number}", written(text, charset))
                yield Sample(charset, f"{language} HTML {number}", written(page, charset))


def real(corpora: Corpora, most: int) -> Iterator[Sample]:
    """Pages of the corpora that are here, in the charsets of their languages."""
    charsets = {language: [name for name, codes in CHARSETS.items() if language in codes] for language in PARAGRAPHS}
    for corpus in filter(corpora.has, CORPORA):
        seen: Counter[str] = Counter()
        for row in corpora.rows(corpus):
            page, language = DECLARED.sub("", row[CORPORA[corpus]]), LANGUAGES.get(row["lang"], row["lang"])
            if seen[language] >= most or sum(not char.isascii() for char in page) < FEW:
                continue
            seen[language] += 1
            for charset in charsets.get(language, ()):
                yield Sample(charset, f"{corpus} {row['id']}", written(page, charset))


def written(text: str, charset: str) -> bytes:
    """A text in a charset; what the charset lacks becomes a reference. In cp1258 tones stand behind their letters."""
    if charset == "cp1258":
        text = "".join(map(_toned, text))
    return text.encode(charset, "xmlcharrefreplace")


def _toned(letter: str) -> str:
    base, tones = letter, ""
    while (parts := unicodedata.normalize("NFD", base))[-1] in "\u0300\u0301\u0303\u0309\u0323" and not tones:
        base, tones = unicodedata.normalize("NFC", parts[:-1]), parts[-1]
    if "\u0323" in unicodedata.normalize("NFD", base):
        base, tones = unicodedata.normalize("NFC", unicodedata.normalize("NFD", base).replace("\u0323", "")), "\u0323"
    return base + tones


def table(what: str, samples: list[Sample], readers: dict[str, Reader], tell: bool) -> None:
    """Prints how many samples of each charset each detector reads well, and how long it takes for one."""
    samples = [sample for sample in samples if not sample.data.isascii() or b"\x1b" in sample.data]
    right: dict[str, Counter[str]] = {name: Counter() for name in readers}
    spent: Counter[str] = Counter()
    for sample in samples:
        wanted = sample.data.decode(sample.charset)
        for name, read in readers.items():
            start = time.process_time()
            is_right = read(sample.data) == wanted
            spent[name] += time.process_time() - start
            right[name][sample.charset] += is_right
            if tell and name == "cleaner" and not is_right:
                print("wrong:", sample.charset, sample.name, decode(sample.data).encoding)
    if not samples:
        return
    counts = Counter(sample.charset for sample in samples)
    print(f"\n| {what} | samples | {' | '.join(readers)} |\n|---|---|{'---|' * len(readers)}")
    for charset, count in counts.items():
        print(f"| {charset} | {count} | {' | '.join(f'{right[name][charset] / count:.0%}' for name in readers)} |")
    total = len(samples)
    print(f"| all | {total} | {' | '.join(f'{right[name].total() / total:.1%}' for name in readers)} |")
    print(f"| ms a sample | | {' | '.join(f'{spent[name] / total * 1e3:.1f}' for name in readers)} |", flush=True)


if __name__ == "__main__":
    main()
