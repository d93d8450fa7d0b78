"""cleaner beside the tools that a user would pick instead, on the same pages in one run; prints Markdown.

    python benchmarks/peers.py [--only html|text|leftovers] [--sample N] [--worst N] [--corpus FOLDER]

Tools take turns on every page, so that a busy machine slows all of them alike. No output is kept between runs. Needs
the `bench` extra. Left out, with a line on stderr that says so: a tool that is not installed, and a corpus that is not
there (docs/benchmarks.md).

- html: article pages, news pages and a crawl of news sites by language, pages in several languages (by snippets), and
  pages that hold no story
- text: the article pages as three dumpers leave them; one story a page among other things; the three seed pages
- leftovers: what extractors returned for the article pages, before and after cleaner cleaned it

Figures are those of cleaner.evaluation; docs/eval.md defines them; `lost` is the share of pages
with an F1 under 0.5. `x` is how many times faster a tool is than
trafilatura (html), or than the line rules of C4 (text). Milliseconds are processor time, which a busy machine stretches
less than the clock's.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import fmean

from corpora import Corpora, add_options, missing

from cleaner import Cleaner
from cleaner.evaluation import (
    Figures,
    GoldPage,
    PageScore,
    grouped,
    paired,
    score_output,
    score_story,
    summed_up,
    worst,
)
from cleaner.intake.html import html_page

Tool = Callable[[str], str]
Scores = dict[str, list[PageScore]]

WANTED = {
    "html": ("html-dev", "news-dev", "crawl-dev", "languages-dev", "other-dev"),
    "text": ("flat-dev", "mixed-dev"),
    "leftovers": ("html-dev",),
}
"""The corpora of each part."""

LOST = 0.5
"""Below this F1 a story is lost, or buried in something else."""

FIGURES = {
    "f1": "F1",
    "good": ">.95",
    "lost": "lost",
    "exact": "exact",
    "leak": "leak",
    "precision": "P",
    "recall": "R",
    "snippet_f1": "F1",
    "snippet_precision": "P",
    "snippet_recall": "R",
    "is_story": "is_story",
    "title": "title",
    "ms": "ms",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["html", "text", "leftovers"])
    parser.add_argument("--sample", type=int, metavar="N", help="N pages spread evenly over each set")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list cleaner's N worst pages of each set")
    add_options(parser)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    sets = Sets(Corpora(options.corpus, options.split), options.sample, options.worst)
    parts = {"html": html, "text": text, "leftovers": leftovers}
    only = [options.only] if options.only else list(parts)
    left_out = [name for part in only for name in WANTED[part] if not sets.corpora.has(name)]
    if len(left_out) == sum(len(WANTED[part]) for part in only):
        missing(left_out[0], options.corpus)
    if left_out:
        print(f"left out, as not in {options.corpus}: {', '.join(left_out)}", file=sys.stderr)
    for part in only:
        parts[part](sets)


class Sets:
    """The corpora, whole or sampled, and how many worst pages to list."""

    def __init__(self, corpora: Corpora, sample: int | None, worst: int) -> None:
        self.corpora, self.sample, self.worst = corpora, sample, worst

    def gold(self, name: str) -> list[GoldPage]:
        """The pages of a corpus; none if it is not there."""
        return self.corpora.gold(name, self.sample) if self.corpora.has(name) else []


# HTML in


def html(sets: Sets) -> None:
    tools = installed(HTML_TOOLS)
    for name in ("html-dev", "news-dev", "crawl-dev"):
        if pages := sets.gold(name):
            scores = run(pages, tools)
            table(name, scores, ("f1", "good", "lost", "leak", "precision", "recall", "is_story", "title", "ms"))
            if name == "crawl-dev":
                by_group("crawl-dev by language: F1", scores, "lang", "f1")
                by_group("crawl-dev by language: lost", scores, "lang", "lost")
            list_worst(scores, sets.worst)
    if pages := sets.gold("languages-dev"):
        scores = run(pages, tools)
        table("languages-dev, by snippets", scores, ("snippet_f1", "snippet_precision", "snippet_recall", "ms"))
        list_worst(scores, sets.worst)
    if pages := sets.gold("other-dev"):
        no_story(pages, tools)


def no_story(pages: list[GoldPage], tools: dict[str, Tool]) -> None:
    """On pages without a story the right output is none at all."""
    scores = run([replace(page, story="") for page in pages], tools)
    kinds = ["all", *grouped(scores["cleaner"], "kind")]
    rows = []
    for tool, results in scores.items():
        groups = {"all": results, **grouped(results, "kind")}
        rows.append([tool, *(shown(fmean(page.f1 == 1 for page in groups[kind])) for kind in kinds)])
    markdown("other-dev: share of pages with an empty output", ["", *kinds], rows)


# Text in


def text(sets: Sets) -> None:
    tools = installed(TEXT_TOOLS)
    if pages := sets.gold("flat-dev"):
        scores = run(pages, tools)
        table("flat-dev", scores, ("f1", "good", "precision", "recall", "is_story", "title", "ms"))
        by_group("flat-dev by dumper: F1", scores, "dump", "f1")
        list_worst(scores, sets.worst)
    if pages := sets.gold("mixed-dev"):
        scores = run(pages, tools)
        table("mixed-dev", scores, ("f1", "exact", "leak", "precision", "recall", "ms"))
        for figure in ("f1", "exact", "leak"):
            by_group(f"mixed-dev by recipe: {FIGURES[figure]}", scores, "id", figure)
        harm(scores)
        list_worst(scores, sets.worst)
    if (folder := sets.corpora.folder / "seeds").is_dir():
        seeds(folder)


def harm(scores: Scores) -> None:
    """What is lost of pages that hold nothing but the story."""
    rows = []
    for tool, results in scores.items():
        clean = [page for page in results if page.gold.id.startswith("clean")]
        sizes = [len((page.gold.story or "").split()) for page in clean]
        lost = sum((1 - (page.recall or 0)) * size for page, size in zip(clean, sizes, strict=True))
        rows.append([tool, shown(summed_up(clean).exact), f"{lost / max(1, sum(sizes)):.2%}"])
    markdown("mixed-dev, nothing but the story on the page", ["", "exact", "words lost"], rows)


def seeds(folder: Path) -> None:
    cleaner = Cleaner()
    rows = []
    for page in sorted(folder.glob("*.txt")):
        story = cleaner.clean(page.read_bytes()).text
        expected = (folder / "expected" / page.name).read_text(encoding="utf-8")
        rows.append([page.stem, "exact" if story.split() == expected.split() else "differs"])
    markdown("The seed pages", ["", "cleaner"], rows)


# Text that other tools extracted


def leftovers(sets: Sets) -> None:
    pages = sets.gold("html-dev")
    if not pages:
        return
    tools = installed(EXTRACTORS)
    cleaner = Cleaner()
    before: Scores = {name: [] for name in tools}
    after: Scores = {name: [] for name in tools}
    for page in with_progress(pages):
        for name, tool in tools.items():
            output, _ = timed(tool, page.page)
            before[name].append(score_output(page, text_of(output) if name.endswith("as HTML") else output))
            after[name].append(score_story(page, cleaner.clean(output)))
    rows = []
    for name in tools:
        old, new = summed_up(before[name]), summed_up(after[name])
        cells = [
            f"{shown(getattr(old, figure))} → {shown(getattr(new, figure))}"
            for figure in ("precision", "recall", "f1", "good", "leak")
        ]
        change = paired(before[name], after[name])
        rows.append([name, *cells, f"{change.change:+.4f} ± {change.margin:.4f}", f"{change.better}, {change.worse}"])
    head = ["", "P", "R", "F1", ">.95", "leak", "change of F1", "better, worse on"]
    markdown(f"html-dev ({len(after[next(iter(tools))])} pages) through an extractor, then cleaner", head, rows)
    for name in tools if sets.worst else ():
        list_most_harmed(name, before[name], after[name], sets.worst)


def list_most_harmed(name: str, before: Sequence[PageScore], after: Sequence[PageScore], number: int) -> None:
    pairs = sorted(zip(before, after, strict=True), key=lambda pair: (pair[1].f1 or 0) - (pair[0].f1 or 0))
    rows = []
    for old, new in pairs[:number]:
        cost = new.account.cost.most_common(1)
        mostly = f"{cost[0][0]} ({cost[0][1]} words)" if cost else ""
        rows.append([new.gold.id, shown(old.f1), shown(new.f1), mostly])
    markdown(f"Pages on which cleaner harms what {name} returned", ["page", "F1 before", "after", "mostly by"], rows)


# Running


def run(pages: Sequence[GoldPage], tools: dict[str, Tool]) -> Scores:
    """Each tool's scores; the tools take turns on every page. cleaner is measured with its own account."""
    cleaner = Cleaner()
    scores: Scores = {"cleaner": [], **{name: [] for name in tools}}
    cleaner.clean(pages[0].page)
    for tool in tools.values():
        timed(tool, pages[0].page)
    for page in with_progress(pages):
        start = time.process_time()
        story = cleaner.clean(page.page)
        scores["cleaner"].append(score_story(page, story, time.process_time() - start))
        for name, tool in tools.items():
            scores[name].append(score_output(page, *timed(tool, page.page)))
    return scores


