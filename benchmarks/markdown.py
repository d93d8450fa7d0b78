"""HTML pages as converters write them in Markdown, cleaned in four ways: as text, as the HTML that the Markdown stands
for, as Markdown, and as Markdown whose links say nothing.

    python benchmarks/markdown.py [--corpus FOLDER] [--sample N]

How many are told to be Markdown is printed too, and how many pages of dumped text are taken for it.

Scripts and styles go before the pages are converted, as reader services do it. The scorecards have seen the pages as
HTML.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.corpora import Corpora, add_options
from cleaner import Cleaner, Story
from cleaner.evaluation import GoldPage
from cleaner.evaluation.scoring import score_story
from cleaner.intake.markdown import html_of
from cleaner.intake.markdown_form import looks_like_markdown
from cleaner.stages import NAMES

SETS = ("html-dev", "news-dev", "crawl-dev")
UNREAD = re.compile(r"<(script|style|noscript|template|svg|iframe)\b.*?</\1>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
TEXTS = ("flat-dev", "mixed-dev", "mixed-languages-dev")
LOST = 0.5

Ways = dict[str, Callable[[str, str | None], Story]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--sample", type=int, default=100, help="pages of each corpus (default: %(default)s)")
    options = parser.parse_args()
    corpora = Corpora(options.corpus, options.split)
    golds = {name: corpora.gold(name, options.sample) for name in SETS if corpora.has(name)}
    print("| corpus | converter | pages | told | cleaned | P | R | F1 | lost |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, pages in golds.items():
        for converter, convert in converters().items():
            converted = [replace(page, page=convert(UNREAD.sub("", page.page))) for page in pages]
            told = sum(looks_like_markdown(page.page) for page in converted)
            for way, clean in ways().items():
                row(f"| {name} | {converter} | {len(pages)} | {told} | {way} |", converted, clean)
    for name in filter(corpora.has, TEXTS):
        told_texts = [looks_like_markdown(page["text"]) for page in corpora.rows(name)]
        print(f"| {name} | none | {len(told_texts)} | {sum(told_texts)} | | | | | |", flush=True)


def converters() -> dict[str, Callable[[str], str]]:
    from html2text import HTML2Text
    from markdownify import markdownify

    def html2text(html: str) -> str:
        converter = HTML2Text()
        converter.body_width = 0
        return str(converter.handle(html))

    return {"markdownify": lambda html: str(markdownify(html, heading_style="ATX")), "html2text": html2text}


def ways() -> Ways:
    whole, without = Cleaner(), Cleaner(stages=set(NAMES) - {"links"})
    cleaned: dict[str, Any] = {
        "as text": lambda source, url: whole.clean(source, url=url, form="text"),
        "as HTML": lambda source, url: whole.clean(html_of(source), url=url, form="html"),
        "as Markdown": lambda source, url: whole.clean(source, url=url, form="markdown"),
        "without links": lambda source, url: without.clean(source, url=url, form="markdown"),
    }
    return cleaned


def row(begun: str, pages: list[GoldPage], clean: Callable[[str, str | None], Story]) -> None:
    scores = [score_story(page, clean(page.page, page.url)) for page in pages]
    figures = [fmean(getattr(score, name) for score in scores) for name in ("precision", "recall", "f1")]
    lost = sum((score.f1 or 0.0) < LOST for score in scores)
    print(begun, " | ".join(f"{figure:.3f}" for figure in figures), f"| {lost} |", flush=True)


if __name__ == "__main__":
    main()
