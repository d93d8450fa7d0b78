"""What becomes of cells of every type, in every format; a cell that is damaged costs its own row at most."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.batch import run
from cleaner.records import Failure, Record, read, write
from cleaner.records.rows import as_json
from tests.records.files import html, rows, write_arrow

CLEANER = Cleaner()
DAY = datetime.date(2026, 3, 1)
ZONED = pa.timestamp("ns", "Europe/Berlin")

CELLS: Mapping[str, tuple[pa.Array, Any]] = {
    "word": (pa.array(["Ebbe"]), "Ebbe"),
    "large_text": (pa.array(["Ebbe"], pa.large_string()), "Ebbe"),
    "text_view": (pa.array(["longer than twelve letters"], pa.string_view()), "longer than twelve letters"),
    "category": (pa.array(["port"]).dictionary_encode(), "port"),
    "runs": (pa.RunEndEncodedArray.from_arrays([1], pa.array(["port"])), "port"),
    "truth": (pa.array([True]), True),
    "big": (pa.array([2**64 - 1], pa.uint64()), 2**64 - 1),
    "real": (pa.array([0.1]), 0.1),
    "half": (pa.array([0.5], pa.float16()), 0.5),
    "nan": (pa.array([float("nan")]), "NaN"),
    "infinite": (pa.array([float("inf")]), "Infinity"),
    "below": (pa.array([float("-inf")], pa.float32()), "-Infinity"),
    "decimal": (pa.array([Decimal("12345678901234567890.50")], pa.decimal128(38, 2)), "12345678901234567890.50"),
    "day": (pa.array([DAY]), "2026-03-01"),
    "time": (pa.array([61_000_000_001], pa.time64("ns")), "00:01:01.000000001"),
    "local": (pa.array([1_700_000_000_000], pa.timestamp("ms")), "2023-11-14T22:13:20.000"),
    "zoned": (pa.array([1_700_000_000_000_000_001], ZONED), "2023-11-14T22:13:20.000000001Z"),
    "nowhere": (pa.array([0], pa.timestamp("ms", "No/Where")), "1970-01-01T00:00:00.000Z"),
    "far": (pa.array([10**15], pa.timestamp("ms")), "1000000000000000"),
    "span": (pa.array([1_500], pa.duration("ms")), "PT1.500S"),
    "months": (pa.array([(1, 2, 3)], pa.month_day_nano_interval()), [1, 2, 3]),
    "bytes": (pa.array([b"\xff\x00"]), "/wA="),
    "digest": (pa.array([b"abcd"], pa.binary(4)), "YWJjZA=="),
    "list": (pa.array([["a", None]]), ["a", None]),
    "nothing": (pa.array([None]), None),
    "struct": (pa.array([{"x": 1, "when": DAY}]), {"x": 1, "when": "2026-03-01"}),
    "twins": (pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], ["x", "x"]), {"x": 1, "x_2": 2}),
    "map": (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32())), {"a": 1}),
    "map_of_large_text": (pa.array([[("a", 1)]], pa.map_(pa.large_string(), pa.int32())), {"a": 1}),
    "map_of_numbers": (pa.array([[(1, "a")]], pa.map_(pa.int32(), pa.string())), [[1, "a"]]),
    "list_of_categories": (pa.ListArray.from_arrays([0, 1], pa.array(["port"]).dictionary_encode()), ["port"]),
    "either": (pa.UnionArray.from_dense(pa.array([0], pa.int8()), pa.array([0], pa.int32()), [pa.array([7])]), 7),
    "token": (pa.array([bytes(15) + b"\1"], pa.uuid()), "00000000-0000-0000-0000-000000000001"),
}
"""For each type of Arrow a column with one cell, and what it is in JSON."""

NOT_IN_PARQUET = {"runs", "months", "either"}
NO_PARQUET_COLUMN = {"months", "either", "list_of_categories"}
"""What Parquet, or our spool, has no place for: it goes to `other`, as in JSON."""


def arrow_file(path: Path) -> Path:
    columns = {"html": pa.array([html(0)]), **{name: column for name, (column, _) in CELLS.items()}}
    if path.suffix == ".parquet":
        columns = {name: column for name, column in columns.items() if name not in NOT_IN_PARQUET}
        pq.write_table(pa.table(columns), path)
    else:
        batch = pa.record_batch(columns)
        with pa.ipc.new_file(path, batch.schema) as file:
            file.write_batch(batch)
    return path


def cleaned(path: Path) -> list[tuple[Record, Any]]:
    return [(record, CLEANER.clean(record.page, form=record.form)) for record in read(path)]


def lines_of(path: Path) -> list[dict[str, Any]]:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return [json.loads(line, parse_constant=refuse) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_cells_of_every_type_are_plain_json(suffix: str, tmp_path: Path) -> None:
    write(cleaned(arrow_file(tmp_path / f"pages.{suffix}")), tmp_path / "stories.jsonl")
    (line,) = lines_of(tmp_path / "stories.jsonl")
    for name, (_, expected) in CELLS.items():
        if suffix == "arrow" or name not in NOT_IN_PARQUET:
            assert line[name] == expected, name


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_cells_of_every_type_stay_what_they_are_in_parquet(suffix: str, tmp_path: Path) -> None:
    run(arrow_file(tmp_path / f"pages.{suffix}"), tmp_path / "stories.parquet", workers=1)
    table = pq.read_table(tmp_path / "stories.parquet")
    other = json.loads(table.column("other")[0].as_py())
    for name, (column, expected) in CELLS.items():
        if name in NO_PARQUET_COLUMN:
            if suffix == "arrow" or name not in NOT_IN_PARQUET:
                assert other[name] == expected, name
        elif suffix == "arrow" or name not in NOT_IN_PARQUET:
            plain = {"category": column.cast(pa.string()) if name == "category" else None, "runs": pa.array(["port"])}
            wanted = plain.get(name, column)
            assert table.column(name).combine_chunks().cast(wanted.type).to_string() == wanted.to_string(), name


JSON_CELLS: Mapping[str, tuple[str, Any]] = {
    "nan": ("NaN", "NaN"),
    "infinite": ("[-Infinity, 1e999]", ["-Infinity", "Infinity"]),
    "big": (str(10**40), 10**40),
    "nested": ('{"a": [{"b": null}], "a": true}', {"a": [{"b": None}], "a_2": True}),
    "odd": ('"Ebbe \\u0000 \\ud83d"', "Ebbe \0 ?"),
}
"""For each cell as JSON Lines may have it what comes out."""


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_cells_of_json_lines_come_out_as_json(suffix: str, tmp_path: Path) -> None:
    cells = "".join(f', "{name}": {text}' for name, (text, _) in JSON_CELLS.items())
    (tmp_path / "pages.jsonl").write_text(f'{{"html": {json.dumps(html(0))}{cells}}}\n')
    run(tmp_path / "pages.jsonl", tmp_path / f"stories.{suffix}", workers=1)
    if suffix == "jsonl":
        (found,) = lines_of(tmp_path / "stories.jsonl")
    else:
        found = json.loads(pq.read_table(tmp_path / "stories.parquet").column("other")[0].as_py())
    assert {name: found[name] for name in JSON_CELLS} == {name: wanted for name, (_, wanted) in JSON_CELLS.items()}


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_cells_of_csv_are_text(suffix: str, tmp_path: Path) -> None:
    with (tmp_path / "pages.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["html", "n", "x"], [html(0), "NaN", "007"]])
    run(tmp_path / "pages.csv", tmp_path / f"stories.{suffix}", workers=1)
    output = tmp_path / f"stories.{suffix}"
    (row,) = lines_of(output) if suffix == "jsonl" else pq.read_table(output).to_pylist()
    assert (row["n"], row["x"]) == ("NaN", "007")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda members: st.lists(members, max_size=3) | st.dictionaries(st.text(max_size=2), members, max_size=3),
    max_leaves=8,
)


@given(JSON_VALUES)
def test_whatever_a_cell_holds_its_text_is_json(value: Any) -> None:
    text = as_json(value)
    assert "\n" not in text
    json.loads(text, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))


def damaged_text(*cells: bytes) -> pa.Array:
    """A column of text, whatever the bytes."""
    return pa.array(list(cells)).view(pa.string())


SPOILED = b"Fl\xfct"
MENDED = "Fl\ufffdt"


def damaged_columns(kind: str) -> dict[str, pa.Array]:
    text = damaged_text(b"Ebbe", SPOILED, b"Sog")
    return {
        "text": {"tide": text},
        "category": {"tide": pa.DictionaryArray.from_arrays(pa.array([0, 1, 2], pa.int32()), text)},
        "list": {"tide": pa.ListArray.from_arrays([0, 1, 2, 3], text)},
        "struct": {"tide": pa.StructArray.from_arrays([text, pa.array([b"\xff"] * 3)], ["name", "raw"])},
        "map": {"tide": pa.MapArray.from_arrays([0, 1, 2, 3], text, pa.array([1, 2, 3]))},
    }[kind]


@pytest.mark.parametrize("output", ["jsonl", "parquet"])
@pytest.mark.parametrize("kind", ["text", "category", "list", "struct", "map"])
@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_a_carried_cell_that_is_not_utf8_is_mended(suffix: str, kind: str, output: str, tmp_path: Path) -> None:
    batch = pa.record_batch({"html": pa.array([html(n) for n in range(3)]), **damaged_columns(kind)})
    path = tmp_path / f"pages.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.Table.from_batches([batch]), path)
    else:
        with pa.ipc.new_file(path, batch.schema) as file:
            file.write_batch(batch)
    tally = run(path, tmp_path / f"stories.{output}", workers=1).tally
    assert (tally.pages, tally.failed) == (3, 0)
    assert len(list(read(tmp_path / f"stories.{output}", text_column="text"))) == 3
    if output == "jsonl":
        cells = [line["tide"] for line in lines_of(tmp_path / "stories.jsonl")]
    else:
        table = pq.read_table(tmp_path / "stories.parquet")
        table.validate(full=True)
        cells = table.column("tide").to_pylist()
    assert MENDED in repr(cells[1])
    assert "Ebbe" in repr(cells[0]) and "Sog" in repr(cells[2])
    if kind == "struct":
        assert cells[1]["raw"] in (b"\xff", "/w==")


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
def test_a_page_that_is_not_utf8_is_decoded_like_a_page_from_the_web(kind: str, tmp_path: Path) -> None:
    page = html(1).replace("<head>", '<head><meta charset="iso-8859-1">').replace("Berth", "Liegeplatz für")
    cells = pa.array([html(0).encode(), page.encode("latin-1"), html(2).encode()])
    column = {
        "string": lambda: cells.view(pa.string()),
        "large_string": lambda: cells.cast(pa.large_binary()).view(pa.large_string()),
        "string_view": lambda: cells.cast(pa.binary_view()).view(pa.string_view()),
        "dictionary": lambda: pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), cells.view(pa.string())),
    }[kind]()
    batch = pa.record_batch({"html": column})
    with pa.ipc.new_file(tmp_path / "pages.arrow", batch.schema) as file:
        file.write_batch(batch)
    titles = [story.title for _, story in cleaned(tmp_path / "pages.arrow")]
    assert titles == ["Berth 0 is dredged", "Liegeplatz für 1 is dredged", "Berth 2 is dredged"]


def test_a_cell_that_points_beyond_its_column_costs_its_own_row(tmp_path: Path) -> None:
    """Followed, it would end the process."""
    names = pa.DictionaryArray.from_arrays(pa.array([0, 7_000_000, 0], pa.int32()), pa.array(["Ebbe"]), safe=False)
    offsets = pa.py_buffer(memoryview(b"".join(n.to_bytes(4, "little") for n in (0, 4, 2_000_000_000, 8))))
    texts = pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"EbbeFlut")])
    for number, column in enumerate((names, texts)):
        batch = pa.record_batch({"html": pa.array([html(n) for n in range(3)]), "tide": column})
        path = tmp_path / f"{number}.arrow"
        with pa.ipc.new_file(path, batch.schema) as file:
            file.write_batch(batch)
        failures: list[Failure] = []
        good = [record.number for record in read(path, failed=failures.append)]
        assert sorted([*good, *(failure.number for failure in failures)]) == [0, 1, 2]
        assert 0 in good and {failure.kind for failure in failures} == {"corrupt"}


def test_ids_and_addresses_may_be_of_any_type(tmp_path: Path) -> None:
    table = [{"html": html(0), "id": b"berth-0", "url": b"https://x.example/"}, {"html": html(1), "id": None}]
    path = write_arrow(tmp_path / "pages.arrow", table)
    assert [(record.id, record.url) for record in read(path)] == [
        ("berth-0", "https://x.example/"),
        (f"{path}:1", None),
    ]


@pytest.mark.parametrize("options", [{}, {"html_column": "html"}])
def test_rows_of_json_lines_without_a_page_fail_wherever_they_are(options: dict[str, str], tmp_path: Path) -> None:
    """The first object need not have all columns, and the page's least of all."""
    lines = [{"url": "https://x.example/", "error": 503}, rows(1)[0], {"html": None}, rows(2)[1]]
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    summary = run(tmp_path / "pages.jsonl", tmp_path / "stories.jsonl", workers=1, **options)  # type: ignore[arg-type]
    assert (summary.tally.pages, summary.tally.failed) == (4, 2)
    failures = lines_of(tmp_path / "stories.jsonl.failures.jsonl")
    assert [failure["number"] for failure in failures] == [0, 2]
    assert all("has no" in failure["reason"] for failure in failures)
    stories = lines_of(tmp_path / "stories.jsonl")
    assert [story["id"] for story in stories] == ["berth-0", "berth-1"]