def timed(tool: Tool, page: str) -> tuple[str, float]:
    """A tool's output and the seconds it took; a page that a tool fails on gives it an empty output."""
    start = time.process_time()
    try:
        output = tool(page) or ""
    except Exception:
        output = ""
    return output, time.process_time() - start


def with_progress(pages: Sequence[GoldPage]) -> Iterable[GoldPage]:
    if not sys.stderr.isatty():
        return pages
    from rich.console import Console
    from rich.progress import track

    return track(pages, console=Console(stderr=True), transient=True)


def installed(makers: dict[str, Callable[[], Tool]]) -> dict[str, Tool]:
    """The tools whose libraries are there, ready to run."""
    tools = {}
    for name, make in makers.items():
        try:
            tools[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return tools


# Printing


def table(title: str, scores: Scores, figures: Sequence[str]) -> None:
    """A table with the figures of each tool over all pages."""
    sums = {name: summed_up(results) for name, results in scores.items()}
    base = next((sums[name].ms for name in ("trafilatura", "C4 line rules") if name in sums), None)
    rows = []
    for name, total in sums.items():
        cells = [shown(figure_of(scores[name], total, figure), figure) for figure in figures]
        rows.append([name, *cells, f"{base / total.ms:.2g}" if base and total.ms else ""])
    pages = len(next(iter(scores.values())))
    markdown(f"{title} ({pages} pages)", ["", *(FIGURES[figure] for figure in figures), "x"], rows)


def figure_of(results: Sequence[PageScore], total: Figures, figure: str) -> float | None:
    if figure == "lost":
        known = [page.f1 < LOST for page in results if page.f1 is not None]
        return fmean(known) if known else None
    value: float | None = getattr(total, figure)
    return value


def by_group(title: str, scores: Scores, by: str, figure: str) -> None:
    groups = list(grouped(scores["cleaner"], by))
    rows = [
        [name, *(shown(figure_of(group, summed_up(group), figure)) for group in grouped(results, by).values())]
        for name, results in scores.items()
    ]
    markdown(title, ["", *groups], rows)


def list_worst(scores: Scores, number: int) -> None:
    if not number:
        return
    peer = next(name for name in scores if name != "cleaner")
    others = {page.gold.id: page for page in scores[peer]}
    rows = [
        [page.gold.id, agreement(page), agreement(others[page.gold.id])] for page in worst(scores["cleaner"], number)
    ]
    markdown("cleaner's worst pages", ["page", "cleaner", peer], rows)


def agreement(page: PageScore) -> str:
    if page.f1 is None:
        return f"{page.wanted} of {len(page.gold.wanted)} wanted, {page.unwanted} unwanted"
    return f"F1 {shown(page.f1)}, P {shown(page.precision)}, R {shown(page.recall)}"


def shown(value: float | None, figure: str = "") -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if figure == "ms" else f"{value:.3f}"


def markdown(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"\n### {title}\n")
    for cells in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(cells)} |")
    sys.stdout.flush()


