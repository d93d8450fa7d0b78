"""A batch gives what a loop over `clean` gives, from every input to every output, and an account of what failed."""

from __future__ import annotations

import itertools
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cleaner import Cleaner
from cleaner.batch import Progress, run
from cleaner.batch.report import progress_text, seconds_left, summary_text
from cleaner.errors import InputError, OptionError, OutputError, TooManyFailuresError
from cleaner.records import read, write
from tests.batch.functions import Fragile
from tests.pages import STORY
from tests.records import files
from tests.records.files import WRITERS, html, rows

PAGES = 150
"""More than two chunks."""


def bare_loop(inputs: Path, output: Path) -> bytes:
    cleaner = Cleaner()
    write(((record, cleaner.clean(record.page, url=record.url)) for record in read(inputs)), output)
    return output.read_bytes()


def failures(output: Path) -> list[dict[str, Any]]:
    lines = output.with_name(f"{output.name}.failures.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", WRITERS)
def test_stories_of_every_input_are_those_of_a_bare_loop(name: str, tmp_path: Path) -> None:
    inputs = WRITERS[name](tmp_path / name, rows(PAGES))
    summary = run(inputs, tmp_path / "stories.jsonl", workers=1)
    expected = bare_loop(inputs, tmp_path / "expected.jsonl").splitlines()
    # Only below a single folder are names told from there; `read` and `run` agree on them.
    assert (tmp_path / "stories.jsonl").read_bytes().splitlines() == expected
    assert (summary.tally.pages, summary.tally.stories, summary.failures) == (PAGES, PAGES, None)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [name, "stories.jsonl", "expected.jsonl", "stories.jsonl.manifest.json"]
    )


@pytest.mark.parametrize(
    "output", ["stories.jsonl", "stories.jsonl.gz", "stories.jsonl.zst", "stories.parquet", "parts"]
)
def test_the_output_is_the_same_with_any_number_of_workers(output: str, tmp_path: Path) -> None:
    inputs = files.write_parquet(tmp_path / "pages.parquet", rows(PAGES))
    found = []
    for workers in (1, 2):
        target = tmp_path / str(workers)
        target.mkdir()
        run(inputs, target / output, workers=workers, part_bytes=50_000)
        made = sorted((target / output).iterdir()) if output == "parts" else [target / output]
        found.append([(file.name, file.read_bytes()) for file in made])
    assert found[0] == found[1]


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_a_folder_has_parts_of_a_bounded_size_that_are_the_whole(form: str, tmp_path: Path) -> None:
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(PAGES * 3))
    run(inputs, tmp_path / "stories", output_format=form, part_bytes=3_000, workers=2)
    parts = sorted((tmp_path / "stories").iterdir())
    assert [part.name for part in parts] == [f"part-{n:05}.{form}" for n in range(len(parts))]
    assert len(parts) > 1
    records = itertools.chain.from_iterable(
        pq.read_table(part).to_pylist() if form == "parquet" else _rows_of(part) for part in parts
    )
    assert [record["id"] for record in records] == [f"berth-{n}" for n in range(PAGES * 3)]


def _rows_of(path: Path) -> list[dict[str, Any]]:
    return [{"id": record.id} for record in read(path)]


def test_columns_of_csv_are_columns_of_parquet(tmp_path: Path) -> None:
    run(files.write_csv(tmp_path / "pages.csv", rows(70)), tmp_path / "stories.parquet", workers=1)
    table = pq.read_table(tmp_path / "stories.parquet")
    assert table.column("crawl").to_pylist() == [f"night {n % 7}" for n in range(70)]
    assert set(table.column("other").to_pylist()) == {None}


