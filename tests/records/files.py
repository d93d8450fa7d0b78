"""Makes inputs of every kind, as the tools make them that users have."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE

Row = Mapping[str, Any]

_PARAGRAPHS = (LEAD, QUOTE, PLAN, COST, ELSEWHERE)


def html(number: int) -> str:
    """A page of its own: its title says its number, its story is some of the usual paragraphs."""
    story = "".join(f"<p>{_PARAGRAPHS[(number + step) % 4]}</p>" for step in range(1 + number % 3, 5))
    head = f"<head><title>Berth {number} is dredged</title></head>"
    return f"<!doctype html><html>{head}<body><nav>Home News Tides</nav><article>{story}</article></body></html>"


def rows(count: int) -> list[dict[str, Any]]:
    """Rows of a table of pages, as a crawler writes them, with a column that is none of ours."""
    return [
        {"id": f"berth-{n}", "url": f"https://harbor-courier.example/{n}", "html": html(n), "crawl": f"night {n % 7}"}
        for n in range(count)
    ]


def write_jsonl(path: Path, rows: Sequence[Row]) -> Path:
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    if path.suffix == ".gz":
        lines = gzip.compress(lines)
    elif path.suffix == ".zst":
        lines = zstandard.compress(lines)
    path.write_bytes(lines)
    return path


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
        table.writeheader()
        table.writerows(rows)
    return path


def write_parquet(path: Path, rows: Sequence[Row], group: int = 10) -> Path:
    pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=group)
    return path


def write_arrow(path: Path, rows: Sequence[Row], *, stream: bool = False) -> Path:
    table = pa.Table.from_pylist(list(rows))
    new = pa.ipc.new_stream if stream else pa.ipc.new_file
    with new(path, table.schema) as file:
        file.write_table(table, max_chunksize=10)
    return path


def write_folder(path: Path, rows: Sequence[Row]) -> Path:
    """Half of the pages above, half in a folder below."""
    for number, row in enumerate(rows):
        folder = path / "below" if number % 2 else path
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{row['id']}.html").write_text(row["html"], encoding="utf-8")
    return path


def write_tar(path: Path, rows: Sequence[Row]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix in (".tgz", ".gz") else "w") as archive:
        for row in rows:
            page = row["html"].encode()
            member = tarfile.TarInfo(f"pages/{row['id']}.html")
            member.size = len(page)
            archive.addfile(member, io.BytesIO(page))
    return path


def write_zip(path: Path, rows: Sequence[Row]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            archive.writestr(f"pages/{row['id']}.html", row["html"])
    return path


def response(
    url: str, page: bytes, headers: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK"
) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.is_http = True
    record.headers["WARC-Target-URI"] = url
    record.set_bytes_content(f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + page)
    return record


def conversion(url: str, text: str) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(WarcRecordType.conversion)
    record.headers["WARC-Target-URI"] = url
    record.headers["Content-Type"] = "text/plain"
    record.set_bytes_content(text.encode())
    return record


def write_warc(path: Path, records: Sequence[WarcRecord]) -> Path:
    """A record a gzip member if the suffix says gzip, as crawlers do it."""
    with path.open("wb") as file:
        writer = GzipWriter(file) if path.suffix == ".gz" else None
        for record in records:
            record.write(writer or file)
            if writer:
                writer.finish()
        if writer:
            writer.close()
    return path


def write_warc_rows(path: Path, rows: Sequence[Row]) -> Path:
    return write_warc(path, [response(row["url"], row["html"].encode()) for row in rows])


WRITERS = {
    "pages": write_folder,
    "pages.jsonl": write_jsonl,
    "pages.jsonl.gz": write_jsonl,
    "pages.jsonl.zst": write_jsonl,
    "pages.csv": write_csv,
    "pages.tsv": write_csv,
    "pages.parquet": write_parquet,
    "pages.arrow": write_arrow,
    "pages.warc": write_warc_rows,
    "pages.warc.gz": write_warc_rows,
    "pages.tar": write_tar,
    "pages.tar.gz": write_tar,
    "pages.zip": write_zip,
}
"""For each kind of input, by a name that it can have, what writes it."""
