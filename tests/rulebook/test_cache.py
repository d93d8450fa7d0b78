"""The checked copy of the packs: quick when it holds, harmless when it does not."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from importlib.util import source_hash
from pathlib import Path
from typing import Any

import pytest

from cleaner import checked_copy
from cleaner.errors import RulebookError
from cleaner.rulebook import cache, load

PACK = """\
[pack]
name = "harbor"
about = "What the Harbor Courier prints"

[[rule]]
id = "tide-table"
label = "navigation"
strength = "certain"
match = '^Tide table'
drop = ["Tide table for Northfield"]
keep = ["The tide table was wrong."]
"""


@pytest.fixture(autouse=True)
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "harbor.toml"
    file.write_text(PACK)
    return file


def test_a_loaded_pack_leaves_a_copy_that_gives_the_same_rules(pack: Path) -> None:
    assert cache.read([pack]) is None
    rules = load([pack], builtin=False).rules
    assert cache.read([pack]) == (rules, [])
    assert load([pack], builtin=False).rules == rules


def test_a_changed_pack_is_read_again(pack: Path) -> None:
    load([pack], builtin=False)
    pack.write_text(PACK.replace("^Tide table", "^Tide"))
    assert load([pack], builtin=False).rules[0].match == "^Tide"
    pack.write_text(PACK.replace("^Tide table", "^Ebb"))
    with pytest.raises(RulebookError):
        load([pack], builtin=False)


def test_an_edit_of_the_same_length_and_time_is_noticed(pack: Path) -> None:
    load([pack], builtin=False)
    before = pack.stat()
    pack.write_text(PACK.replace("^Tide table", "^T.de table"))
    os.utime(pack, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load([pack], builtin=False).rules[0].match == "^T.de table"


def test_files_that_only_moved_in_time_need_no_second_check(pack: Path) -> None:
    copy = forged(pack)
    os.utime(pack, ns=(1, 1))
    assert [rule.id for rule in load([pack], builtin=False).rules] == ["forged"]
    assert stored(copy)[0][0] == checked_copy._states([pack], cache._layout())


def test_one_list_of_packs_leaves_one_copy(pack: Path) -> None:
    for match in ("^Tide", "^Tide t", "^Tide ta"):
        pack.write_text(PACK.replace("^Tide table", match))
        load([pack], builtin=False)
    assert len(list(checked_copy.folder().glob("rules-*"))) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"key": 1}', b"\xff\xfe", b"null"])
def test_a_broken_copy_is_made_again(pack: Path, content: bytes) -> None:
    rules = load([pack], builtin=False).rules
    (copy,) = checked_copy.folder().glob("rules-*")
    copy.write_bytes(content)
    assert load([pack], builtin=False).rules == rules
    assert cache.read([pack]) == (rules, [])


def test_a_copy_with_rows_of_the_wrong_shape_is_made_again(pack: Path) -> None:
    rules = load([pack], builtin=False).rules
    (copy,) = checked_copy.folder().glob("rules-*")
    key, _ = stored(copy)
    store(copy, key, [[[1] * 99], []])
    assert load([pack], builtin=False).rules == rules


def test_a_cache_that_cannot_be_written_is_done_without(pack: Path, cache_home: Path) -> None:
    cache_home.write_text("a file where the folder should be")
    assert [rule.id for rule in load([pack], builtin=False).rules] == ["tide-table"]


def stored(copy: Path) -> Any:
    return marshal.loads(copy.read_bytes()[checked_copy.HASH_BYTES :])


def store(copy: Path, key: str, content: object) -> None:
    body = marshal.dumps((key, content))
    copy.write_bytes(source_hash(body) + body)


POSIX = pytest.mark.skipif(os.name != "posix", reason="files have owners and modes on POSIX systems only")
ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files to another user")
ANOTHER_USER = 65534


def forged(pack: Path) -> Path:
    """A copy that holds for the pack, but with another rule in it."""
    load([pack], builtin=False)
    (copy,) = checked_copy.folder().glob("rules-*")
    key, (index, rules, words) = stored(copy)
    ((_, *cells),) = marshal.loads(rules[""])
    store(copy, key, [index, {"": marshal.dumps([("forged", *cells)])}, words])
    assert [rule.id for rule in load([pack], builtin=False).rules] == ["forged"]
    return copy


@POSIX
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_copy_that_others_may_write_is_not_read(pack: Path, mode: int) -> None:
    forged(pack).chmod(mode)
    assert [rule.id for rule in load([pack], builtin=False).rules] == ["tide-table"]


@POSIX
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_in_is_not_read_and_is_closed(pack: Path, mode: int) -> None:
    folder = forged(pack).parent
    folder.chmod(mode)
    assert [rule.id for rule in load([pack], builtin=False).rules] == ["tide-table"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert cache.read([pack]) is not None


@ROOT
@pytest.mark.parametrize("what", ["copy", "folder"])
def test_what_belongs_to_another_user_is_not_read(pack: Path, what: str) -> None:
    copy = forged(pack)
    os.chown(copy if what == "copy" else copy.parent, ANOTHER_USER, ANOTHER_USER)
    assert [rule.id for rule in load([pack], builtin=False).rules] == ["tide-table"]


@ROOT
def test_nothing_is_written_in_another_users_folder(pack: Path) -> None:
    folder = checked_copy.folder()
    folder.mkdir(parents=True)
    os.chown(folder, ANOTHER_USER, ANOTHER_USER)
    load([pack], builtin=False)
    assert not list(folder.iterdir())


@POSIX
def test_a_link_in_place_of_the_folder_is_not_followed(pack: Path, tmp_path: Path) -> None:
    folder = checked_copy.folder()
    folder.parent.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    folder.symlink_to(tmp_path / "elsewhere")
    load([pack], builtin=False)
    assert not list((tmp_path / "elsewhere").iterdir())
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o755


@POSIX
def test_the_folder_and_the_copy_are_closed_to_others(pack: Path) -> None:
    load([pack], builtin=False)
    (copy,) = checked_copy.folder().glob("rules-*")
    assert checked_copy.folder().stat().st_mode & 0o777 == 0o700
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_start_from_the_copy_neither_parses_nor_tests_packs(pack: Path) -> None:
    code = (
        "import sys; from cleaner.rulebook import load; print(len(load().rules));"
        "print(sorted({'tomllib', 'cleaner.rulebook.packs', 'difflib', 'tempfile'} & set(sys.modules)))"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env=dict(os.environ),
        ).stdout.splitlines()
        for _ in range(2)
    )
    assert first[0] == second[0]
    assert "tomllib" in first[1]
    assert second[1] == "[]"
