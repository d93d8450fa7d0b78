"""Fits the scorecards in cleaner/weights/ on the development corpora and prints what each pass is worth.

    python benchmarks/fit_weights.py text|html [--write]

Blocks are labelled by aligning the page's words with the reference body. Every score that a later pass reads
was given by a model that had not seen the page's site (five folds, grouped by site), and so is every figure
that is printed. `--write` fits on all pages and writes the cards.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from rapidfuzz.distance import LCSseq
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from cleaner import decide, facts, surroundings
from cleaner.columns import Columns
from cleaner.intake.html import html_page
from cleaner.intake.text import text_page
from cleaner.rulebook import load
from cleaner.scorecard import Codes
from cleaner.stages import article_body, captions, container, echoes, headlines, prose, rules, topic

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("CLEANER_CORPUS", ROOT.parent / "shared")) / "corpus"
FOLDS = 5
IN_STORY = 0.6
"""A block is story if this share of its words is in the reference body, in order."""
REGULARISATION = 0.3
"""Inverse strength of the L2 penalty: weak, as the bins are few and the blocks many. Not tuned."""
MOST_WORDS = 80
"""Blocks are weighted by the root of their words, up to this many: long blocks matter more, but not alone."""
SETS = {"text": ("flat-dev", "mixed-dev"), "html": ("html-dev", "languages-dev")}
SET_WEIGHTS = {"flat-dev": 1.0, "mixed-dev": 1.0, "html-dev": 1.0, "cleaned": 0.3}
"""mixed-dev is made of the same stories seven times over; but with 0.5 a page in 100 less comes out exact. With 2
flat-dev loses 0.002 of F1."""
SNIPPET_WEIGHT = 20.0
"""For a block of languages-dev that holds one of its snippets: somebody chose it because it is hard to tell, and a page
has a handful. With 2 instead, F1 of languages-dev is 0.012 lower and that of html-dev 0.001, each on unseen sites; from
60 on both fall."""
OWN_BINS = {
    "text": {**prose.BINS, **headlines.BINS},
    "html": {**prose.BINS, **headlines.BINS, **container.BINS},
}

_WORD = re.compile(r"\w+")


@dataclass
class Example:
    """A page with its labels; arrays have one entry a block."""

    corpus: str
    group: str
    site: str
    columns: Columns
    base: np.ndarray
    tails: list[bool]
    certain: np.ndarray
    named: list[bool]
    words: np.ndarray
    hits: np.ndarray
    story: np.ndarray
    truth_words: int
    weights: np.ndarray
    own_codes: Codes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="fit on all pages and write cleaner/weights/text.json")
    parser.add_argument("form", choices=SETS)
    options = parser.parse_args()
    examples = examples_of(options.form)
    own_bins = OWN_BINS[options.form]
    print(f"{len(examples)} pages, {sum(len(e.columns) for e in examples):,} blocks")
    own = [e.own_codes for e in examples]
    base = [e.base for e in examples]
    scores = held_out(examples, own, own_bins, base)
    report("own words", examples, scores)
    codes = corrected(examples, scores)
    report("surroundings", examples, held_out(examples, codes, surroundings.BINS))
    if options.write:
        own_card = fitted(examples, own, own_bins, base)
        write(options.form, cards_of(options.form, own_card, fitted(examples, codes, surroundings.BINS)))


def examples_of(form: str) -> list[Example]:
    examples = list(read_examples(form))
    if form == "text":
        examples += [cleaned(e, "text") for e in examples if e.corpus == "flat-dev" and e.story.any()]
    return examples


def corrected(examples: Sequence[Example], scores: Sequence[np.ndarray]) -> list[Codes]:
    """What the surroundings say, given the scores of the blocks' own words."""
    return [
        surroundings.codes(np.where(e.certain, decide.CERTAIN_SCORE, s).tolist(), e.columns, e.tails, e.named)
        for e, s in zip(examples, scores, strict=True)
    ]


