"""A run that is killed at any moment is gone on with, and nobody can tell from the output."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.batch import Progress, chunks, run
from cleaner.errors import OutputError, ResumeError
from tests.records import files
from tests.records.files import rows

CHUNK_PAGES = 16
PAGES = 175
"""Eleven chunks, of a quarter of the usual size."""

OUTPUTS: dict[str, dict[str, Any]] = {
    "stories.jsonl": {},
    "stories.jsonl.gz": {},
    "stories.parquet": {},
    "parquet": {"part_bytes": 25_000, "output_format": "parquet"},
    "texts": {"output_format": "text"},
}


@pytest.fixture(autouse=True, scope="module")
def small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK_PAGES", CHUNK_PAGES)
        yield


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages with a few bad ones among them."""
    table = rows(PAGES)
    for number in range(0, PAGES, 25):
        table[number]["html"] = None
    return files.write_jsonl(tmp_path_factory.mktemp("inputs") / "pages.jsonl.gz", table)


def content(folder: Path) -> dict[str, bytes]:
    """All files in a folder but the manifests."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("manifest.json")
    }


@pytest.fixture(scope="module")
def uninterrupted(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("uninterrupted")

    def made(output: str) -> dict[str, bytes]:
        if not (folder / output).exists():
            (folder / output).mkdir()
            run(inputs, folder / output / output, workers=2, **OUTPUTS[output])
        return content(folder / output)

    return made


RUN_AND_DIE = f"""
import os, sys
from cleaner.batch import chunks, flow, run
chunks.CHUNK_PAGES = {CHUNK_PAGES}
flow.COMMIT_SECONDS = 0  # Each chunk is on the disk before the next.
inputs, output, moment, count, options = sys.argv[1:]
left = int(count)

def die(*_, **__):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)

def dying(function):
    def call(*args, **kwargs):
        die()
        return function(*args, **kwargs)
    return call

if moment == "rename":
    os.replace, os.rename = dying(os.replace), dying(os.rename)
elif moment == "step":
    os.replace, os.rename, os.fsync = dying(os.replace), dying(os.rename), dying(os.fsync)
run(inputs, output, workers=2, progress=die if moment == "chunk" else None, **eval(options))
"""


def killed_after(moment: str, count: int, inputs: Path, output: Path, options: dict[str, Any]) -> bool:
    """Whether a run was killed at so many chunks, renames, or steps of any kind, or ended before that."""
    command = [sys.executable, "-c", RUN_AND_DIE, str(inputs), str(output), moment, str(count), repr(options)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_run_that_is_killed_again_and_again_makes_what_an_uninterrupted_one_makes(
    output: str, inputs: Path, uninterrupted: Callable[[str], dict[str, bytes]], tmp_path: Path
) -> None:
    options = OUTPUTS[output]
    moments = [("chunk", 3), ("step", 5), ("chunk", 0), ("rename", 0)]
    killed = [killed_after(moment, count, inputs, tmp_path / output, options) for moment, count in moments]
    assert killed[:3] == [True] * 3
    run(inputs, tmp_path / output, workers=1, **options)
    assert content(tmp_path) == uninterrupted(output)


@pytest.mark.parametrize("output", ["stories.jsonl", "parquet"])
def test_there_is_no_bad_moment_in_the_last_steps(
    output: str, inputs: Path, uninterrupted: Callable[[str], dict[str, bytes]], tmp_path: Path
) -> None:
    """Once all is cleaned, killed at each single step of putting the output in its place."""
    options = OUTPUTS[output]
    killed_after("rename", 0, inputs, tmp_path / output, options)
    for count in range(20):
        if not killed_after("step", count, inputs, tmp_path / output, options):
            break
    else:
        pytest.fail("it never came to its end")
    assert content(tmp_path) == uninterrupted(output)


def test_a_kill_from_outside_at_any_moment(
    inputs: Path, uninterrupted: Callable[[str], dict[str, bytes]], tmp_path: Path
) -> None:
    choice = random.Random(5)
    command = [sys.executable, "-m", "cleaner", "batch", str(inputs), "-o", str(tmp_path / "stories.jsonl"), "-w", "2"]
    for _ in range(3):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(choice.uniform(0.2, 1.5))
        process.kill()
        process.wait()
    run(inputs, tmp_path / "stories.jsonl", workers=1)
    assert content(tmp_path) == uninterrupted("stories.jsonl")


def children() -> set[int]:
    """The processes that this one has started, by their numbers."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


