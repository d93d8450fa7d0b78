"""Fits the gate's scorecard (cleaner/weights/gate.json) and prints what it lets through and what it stops.

    python benchmarks/gate.py [--write]

Articles are the pages of html-dev and languages-dev, and each html-dev page once more as bare paragraphs of its
story, without a head or a menu; other pages are those of other-dev. All figures are of pages from sites that the
card has not seen (five folds, grouped by site). `--write` fits on all pages and writes the card.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from cleaner import Cleaner, gate
from cleaner.columns import Columns, plain

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("CLEANER_CORPUS", ROOT.parent / "shared")) / "corpus"
CARD = ROOT / "cleaner" / "weights" / "gate.json"
FOLDS = 5
REGULARISATION = 0.2
"""Inverse strength of the L2 penalty: strong, as there are 130 bins and 267 pages without a story."""
WEIGHTS = {"html-dev": 1.0, "languages-dev": 0.5, "bare": 0.15, "other-dev": 1.0}
"""languages-dev has shop and forum pages among its articles, since its task is another."""
LET_THROUGH = 0.9905
"""Share of html-dev above the line. Of the 1 in 100 with the lowest scores most are no articles: a page of
webcams, a company's front page, terms of a promotion."""
STORELESS = ("listing", "collection", "product", "service", "forum")
"""Kinds of other-dev that hold no story; its documentation reads like articles."""


class Example(NamedTuple):
    corpus: str
    kind: str
    site: str
    bins: dict[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write {CARD.relative_to(ROOT)}")
    options = parser.parse_args()
    pages = Counter[str]()
    examples = list(read_examples(pages))
    scores = held_out(examples)
    line = threshold(examples, scores)
    for corpus in ("html-dev", "languages-dev", "bare"):
        passed = [score > line for example, score in zip(examples, scores, strict=True) if example.corpus == corpus]
        print(f"{corpus:16} {sum(passed) / pages[corpus]:.3f} let through of {pages[corpus]}")
    stopped = Counter(
        example.kind
        for example, score in zip(examples, scores, strict=True)
        if example.corpus == "other-dev" and score <= line
    )
    for kind in sorted(name for name in pages if name not in WEIGHTS):
        already = pages[kind] - sum(example.kind == kind for example in examples)
        share = (stopped[kind] + already) / pages[kind]
        print(f"{kind:16} {share:.3f} stopped of {pages[kind]}, {already} before the gate")
    for name, kinds in (("without a story", STORELESS), ("all of other-dev", set(pages) - set(WEIGHTS))):
        whole = sum(pages[kind] for kind in kinds)
        let = sum(e.kind in kinds and s > line for e, s in zip(examples, scores, strict=True))
        print(f"{name:16} {1 - let / whole:.3f} stopped of {whole}")
    if options.write:
        card = fitted(examples)
        card["base"] = [round(card["base"][0] - line, 3)]
        CARD.write_text(
            json.dumps({"html": card}, indent=1).replace("\n   ", " ").replace("\n  ]", "]") + "\n", encoding="utf-8"
        )
        print(f"wrote {CARD.relative_to(ROOT)}")


def read_examples(pages: Counter[str]) -> Iterator[Example]:
    """The pages on which enough was kept to be a story; `pages` counts all, by corpus and kind."""
    cleaner = Cleaner(gate=False)
    for corpus in ("html-dev", "languages-dev", "other-dev"):
        for row in rows(corpus):
            story = cleaner.clean(row["html"])
            kind = row["kind"] if corpus == "other-dev" else corpus
            variants = [(corpus, kind, story)]
            if corpus == "html-dev":
                bare = "".join(f"<p>{html.escape(block.text)}</p>\n" for block in story.kept)
                variants.append(("bare", "bare", cleaner.clean(bare)))
            for name, name_of_kind, variant in variants:
                pages[name_of_kind] += 1
                if variant.is_story:
                    columns = Columns(variant.page, [plain(block.text) for block in variant.page.blocks])
                    bins = gate.codes(columns, [block.kept for block in variant.blocks], variant.confidence)
                    yield Example(name, name_of_kind, site(row["url"]), bins)


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(CORPUS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def site(url: str) -> str:
    return ".".join(urlsplit(url).netloc.lower().split(".")[-2:])


def threshold(examples: Sequence[Example], scores: np.ndarray) -> float:
    of_articles = [score for example, score in zip(examples, scores, strict=True) if example.corpus == "html-dev"]
    return float(np.quantile(of_articles, 1 - LET_THROUGH)) - 1e-9


def matrix(examples: Sequence[Example]) -> csr_matrix:
    """One row a page, one column a bin."""
    names = list(gate.BINS)
    offsets = np.cumsum([0, *gate.BINS.values()])[:-1]
    stacked = np.array([[example.bins[name] for name in names] for example in examples]) + offsets
    index = (np.repeat(np.arange(len(examples)), len(names)), stacked.ravel())
    return csr_matrix((np.ones(stacked.size), index), shape=(len(examples), sum(gate.BINS.values())))


def fitted(examples: Sequence[Example]) -> dict[str, list[float]]:
    target = [example.corpus != "other-dev" for example in examples]
    weights = [WEIGHTS[example.corpus] for example in examples]
    model = LogisticRegression(C=REGULARISATION, max_iter=1000)
    model.fit(matrix(examples), target, sample_weight=weights)
    card = {"base": [float(model.intercept_[0])]}
    start = 0
    for name, size in gate.BINS.items():
        card[name] = [round(float(value), 3) for value in model.coef_[0][start : start + size]]
        start += size
    return card


def held_out(examples: Sequence[Example]) -> np.ndarray:
    """Scores of every page by a card that saw no page of its site."""
    scores = np.zeros(len(examples))
    sites = [example.site for example in examples]
    for train, test in GroupKFold(FOLDS).split(sites, groups=sites):
        card = fitted([examples[i] for i in train])
        for i in test:
            scores[i] = card["base"][0] + sum(card[name][code] for name, code in examples[i].bins.items())
    return scores


if __name__ == "__main__":
    main()
