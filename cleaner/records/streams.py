"""Opens files, here and on remote stores, and unpacks gzip and zstd as they are read, in bounded memory."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.records.extras import extra

if TYPE_CHECKING:
    from zstandard import ZstdDecompressionObj

GZIP_MAGIC: Final = b"\x1f\x8b"
ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"

UNPACKED_BYTES: Final = 512
"""How much of a zstd file is unpacked at once. Its blocks are at most 128 KB and can be four bytes when packed: this
much unpacks to 16 MB at worst. On pages (700 MB/s) it is a sixth slower than the library's own reader."""

WINDOW_BYTES: Final = 1 << 27
"""The largest zstd window that is accepted, 128 MB: what `zstd --ultra -22` makes. `--long=31` would take 2 GB."""

READ_BYTES: Final = 1 << 18
"""Read from a disk at once: a page and more. With Python's 8 KB, reading lines of pages takes half as long again."""

SKIPPED_BYTES: Final = 1 << 20

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
        return gzip.GzipFile(fileobj=head)  # type: ignore[return-value]
    if start.startswith(ZSTD_MAGIC):
        return io.BufferedReader(_ZstdFile(head), 1 << 17)
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


def _peeked(file: BinaryIO) -> bytes:
    start = file.read(len(ZSTD_MAGIC))
    file.seek(0)
    return start


class _ZstdFile(io.RawIOBase):
    """The content of a file of zstd frames. Unlike the library's own reader it notices when the last is cut off."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._library = extra("zstandard", "zstd")
        self._frame: ZstdDecompressionObj | None = None
        self._rest = b""
        self._content = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._content:
            packed = self._rest or self._packed.read(UNPACKED_BYTES)
            if not packed:
                if self._frame is not None:
                    raise EOFError("the file ends within a zstd frame")
                return 0
            self._unpack(packed)
        size = min(len(buffer), len(self._content))
        buffer[:size] = self._content[:size]
        self._content = self._content[size:]
        return size

    def _unpack(self, packed: bytes) -> None:
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor(max_window_size=WINDOW_BYTES).decompressobj()
        try:
            self._content = memoryview(self._frame.decompress(packed))
        except self._library.ZstdError as error:
            raise OSError(f"damaged zstd: {error}") from None
        self._rest = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = None

    def close(self) -> None:
        self._packed.close()
        super().close()