def test_a_later_input_with_other_columns_loses_none(tmp_path: Path) -> None:
    first = files.write_parquet(tmp_path / "1.parquet", rows(3))
    second = files.write_parquet(tmp_path / "2.parquet", [row | {"tide": 4, "crawl": 7} for row in rows(3)])
    third = files.write_jsonl(tmp_path / "3.jsonl", [row | {"tide": None} for row in rows(2)])
    run([first, second, third], tmp_path / "stories.parquet", workers=1)
    table = pq.read_table(tmp_path / "stories.parquet").to_pylist()
    assert [row["crawl"] for row in table] == ["night 0", "night 1", "night 2", *[None] * 5]
    assert [json.loads(row["other"] or "{}") for row in table] == [
        {}, {}, {}, *[{"crawl": 7, "tide": 4}] * 3,
        {"crawl": "night 0", "tide": None}, {"crawl": "night 1", "tide": None},
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["stories.jsonl", "stories.parquet"])
def test_a_charset_that_a_server_made_up_costs_no_page_and_is_told_in_its_row(name: str, tmp_path: Path) -> None:
    page = html(3).replace("Berth", "Liegeplatz für")
    types = {charset: f"Content-Type: text/html; charset={charset}" for charset in ("klingon", "idna", "", "utf-8")}
    inputs = files.write_warc(
        tmp_path / "crawl.warc.gz",
        [files.response(f"https://{n}.example/", page.encode(), type) for n, type in enumerate(types.values())],
    )
    summary = run(inputs, tmp_path / name, workers=1)
    assert (summary.tally.pages, summary.tally.stories, summary.tally.failed) == (4, 4, 0)
    lines = (tmp_path / name).read_bytes().splitlines()
    made = pq.read_table(tmp_path / name).to_pylist() if name.endswith("parquet") else list(map(json.loads, lines))
    assert {row["text"] for row in made} == {Cleaner().clean(page).text}
    assert [row["warnings"] for row in made] == [
        ["the server names the charset 'klingon', which does not exist"],
        ["the server names the charset 'idna', which does not exist"],
        [],
        [],
    ]


def test_what_a_page_tells_from_now_on_is_read_from_when_it_was_fetched(tmp_path: Path) -> None:
    page = html(3).replace("<article>", '<article><div class="meta"><span>2 hours ago</span></div>')
    record = files.response("https://harbor-courier.example/3", page.encode())
    record.headers["WARC-Date"] = "2026-03-01T12:30:00Z"
    inputs = files.write_warc(tmp_path / "crawl.warc.gz", [record])
    run(inputs, tmp_path / "stories.jsonl", workers=1, report=tmp_path / "report.html")
    row = json.loads((tmp_path / "stories.jsonl").read_text())
    assert row["published"] == "2026-03-01T10:30+00:00"


def test_a_mirrored_folder_and_a_run_that_reads_where_it_writes(tmp_path: Path) -> None:
    files.write_folder(tmp_path, rows(6))
    for _ in range(2):
        summary = run(tmp_path, tmp_path / "stories", output_format="text", workers=1, restart=True)
        assert summary.tally.pages == 6
    assert sorted(path.name for path in (tmp_path / "stories").rglob("*.txt")) == [f"berth-{n}.txt" for n in range(6)]


def test_pages_whose_stories_would_have_the_same_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("a.html", "a.txt", "a.htm", "A.html", "a.html.txt"):
        (folder / name).write_text(STORY)
    files.write_zip(folder / "b.zip", rows(2))
    run(folder, tmp_path / "stories", output_format="markdown", workers=1)
    written = [path for path in (tmp_path / "stories").rglob("*") if path.is_file()]
    assert len({str(path).lower() for path in written}) == 7


