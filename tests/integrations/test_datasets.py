"""Hugging Face datasets: features that do not hang on the pages, and a cache that holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from tests.conftest import ROOT
from tests.records.files import html

datasets = pytest.importorskip("datasets")

from cleaner.arrow import ArrowCleaner  # noqa: E402
from cleaner.integrations.datasets import CleanTable, clean, fingerprint  # noqa: E402

PAGES = datasets.Dataset.from_dict(
    {"html": [None, html(1), html(2)], "day": [0, 1, 0]},
    features=datasets.Features({"html": datasets.Value("string"), "day": datasets.ClassLabel(names=["mon", "tue"])}),
)
TITLES = [None, "Berth 1 is dredged", "Berth 2 is dredged"]

RULE = """
[pack]
name = "berths"
about = "A test's own"

[[rule]]
id = "berth"
label = "promotion"
strength = "weak"
match = '{match}'
drop = ["Berth 7"]
keep = ["Quay 7"]
"""

PROGRAM = """
import datasets
from cleaner.arrow import ArrowCleaner
from cleaner.integrations.datasets import fingerprint
pages = datasets.Dataset.from_dict({"html": ["<p>One"]})
print(fingerprint(pages, ArrowCleaner(html="html", carry={"html"}, columns={"title", "text"})))
"""


def test_features_do_not_depend_on_the_pages() -> None:
    stories = clean(PAGES, html="html", map={"batch_size": 1, "keep_in_memory": True})
    assert stories["title"][:] == TITLES
    assert stories.features["day"] == PAGES.features["day"]
    assert clean(PAGES.select([0]), html="html").features == stories.features


def test_dictionaries_of_splits_and_streams_are_taken() -> None:
    splits = clean(datasets.DatasetDict(train=PAGES, test=PAGES.select([1])), html="html", columns=["title"])
    assert isinstance(splits, datasets.DatasetDict)
    assert splits["test"]["title"][:] == TITLES[1:2]
    stream = clean(PAGES.to_iterable_dataset(), html="html", columns=["title"])
    assert [row["title"] for row in stream] == TITLES


def test_processes_of_map_are_given_the_cleaner() -> None:
    stories = clean(PAGES, html="html", columns=["title"], map={"num_proc": 2, "keep_in_memory": True})
    assert stories["title"][:] == TITLES


def test_structs_have_lists_for_maps() -> None:
    story = clean(PAGES, html="html", struct="story", columns=["title", "removed"])["story"][1]
    assert story["title"] == TITLES[1] and story["removed"][0]["key"] == "navigation"


def test_the_fingerprint_is_that_of_any_process_and_changes_with_a_rule(tmp_path: Path) -> None:
    found = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
        found.add(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    assert len(found) == 1
    rules, prints = tmp_path / "berths.toml", []
    for match in ("Berth", "Berths?"):
        rules.write_text(RULE.format(match=match), encoding="utf-8")
        prints.append(fingerprint(PAGES, ArrowCleaner(html="html", cleaner=Cleaner(rules=[rules]))))
    prints += [
        fingerprint(PAGES, ArrowCleaner(html="html", timeout=9)),
        fingerprint(PAGES.select([1]), ArrowCleaner(html="html")),
    ]
    assert len(set(prints)) == 4
    assert fingerprint(PAGES, ArrowCleaner(html="html", workers=2)) == fingerprint(PAGES, ArrowCleaner(html="html"))


def test_what_is_cached_is_not_cleaned_again(tmp_path: Path) -> None:
    PAGES.save_to_disk(tmp_path / "pages")
    pages = datasets.load_from_disk(tmp_path / "pages")
    first = clean(pages, html="html", columns=["title"])
    again = clean(datasets.load_from_disk(tmp_path / "pages"), html="html", columns=["title"])
    assert first.cache_files and first.cache_files == again.cache_files


def test_a_batched_function_for_maps_of_ones_own() -> None:
    stories = PAGES.with_format("arrow").map(CleanTable(ArrowCleaner(html="html", columns=["title"])), batched=True)
    assert stories.with_format(None)["title"][:] == TITLES