def test_a_worker_that_is_killed_costs_no_page(
    inputs: Path, uninterrupted: Callable[[str], dict[str, bytes]], tmp_path: Path
) -> None:
    """All of them at the third chunk, by whoever: a person, or a system that is short of memory."""
    chunks: list[Progress] = []
    killed: list[int] = []
    others = children()

    def kill_workers(progress: Progress) -> None:
        chunks.append(progress)
        if len(chunks) == 3:
            killed.extend(children() - others)
            for worker in killed:
                os.kill(worker, signal.SIGKILL)

    run(inputs, tmp_path / "stories.jsonl", workers=2, progress=kill_workers)
    assert len(killed) == 2
    assert content(tmp_path) == uninterrupted("stories.jsonl")


@pytest.fixture
def unfinished(inputs: Path, tmp_path: Path) -> tuple[Path, Path]:
    """An input of its own and the output of a run of it that was killed half way."""
    own = tmp_path / "pages.jsonl.gz"
    own.write_bytes(inputs.read_bytes())
    assert killed_after("chunk", 4, own, tmp_path / "out.jsonl", {})
    return own, tmp_path / "out.jsonl"


def _touch(inputs: Path) -> dict[str, Any]:
    os.utime(inputs, ns=(1, 1))
    return {}


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("input", _touch),
        ("options", lambda _: {"cleaner": Cleaner(drop=["heading"])}),
        ("options", lambda _: {"about": "the harbour"}),
        ("options", lambda _: {"max_bytes": 5_000}),
        ("rules", lambda inputs: {"cleaner": Cleaner(rules=[_pack(inputs.parent)])}),
    ],
    ids=["input", "labels", "topic", "limit", "rules"],
)
def test_what_has_changed_is_named_and_refused(
    what: str, change: Callable[[Path], dict[str, Any]], unfinished: tuple[Path, Path]
) -> None:
    inputs, output = unfinished
    options = change(inputs)
    with pytest.raises(ResumeError, match=f"other {what}: .*--restart"):
        run(inputs, output, workers=1, **options)
    assert run(inputs, output, workers=1, restart=True, **options).resumed == 0
    assert output.exists()


def _pack(folder: Path) -> Path:
    pack = folder / "house.toml"
    pack.write_text(
        '[pack]\nname = "house"\nabout = "Ours"\n[[rule]]\nid = "tide-table"\nlabel = "navigation"\n'
        "strength = \"certain\"\nmatch = '^Tide table'\ndrop = ['Tide table']\nkeep = ['The tide table is wrong.']\n"
    )
    return pack


def test_what_does_not_matter_to_the_output_may_change(unfinished: tuple[Path, Path]) -> None:
    inputs, output = unfinished
    summary = run(inputs, output, workers=2, timeout=30, max_failures=1000)
    assert (summary.resumed > 0, summary.tally.pages) == (True, PAGES)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"manifest": 1}'])
def test_a_damaged_manifest_is_one_line_and_can_be_begun_again(damage: str, unfinished: tuple[Path, Path]) -> None:
    inputs, output = unfinished
    (output.parent / "out.jsonl.manifest.json").write_text(damage)
    with pytest.raises(ResumeError, match="is no manifest of a batch"):
        run(inputs, output, workers=1)
    assert run(inputs, output, workers=1, restart=True).tally.pages == PAGES
    assert not list(output.parent.glob("*.unfinished"))


def test_a_spool_that_lost_its_end_is_refused(unfinished: tuple[Path, Path]) -> None:
    inputs, output = unfinished
    os.truncate(output.parent / "out.jsonl.unfinished/part-00000.spool", 10)
    with pytest.raises(ResumeError, match="--restart"):
        run(inputs, output, workers=1)


def test_a_finished_batch_is_not_done_again(inputs: Path, tmp_path: Path) -> None:
    first = run(inputs, tmp_path / "out.jsonl", workers=1)
    stamp = (tmp_path / "out.jsonl").stat().st_mtime_ns
    second = run(inputs, tmp_path / "out.jsonl", workers=1)
    assert (tmp_path / "out.jsonl").stat().st_mtime_ns == stamp
    assert (second.resumed, second.tally) == (PAGES, first.tally)
    (tmp_path / "out.jsonl").unlink()
    assert run(inputs, tmp_path / "out.jsonl", workers=1).resumed == 0, "the output is gone: there is something to do"


def test_two_runs_of_one_output_do_not_meet(inputs: Path, tmp_path: Path) -> None:
    met = []

    def run_again(_: Progress) -> None:
        if not met:
            with pytest.raises(OutputError, match="another run"):
                run(inputs, tmp_path / "out.jsonl", workers=1)
            met.append(True)

    run(inputs, tmp_path / "out.jsonl", workers=1, progress=run_again)
    assert met
