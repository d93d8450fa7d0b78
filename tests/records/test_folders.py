"""Folders as they are found on disks: with links, without permissions, with names that meet, and while they change."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.batch import run
from cleaner.errors import InputError
from cleaner.records import Failure, read, write
from cleaner.records.inputs import Inputs
from cleaner.records.targets import PAGE_ENDINGS, Targets
from tests.records.files import html, rows, write_folder, write_jsonl

NOBODY = 65534


def ids(*inputs: Path | str, **options: object) -> tuple[list[str], list[Failure]]:
    failures: list[Failure] = []
    records = read(*inputs, failed=failures.append, **options)  # type: ignore[arg-type]
    return [record.id for record in records], failures


@contextmanager
def as_nobody() -> Iterator[None]:
    """Permissions mean nothing to root, as which some machines run tests."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_links_that_lead_to_themselves_or_nowhere_stop_nothing(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "crawl", rows(2))
    (folder / "itself.html").symlink_to(folder / "itself.html")
    (folder / "nowhere.html").symlink_to(folder / "gone.html")
    (folder / "above").symlink_to(folder)
    for follow_links in (False, True):
        found, failures = ids(folder, follow_links=follow_links)
        assert (found, failures) == (["berth-0.html", "below/berth-1.html"], [])


def test_links_below_a_folder_are_followed_only_if_asked_for(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "crawl", rows(1))
    outside = write_folder(tmp_path / "private", rows(4)[2:])
    (folder / "letter.html").symlink_to(outside / "berth-2.html")
    (folder / "letters").symlink_to(outside)
    assert ids(folder)[0] == ["berth-0.html"]
    assert ids(f"{folder}/*.html")[0] == [f"{folder}/berth-0.html"]
    assert ids(f"{folder}/**/*.html")[0] == [f"{folder}/berth-0.html"]
    inputs = Inputs([str(folder)])
    assert (inputs.survey().files, inputs.links) == (1, 2)
    everything = ["berth-0.html", "letter.html", "letters/berth-2.html", "letters/below/berth-3.html"]
    assert ids(folder, follow_links=True)[0] == everything
    assert ids(f"{folder}/**/*.html", follow_links=True)[0] == sorted(f"{folder}/{name}" for name in everything)


def test_a_link_that_the_user_names_is_read(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "crawl", rows(1))
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "page.html").symlink_to(folder / "berth-0.html")
    assert ids(tmp_path / "link")[0] == ["berth-0.html"]
    assert len(ids(tmp_path / "page.html")[0]) == 1


def test_a_folder_of_links_alone_says_how_to_read_it(tmp_path: Path) -> None:
    outside = write_folder(tmp_path / "blobs", rows(1))
    (tmp_path / "snapshot").mkdir()
    (tmp_path / "snapshot/page.html").symlink_to(outside / "berth-0.html")
    with pytest.raises(InputError, match="1 links are not followed without --follow-links"):
        Inputs([str(tmp_path / "snapshot")]).survey()


def test_a_folder_that_may_not_be_read_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path / "crawl", rows(4))
    (folder / "after.html").write_text(html(5))
    (folder / "closed").mkdir()
    (folder / "unread.html").write_text(html(6))
    for path in (tmp_path, folder, folder / "below"):
        path.chmod(0o755)
    (folder / "closed").chmod(0o000)
    (folder / "unread.html").chmod(0o000)
    monkeypatch.chdir(tmp_path)
    with as_nobody():
        found, failures = ids("crawl")
        with pytest.raises(InputError, match="crawl/closed: permission denied"):
            list(read("crawl/closed"))
    assert found == ["after.html", "berth-0.html", "berth-2.html", "below/berth-1.html", "below/berth-3.html"]
    assert [(failure.id, failure.reason) for failure in failures] == [
        ("unread.html", "the rest of the file cannot be read: Permission denied"),
        ("closed", "the folder cannot be read: permission denied"),
    ]
    (folder / "closed").chmod(0o755)


def test_a_file_that_is_gone_since_the_folder_was_listed_is_a_failure(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "crawl", rows(6))
    failures: list[Failure] = []
    records = read(folder, failed=failures.append)
    next(records)
    (folder / "berth-2.html").unlink()
    assert len(list(records)) == 4
    assert [failure.id for failure in failures] == ["berth-2.html"]


