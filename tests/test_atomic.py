"""A file that is replaced is the old one or the new one, never a part of either."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.atomic import replacing


def test_the_new_content_is_there_when_the_block_ends_and_not_before(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text("old")
    with replacing(file, sync=True) as aside:
        aside.write_text("new")
        assert file.read_text() == "old"
    assert (file.read_text(), os.listdir(tmp_path)) == ("new", ["story.txt"])


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(file) as aside:
        aside.write_text("half")
        raise ZeroDivisionError
    assert (file.read_text(), os.listdir(tmp_path)) == ("old", ["story.txt"])


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    with replacing(file) as first, replacing(file) as second:
        first.write_text("first")
        second.write_text("second")
    assert (file.read_text(), os.listdir(tmp_path)) == ("first", ["story.txt"])


def test_a_name_as_long_as_a_file_system_takes_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / ("й" * 127)
    with replacing(file) as aside:
        aside.write_text("new")
    assert file.read_text() == "new"