# The tools, each a function that makes one; it imports what it needs.


def trafilatura(favor_precision: bool = False) -> Tool:
    from trafilatura import extract

    return lambda page: extract(page, include_comments=False, favor_precision=favor_precision) or ""


def resiliparse() -> Tool:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page, main_content=True, alt_texts=False)


def readability() -> Tool:
    """readability-lxml returns HTML; its text is what our intake cuts out of that, a block a line."""
    extract = readability_html()
    return lambda page: text_of(extract(page))


def readability_html() -> Tool:
    from readability import Document

    return lambda page: str(Document(page).summary())


def text_of(markup: str) -> str:
    return "\n".join(block.text for block in html_page(markup).blocks)


def newspaper() -> Tool:
    from newspaper import Article

    def extract(page: str) -> str:
        article = Article("https://example.org/", fetch_images=False)
        article.download(input_html=page)
        article.parse()
        return str(article.text)

    return extract


def justext_html() -> Tool:
    """jusText, with the stop words of the language that the page names; English ones if it names none."""
    import justext

    def extract(page: str) -> str:
        paragraphs = justext.justext(page.encode(), stop_words(page), encoding="utf-8")
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return extract


def justext_text() -> Tool:
    """jusText on dumped text, each line as a paragraph of HTML: it takes nothing else."""
    from html import escape

    extract = justext_html()
    return lambda page: extract("".join(f"<p>{escape(line)}</p>\n" for line in page.splitlines() if line.strip()))