@pytest.mark.parametrize("change", ["grows", "shrinks"])
def test_a_file_that_changes_while_it_is_read_is_told(change: str, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "pages.jsonl", rows(2000))
    failures: list[Failure] = []
    records = read(path, failed=failures.append)
    next(records)
    if change == "grows":
        with path.open("a") as file:
            file.write('{"html": "one more"}\n')
    else:
        os.truncate(path, path.stat().st_size // 2)
    list(records)
    assert any("it has changed while it was read" in failure.reason for failure in failures)


def test_eleven_names_that_differ_in_case_go_to_eleven_files(tmp_path: Path) -> None:
    folder = tmp_path / "crawl"
    folder.mkdir()
    names = ["page", "Page", "pAge", "paGe", "pagE", "PAge", "pAGe", "paGE", "PaGe", "pAgE", "PAGE"]
    for number, name in enumerate(names):
        (folder / f"{name}.html").write_text(html(number))
    summary = run(folder, tmp_path / "stories", output_format="text", workers=1)
    written = [path.name for path in (tmp_path / "stories").iterdir()]
    assert summary.tally.stories == len({name.lower() for name in written}) == 11


@pytest.mark.parametrize("whole_batch", [True, False])
def test_pages_that_differ_in_suffix_do_not_overwrite_each_other(whole_batch: bool, tmp_path: Path) -> None:
    folder = tmp_path / "crawl"
    for number, name in enumerate(("a.html", "a.htm", "a.txt", "a.html.gz", "a/a.html", "a.txt.d/b.html")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        page = html(number).encode()
        (folder / name).write_bytes(page)
    (folder / "b.html").write_text(html(6))
    (folder / "b.txt").mkdir()
    (folder / "b.txt/c.html").write_text(html(7))
    if whole_batch:
        run(folder, tmp_path / "stories", output_format="text", workers=1)
    else:
        cleaner = Cleaner()
        stories = ((record, cleaner.clean(record.page)) for record in read(folder))
        write(stories, tmp_path / "stories", format="text")
    written = [path for path in (tmp_path / "stories").rglob("*") if path.is_file()]
    assert len(written) == 8


def test_folders_of_one_name_do_not_overwrite_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "pages", rows(2))
    write_folder(tmp_path / "night/pages", rows(2))
    monkeypatch.chdir(tmp_path / "night")
    run(["pages", "../pages"], tmp_path / "stories", output_format="text", workers=1)
    assert len(list((tmp_path / "stories").rglob("*.txt"))) == 4


NAMES = st.text(alphabet="aA./-2t", min_size=1, max_size=6).map(lambda name: name + ".html")


@given(st.lists(st.tuples(NAMES, st.sampled_from(["page", "table", "folder"])), max_size=20))
def test_no_two_targets_are_one_file_on_any_disk(names: list[tuple[str, str]]) -> None:
    targets = Targets((".html",))
    taken: list[str] = []
    for name, kind in names:
        if kind == "page":
            target = targets.of_page(name)
            taken += [f"{target}{ending}".lower() for ending in PAGE_ENDINGS]
        else:
            taken.append((targets.of_table(name) if kind == "table" else targets.of_folder(name)).lower())
    assert len(taken) == len(set(taken))
    assert not any(other.startswith(f"{file}/") for file in taken if file.endswith(PAGE_ENDINGS) for other in taken)
    assert not any(name.startswith("/") or ".." in name.split("/") for name in taken)


def test_a_name_at_the_limit_of_the_disk_leaves_room_for_the_ending(tmp_path: Path) -> None:
    folder = tmp_path / "crawl"
    folder.mkdir()
    name = "tide" * 62
    for suffix in (".html", ".htm"):
        (folder / (name + suffix)).write_text(html(1))
    summary = run(folder, tmp_path / "stories", output_format="text", workers=1)
    assert summary.tally.stories == len(list((tmp_path / "stories").iterdir())) == 2


def test_members_of_an_archive_that_have_one_name_go_to_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(html(1))
    with tarfile.open(tmp_path / "pages.tar", "w") as archive:
        for _ in range(3):
            archive.add(tmp_path / "page.html", "page.html")
    run(tmp_path / "pages.tar", tmp_path / "stories", output_format="text", workers=1)
    assert len(list((tmp_path / "stories").rglob("*.txt"))) == 3
