"""What a zip archive's members hold, unpacked in bounded memory.

Python's `zipfile` bounds what it unpacks only of members that are stored or deflated: of bzip2 and LZMA it unpacks all
that it has read, which may be a million times as much.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zipfile
import zlib
from copy import copy
from typing import IO, Final

PIECE: Final = 1 << 12
"""How much of a member is unpacked at once."""

LZMA_BYTES: Final = 1 << 27
"""What LZMA may take: twice its dictionary at the highest preset."""

_LZMA_HEAD: Final = struct.Struct("<2sH5s")
"""Version, size of the properties, properties (APPNOTE.TXT 5.8.8)."""

_UNKNOWN_SIZE: Final = b"\xff" * 8
_ENDS_BY_MARK: Final = 2
"""The flag of an LZMA member that ends with a mark, and not with its size (APPNOTE.TXT 4.4.4)."""


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, max_bytes: int) -> bytes:
    """At most `max_bytes` bytes of what a member holds; of all of it the CRC is checked.

    Raises:
        BadZipFile, EOFError, zlib.error, OSError, LZMAError: the member is damaged.
        NotImplementedError: it is packed in a way that is not read here.
        RuntimeError: it is encrypted.
    """
    if member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # Opening a member compares its name with the directory's: a damaged name may hide a page.
        with archive.open(member) as content:
            return content.read(max_bytes)
    packed = copy(member)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, member.compress_size
    del packed.CRC  # It is that of the content.
    with archive.open(packed) as content:
        page = _unpacked(content, member, max_bytes)
    if len(page) < max_bytes and zlib.crc32(page) != member.CRC:
        raise zipfile.BadZipFile(f"Bad CRC-32 for file {member.filename!r}")
    return page


def _unpacked(packed: IO[bytes], member: zipfile.ZipInfo, max_bytes: int) -> bytes:
    unpacker: bz2.BZ2Decompressor | lzma.LZMADecompressor
    if member.compress_type == zipfile.ZIP_BZIP2:
        unpacker, start = bz2.BZ2Decompressor(), b""
    elif member.compress_type == zipfile.ZIP_LZMA:
        unpacker, start = lzma.LZMADecompressor(lzma.FORMAT_ALONE, LZMA_BYTES), _lzma_alone_head(packed, member)
    else:
        raise NotImplementedError(f"is packed with method {member.compress_type} of zip; pack it with deflate")
    page = bytearray(unpacker.decompress(start, max_bytes)) if start else bytearray()
    while len(page) < max_bytes and not unpacker.eof:
        piece = packed.read(PIECE) if unpacker.needs_input else b""
        if unpacker.needs_input and not piece:
            raise EOFError(f"the member {member.filename!r} is cut off")
        page += unpacker.decompress(piece, max_bytes - len(page))
    return bytes(page)


def _lzma_alone_head(packed: IO[bytes], member: zipfile.ZipInfo) -> bytes:
    """The head of an .lzma file, which is that of a zip's member with the size of the content."""
    head = packed.read(_LZMA_HEAD.size)
    if len(head) < _LZMA_HEAD.size or _LZMA_HEAD.unpack(head)[1] != 5:
        raise zipfile.BadZipFile(f"Bad LZMA header for file {member.filename!r}")
    size = _UNKNOWN_SIZE if member.flag_bits & _ENDS_BY_MARK else member.file_size.to_bytes(8, "little")
    return bytes(_LZMA_HEAD.unpack(head)[2]) + size