def test_members_of_an_archive_cannot_be_written_elsewhere(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for name in ("../../out.html", "/tmp/out.html", "C:\\out.html"):
            archive.writestr(name, STORY)
    run(
        tmp_path / "pages.zip",
        tmp_path / "deep" if (tmp_path / "deep").mkdir() else tmp_path / "stories",
        output_format="text",
    )
    assert sum(path.is_file() for path in (tmp_path / "stories").rglob("*")) == 3


def test_dead_letters_say_which_page_failed_and_why_and_the_others_are_cleaned(tmp_path: Path) -> None:
    table = rows(100)
    table[3]["html"] = "x" * 40_000
    table[20]["html"] = "This page takes its worker down."
    table[40]["html"] = "This page takes all memory."
    table[60]["html"] = "This page takes all day."
    table[80]["html"] = None
    inputs = [files.write_jsonl(tmp_path / "pages.jsonl", table)]
    (tmp_path / "scan.html").write_bytes(b"%PDF-1.7 scanned")
    inputs += [tmp_path / "scan.html"]
    summary = run(inputs, tmp_path / "out.jsonl", cleaner=Fragile(), workers=2, max_bytes=30_000, timeout=1.0)
    found = failures(tmp_path / "out.jsonl")
    assert [(failure["number"], failure["kind"]) for failure in found] == [
        (3, "too-large"), (20, "crashed"), (40, "memory"), (60, "timeout"), (80, "corrupt"), (0, "not-a-page"),
    ]  # fmt: skip
    assert found[5]["id"] == str(tmp_path / "scan.html")
    assert all(failure["reason"] and "\n" not in failure["reason"] for failure in found)
    ids = [record.id for record in read(tmp_path / "out.jsonl")]
    assert ids == [f"berth-{n}" for n in range(100) if n not in (3, 20, 40, 60, 80)]
    assert summary.failures == str(tmp_path / "out.jsonl.failures.jsonl")
    assert summary.tally.failures.total() == 6


def test_too_many_failures_end_the_run_and_more_patience_goes_on(tmp_path: Path) -> None:
    lines = [json.dumps(row) if n % 10 else "damaged" for n, row in enumerate(rows(200))]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines))
    with pytest.raises(TooManyFailuresError, match="no more than 9 may"):
        run(tmp_path / "pages.jsonl", tmp_path / "out.jsonl", max_failures=9, workers=1)
    assert not (tmp_path / "out.jsonl").exists()
    summary = run(tmp_path / "pages.jsonl", tmp_path / "out.jsonl", max_failures=20, workers=1)
    assert summary.tally.failed == 20
    assert summary.resumed > 0
    assert len(failures(tmp_path / "out.jsonl")) == 20


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "0 workers"),
        ({"output_format": "xml"}, "unknown output format"),
        ({"output": "-", "output_format": "text"}, "standard output"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_written(
    options: dict[str, Any], message: str, tmp_path: Path
) -> None:
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(1))
    with pytest.raises(OptionError, match=message):
        run(inputs, **{"output": tmp_path / "out", **options})
    assert [path.name for path in tmp_path.iterdir()] == ["pages.jsonl"]


def test_a_first_table_without_pages_leaves_nothing_behind(tmp_path: Path) -> None:
    inputs = files.write_csv(tmp_path / "ports.csv", [{"port": "Larkhaven"}])
    with pytest.raises(InputError, match="--html-column"):
        run(inputs, tmp_path / "out.jsonl", workers=1)
    assert [path.name for path in tmp_path.iterdir()] == ["ports.csv"]


def test_an_output_that_is_not_of_a_batch_is_not_touched(tmp_path: Path) -> None:
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(2))
    (tmp_path / "out.jsonl").write_text("dear to somebody")
    with pytest.raises(OutputError, match="--restart"):
        run(inputs, tmp_path / "out.jsonl", workers=1)
    assert (tmp_path / "out.jsonl").read_text() == "dear to somebody"
    run(inputs, tmp_path / "out.jsonl", workers=1, restart=True)
    assert len(list(read(tmp_path / "out.jsonl"))) == 2


def test_outputs_on_remote_stores_and_in_folders_that_are_not_there_are_refused(tmp_path: Path) -> None:
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(1))
    for output, message in (("s3://bucket/out.jsonl", "local disk"), (tmp_path / "no/out.jsonl", "no such folder")):
        with pytest.raises(OutputError, match=message):
            run(inputs, output)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path | None]:
    """A place for a file system of one megabyte; None if only an administrator may mount one."""
    place = tmp_path / "mounted"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)], capture_output=True)
    yield place if done.returncode == 0 else None
    subprocess.run(["umount", str(place)], capture_output=True)


