"""The figures that a page of an unknown site would get: the whole pipeline, its block cards fitted without the site.

The sites are split in five. Every page is cleaned with cards that were fitted on the four parts its site is not in:
those of blocks, of the region and of the second look. The rules, the page-type card and the topic card are the ones in
the folder of weights.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from cleaner import Cleaner
from cleaner.evaluation import PageScore, read, score_story, summed_up
from cleaner.scoring import Card, write_card
from training import blocks, region, second_look, sites
from training.corpora import folder, rows, site_of
from training.fit import folds

LOST = 0.5
"""A page below this F1 lost its story, or buried it in something else."""


def show(form: str, weights: Path) -> None:
    """Prints a line a corpus, and one a language where it has any."""
    heads = ("F1", "> .95", "exact", "lost", "leak", "snippets", "stories")
    print(f"{'pages':28} {'n':>4}", *[f"{head:>8}" for head in heads])
    with tempfile.TemporaryDirectory() as temporary:
        folders = dict(_folders(form, weights, Path(temporary)))
        for corpus in blocks.SETS[form]:
            scores = list(_scores(corpus, folders))
            _line(corpus, [score for _, score in scores])
            for key in ("lang", "dump"):
                for value in sorted({row[key] for row, _ in scores if key in row}):
                    _line(f"{corpus}, {value}", [score for row, score in scores if row.get(key) == value])


def write(weights: Path, folder: Path) -> None:
    """Writes folders of weights that have not seen the sites of HTML pages, their cards of what a site repeats
    included, and `sites.json`, which says for each site which folder."""
    folder.mkdir(parents=True)
    folders = dict(_folders("html", weights, folder))
    targets = sorted(set(folders.values()))
    left_out = [[name for name, target in folders.items() if target == own] for own in targets]
    for form in ("html", "text"):
        for target, card in zip(targets, sites.cards_without(form, weights, left_out), strict=True):
            write_card(target / f"{card.name}.json", card, {})
    (folder / "sites.json").write_text(json.dumps({name: target.name for name, target in folders.items()}))


def _folders(form: str, weights: Path, temporary: Path) -> Iterator[tuple[str, Path]]:
    """For each site, a folder of weights whose block cards saw no page of it."""
    from training.__main__ import drafts

    fit = blocks.Fit(form, blocks.examples_of(form, drafts(weights)))
    fit.read_context()
    sites = [example.site for example in fit.examples]
    of_tree = _tree_cards(fit) if form == "html" else lambda _: {}
    for number, (train, test) in enumerate(folds(sites)):
        target = temporary / str(number)
        shutil.copytree(weights, target)
        for name, card in (fit.cards(np.sort(train)) | of_tree(np.sort(train))).items():
            write_card(target / f"{name}.json", card, {})
        yield from ((sites[page], target) for page in test)


def _tree_cards(fit: blocks.Fit) -> Callable[[np.ndarray], dict[str, Card]]:
    """What fits the region's card and the second look's on some of the pages."""
    held_out = fit.held_out()
    pages = region.pages_of(fit, held_out)
    look = second_look.Look(fit, held_out, pages, region.chosen(pages))
    return lambda train: {
        "html/region": region.fit([pages[page] for page in train]),
        "html/second_look": look.card(train),
    }


def _scores(corpus: str, folders: dict[str, Path]) -> Iterator[tuple[dict[str, Any], PageScore]]:
    cleaners: dict[Path, Cleaner] = {}
    pages = read([folder() / f"{corpus}.jsonl.gz"])
    for row, page in zip(rows(corpus), pages, strict=True):
        weights = folders[site_of(row)]
        cleaner = cleaners.setdefault(weights, Cleaner(weights=weights))
        yield row, score_story(page, cleaner.clean(page.page, url=page.url))


def _line(name: str, scores: list[PageScore]) -> None:
    figures = summed_up(scores)
    f1 = [score.f1 for score in scores if score.f1 is not None]
    shown = [
        figures.f1,
        figures.good,
        figures.exact,
        mean(value < LOST for value in f1) if f1 else None,
        figures.leak,
        figures.snippet_f1,
        mean(bool(score.is_story) for score in scores),
    ]
    cells = [f"{'–':>8}" if value is None else f"{value:8.4f}" for value in shown]
    print(f"{name:28} {len(scores):4}", *cells, flush=True)
