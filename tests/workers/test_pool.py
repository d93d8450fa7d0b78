"""Worker processes give all results in order, whatever becomes of single ones."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner.workers.pool import Lost, Pool, Raised
from tests.batch import functions


def results(function: object, timeout: float | None = None) -> list[object]:
    with Pool(function, 2, timeout) as pool:  # type: ignore[arg-type]
        chunks = [pool.submit(range(start, start + 6)) for start in range(0, 18, 6)]
        return [result for chunk in chunks for result in chunk.result()]


def test_results_come_in_order() -> None:
    assert results(functions.squared) == [number * number for number in range(18)]


def test_an_item_that_takes_its_worker_down_is_tried_twice_and_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = results(functions.deadly)
    assert found[:13] + found[14:] == [number for number in range(18) if number != 13]
    assert (tmp_path / "died-of-5").exists()
    assert found[13] == Lost("crashed", "took its worker down, twice (signal 9)")


def test_an_item_that_takes_too_long_costs_no_other() -> None:
    start = time.monotonic()
    found = results(functions.slow, timeout=0.5)
    assert found[:13] + found[14:] == [number for number in range(18) if number != 13]
    assert found[13] == Lost("timeout", "took longer than 0.5 seconds, twice")
    assert time.monotonic() - start < 20


def test_an_item_that_is_tried_once_is_given_up_at_once() -> None:
    with Pool(functions.deadly, 1, tries=1) as pool:
        chunks = [pool.submit([number]) for number in (12, 13, 14)]
        assert [chunk.result() for chunk in chunks] == [
            [12],
            [Lost("crashed", "took its worker down (signal 9)")],
            [14],
        ]


def test_an_exception_is_the_items_result() -> None:
    found = results(functions.choosy)
    assert isinstance(found[13], Raised)
    assert (type(found[13].error), str(found[13].error)) == (ValueError, "thirteen")
    assert found[14:] == [14, 15, 16, 17]


def test_a_function_that_workers_do_not_have_is_an_error(tmp_path: Path) -> None:
    program = "import sys; sys.path.insert(0, sys.argv[1])\nfrom cleaner.workers.pool import Pool\n"
    program += "def local(x): return x\nwith Pool(local, 1) as pool: pool.submit([1]).result()"
    done = subprocess.run([sys.executable, "-c", program, os.getcwd()], capture_output=True, text=True)
    assert "WorkerError: a worker process cannot be started" in done.stderr


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """Each worker notes its process id; a second after the parent's death none is left."""
    program = (
        "import os, sys, pathlib; sys.path.insert(0, sys.argv[1])\n"
        "from cleaner.workers.pool import Pool\nfrom tests.batch.functions import slow\n"
        "pool = Pool(slow, 2).__enter__()\n"
        "runs = [pool.submit([1, 13]), pool.submit([1, 13])]\n"
        "import time\n"
        "while len([w for w in pool._workers if w._process]) < 2: time.sleep(0.01)\n"
        "print(*[w._process.pid for w in pool._workers], flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, os.getcwd()], capture_output=True, text=True)
    workers = [int(pid) for pid in done.stdout.split()]
    assert len(workers) == 2
    deadline = time.monotonic() + 10
    while any(map(_runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_runs, workers))


def test_workers_that_are_killed_while_they_start_are_started_again() -> None:
    with Pool(functions.squared, 2) as pool:
        results = [pool.submit([number]) for number in range(4)]
        deadline = time.monotonic() + 10
        while not (found := [worker._process for worker in pool._workers if worker._process]):
            assert time.monotonic() < deadline
        found[0].kill()
        assert [result.result() for result in results] == [[0], [1], [4], [9]]


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
