"""Counting with DuckDB, which keeps on the disk what the memory does not hold.

Sites are counted alone. So the pages are first parted by their sites, and one part is counted after the other: all
blocks of a million pages at once do not fit through any memory that can be promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from cleaner.records.extras import extra
from cleaner.sites.counting import KEPT, STEPS, page_schema
from cleaner.sites.file import EXTRA, schema, write_sites

if TYPE_CHECKING:
    from pyarrow import RecordBatch, RecordBatchReader, Table

MEMORY: Final = "200MB"
"""What DuckDB may hold of rows; the process takes as much again."""

PART_PAGES: Final = 8_000
PARTS: Final = 128
"""So many pages are counted at once; what is more is parted in 128, which is as much for a million."""

BLOCKS: Final = "unnest(blocks, recursive := true)"


def count(pages: RecordBatchReader, output: Path, key: str, *, memory: str = MEMORY) -> None:
    """Writes the file of sites for pages in the columns of `page_schema`.

    Args:
        pages: the pages; they are read once, a batch at a time.
        output: the file of sites.
        key: the name of the key that told sites apart.
        memory: what DuckDB may hold, such as "500MB". What is more lies in a folder beside `output` as long as it runs.

    Raises:
        MissingExtraError: duckdb is not installed.
        OutputError: the file cannot be written.
    """
    duckdb = extra("duckdb", "duckdb")
    with (
        TemporaryDirectory(prefix=f".{output.name[:40]}.", dir=output.parent) as folder,
        duckdb.connect(str(Path(folder) / "counts.duckdb")) as connection,
    ):
        connection.execute("SET memory_limit = ?", [memory])
        connection.execute("SET temp_directory = ?", [folder])
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        for number, part in enumerate(_parts(pages, Path(folder))):
            _count_part(connection, part, is_first=not number)
        write_sites(output, key, _rows(connection))


def _parts(pages: Iterable[RecordBatch], folder: Path) -> Iterator[RecordBatchReader]:
    """The pages, parted by their sites if they are many; each part is to be read before the next is asked for."""
    arrow = extra("pyarrow", EXTRA)
    first: list[RecordBatch] = []
    rest = iter(pages)
    for batch in rest:
        first.append(batch)
        if sum(held.num_rows for held in first) > PART_PAGES:
            break
    else:
        yield arrow.RecordBatchReader.from_batches(page_schema(), first)
        return
    files = [folder / f"part-{number}.arrow" for number in range(PARTS)]
    _write_parts(chain(first, rest), files)
    for file in files:
        with arrow.OSFile(str(file)) as content, arrow.ipc.open_stream(content) as part:
            yield part
        file.unlink()


def _write_parts(pages: Iterable[RecordBatch], files: list[Path]) -> None:
    """Writes the pages of each site to one of the files."""
    arrow = extra("pyarrow", EXTRA)
    packed = arrow.ipc.IpcWriteOptions(compression="lz4")
    with ExitStack() as opened:
        writers = []
        for file in files:
            content = opened.enter_context(arrow.OSFile(str(file), "wb"))
            writers.append(opened.enter_context(arrow.ipc.new_stream(content, page_schema(), options=packed)))
        for batch in pages:
            rows: dict[int, list[int]] = {}
            for row, name in enumerate(batch.column("site").to_pylist()):
                rows.setdefault(crc32(name.encode()) % len(files), []).append(row)
            for part, members in rows.items():
                is_whole = len(members) == batch.num_rows
                writers[part].write_batch(batch if is_whole else batch.take(arrow.array(members)))


def _count_part(connection: Any, pages: RecordBatchReader, *, is_first: bool) -> None:
    connection.register("incoming", pages)
    connection.execute("CREATE OR REPLACE TABLE pages AS SELECT * FROM incoming")
    for name, step in STEPS.items():
        kind = "TABLE" if name in KEPT else "VIEW"
        connection.execute(f"CREATE OR REPLACE {kind} {name} AS {step.format(blocks=BLOCKS)}")
    connection.execute(f"{'CREATE TABLE found AS' if is_first else 'INSERT INTO found'} SELECT * FROM file_rows")
    connection.unregister("incoming")


def _rows(connection: Any) -> Iterator[Table]:
    arrow = extra("pyarrow", EXTRA)
    found = connection.sql("SELECT * FROM found ORDER BY site, fingerprint")
    for batch in arrow.RecordBatchReader.from_stream(found):
        yield arrow.Table.from_batches([batch]).cast(schema())