LANGUAGES = {
    "cs": "Czech",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
}
_LANG = re.compile(r"<html[^>]*\blang=[\"']?([a-z]{2})", re.I)


def stop_words(page: str) -> frozenset[str]:
    named = _LANG.search(page)
    return stop_list(LANGUAGES.get(named[1].lower(), "English") if named else "English")


@cache
def stop_list(language: str) -> frozenset[str]:
    import justext

    return frozenset(justext.get_stoplist(language))


POLICY_WORDS = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies")


def c4_lines() -> Tool:
    """The line rules of C4 (Raffel et al., "Exploring the Limits of Transfer Learning", 2020): lines of three words or
    more that end like a sentence and speak of neither JavaScript nor policies. Its page rules are left out."""

    def is_kept(line: str) -> bool:
        low = line.lower()
        ends_well = line.endswith((".", "!", "?", '"', "'")) and not line.endswith("...")
        return ends_well and len(line.split()) >= 3 and not any(word in low for word in (*POLICY_WORDS, "javascript"))

    return lambda page: "\n".join(filter(is_kept, (line.strip() for line in page.splitlines())))


def datatrove() -> Tool:
    """datatrove's filter of that name, with the rules that throw whole pages away switched off."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    rules = C4QualityFilter(min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False)

    def extract(page: str) -> str:
        document = Document(text=page, id="")
        rules.filter(document)
        return str(document.text)

    return extract


HTML_TOOLS: dict[str, Callable[[], Tool]] = {
    "trafilatura": trafilatura,
    "trafilatura, precision": lambda: trafilatura(favor_precision=True),
    "resiliparse": resiliparse,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "jusText": justext_html,
}
TEXT_TOOLS: dict[str, Callable[[], Tool]] = {
    "C4 line rules": c4_lines,
    "datatrove C4QualityFilter": datatrove,
    "jusText": justext_text,
}
EXTRACTORS: dict[str, Callable[[], Tool]] = {
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "readability-lxml, as text": readability,
    "readability-lxml, as HTML": readability_html,
    "newspaper4k": newspaper,
}


if __name__ == "__main__":
    main()
