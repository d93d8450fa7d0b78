"""Opens files, here and on remote stores, and unpacks gzip and zstd as they are read, in bounded memory."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, Final

from cleaner.records.extras import extra
from cleaner.records.packed import GZIP_MAGIC, ZSTD_MAGIC, GzipContent, ZstdContent

READ_BYTES: Final = 1 << 18
"""Read from a disk at once: a page and more. With Python's 8 KB, reading lines of pages takes half as long again."""

SKIPPED_BYTES: Final = 1 << 20
"""What is passed over is read in pieces of this size."""

UNPACKED_BUFFER: Final = 1 << 17

UNPACKING_ERRORS: Final = (EOFError, zlib.error, OSError, ValueError)
"""What a truncated or damaged file raises while it is read."""

_REMOTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_remote(path: str) -> bool:
    """Whether a path names itself by a scheme, such as s3://."""
    return _REMOTE.match(path) is not None


def open_file(path: str) -> BinaryIO:
    """A file, here or on a remote store, as its bytes are."""
    if not is_remote(path):
        return open(path, "rb", READ_BYTES)
    remote: BinaryIO = extra("fsspec", "cloud").open(path, "rb").open()
    return remote


def unpacked(file: BinaryIO) -> BinaryIO:
    """A file's content: unpacked if its first bytes say that it is gzip or zstd, whatever its name."""
    head = io.BufferedReader(file) if isinstance(file, io.RawIOBase) else file
    start = head.peek(len(ZSTD_MAGIC)) if hasattr(head, "peek") else _peeked(head)
    if start.startswith(GZIP_MAGIC):
        return io.BufferedReader(GzipContent(head), UNPACKED_BUFFER)
    if start.startswith(ZSTD_MAGIC):
        return io.BufferedReader(ZstdContent(head, extra("zstandard", "zstd")), UNPACKED_BUFFER)
    return head


def bounded_lines(stream: IO[bytes], max_bytes: int) -> Iterator[bytes | None]:
    """The lines of a stream with their line ends; None stands for one larger than `max_bytes`, never held whole."""
    while line := stream.readline(max_bytes + 1):
        if len(line) <= max_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(SKIPPED_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None


def skip(stream: IO[bytes], size: int) -> int:
    """Reads past `size` bytes, without holding them; returns how many there were."""
    left = size
    while left and (passed := len(stream.read(min(left, SKIPPED_BYTES)))):
        left -= passed
    return size - left


def _peeked(file: BinaryIO) -> bytes:
    start = file.read(len(ZSTD_MAGIC))
    file.seek(0)
    return start
