"""Fits how the topic stage tells where another story begins, and measures it with sites held out.

    python benchmarks/fit_topic.py            # print what it finds on sites it was not fitted on
    python benchmarks/fit_topic.py --write    # fit on all pages and write cleaner/weights/topic.json

A page of mixed-dev that has a second story begins it at a headline; every other headline-like line inside a story
of mixed-dev and flat-dev, and in the reference bodies of html-dev, is a subheading. Logistic regression on the stage's
features.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from cleaner.columns import Columns
from fit_weights import FOLDS, ROOT, labels, rows, site
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from cleaner.function_words import FUNCTION_WORDS
from cleaner.intake.text import text_page
from cleaner.rulebook import load
from cleaner.stages import rules, topic

MOST_PAGES = 0.3
"""A stem that stands in the prose of so many pages says nothing about a topic."""
WRONG_CUTS = 16
"""Cuts inside a story that are accepted on the 1,500 pages: they fix the threshold."""


class Example(NamedTuple):
    columns: Columns
    named: frozenset[int]
    story: np.ndarray
    has_second: bool
    site: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = list(read_examples())
    common = common_stems(examples)
    function_words = frozenset(word[: topic.STEM_LETTERS] for word in FUNCTION_WORDS)
    found = [
        (*place, page) for page, example in enumerate(examples) for place in places(example, common | function_words)
    ]
    measured = np.array([place[0] for place in found])
    begins = np.array([place[1] for place in found])
    sites, pages = [place[2] for place in found], [place[3] for place in found]
    print(f"{len(found):,} headlines, {begins.sum()} of other stories; {len(common)} common stems")
    chances = np.zeros(len(found))
    for train, test in GroupKFold(FOLDS).split(measured, groups=sites):
        base, points = fitted(measured[train], begins[train])
        chances[test] = base + measured[test] @ points
    best: dict[int, float] = {}
    for page, chance in zip(np.array(pages)[begins], chances[begins], strict=True):
        best[page] = max(best.get(page, chance), chance)
    wrong = np.sort(chances[~begins])[::-1]
    second = sum(example.has_second for example in examples)
    print("wrong cuts   other stories found   threshold")
    for most in (4, 8, 12, 16, 24, 40):
        right = sum(chance > wrong[most] for chance in best.values())
        print(f"{most:10} {right / second:21.2f} {wrong[most]:11.2f}")
    threshold = wrong[WRONG_CUTS]
    if options.write:
        base, points = fitted(measured, begins)
        write(base, points, float(threshold), common)


def read_examples() -> Iterator[Example]:
    rulebook = load()
    urls = {row["id"]: row["url"] for row in rows("html-dev")}
    for corpus in ("mixed-dev", "flat-dev"):
        for row in rows(corpus):
            columns, hits = rules.read(text_page(row["text"]), rulebook)
            _, _, story = labels([block.text for block in columns.page.blocks], row)
            url = urls.get(row["id"].rsplit("-", 1)[-1], f"http://{row['id']}.example")
            yield Example(columns, rules.furniture(hits, rulebook), story, row["id"].startswith("second"), site(url))
    for row in rows("html-dev"):
        columns, hits = rules.read(text_page(row["truth"]), rulebook)
        story = np.ones(len(columns), bool)
        yield Example(columns, rules.furniture(hits, rulebook), story, False, site(row["url"]))


def common_stems(examples: list[Example]) -> frozenset[str]:
    pages = Counter(
        stem
        for example in examples
        for stem in {
            term[: topic.STEM_LETTERS]
            for terms, size in zip(example.columns.terms, example.columns.sizes, strict=True)
            if size == 2
            for term in terms
        }
    )
    return frozenset(stem for stem, count in pages.items() if count > MOST_PAGES * len(examples))


def places(example: Example, common: frozenset[str]) -> Iterator[tuple[list[float], bool, str]]:
    """The features of each place where a story could begin, whether one does, and the site."""
    columns, story = example.columns, example.story
    if not columns.is_stripped:
        return
    for block, measured in topic.places(columns, example.named, [0], common):
        begins = bool(
            example.has_second
            and not story[block]
            and story[max(0, block - 3) : block].any()
            and not story[block + 1 : block + 3].any()
        )
        if begins or story[block]:
            yield measured, begins, example.site


def fitted(measured: np.ndarray, begins: np.ndarray) -> tuple[float, np.ndarray]:
    mean, spread = measured.mean(0), measured.std(0)
    model = LogisticRegression(max_iter=500).fit((measured - mean) / spread, begins)
    points = model.coef_[0] / spread
    return float(model.intercept_[0] - points @ mean), points


def write(base: float, points: np.ndarray, threshold: float, common: frozenset[str]) -> None:
    data = {
        "base": round(base, 3),
        "features": {name: round(float(value), 3) for name, value in zip(topic.FEATURES, points, strict=True)},
        "threshold": round(threshold, 2),
        "common": sorted(common),
    }
    path = ROOT / "cleaner" / "weights" / "topic.json"
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
