"""How well HTML is told from text: how many pages of each corpus are taken for HTML, and for text.

    python benchmarks/form.py [--cases FILE.jsonl]

Corpora that are missing are left out. Of each HTML page one fragment is told as well: three paragraphs from the middle,
which begin with words, as they stand in feeds and tables. A file of cases, if given, has a page a line: `id`, `input`,
and its `form`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.corpora import Corpora, add_options, complain
from cleaner.intake.form import looks_like_html

TEXTS = ("flat-dev", "mixed-dev", "mixed-languages-dev")
HTML = ("html-dev", "other-dev", "news-dev", "crawl-dev", "languages-dev")

FRAGMENT = 3
PARAGRAPH = re.compile(r"<p\b[^>]*>(?=[^<]{40})", re.I)
SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.I | re.S)

Sample = tuple[str, str]
"""A page's id and its source."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--cases", type=Path, metavar="FILE")
    options = parser.parse_args()
    corpora = Corpora(options.corpus, options.split)
    names = [name for name in (*TEXTS, *HTML) if corpora.has(name)]
    if not names and not options.cases:
        complain(f"no corpus in {options.corpus}: give one of {', '.join((*TEXTS, *HTML))} with --corpus FOLDER")
    print("| | is | pages | taken for HTML | taken for text | ms a page |")
    print("|---|---|---|---|---|---|")
    wrong: list[str] = []
    for name in names:
        form = "text" if name in TEXTS else "html"
        pages = [(str(page["id"]), page[form]) for page in corpora.rows(name)]
        wrong += row(name, form, pages)
        if form == "html":
            wrong += row(f"{name}, fragments", form, list(fragments(pages)))
    for form in ("text", "html") if options.cases else ():
        wrong += row(f"cases, {form}", form, list(cases(options.cases, form)))
    print("\nwrong:", *(wrong or ["none"]), sep="\n")


def row(name: str, form: str, pages: list[Sample]) -> list[str]:
    """Prints the row of a corpus, and returns the pages that are taken for what they are not."""
    start = time.process_time()
    html = [looks_like_html(source) for _, source in pages]
    spent = (time.process_time() - start) * 1e3 / max(1, len(pages))
    print(f"| {name} | {form} | {len(pages)} | {sum(html)} | {len(pages) - sum(html)} | {spent:.2f} |", flush=True)
    wanted = form == "html"
    return [f"{name} {key}" for (key, _), is_html in zip(pages, html, strict=True) if is_html != wanted]


def fragments(pages: list[Sample]) -> Iterator[Sample]:
    """Of each page that has six paragraphs, three from its middle, without the first one's tag."""
    for key, source in pages:
        paragraphs = list(PARAGRAPH.finditer(SCRIPT.sub("", source)))
        middle = len(paragraphs) // 2
        if middle >= FRAGMENT:
            first, after = paragraphs[middle], paragraphs[min(middle + FRAGMENT, len(paragraphs) - 1)]
            yield key, first.string[first.end() : after.start()]


def cases(path: Path, form: str) -> Iterator[Sample]:
    with path.open(encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            if case["form"] == form:
                yield case["id"], case["input"]


if __name__ == "__main__":
    main()
