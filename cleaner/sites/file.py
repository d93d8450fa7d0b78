"""The file of what was learned: Parquet, one row for each block that a site repeats, sorted by site and fingerprint.

A site that repeats nothing has one row without a fingerprint. docs/sites.md describes the columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cleaner.atomic import replacing
from cleaner.errors import OutputError, SitesError
from cleaner.records.extras import extra
from cleaner.sites.site import Repeated, Site

if TYPE_CHECKING:
    from pyarrow import Schema, Table

EXTRA: Final = "sites"
VERSION: Final = 1
"""Goes up when the columns mean something else."""

MARK: Final = b"story-cleaner sites"
"""The key of the file's metadata under which its version is, and how its sites were told apart."""

READ_BY_CLEANING: Final = ("site", "site_pages", "fingerprint", "above", "inside", "below")
READ_BY_PEOPLE: Final = ("container", "sample")

GROUP_ROWS: Final = 100_000
MOST_UNPACKED: Final = 100
"""A file unpacks to less than a hundred times its size: half of it are fingerprints, which nothing packs."""

MOST_CACHED: Final = 256
"""Sites that are held as Python objects, beside the table that they are read from."""


def schema() -> Schema:
    arrow = extra("pyarrow", EXTRA)
    text, count = arrow.string(), arrow.int32()
    columns = [
        ("site", text),
        ("site_pages", count),
        ("fingerprint", arrow.int64()),
        ("above", count),
        ("inside", count),
        ("below", count),
        ("container", text),
        ("sample", text),
    ]
    return arrow.schema([arrow.field(name, type, nullable=name == "fingerprint") for name, type in columns])


class Stored(Mapping[str, Site]):
    """The sites of a table, each made when it is asked for.

    Args:
        table: the rows of a file.
        starts: the first row of each site, by its name.
    """

    def __init__(self, table: Table, starts: Mapping[str, int]) -> None:
        self.table = table
        self._starts = starts
        ends = [*starts.values(), table.num_rows][1:]
        self._ends = dict(zip(starts, ends, strict=True))
        self._cache: dict[str, Site] = {}

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._starts)

    def __contains__(self, name: object) -> bool:
        return name in self._starts

    def __getitem__(self, name: str) -> Site:
        site = self._cache.get(name)
        if site is None:
            if len(self._cache) >= MOST_CACHED:
                self._cache = {}
            start = self._starts[name]
            site = self._cache[name] = _site(self.table.slice(start, self._ends[name] - start))
        return site

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_cache": {}}


def _site(rows: Table) -> Site:
    columns = [rows.column(name).to_pylist() for name in rows.column_names if name not in ("site", "site_pages")]
    fingerprints, *rest = columns
    blocks = {key: Repeated(*values) for key, *values in zip(fingerprints, *rest, strict=True) if key is not None}
    return Site(rows.column("site_pages")[0].as_py(), blocks)


def table_of(sites: Mapping[str, Site]) -> Table:
    """The rows of a file for these sites."""
    arrow = extra("pyarrow", EXTRA)
    rows = [row for name in sorted(sites) for row in _rows(name, sites[name])]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema())
    arrays = [arrow.array(cells, field.type) for cells, field in zip(columns, schema(), strict=True)]
    return arrow.Table.from_arrays(arrays, schema=schema())


def _rows(name: str, site: Site) -> Iterator[tuple[Any, ...]]:
    blocks = site.lasting()
    for fingerprint, block in blocks.items():
        yield (name, site.pages, fingerprint, *block)
    if not blocks:
        yield (name, site.pages, None, 0, 0, 0, "", "")


def write_sites(path: Path, key: str, table: Table | Iterable[Table]) -> None:
    """Writes rows in their order, those of one table or of several; the same rows give the same bytes.

    Raises:
        OutputError: the file cannot be written.
    """
    arrow, parquet = extra("pyarrow", EXTRA), extra("pyarrow.parquet", EXTRA)
    marked = schema().with_metadata({MARK: json.dumps({"version": VERSION, "key": key}).encode()})
    tables = [table] if isinstance(table, arrow.Table) else table
    try:
        with replacing(path, sync=True) as aside, parquet.ParquetWriter(aside, marked, compression="zstd") as out:
            for group in _groups(arrow, tables):
                out.write_table(group.cast(marked), row_group_size=GROUP_ROWS)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def _groups(arrow: Any, tables: Iterable[Table]) -> Iterator[Table]:
    """The rows in portions of `GROUP_ROWS`, however they come."""
    held = schema().empty_table()
    for table in tables:
        held = arrow.concat_tables([held, table.cast(held.schema)])
        while held.num_rows >= GROUP_ROWS:
            yield held.slice(0, GROUP_ROWS)
            held = held.slice(GROUP_ROWS)
    yield held.combine_chunks()


