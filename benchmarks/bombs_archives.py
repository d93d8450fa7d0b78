"""Archives that are small and unpack to gigabytes; bombs.py measures what they do."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path

import brotli
import zstandard
from bombs_text import MB, PAGE, Make

SPACES = b" " * MB


def spaces(megabytes: int) -> Iterator[bytes]:
    return repeat(SPACES, megabytes)


def packed(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes pieces to a file, packed as its suffix says, without holding them."""
    if path.suffix == ".zst":
        with path.open("wb") as file, zstandard.ZstdCompressor().stream_writer(file) as writer:
            for piece in pieces:
                writer.write(piece)
    else:
        with gzip.open(path, "wb", compresslevel=6) as file:
            for piece in pieces:
                file.write(piece)


def page_of(megabytes: int) -> Make:
    return lambda path: packed(path, spaces(megabytes))


def line_of(megabytes: int) -> Make:
    return lambda path: packed(path, chain([b'{"html": "'], spaces(megabytes), [b'"}\n']))


def wide_window(path: Path) -> None:
    """A zstd frame that wants a window of 128 MB, and fills it."""
    parameters = zstandard.ZstdCompressionParameters(window_log=27, compression_level=1)
    with path.open("wb") as file, zstandard.ZstdCompressor(compression_params=parameters).stream_writer(file) as writer:
        for _ in range(300):
            writer.write(SPACES)


def many_members(path: Path) -> None:
    """Each gzip member of 30 MB."""
    line = b'{"html": "' + b" " * 30 * MB + b'"}\n'
    path.write_bytes(gzip.compress(line) * 60)


def tar_member(type: bytes, size: int, name: str = "berth.html") -> bytes:
    member = tarfile.TarInfo(name)
    member.type, member.size = type, size
    return member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")


def tar_header_of(type: bytes, megabytes: int) -> Make:
    """A header of a type, as large as that, before a page."""

    def make(path: Path) -> None:
        page = PAGE.encode().ljust(512)
        headers = chain([tar_member(type, megabytes * MB)], spaces(megabytes))
        packed(path, chain(headers, [tar_member(tarfile.REGTYPE, len(page)), page, bytes(1024)]))

    return make


def pax_record(name: str, value: str) -> bytes:
    rest = len(f" {name}={value}\n")
    length = rest + len(str(rest + len(str(rest))))
    return f"{length} {name}={value}\n".encode()


def tar_of_many_headers(path: Path) -> None:
    """Extended headers one after another, each with an attribute of its own."""

    def pieces() -> Iterator[bytes]:
        for number in range(1500):
            record = pax_record(f"tide.{number}", "a" * (MB - 100))
            yield tar_member(tarfile.XHDTYPE, len(record)) + record + bytes(-len(record) % 512)
        yield bytes(1024)

    packed(path, pieces())


def tar_of_small_records(path: Path) -> None:
    """Extended headers of as many records as they can hold."""
    records = b"".join(b"12 %06d=a\n" % number for number in range(87_000))

    def pieces() -> Iterator[bytes]:
        for _ in range(50):
            yield tar_member(tarfile.XHDTYPE, len(records)) + records + bytes(-len(records) % 512)
        yield bytes(1024)

    packed(path, pieces())


def tar_of_long_names(path: Path) -> None:
    """Members that have a name of a megabyte each."""
    name = ("a" * (MB - 6) + ".html").encode()

    def pieces() -> Iterator[bytes]:
        for _ in range(600):
            yield tar_member(tarfile.GNUTYPE_LONGNAME, len(name)) + name + bytes(-len(name) % 512)
            yield tar_member(tarfile.REGTYPE, 512) + PAGE.encode().ljust(512)
        yield bytes(1024)

    packed(path, pieces())


def tar_of_pages_of(megabytes: int, count: int) -> Make:
    def make(path: Path) -> None:
        page = [tar_member(tarfile.REGTYPE, megabytes * MB), *spaces(megabytes)]
        packed(path, chain(*repeat(page, count), [bytes(1024)]))

    return make


def zip_of(megabytes: int, packing: int) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", packing) as archive, archive.open("berth.html", "w", force_zip64=True) as file:
            for piece in spaces(megabytes):
                file.write(piece)

    return make


