"""Fits every weight in cleaner/weights/ on the development corpora, in order, and writes what each feature is worth.

    python -m training                      # all: cleaner/weights/, docs/weights.md, the calibration
    python -m training --only html          # a step; the others stay as they are
    python -m training --check              # are the shipped weights what this code and these corpora give?
    python -m training --held-out html      # the figures that a page of an unknown site gets, the whole pipeline
    python -m training --write-held-out F   # the weights behind these figures, for benchmarks/sites.py

The same corpora and libraries give the same bytes. Needs the `bench` extra.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from cleaner.errors import CleanerError
from cleaner.scoring import Card, write_card
from training import blocks, calibration, headline_lists, held_out, page_type, region, second_look, sites, tables, topic
from training.corpora import ROOT, digests
from training.fit import Drafts

WEIGHTS = ROOT / "cleaner" / "weights"
STEPS = ("topic", "headline_lists", "text", "html", "sites", "page_type", "calibration")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=STEPS, action="append", help="do this step; may be repeated")
    parser.add_argument("--check", action="store_true", help="fit in a folder of its own and compare; exit code 1")
    parser.add_argument("--held-out", choices=blocks.SETS, action="append", help="measure on sites left out; no fit")
    parser.add_argument("--write-held-out", type=Path, help="write a folder of weights for each fifth of the sites")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the folder to write, cleaner/weights by default")
    options = parser.parse_args(arguments)
    try:
        if options.held_out:
            for form in options.held_out:
                held_out.show(form, options.output)
            return 0
        if options.write_held_out:
            held_out.write(options.output, options.write_held_out)
            return 0
        if options.check:
            return _check(options.only or STEPS)
        _fit(options.output, options.only or STEPS)
    except CleanerError as error:
        print(f"training: {error}", file=sys.stderr)
        return 2
    return 0


def _fit(folder: Path, steps: Iterable[str]) -> None:
    """Fits what `steps` name, in order, each on top of what `folder` holds."""
    if folder != WEIGHTS and not folder.exists():
        shutil.copytree(WEIGHTS, folder)
    if "topic" in steps:
        card, lines = topic.fit()
        _write(folder, card, "training/topic.py", topic.SETS)
        print("topic", *lines, sep="\n", flush=True)
    if "headline_lists" in steps:
        card, lines = headline_lists.fit(drafts(folder, ["topic"]))
        _write(folder, card, "training/headline_lists.py", headline_lists.SETS)
        print("headline lists", *lines, sep="\n", flush=True)
    for form in blocks.SETS:
        if form in steps:
            _fit_blocks(folder, form)
    if "sites" in steps:
        for form in blocks.SETS:
            card, lines = sites.fit(form, folder)
            _write(folder, card, "training/sites.py", [sites.SET])
            print("sites", *lines, sep="\n", flush=True)
    if "page_type" in steps:
        card, lines = page_type.fit(folder)
        _write(folder, card, "training/page_type.py", page_type.SETS)
        print("page type", *lines, sep="\n", flush=True)
    if "calibration" in steps and folder == WEIGHTS:
        calibration.draw_all()


def _fit_blocks(folder: Path, form: str) -> None:
    fit = blocks.Fit(form, blocks.examples_of(form, drafts(folder)))
    fit.read_context()
    for card in fit.cards().values():
        _write(folder, card, "training/blocks.py", blocks.SETS[form])
    if form == "html":
        _fit_tree(folder, fit)
    if folder == WEIGHTS:
        tables.write_worth(form, fit.worth())
        tables.write_stages()


def _fit_tree(folder: Path, fit: blocks.Fit) -> None:
    """The cards that know the tree: the region's, and on top of it the second look's."""
    held_out = fit.held_out()
    pages = region.pages_of(fit, held_out)
    choice = region.chosen(pages)
    _write(folder, region.fit(pages), "training/region.py", blocks.SETS["html"])
    print("region", *region.gain(pages, choice), sep="\n", flush=True)
    look = second_look.Look(fit, held_out, pages, choice)
    _write(folder, look.card(), "training/second_look.py", blocks.SETS["html"])
    print("second look", *look.gain(), sep="\n", flush=True)


def drafts(folder: Path, names: Sequence[str] = ("topic", "headline_lists")) -> Drafts:
    """The cards that stages need while others are fitted."""
    from cleaner.scoring import read_card
    from cleaner.stages import STAGES

    features = {stage.name: stage.features for stage in STAGES}
    return Drafts({name: read_card(folder / f"{name}.json", name, features[name]) for name in names})


def _write(folder: Path, card: Card, script: str, corpora: Iterable[str]) -> None:
    path = folder / f"{card.name}.json"
    write_card(path, card, {"by": script, "on": digests(corpora)})
    print(f"wrote {path}", flush=True)


def _check(steps: Iterable[str]) -> int:
    """Whether fitting again gives the weights that are shipped."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "weights"
        _fit(folder, steps)
        names = sorted(path.relative_to(WEIGHTS) for path in WEIGHTS.rglob("*.json"))
        other = [name for name in names if not filecmp.cmp(WEIGHTS / name, folder / name, shallow=False)]
    for name in other:
        print(f"{name} is not what this code and these corpora give; run python -m training")
    print(f"{len(names) - len(other)} of {len(names)} cards are")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