def run_limited(file_bytes: int, *args: str) -> subprocess.CompletedProcess[str]:
    """The command, where no file may grow beyond a size."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    command = [sys.executable, "-m", "cleaner", "batch", *args]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_space(
    form: str, mounted: Path | None, tmp_path: Path
) -> None:
    """On a file system of 300 KB; where nobody may mount one, with a limit on the size of files."""
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(450))
    folder = mounted or tmp_path
    output = folder / f"stories.{form}"
    done = run_limited(180_000 if mounted is None else -1, str(inputs), "-o", str(output), "--workers", "1")
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert "cannot be written" in last and "the same command goes on" in last
    assert "Traceback" not in done.stderr
    assert not output.exists()
    if mounted:
        subprocess.run(["mount", "-o", "remount,size=50m", str(mounted)], check=True)
    summary = run(inputs, output, workers=1)
    assert summary.tally.pages == 450
    expected = tmp_path / f"expected.{form}"
    run(inputs, expected, workers=1)
    assert output.read_bytes() == expected.read_bytes()


def test_a_folder_that_cannot_be_written_is_one_line(mounted: Path | None, tmp_path: Path) -> None:
    """One that is mounted for reading only; where nobody may mount, one whose mode forbids it."""
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(3))
    folder = mounted or tmp_path / "mounted"
    if mounted:
        subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    else:
        folder.chmod(0o500)
    done = run_limited(-1, str(inputs), "-o", str(folder / "stories.jsonl"))
    assert done.returncode == 1
    assert len([line for line in done.stderr.splitlines() if "cannot be written" in line]) == 1
    assert "Traceback" not in done.stderr


def test_a_file_in_the_way_is_one_line(tmp_path: Path) -> None:
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(3))
    done = run_limited(-1, str(inputs), "-o", str(inputs / "stories.jsonl"))
    assert (done.returncode, done.stderr.count("no such folder")) == (1, 1)


def test_progress_and_summary_are_said_in_lines(tmp_path: Path) -> None:
    seen: list[str] = []
    left: list[float | None] = []

    def look(progress: Progress) -> None:
        seen.append(progress_text(progress))
        left.append(seconds_left(progress))

    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(PAGES))
    summary = run(inputs, tmp_path / "out.jsonl", progress=look, workers=1)
    assert seen[0].startswith("64 pages, ")
    assert all(part in seen[0] for part in ("pages/s", "MB/s", "% kept", "0 failed", "left"))
    assert left[-1] == 0
    text = summary_text(summary)
    assert f"{PAGES} stories" in text
    assert f"removed blocks: navigation {PAGES}" in text


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    """The parent's memory at its peak, with an input of 20 MB and one of 50 MB."""
    program = (
        "import pathlib, re, sys\nfrom cleaner.batch import run\n"
        "run(sys.argv[1], sys.argv[1] + '.out.jsonl', workers=1)\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    peaks = []
    for count in (200, 500):
        page = [{"html": "<p>" + "Gulls. " * 15_000 + "</p>"}]
        path = files.write_jsonl(tmp_path / f"{count}.jsonl", page * count)
        done = subprocess.run([sys.executable, "-c", program, path], check=True, capture_output=True, text=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.15


def test_a_run_by_pipes(tmp_path: Path) -> None:
    inputs = files.write_jsonl(tmp_path / "pages.jsonl.gz", rows(5))
    (tmp_path / "work").mkdir()
    command = [sys.executable, "-m", "cleaner", "batch", "-", "-o", "-", "-q"]
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    with inputs.open("rb") as pages:
        done = subprocess.run(command, stdin=pages, capture_output=True, cwd=tmp_path / "work", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [f"berth-{n}" for n in range(5)]
    assert not list((tmp_path / "work").iterdir())


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(300))
    command = [sys.executable, "-m", "cleaner", "batch", str(inputs), "-o", "-", "-q"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert process.stdout and process.stderr
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=20) == 141
    assert b"Traceback" not in said


def test_ctrl_c_is_one_line_and_the_same_command_goes_on(tmp_path: Path) -> None:
    import signal

    inputs = files.write_jsonl(tmp_path / "pages.jsonl", rows(1200))
    command = [sys.executable, "-m", "cleaner", "batch", str(inputs), "-o", str(tmp_path / "out.jsonl")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while not (tmp_path / "out.jsonl.unfinished").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.decode().splitlines()[-1] == "cleaner: interrupted; the same command goes on"
    assert run(inputs, tmp_path / "out.jsonl").tally.pages == 1200