def read_sites(path: Path, *, samples: bool = True) -> tuple[str, Stored]:
    """The key by which a file's sites were told apart, and its sites.

    Args:
        path: the file.
        samples: whether to read the columns that only people read.

    Raises:
        SitesError: it cannot be read, is damaged, of another version or not of this kind.
    """
    arrow, parquet = extra("pyarrow", EXTRA), extra("pyarrow.parquet", EXTRA)
    columns = [*READ_BY_CLEANING, *(READ_BY_PEOPLE if samples else ())]
    try:
        with path.open("rb") as content, parquet.ParquetFile(content) as file:
            key = _key(path, file)
            _check_size(path, file)
            table = file.read(columns=columns)
            return key, stored(table, path)
    except (arrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, SitesError):
            raise
        if isinstance(error, OSError) and error.errno is not None:
            raise SitesError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
        raise SitesError(f"{path}: is damaged, or no file that `cleaner sites learn` wrote; learn it again") from None


def _key(path: Path, file: Any) -> str:
    """How the file's sites were told apart, once it is clear that it is one of ours."""
    said = (file.schema_arrow.metadata or {}).get(MARK)
    if said is None:
        raise SitesError(f"{path}: is no file of sites; `cleaner sites learn` writes one")
    mark = json.loads(said)
    if mark.get("version") != VERSION:
        raise SitesError(
            f"{path}: is of version {mark.get('version')}, and this release reads {VERSION}; learn it again"
        )
    if not file.schema_arrow.equals(schema()) or not isinstance(mark.get("key"), str):
        raise SitesError(f"{path}: has not the columns of a file of sites; learn it again")
    return str(mark["key"])


def _check_size(path: Path, file: Any) -> None:
    """Refuses a file that would unpack to more than any file of ours."""
    packed = path.stat().st_size
    groups = [file.metadata.row_group(group) for group in range(file.metadata.num_row_groups)]
    if file.metadata.num_rows > packed or sum(group.total_byte_size for group in groups) > MOST_UNPACKED * packed:
        raise SitesError(f"{path}: unpacks to more than a file of sites can; it is damaged, or not ours")


def stored(table: Table, path: Path | str = "the table") -> Stored:
    """The sites of rows in the order of a file; raises SitesError, with the name of the file, if they are not."""
    return Stored(table, _starts(path, table))


def _starts(path: Path | str, table: Table) -> dict[str, int]:
    """The first row of each site."""
    compute = extra("pyarrow.compute", EXTRA)
    counts = [table.column(name) for name in READ_BY_CLEANING if name not in ("site", "fingerprint")]
    if any(column.null_count or (len(column) and compute.min(column).as_py() < 0) for column in counts):
        raise SitesError(f"{path}: is damaged: it counts less than nothing; learn it again")
    names = table.column("site").combine_chunks()
    if not len(names):
        return {}
    runs = compute.run_end_encode(names)
    starts = [0, *runs.run_ends.to_pylist()[:-1]]
    found = dict(zip(runs.values.to_pylist(), starts, strict=True))
    if len(found) != len(starts) or list(found) != sorted(found):
        raise SitesError(f"{path}: is damaged: its rows are not in the order of its sites; learn it again")
    return found


def content_digest(table: Table, key: str) -> str:
    """The SHA-256 of what cleaning reads of these rows, in hexadecimal digits."""
    from hashlib import sha256

    digest = sha256(json.dumps([VERSION, key]).encode())
    for name in READ_BY_CLEANING:
        for chunk in table.column(name).chunks:
            digest.update(
                "".join([f"{site}\0" for site in chunk.to_pylist()]).encode() if name == "site" else _values(chunk)
            )
    return digest.hexdigest()


def _values(numbers: Any) -> memoryview:
    """The bytes of a column's numbers, 0 where there is none; around them in Arrow's buffer may lie anything."""
    filled = numbers.fill_null(0)
    width = filled.type.bit_width // 8
    return memoryview(filled.buffers()[1])[filled.offset * width : (filled.offset + len(filled)) * width]
