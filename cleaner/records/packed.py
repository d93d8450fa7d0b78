"""What gzip and zstd files hold, unpacked as it is read: in bounded memory, up to the first damage, and checked."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Final

if TYPE_CHECKING:
    from types import ModuleType

    from zstandard import ZstdDecompressionObj

GZIP_MAGIC: Final = b"\x1f\x8b"
ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"

GZIP_PIECE: Final = 1 << 16
"""How much of a gzip file is unpacked at once."""

GZIP_CONTENT: Final = 1 << 18
"""How much content a piece gives at once: a bomb's piece, a thousand times its size, comes in portions."""

ZSTD_PIECE: Final = 512
"""How much of a zstd file is unpacked at once. Its blocks are at most 128 KB and can be four bytes when packed: this
much unpacks to 16 MB at worst. On pages (700 MB/s) it is a sixth slower than the library's own reader."""

ZSTD_WINDOW: Final = 1 << 27
"""The largest zstd window that is accepted, 128 MB: what `zstd --ultra -22` makes. `--long=31` would take 2 GB."""

_WITH_GZIP_HEADER: Final = zlib.MAX_WBITS | 16
"""Tells zlib to read gzip's header, and to check the CRC and the length behind the data."""


class PackedContent(io.RawIOBase):
    """The content of a packed file, joined members or frames as one.

    An error, or the end of the file within a member, is raised behind the last byte that could be read.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._rest = b""
        self._content = memoryview(b"")
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._content:
            if self._error:
                raise self._error
            if not self._unpack_more():
                return 0
        size = min(len(buffer), len(self._content))
        buffer[:size] = self._content[:size]
        self._content = self._content[size:]
        return size

    def close(self) -> None:
        self._packed.close()
        super().close()

    def _unpack_more(self) -> bool:
        """Unpacks the next piece into `_content`; False at the end."""
        raise NotImplementedError


class GzipContent(PackedContent):
    """The content of a file of gzip members, with zeros behind them, as tapes and some tools leave them.

    Python's own reader drops what is before a damaged byte in the same 128 KB.
    """

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(packed)
        self._member: Any = None

    def _unpack_more(self) -> bool:
        piece = self._rest or self._packed.read(GZIP_PIECE)
        if self._member is None:
            # Only zeros may stand between members.
            piece = piece.lstrip(b"\0") if piece else piece
            while not piece and (piece := self._packed.read(GZIP_PIECE)):
                piece = piece.lstrip(b"\0")
            if not piece:
                return False
            self._member = zlib.decompressobj(_WITH_GZIP_HEADER)
        elif not piece:
            self._error = EOFError("the file ends within a gzip member")
            return True
        self._unpack(piece)
        return True

    def _unpack(self, piece: bytes) -> None:
        before = self._member.copy()
        try:
            self._content = memoryview(self._member.decompress(piece, GZIP_CONTENT))
        except zlib.error as error:
            self._content = memoryview(_before_damage(before, piece))
            self._error = OSError(f"damaged gzip: {_reason(error)}")
            return
        self._rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        if self._member.eof:
            self._member = None


def _before_damage(member: Any, piece: bytes) -> bytes:
    """What a damaged piece holds before the byte at which it cannot be unpacked any more."""
    content = b""
    for byte in piece:
        try:
            content += member.decompress(bytes((byte,)), GZIP_CONTENT - len(content))
        except zlib.error:
            break
        if member.unconsumed_tail:
            break
    return content


def _reason(error: zlib.error) -> str:
    """zlib's message without its preamble: `Error -3 while decompressing data: incorrect data check`."""
    return str(error).rpartition(": ")[2]


class ZstdContent(PackedContent):
    """The content of a file of zstd frames. Unlike the library's own reader it notices when the last is cut off.

    Args:
        packed: the file.
        library: the module `zstandard`.
    """

    def __init__(self, packed: BinaryIO, library: ModuleType) -> None:
        super().__init__(packed)
        self._library = library
        self._frame: ZstdDecompressionObj | None = None

    def _unpack_more(self) -> bool:
        piece = self._rest or self._packed.read(ZSTD_PIECE)
        if not piece:
            if self._frame is not None:
                raise EOFError("the file ends within a zstd frame")
            return False
        self._unpack(piece)
        return True

    def _unpack(self, piece: bytes) -> None:
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
        try:
            self._content = memoryview(self._frame.decompress(piece))
        except self._library.ZstdError as error:
            raise OSError(f"damaged zstd: {error}") from None
        self._rest = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = None
