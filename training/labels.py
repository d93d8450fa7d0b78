"""Which blocks of a page are its story, by the corpus's reference, and how much each counts in a fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq

from training.corpora import words_of

IN_STORY = 0.6
"""A block is story if this share of its words is in the reference body, in order."""
MOST_WORDS = 80
"""Blocks are weighted by the root of their words, up to this many: long blocks matter more, but not alone."""
CORPUS_WEIGHTS = {
    "flat-dev": 1.0,
    "mixed-dev": 1.0,
    "mixed-languages-dev": 0.5,
    "html-dev": 1.0,
    "news-dev": 1.0,
    "crawl-dev": 0.5,
    "cleaned": 0.3,
}
"""mixed-dev is made of the same stories seven times over; but with 0.5 a page in 100 less comes out exact. With 2
flat-dev loses 0.002 of F1. crawl-dev has as many pages as html-dev, and two of its sites have a quarter of them."""
SNIPPET_WEIGHT = 20.0
"""For a block of languages-dev that holds one of its snippets: somebody chose it because it is hard to tell, and a page
has a handful. With 2 instead, F1 of languages-dev is 0.012 lower and that of html-dev 0.001, each on unseen sites; from
60 on both fall."""


class Labels(NamedTuple):
    """One entry a block: its words, how many of them are the story's, whether it is story, and what it counts."""

    words: np.ndarray
    hits: np.ndarray
    story: np.ndarray
    weights: np.ndarray


def labels_of(texts: Sequence[str], row: Mapping[str, Any], corpus: str) -> Labels:
    """The labels of a page's blocks, given the row of the corpus that has its reference."""
    words, owner, page = _words(texts)
    if "with" in row:
        story, weights = _snippets(texts, row)
        return Labels(words, words * story, story, weights)
    if "story" in row:
        story = _marked(texts, row)
        hits = words * story
    else:
        hits = np.zeros(len(texts), int)
        for tag, start, end, _, _ in LCSseq.opcodes(page, words_of(row.get("truth", ""))):
            if tag == "equal":
                np.add.at(hits, owner[start:end], 1)
        story = (words > 0) & (hits >= IN_STORY * words)
    return Labels(words, hits, story, _block_weights(words, corpus, is_marked="story" in row))


def _words(texts: Sequence[str]) -> tuple[np.ndarray, list[int], list[str]]:
    page: list[str] = []
    owner: list[int] = []
    for index, text in enumerate(texts):
        found = words_of(text)
        page += found
        owner += [index] * len(found)
    words = np.zeros(len(texts), int)
    np.add.at(words, owner, 1)
    return words, owner, page


def _marked(texts: Sequence[str], row: Mapping[str, Any]) -> np.ndarray:
    lines = [line.strip() for line in row["text"].splitlines() if line.strip()]
    in_story = {line for line, is_story in zip(lines, row["story"], strict=True) if is_story}
    junk = {line for line, is_story in zip(lines, row["story"], strict=True) if not is_story}
    return np.array([text in in_story and text not in junk for text in texts], bool)


def _snippets(texts: Sequence[str], row: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Which blocks hold a snippet of the story, and the weights of all that hold one of the story or of what is not."""
    spaced = [" ".join(text.split()) for text in texts]
    wanted, unwanted = (
        np.array([any(" ".join(snippet.split()) in text for snippet in row[name]) for text in spaced], bool)
        for name in ("with", "without")
    )
    return wanted, np.where(wanted ^ unwanted, SNIPPET_WEIGHT, 0.0)


def _block_weights(words: np.ndarray, corpus: str, is_marked: bool) -> np.ndarray:
    """What each block counts in the fit; nothing if it has no words and so nobody has labelled it."""
    length = np.sqrt(np.minimum(words, MOST_WORDS) + 1)
    if is_marked:
        length = np.full(len(words), 4.0)
    else:
        length[words == 0] = 0.0
    weights: np.ndarray = CORPUS_WEIGHTS[corpus] * 10 * length / np.sqrt(words.sum() + 50)
    return weights