def read_examples(form: str) -> Iterator[Example]:
    rulebook = load()
    urls = {row["id"]: row["url"] for row in rows("html-dev")}
    for corpus in SETS[form]:
        for row in rows(corpus):
            page = html_page(row["html"]) if form == "html" else text_page(row["text"])
            rulebook.vocabulary.read(page)
            columns, hits = rules.read(page, rulebook)
            title = facts.find_title(columns, [*page.facts, *rules.facts(columns, rulebook, hits)], rules.named(hits))
            evidence = [
                *rules.hits_as_evidence(columns, rulebook, hits),
                *echoes.echoes(columns, title, rules.furniture(hits, rulebook)),
                *topic.topic(columns, None, rules.furniture(hits, rulebook), rules.promoted(hits, rulebook)),
                *headlines.other_headlines(columns),
                *captions.captions(columns),
                *article_body.article_body(columns),
            ]
            base, certain, tails, named = decide.added_up(len(columns), [], evidence)
            words, matched, story = labels([block.text for block in columns.page.blocks], row)
            if "with" in row:
                story, weights = snippets([block.text for block in columns.page.blocks], row)
            else:
                weights = block_weights(words, corpus)
            key = row["id"].rsplit("-", 1)[-1]
            yield Example(
                corpus,
                row.get("dump") or (row["id"].split("-")[0] if "-" in row["id"] else "all"),
                site(row.get("url") or urls.get(key, f"http://unknown-{key}.example")),
                columns,
                np.array(base),
                tails,
                np.array(certain),
                named,
                words,
                matched,
                story,
                len(words_of(row.get("truth", ""))),
                weights,
                own_codes(columns, form),
            )


def own_codes(columns: Columns, form: str) -> Codes:
    markup = container.codes(columns) if form == "html" else {}
    return {**prose.codes(columns), **headlines.codes(columns), **markup}


def cleaned(example: Example, form: str) -> Example:
    """The example's page as it is after cleaning: only its story blocks. What is clean must stay whole."""
    story = np.flatnonzero(example.story)
    blocks = [example.columns.page.blocks[index] for index in story]
    page = replace(
        example.columns.page, blocks=tuple(replace(block, index=index) for index, block in enumerate(blocks))
    )
    columns = Columns(page, [example.columns.plain[index] for index in story])
    return replace(
        example,
        corpus="cleaned",
        columns=columns,
        base=np.zeros(len(story)),
        tails=[False] * len(story),
        certain=np.zeros(len(story), bool),
        named=[False] * len(story),
        words=example.words[story],
        hits=example.words[story],
        story=np.ones(len(story), bool),
        weights=SET_WEIGHTS["cleaned"] * example.weights[story],
        own_codes=own_codes(columns, form),
    )


def rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(CORPUS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def site(url: str) -> str:
    return ".".join(urlsplit(url).netloc.lower().split(".")[-2:])


def labels(texts: Sequence[str], row: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Words of each block, how many of them the reference body has in the same order, and whether it is story."""
    page: list[str] = []
    owner: list[int] = []
    for index, text in enumerate(texts):
        found = words_of(text)
        page += found
        owner += [index] * len(found)
    words, hits = np.zeros(len(texts), int), np.zeros(len(texts), int)
    np.add.at(words, owner, 1)
    if "story" in row:
        marked = [line.strip() for line in row["text"].splitlines() if line.strip()]
        in_story = {line for line, is_story in zip(marked, row["story"], strict=True) if is_story}
        junk = {line for line, is_story in zip(marked, row["story"], strict=True) if not is_story}
        story = np.array([text in in_story and text not in junk for text in texts])
        return words, words * story, story
    for tag, start, end, _, _ in LCSseq.opcodes(page, words_of(row.get("truth", ""))):
        if tag == "equal":
            np.add.at(hits, owner[start:end], 1)
    return words, hits, (words > 0) & (hits >= IN_STORY * words)


def snippets(texts: Sequence[str], row: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Which blocks hold a snippet of the story, and the weights of all that hold one of the story or of what is not."""
    spaced = [" ".join(text.split()) for text in texts]
    wanted, unwanted = (
        np.array([any(" ".join(snippet.split()) in text for snippet in row[name]) for text in spaced], bool)
        for name in ("with", "without")
    )
    return wanted, np.where(wanted ^ unwanted, SNIPPET_WEIGHT, 0.0)


def block_weights(words: np.ndarray, corpus: str) -> np.ndarray:
    """What each block counts in the fit; nothing if it has no words and so nobody has labelled it."""
    length = np.sqrt(np.minimum(words, MOST_WORDS) + 1)
    if corpus == "mixed-dev":
        length = np.full(len(words), 4.0)
    else:
        length[words == 0] = 0.0
    weights: np.ndarray = SET_WEIGHTS[corpus] * 10 * length / np.sqrt(words.sum() + 50)
    return weights


def matrix(codes: Sequence[Codes], bins: Mapping[str, int]) -> csr_matrix:
    """One row a block, one column a bin."""
    names = list(bins)
    offsets = np.cumsum([0, *bins.values()])[:-1]
    stacked = np.concatenate([np.column_stack([page[name] for name in names]) for page in codes]) + offsets
    count = stacked.shape[0]
    index = (np.repeat(np.arange(count), len(names)), stacked.ravel())
    return csr_matrix((np.ones(stacked.size), index), shape=(count, sum(bins.values())))


def held_out(
    examples: Sequence[Example],
    codes: Sequence[Codes],
    bins: Mapping[str, int],
    base: Sequence[np.ndarray] | None = None,
) -> list[np.ndarray]:
    """Scores of every page's blocks by a model that saw no page of its site."""
    scores: list[np.ndarray] = [np.zeros(0)] * len(examples)
    sites = [e.site for e in examples]
    for train, test in GroupKFold(FOLDS).split(sites, groups=sites):
        card = fitted([examples[i] for i in train], [codes[i] for i in train], bins, base and [base[i] for i in train])
        for i in test:
            scores[i] = card["base"][0] + sum(np.array(card[name])[np.array(codes[i][name])] for name in bins)
            if base is not None:
                scores[i] = scores[i] + base[i]
    return scores


def fitted(
    examples: Sequence[Example],
    codes: Sequence[Codes],
    bins: Mapping[str, int],
    base: Sequence[np.ndarray] | None = None,
) -> dict[str, list[float]]:
    """A scorecard. Blocks that a rule or an echo speaks of are left out of the first pass: they have their weight."""
    target = np.concatenate([e.story for e in examples])
    weight = np.concatenate([e.weights for e in examples])
    if base is not None:
        weight = np.where(np.concatenate(base) == 0, weight, 0.0)
    else:
        weight = np.where(np.concatenate([e.certain for e in examples]), 0.0, weight)
    used = weight > 0
    model = LogisticRegression(C=REGULARISATION, max_iter=300, tol=1e-3)
    model.fit(matrix(codes, bins)[used], target[used], sample_weight=weight[used])
    card = {"base": [round(float(model.intercept_[0]), 3)]}
    start = 0
    for name, size in bins.items():
        card[name] = [round(float(value), 3) for value in model.coef_[0][start : start + size]]
        start += size
    return card


def report(name: str, examples: Sequence[Example], scores: Sequence[np.ndarray]) -> None:
    for corpus in sorted({e.corpus for e in examples if e.truth_words}):
        groups: dict[str, list[float]] = {}
        exact = []
        for e, s in zip(examples, scores, strict=True):
            if e.corpus == corpus:
                kept = (s > 0) & ~e.certain
                hit = e.hits[kept].sum()
                f1 = 2 * float(hit) / (e.words[kept].sum() + e.truth_words) if hit else 0.0
                groups.setdefault(e.group, []).append(float(f1))
                exact.append(bool((kept == e.story).all()))
        figures = [f1 for group in groups.values() for f1 in group]
        parts = "  ".join(f"{group} {mean(values):.3f}" for group, values in sorted(groups.items()))
        above = mean(float(f1 > 0.95) for f1 in figures)
        print(
            f"{name:20} {corpus:10} F1 {mean(figures):.4f}  >.95 {above:.3f}  exact {mean(map(float, exact)):.3f}",
            parts,
            flush=True,
        )


def cards_of(form: str, own: Mapping[str, list[float]], around: Mapping[str, list[float]]) -> dict[str, Any]:
    """The scorecards as the package keeps them: the card of the blocks' own words, a part for each stage."""
    cards: dict[str, Any] = {
        "prose": {"base": own["base"], **{name: own[name] for name in prose.BINS}},
        "headlines": {"base": [0.0], **{name: own[name] for name in headlines.BINS}},
        "surroundings": around,
    }
    if form == "html":
        cards["container"] = {"base": [0.0], **{name: own[name] for name in container.BINS}}
    return cards


def write(form: str, cards: Mapping[str, Any]) -> None:
    path = ROOT / "cleaner" / "weights" / f"{form}.json"
    path.write_text(json.dumps(cards, indent=1).replace("\n   ", " ").replace("\n  ]", "]") + "\n", encoding="utf-8")
    print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
