"""The figures that a page of an unknown site would get: the whole pipeline, its scorecards fitted without the site.

    python benchmarks/held_out.py text    # flat-dev by dumper, mixed-dev by recipe
    python benchmarks/held_out.py html    # html-dev, languages-dev

The sites are split in five. Every page is cleaned with scorecards that were fitted on the four parts its site is not
in. The rules, the gate and the weights of the topic stage are the ones that are shipped.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from unittest.mock import patch

from cleaner.scorecard import Card
from fit_weights import CORPUS, FOLDS, OWN_BINS, SETS, cards_of, corrected, examples_of, fitted, held_out, site
from peers import markdown, shown
from sklearn.model_selection import GroupKFold

from cleaner import Cleaner, scorecard, surroundings
from cleaner.evaluation import GoldPage, PageScore, grouped, read, score_story, summed_up

FIGURES = ("f1", "good", "exact", "leak", "snippet_f1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("form", choices=SETS)
    form: str = parser.parse_args().form
    cards = dict(cards_by_site(form))
    rows = []
    for corpus in SETS[form]:
        scores = list(cleaned(form, list(read([CORPUS / f"{corpus}.jsonl.gz"])), cards))
        groups = {corpus: scores}
        if form == "text":
            by = "dump" if corpus == "flat-dev" else "id"
            groups |= {f"{corpus}, {name}": pages for name, pages in grouped(scores, by).items()}
        for name, pages in groups.items():
            figures = summed_up(pages)
            rows.append([name, str(len(pages)), *[shown(getattr(figures, figure), figure) for figure in FIGURES]])
    markdown("Sites held out", ("pages", "n", *FIGURES), rows)


def cards_by_site(form: str) -> Iterator[tuple[str, dict[str, Card]]]:
    """For each site, scorecards that saw no page of it."""
    examples = examples_of(form)
    own, base = [e.own_codes for e in examples], [e.base for e in examples]
    codes = corrected(examples, held_out(examples, own, OWN_BINS[form], base))
    sites = [e.site for e in examples]
    for train, test in GroupKFold(FOLDS).split(sites, groups=sites):
        seen = [examples[i] for i in train]
        cards = cards_of(
            form,
            fitted(seen, [own[i] for i in train], OWN_BINS[form], [base[i] for i in train]),
            fitted(seen, [codes[i] for i in train], surroundings.BINS),
        )
        yield from ((sites[i], cards) for i in test)


def cleaned(form: str, gold: list[GoldPage], cards: dict[str, dict[str, Card]]) -> Iterator[PageScore]:
    urls = {page.id: page.url or "" for page in read([CORPUS / "html-dev.jsonl.gz"])}
    cleaner = Cleaner()
    shipped = scorecard.load

    def load(name: str) -> dict[str, Card]:
        return cards[site(url)] if name == form else shipped(name)

    with patch.object(scorecard, "load", load):
        for page in gold:
            key = page.id.rsplit("-", 1)[-1]
            url = page.url or urls.get(key, f"http://unknown-{key}.example")
            yield score_story(page, cleaner.clean(page.page))


if __name__ == "__main__":
    main()
