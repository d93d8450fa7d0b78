"""The fuzzer finds what it is there to find, says how to see it again, and gives every shape a story."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner import Cleaner
from fuzz import check, shapes, workers
from fuzz.cases import Case, load
from fuzz.minimise import minimised
from fuzz.mutate import MOST_CHARACTERS, case
from fuzz.run import Run
from fuzz.seeds import seeds
from tests.conftest import ROOT

CLEANER = Cleaner()
SEEDS = seeds(with_corpora=False)
NAMED = {
    **{f"html: {name}": shape for name, shape in shapes.HTML.items()},
    **{f"text: {name}": shape for name, shape in shapes.TEXTS.items()},
}


def test_there_are_ninety_shapes_and_more() -> None:
    assert len(NAMED) >= 90


@pytest.mark.parametrize("name", NAMED)
def test_a_shape_is_as_large_as_wanted_and_of_its_form(name: str) -> None:
    page = NAMED[name](20_000)
    assert 20_000 <= len(page) < 23_000
    assert CLEANER.clean(page).page.form == name.partition(":")[0]


@pytest.mark.parametrize("name", sorted(set(NAMED) - {"text: lone surrogates"}))
def test_a_page_of_any_shape_gives_a_whole_story_in_every_output(name: str) -> None:
    assert check.digest(CLEANER, Case(NAMED[name](5_000)))


# Inputs


def test_a_number_is_always_the_same_input() -> None:
    program = (
        "from fuzz.mutate import case; from fuzz.seeds import seeds\n"
        "print([case(seeds(False), 7, number) for number in range(50)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "5", "PYTHONIOENCODING": "utf-8:surrogatepass"},
        check=True,
        capture_output=True,
    )
    assert done.stdout.decode("utf-8", "surrogatepass").strip() == str([case(SEEDS, 7, number) for number in range(50)])


def test_inputs_differ_and_most_are_small() -> None:
    inputs = [case(SEEDS, 1, number) for number in range(500)]
    assert len(set(inputs)) > 450
    assert sum(len(one.page) <= MOST_CHARACTERS * 4 for one in inputs) > 490
    assert {type(one.page) for one in inputs} == {str, bytes}


@pytest.mark.parametrize("page", ["a\ud800\0", b"\xff\0"], ids=["str", "bytes"])
def test_a_case_survives_its_file(page: str | bytes, tmp_path: Path) -> None:
    one = Case(page, "koi8-r", "html", "http://[", "Alibaba")
    one.save(tmp_path / "folder" / "1.json", "it failed")
    assert load(tmp_path / "folder" / "1.json") == one


# Checks


class Saying(Cleaner):
    """A cleaner with a fault that a page can ask for."""

    def clean(self, page: object, **options: object) -> object:  # type: ignore[override]
        if "raise" in str(page):
            raise ZeroDivisionError
        story = super().clean(page, **options)  # type: ignore[arg-type]
        if "lose" in str(page):
            object.__setattr__(story, "text", story.text + "\nlost")
        return story


def test_what_the_library_raises_is_a_failure_unless_it_is_documented() -> None:
    assert check.failure(CLEANER, Case(b"a", "no-such-charset")) is None
    found = check.failure(Saying(), Case("raise"))
    assert found is not None and found.startswith("ZeroDivisionError in clean (test_fuzz.py:")


def test_a_text_that_is_not_that_of_the_kept_blocks_is_a_failure() -> None:
    found = check.failure(Saying(), Case("lose"))
    assert found is not None and "the text is not that of the kept blocks" in found


def test_what_fails_is_made_small() -> None:
    found = minimised(Case("abc" * 50 + "needle" + "xyz" * 50, None, "html"), lambda one: "needle" in one.page)
    assert found == Case("needle")


# Processes


def faulty_digest(_: Cleaner, item: Case) -> str:
    """Does with an input what is written in the input."""
    word = str(item.page)
    if word == "hang":
        time.sleep(60)
    if word == "die":
        os._exit(3)
    return os.environ["PYTHONHASHSEED"] if word == "differ" else word


def faulty_work(*arguments: object) -> None:
    workers.digest = faulty_digest  # type: ignore[attr-defined]
    workers.MOST_SECONDS = 1.0  # type: ignore[misc]
    _WORK(*arguments)  # type: ignore[arg-type]


_WORK = workers.work


def test_inputs_that_hang_kill_or_differ_are_told_and_cost_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "work", faulty_work)
    monkeypatch.setattr(workers, "MOST_SECONDS", 1.0)
    pair = workers.Pair(with_corpora=False)
    items = [Case(word) for word in ("well", "differ", "die", "hang", "well")]
    pair.send(items)
    found = pair.failures(items)
    pair.close()
    assert found == [
        None,
        "differs between two processes",
        "kills the process (exit code 3)",
        "takes more than 1 s",
        None,
    ]


def test_a_run_writes_what_fails_and_how_to_see_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fuzz.run.case", lambda *_: Case("differ" + "\n" * 30))
    monkeypatch.setattr(workers, "work", stripping_work)
    assert Run(1, 1, False, tmp_path).go(first=3, inputs=1, seconds=None) == 1
    assert load(tmp_path / "1-3.json").page == "differ" + "\n" * 30
    assert load(tmp_path / "1-3.small.json").page == "differ"
    printed = capsys.readouterr()
    assert f"python -m fuzz --repeat {tmp_path}/1-3.small.json" in printed.err
    assert "1  differs between two processes" in printed.out


def stripping_work(*arguments: object) -> None:
    workers.case = lambda *_: Case("differ")  # type: ignore[attr-defined]
    workers.digest = lambda _, one: faulty_digest(_, Case(one.page.strip()))  # type: ignore[attr-defined]
    _WORK(*arguments)  # type: ignore[arg-type]


# The command


def fuzz(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "fuzz", *words], cwd=ROOT, capture_output=True, text=True)


def test_the_command_checks_as_many_inputs_as_wanted(tmp_path: Path) -> None:
    done = fuzz("--inputs", "40", "--first", "20", "--no-corpora", "--failures", str(tmp_path))
    assert done.stdout.startswith("40 inputs, "), done.stderr


def test_the_command_repeats_an_input(tmp_path: Path) -> None:
    Case("well").save(tmp_path / "1.json", "")
    done = fuzz("--repeat", str(tmp_path / "1.json"))
    assert (done.returncode, done.stdout) == (0, "all is well\n")


def test_an_odd_number_of_workers_makes_no_sense() -> None:
    assert fuzz("--workers", "3").returncode == 2
