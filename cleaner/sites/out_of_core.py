"""Counting with DuckDB, which keeps on the disk what the memory does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from cleaner.records.extras import extra
from cleaner.sites.counting import STEPS
from cleaner.sites.file import schema, write_sites

if TYPE_CHECKING:
    from pyarrow import Table

MEMORY: Final = "300MB"
"""What DuckDB may hold; it is not quicker with more, but for crawls that fit."""

KEPT: Final = frozenset({"distinct_pages", "all_sites", "repeated_prose", "copies", "known_sites"})
"""Steps whose rows are kept, because several others read them, or because they are few."""

BLOCKS: Final = "unnest(blocks, recursive := true)"


def count_files(pages: Sequence[Path], output: Path, key: str, *, memory: str = MEMORY) -> None:
    """Writes the file of sites for pages that lie in Parquet files, in the columns of `page_schema`.

    Args:
        pages: the files.
        output: the file of sites.
        key: the name of the key that told sites apart.
        memory: what DuckDB may hold, such as "300MB". What is more lies in a folder beside `output` as long as it runs.

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
        write_sites(output, key, _rows(connection, [str(path) for path in pages]))


def _rows(connection: Any, files: list[str]) -> Iterator[Table]:
    connection.read_parquet(files).create_view("pages")
    for name, step in STEPS.items():
        kind = "TABLE" if name in KEPT else "VIEW"
        connection.execute(f"CREATE {kind} {name} AS {step.format(blocks=BLOCKS)}")
    found = connection.sql("SELECT * FROM file_rows ORDER BY site, fingerprint")
    arrow = extra("pyarrow", "sites")
    for batch in arrow.RecordBatchReader.from_stream(found):
        yield arrow.Table.from_batches([batch]).cast(schema())