def zip_of_pages(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(60):
            archive.writestr(f"berth-{number}.html", SPACES * 30)


def warc_record(content: Iterable[bytes], length: int) -> Iterator[bytes]:
    yield (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.com/\r\n"
        b"WARC-Date: 2026-11-27T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:7b2f8d14-58a5-4b18-9f22-0c8c5fb01e11>\r\n"
        b"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n" % length
    )
    yield from content
    yield b"\r\n\r\n"


def warc_of(head: bytes, body: bytes) -> Make:
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n\r\n" + body
    return lambda path: packed(path, warc_record([content], len(content)))


def brotli_of(megabytes: int) -> bytes:
    packer = brotli.Compressor(quality=5)
    return b"".join(map(packer.process, spaces(megabytes))) + packer.finish()


def warc_of_encoded_body(encoding: str) -> Make:
    """A page of 1 GB, encoded by the server."""

    def make(path: Path) -> None:
        if encoding == "br":
            body = brotli_of(1000)
        elif encoding == "zstd":
            packer = zstandard.ZstdCompressor().compressobj()
            body = b"".join(map(packer.compress, spaces(1000))) + packer.flush()
        else:
            file = io.BytesIO()
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6) as member:
                for piece in spaces(1000):
                    member.write(piece)
            body = file.getvalue()
        warc_of(b"Content-Encoding: " + encoding.encode(), body)(path)

    return make


def warc_of_huge_headers(path: Path) -> None:
    packed(path, chain([b"WARC/1.1\r\nWARC-Type: response\r\nX: "], spaces(1000), [b"\r\n\r\n"]))


def warc_of_many_headers(path: Path) -> None:
    headers = b"".join(b"X-Tide-%06d: low\r\n" % number for number in range(50_000))
    packed(path, chain([b"WARC/1.1\r\n"], repeat(headers, 1000), [b"\r\n\r\n"]))


def warc_of_huge_http_headers(path: Path) -> None:
    content = chain([b"HTTP/1.1 200 OK\r\nX: "], spaces(1000))
    packed(path, warc_record(content, 1000 * MB + 20))


def warc_of_pages(path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    content = [head, *spaces(30)]
    packed(path, chain(*(warc_record(content, len(head) + 30 * MB) for _ in range(40))))


def ordinary(path: Path) -> None:
    warc_of(b"Server: quay", PAGE.encode())(path)


ORDINARY: tuple[str, Make] = ("warc.gz", ordinary)

BOMBS: dict[str, tuple[str, Make]] = {
    "gzip: a page of 1 GB": ("txt.gz", page_of(1000)),
    "gzip: a line of 1 GB": ("jsonl.gz", line_of(1000)),
    "gzip: 60 members of a 30 MB line": ("jsonl.gz", many_members),
    "zstd: a page of 1 GB": ("txt.zst", page_of(1000)),
    "zstd: a line of 1 GB": ("jsonl.zst", line_of(1000)),
    "zstd: a window of 128 MB": ("jsonl.zst", wide_window),
    "tar: a GNU long name of 1 GB": ("tar.gz", tar_header_of(tarfile.GNUTYPE_LONGNAME, 1000)),
    "tar: a pax header of 1 GB": ("tar.gz", tar_header_of(tarfile.XHDTYPE, 1000)),
    "tar: a global pax header of 1 GB": ("tar.gz", tar_header_of(tarfile.XGLTYPE, 1000)),
    "tar: 1,500 pax headers of 1 MB before a member": ("tar.gz", tar_of_many_headers),
    "tar: 50 pax headers of 87,000 records": ("tar.gz", tar_of_small_records),
    "tar: 600 names of 1 MB": ("tar.gz", tar_of_long_names),
    "tar: a page of 1 GB": ("tar.gz", tar_of_pages_of(1000, 1)),
    "tar: 60 pages of 30 MB": ("tar.zst", tar_of_pages_of(30, 60)),
    "zip: a page of 1 GB, deflate": ("zip", zip_of(1000, zipfile.ZIP_DEFLATED)),
    "zip: a page of 1 GB, bzip2": ("zip", zip_of(1000, zipfile.ZIP_BZIP2)),
    "zip: a page of 1 GB, LZMA": ("zip", zip_of(1000, zipfile.ZIP_LZMA)),
    "zip: 60 pages of 30 MB": ("zip", zip_of_pages),
    "WARC: a header of 1 GB": ("warc.gz", warc_of_huge_headers),
    "WARC: 50 million headers": ("warc.gz", warc_of_many_headers),
    "WARC: HTTP headers of 1 GB": ("warc.gz", warc_of_huge_http_headers),
    "WARC: a body of 1 GB, gzip": ("warc.gz", warc_of_encoded_body("gzip")),
    "WARC: a body of 1 GB, zstd": ("warc.gz", warc_of_encoded_body("zstd")),
    "WARC: a body of 1 GB, brotli": ("warc.gz", warc_of_encoded_body("br")),
    "WARC: 40 pages of 30 MB": ("warc.zst", warc_of_pages),
}
