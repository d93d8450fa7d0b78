"""No two columns of an output have one name, whatever the input's are called, and no value is lost."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.batch import run
from cleaner.records import read, write
from cleaner.records.column_names import carried_name, distinct, named
from cleaner.records.schema import COLUMNS
from tests.records.files import html

CLEANER = Cleaner()

AWKWARD_NAMES = [
    "title", "input_title", "input_input_title", "other", "blocks", "facts", "source", "removed",
    "tag", "tag", "tag_2", "tag", "", "Title",
]  # fmt: skip
"""Names like ours, names that ours become, names that are there more than once."""

INPUTS = ("jsonl", "csv", "parquet", "arrow")
OUTPUTS = ("jsonl", "parquet")
ROWS = 3


def value(row: int, column: int) -> str:
    return f"value-{row}-{column}."


def write_awkward(path: Path) -> Path:
    """A table with columns of all the awkward names, each cell with a value of its own."""
    names = ["html", *AWKWARD_NAMES]
    table = [[html(row), *(value(row, column) for column in range(len(AWKWARD_NAMES)))] for row in range(ROWS)]
    if path.suffix == ".jsonl":
        lines = [
            ", ".join(f"{json.dumps(n)}: {json.dumps(c)}" for n, c in zip(names, row, strict=True)) for row in table
        ]
        path.write_text("".join(f"{{{line}}}\n" for line in lines))
    elif path.suffix == ".csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([names, *table])
    else:
        batch = pa.Table.from_arrays([pa.array(column) for column in zip(*table, strict=True)], names=names)
        if path.suffix == ".parquet":
            pq.write_table(batch, path)
        else:
            with pa.ipc.new_file(path, batch.schema) as file:
                file.write_table(batch)
    return path


def rows_of(path: Path) -> list[list[tuple[str, Any]]]:
    """The rows of an output, each as all its names with their cells."""
    if path.suffix == ".jsonl":
        return [json.loads(line, object_pairs_hook=list) for line in path.read_text().splitlines()]
    table = pq.read_table(path)
    return [
        [(name, table.column(place)[row].as_py()) for place, name in enumerate(table.schema.names)]
        for row in range(table.num_rows)
    ]


def check_nothing_is_lost(path: Path) -> None:
    rows = rows_of(path)
    assert len(rows) == ROWS
    for number, row in enumerate(rows):
        names = [name for name, _ in row]
        assert len(set(names)) == len(names)
        content = repr(row)
        for column in range(len(AWKWARD_NAMES)):
            assert content.count(value(number, column)) == 1, f"{AWKWARD_NAMES[column]} is lost, or there twice"


@pytest.mark.parametrize("outputs", list(itertools.product(OUTPUTS, repeat=3)), ids="-".join)
@pytest.mark.parametrize("form", INPUTS)
def test_our_own_output_can_be_cleaned_again_and_again(form: str, outputs: Sequence[str], tmp_path: Path) -> None:
    path = write_awkward(tmp_path / f"pages.{form}")
    for number, output in enumerate(outputs):
        stories = ((record, CLEANER.clean(record.page, form=record.form)) for record in read(path))
        path = tmp_path / f"stories-{number}.{output}"
        write(stories, path)
        check_nothing_is_lost(path)


@pytest.mark.parametrize("outputs", [("jsonl", "parquet", "parquet"), ("parquet", "jsonl", "jsonl")], ids="-".join)
@pytest.mark.parametrize("form", INPUTS)
def test_a_batch_of_a_batch_of_a_batch_loses_nothing(form: str, outputs: Sequence[str], tmp_path: Path) -> None:
    path = write_awkward(tmp_path / f"pages.{form}")
    for number, output in enumerate(outputs):
        target = tmp_path / f"stories-{number}.{output}"
        assert run(path, target, workers=1, blocks=number == 1).tally.failed == 0
        check_nothing_is_lost(target)
        path = target


@pytest.mark.parametrize("form", INPUTS)
def test_a_column_has_the_same_name_in_every_format(form: str, tmp_path: Path) -> None:
    path = write_awkward(tmp_path / f"pages.{form}")
    expected = [
        "input_title", "input_input_title", "input_input_input_title", "input_other", "input_blocks", "input_facts",
        "input_source", "input_removed", "tag", "tag_3", "tag_2", "tag_4", "", "input_Title",
    ]  # fmt: skip
    write([(record, CLEANER.clean(record.page)) for record in read(path)], tmp_path / "stories.jsonl")
    (first, *_) = rows_of(tmp_path / "stories.jsonl")
    assert [(name, cell) for name, cell in first if str(cell).startswith("value-")] == [
        (name, value(0, column)) for column, name in enumerate(expected)
    ]
    if form in ("parquet", "arrow"):
        write([(record, CLEANER.clean(record.page)) for record in read(path)], tmp_path / "stories.parquet")
        assert pq.read_schema(tmp_path / "stories.parquet").names[len(COLUMNS) :] == [*expected, "other"]


def test_a_column_of_pages_that_is_there_twice_is_read_once_and_carried_once(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([html(0)]), pa.array(["the rest"])], names=["html", "html"])
    pq.write_table(table, tmp_path / "pages.parquet")
    (record,) = read(tmp_path / "pages.parquet")
    assert record.page == html(0)
    assert record.other and dict(record.other.to_dict()) == {"html_2": "the rest"}  # type: ignore[union-attr]


NAMES = st.lists(
    st.sampled_from(["tag", "tag_2", "tag_3", "tag_2_2", "title", "input_title", "other", ""]), max_size=12
)


@given(NAMES)
def test_names_become_distinct_and_those_that_are_keep_theirs(names: list[str]) -> None:
    found = distinct(names)
    assert len(set(found)) == len(names) == len(found)
    for place, name in enumerate(names):
        if name not in names[:place]:
            assert found[place] == name
    carried = [carried_name(name) for name in found]
    assert len(set(carried)) == len(carried)
    assert distinct(found) == found


def test_a_key_that_an_object_has_twice_loses_no_value() -> None:
    pairs: list[tuple[str, Any]] = [("a", 1), ("a", 2), ("a_2", 3)]
    assert named(pairs) == {"a": 1, "a_3": 2, "a_2": 3}
