"""Damaged archives: what can be read comes out, the rest is told with its place, and nothing is lost in silence."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cleaner.errors import InputError
from cleaner.records import Failure, Record, read
from tests.records import files
from tests.records.files import html, rows

COUNT = 12


def read_all(path: Path, **options: object) -> tuple[list[Record], list[Failure]]:
    failures: list[Failure] = []
    return list(read(path, failed=failures.append, **options)), failures  # type: ignore[arg-type]


def read_or_told(path: Path) -> tuple[list[Record], list[Failure]]:
    """As `read_all`; a table whose first row lost its page is refused as a whole."""
    try:
        return read_all(path)
    except InputError as error:
        return [], [Failure(path.name, path.name, 0, "corrupt", str(error))]


def pages(records: list[Record]) -> list[str | bytes]:
    return [record.page if isinstance(record.page, str) else record.page.decode() for record in records]


def tar_bytes(first: int = 0, count: int = COUNT, form: int = tarfile.GNU_FORMAT, name: str = "pages/berth") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for number in range(first, first + count):
            page = html(number).encode()
            member = tarfile.TarInfo(f"{name}-{number}.html")
            member.size = len(page)
            archive.addfile(member, io.BytesIO(page))
    return file.getvalue()


def header_offsets(archive: bytes) -> list[int]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as file:
        return [member.offset for member in file]


def damaged(archive: bytes, offset: int, new: bytes) -> bytes:
    return archive[:offset] + new + archive[offset + len(new) :]


def cut_within_the_header(archive: bytes) -> bytes:
    return archive[: header_offsets(archive)[5] + 100]


def cut_at_a_header(archive: bytes) -> bytes:
    return archive[: header_offsets(archive)[5]]


def cut_within_a_page(archive: bytes) -> bytes:
    return archive[: header_offsets(archive)[4] + 700]


def cut_before_the_end_blocks(archive: bytes) -> bytes:
    last = header_offsets(archive)[-1] + 512
    return archive[: last + -(-len(html(COUNT - 1).encode()) // 512) * 512]


CUTS: list[tuple[Callable[[bytes], bytes], int]] = [
    (cut_within_the_header, 5),
    (cut_at_a_header, 5),
    (cut_within_a_page, 4),
    (cut_before_the_end_blocks, COUNT),
]


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tar.zst"])
@pytest.mark.parametrize(("cut", "whole"), CUTS, ids=[cut.__name__ for cut, _ in CUTS])
def test_a_cut_tar_gives_what_is_whole_and_one_failure(
    cut: Callable[[bytes], bytes], whole: int, suffix: str, tmp_path: Path
) -> None:
    content = cut(tar_bytes())
    packed = {"tar": content, "tar.gz": gzip.compress(content), "tar.zst": zstandard.compress(content)}[suffix]
    (tmp_path / f"pages.{suffix}").write_bytes(packed)
    records, failures = read_all(tmp_path / f"pages.{suffix}")
    assert pages(records) == [html(n) for n in range(whole)]
    assert [(failure.kind, failure.number) for failure in failures] == [("corrupt", whole)]
    assert "byte" in failures[0].reason or "missing" in failures[0].reason


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("new", [b"\xff", bytes(512)], ids=["flipped byte", "zeroed header"])
def test_a_damaged_tar_header_costs_its_own_member(new: bytes, form: int, tmp_path: Path) -> None:
    archive = tar_bytes(form=form)
    (tmp_path / "pages.tar").write_bytes(damaged(archive, header_offsets(archive)[5], new))
    records, failures = read_all(tmp_path / "pages.tar")
    assert pages(records) == [html(n) for n in range(COUNT) if n != 5]
    assert [(failure.kind, failure.number) for failure in failures] == [("corrupt", 5)]
    assert str(header_offsets(archive)[5]) in failures[0].reason


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_are_read_and_one_that_is_damaged_is_told(form: int, tmp_path: Path) -> None:
    name = "/".join(["tide-tables"] * 20)
    archive = tar_bytes(form=form, name=name)
    (tmp_path / "pages.tar").write_bytes(archive)
    records, failures = read_all(tmp_path / "pages.tar")
    assert [record.id for record in records] == [f"{name}-{n}.html" for n in range(COUNT)]
    assert not failures
    header = header_offsets(archive)[5]
    (tmp_path / "pages.tar").write_bytes(damaged(archive, header + 2, b"\xff"))
    assert len(read_all(tmp_path / "pages.tar")[1]) == 1


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tar.zst"])
def test_joined_tars_are_read_on(suffix: str, tmp_path: Path) -> None:
    pack = {"tar": bytes, "tar.gz": gzip.compress, "tar.zst": zstandard.compress}[suffix]
    (tmp_path / f"pages.{suffix}").write_bytes(pack(tar_bytes(0, 5)) + pack(tar_bytes(5, 4)))
    records, failures = read_all(tmp_path / f"pages.{suffix}")
    assert pages(records) == [html(n) for n in range(9)]
    assert not failures


def test_what_stands_behind_the_end_of_a_tar_is_told(tmp_path: Path) -> None:
    (tmp_path / "pages.tar").write_bytes(tar_bytes() + b"signed by nobody" * 64)
    records, failures = read_all(tmp_path / "pages.tar")
    assert len(records) == COUNT
    assert [failure.number for failure in failures] == [COUNT]


@pytest.mark.parametrize("name", ["pages.tar.gz", "pages.jsonl.gz", "pages.warc.gz"])
@pytest.mark.parametrize("from_end", [5, 1], ids=["CRC", "length"])
def test_a_wrong_gzip_trailer_is_told_and_costs_no_page(name: str, from_end: int, tmp_path: Path) -> None:
    path = files.WRITERS[name](tmp_path / name, rows(COUNT))
    content = bytearray(path.read_bytes())
    content[-from_end] ^= 1
    path.write_bytes(content)
    records, failures = read_all(path)
    assert pages(records) == [html(n) for n in range(COUNT)]
    assert [failure.kind for failure in failures] == ["corrupt"]
    assert "incorrect" in failures[0].reason


@pytest.mark.parametrize("name", ["pages.tar", "pages.jsonl", "pages.csv"])
def test_joined_gzip_members_and_zeros_behind_them_are_read(name: str, tmp_path: Path) -> None:
    content = files.WRITERS[name](tmp_path / name, rows(COUNT)).read_bytes()
    cut = len(content) // 3
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(content[:cut]) + gzip.compress(content[cut:]) + bytes(1000))
    records, failures = read_all(path)
    assert pages(records) == [html(n) for n in range(COUNT)]
    assert not failures


@pytest.mark.parametrize("junk", [b"no member", b"\x1f\x8b\x08 no member either"])
def test_what_stands_behind_gzip_members_is_told(junk: bytes, tmp_path: Path) -> None:
    path = files.write_jsonl(tmp_path / "pages.jsonl.gz", rows(COUNT))
    path.write_bytes(path.read_bytes() + junk)
    records, failures = read_all(path)
    assert len(records) == COUNT
    assert [failure.number for failure in failures] == [COUNT]


@pytest.mark.parametrize("name", ["pages.jsonl.gz", "pages.jsonl.zst"])
def test_a_bad_block_gives_what_is_before_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    lines = b"".join(b'{"id": "%d", "html": "%s"}\n' % (n, os.urandom(200).hex().encode()) for n in range(3000))
    packed = bytearray(gzip.compress(lines) if name.endswith("gz") else zstandard.compress(lines))
    middle = len(packed) // 2
    packed[middle : middle + 50] = b"\xff" * 50
    path.write_bytes(packed)
    records, failures = read_all(path)
    assert len(records) > 1000
    assert failures[-1].kind == "corrupt"
    assert "cannot be read" in failures[-1].reason


def test_a_zip_without_its_directory_or_with_a_wrong_count_is_told(tmp_path: Path) -> None:
    path = files.write_zip(tmp_path / "pages.zip", rows(COUNT))
    whole = path.read_bytes()
    path.write_bytes(whole[:-200])
    assert [failure.kind for failure in read_all(path)[1]] == ["corrupt"]
    path.write_bytes(damaged(whole, len(whole) - 12, b"\x20"))
    records, failures = read_all(path)
    assert len(records) == COUNT
    assert ["should have 32 members" in failure.reason for failure in failures] == [True]


def test_joined_zips_are_told_as_only_the_last_has_its_directory_at_the_end(tmp_path: Path) -> None:
    first = files.write_zip(tmp_path / "first.zip", rows(3)).read_bytes()
    path = files.write_zip(tmp_path / "pages.zip", rows(COUNT))
    path.write_bytes(first + path.read_bytes())
    records, failures = read_all(path)
    assert len(records) == COUNT
    assert [f"in {len(first)} bytes" in failure.reason for failure in failures] == [True]


def test_a_name_that_is_damaged_in_the_directory_of_a_zip_hides_no_page(tmp_path: Path) -> None:
    path = files.write_zip(tmp_path / "pages.zip", rows(COUNT))
    path.write_bytes(path.read_bytes()[::-1].replace(b"lmth.5-htreb", b"gpj..5-htreb", 1)[::-1])
    records, failures = read_all(path)
    assert len(records) == COUNT - 1
    assert [failure.kind for failure in failures] == ["corrupt"]


def warc_offsets(content: bytes) -> list[int]:
    places = [0]
    while (place := content.find(b"WARC/1.", places[-1] + 1)) >= 0:
        places.append(place)
    return places


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("length too short", b"Content-Length: ", b"Content-Length: 1"),
        ("length is no number", b"Content-Length: ", b"Content-Length: x"),
        ("no length", b"Content-Length", b"Content-Width_"),
        ("no beginning", b"WARC/1.", b"W?RC/1."),
        ("type", b"WARC-Type: response", b"WARC-Type: redponse"),
    ],
)
def test_a_damaged_warc_record_costs_itself(what: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    path = files.write_warc_rows(tmp_path / "pages.warc", rows(COUNT))
    content = path.read_bytes()
    at = warc_offsets(content)[5]
    if what == "length too short":
        digits = content.index(old, at) + len(old)
        content = damaged(content, digits, b"1")
    else:
        content = content[:at] + content[at:].replace(old, new, 1)
    path.write_bytes(content)
    records, failures = read_all(path)
    assert set(pages(records)) >= {html(n) for n in range(COUNT) if n != 5}
    assert [failure.kind for failure in failures] == ["corrupt"]


def test_a_cut_warc_gives_what_is_whole_and_one_failure(tmp_path: Path) -> None:
    whole = files.write_warc_rows(tmp_path / "pages.warc", rows(COUNT)).read_bytes()
    at = warc_offsets(whole)[7]
    for cut in (at + 3, at + 150, at + 900):
        (tmp_path / "pages.warc").write_bytes(whole[:cut])
        records, failures = read_all(tmp_path / "pages.warc")
        assert pages(records) == [html(n) for n in range(7)]
        assert [(failure.kind, failure.number) for failure in failures] == [("corrupt", 7)]


def checked_zst(path: Path, table: list[dict[str, str]]) -> Path:
    plain = files.write_jsonl(path.with_suffix(""), table)
    path.write_bytes(zstandard.ZstdCompressor(write_checksum=True).compress(plain.read_bytes()))
    return path


ARCHIVES: dict[str, Callable[[Path, list[dict[str, str]]], Path]] = {
    "pages.tar": files.write_tar,
    "pages.tar.gz": files.write_tar,
    "pages.zip": files.write_zip,
    "pages.warc": files.write_warc_rows,
    "pages.warc.gz": files.write_warc_rows,
    "pages.jsonl": files.write_jsonl,
    "pages.jsonl.gz": files.write_jsonl,
    "pages.jsonl.zst": checked_zst,
}


def http_offsets(content: bytes) -> list[range]:
    """Where the headers of servers stand: what they say of a page has no checksum, and may make it none."""
    starts = [place for place in range(len(content)) if content.startswith(b"HTTP/1.1 ", place)]
    return [range(start, content.index(b"\r\n\r\n", start)) for start in starts]


@pytest.mark.parametrize("name", ARCHIVES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), new=st.binary(min_size=1, max_size=4), zeros=st.integers(0, 600))
def test_overwriting_at_any_place_is_told_unless_all_pages_come_out(
    name: str, place: float, new: bytes, zeros: int, tmp_path: Path
) -> None:
    """What a format has no checksum for, the text of a page, may change; no page may be missing in silence."""
    path = ARCHIVES[name](tmp_path / name, rows(6))
    whole = path.read_bytes()
    at = int(place * len(whole))
    damage = (new + bytes(zeros))[: len(whole) - at]
    if name == "pages.warc":
        assume(not any(at < part.stop and part.start < at + len(damage) for part in http_offsets(whole)))
    path.write_bytes(damaged(whole, at, damage))
    records, failures = read_or_told(path)
    assert failures or len(records) >= 6


@pytest.mark.parametrize("name", ARCHIVES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_cut_at_any_place_is_told_unless_both_parts_are_whole_files(name: str, place: float, tmp_path: Path) -> None:
    """Formats without an end of their own can be cut between two records, and nobody can tell."""
    path = ARCHIVES[name](tmp_path / name, rows(6))
    whole = path.read_bytes()
    at = int(place * len(whole))
    path.write_bytes(whole[:at])
    records, failures = read_or_told(path)
    if not failures and len(records) < 6:
        path.write_bytes(whole[at:])
        behind, more_failures = read_or_told(path)
        assert not more_failures
        assert len(records) + len(behind) == 6


@pytest.mark.parametrize("name", ["pages.tar.gz", "pages.zip", "pages.jsonl.gz", "pages.jsonl.zst"])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_formats_with_checksums_notice_every_flipped_bit_that_changes_a_page(
    name: str, place: float, bit: int, tmp_path: Path
) -> None:
    path = ARCHIVES[name](tmp_path / name, rows(6))
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 1 << bit
    path.write_bytes(content)
    records, failures = read_or_told(path)
    assert failures or sorted(map(str, pages(records))) == sorted(html(n) for n in range(6))


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_members_are_read_as_the_library_reads_them_and_no_further_than_allowed(
    packing: int, tmp_path: Path
) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        for number in range(COUNT):
            archive.writestr(f"berth-{number}.html", html(number))
        archive.writestr("bomb.html", b" " * (20 << 20))
        archive.writestr("empty.html", b"")
    with zipfile.ZipFile(path) as archive:
        plain = [archive.read(f"berth-{number}.html").decode() for number in range(COUNT)]
    records, failures = read_all(path, max_bytes=1 << 16)
    assert pages(records) == [*plain, ""]
    assert [(failure.id, failure.kind) for failure in failures] == [("bomb.html", "too-large")]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_member_costs_itself(packing: int, tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        for number in range(COUNT):
            archive.writestr(f"berth-{number}.html", html(number))
        middle = archive.getinfo("berth-5.html")
    whole = path.read_bytes()
    for place in range(30, 30 + middle.compress_size + len(middle.filename), 37):
        at = middle.header_offset + place
        path.write_bytes(damaged(whole, at, bytes((whole[at] ^ 0xFF,))))
        records, failures = read_all(path)
        assert pages(records) == [html(n) for n in range(COUNT) if n != 5]
        assert [failure.kind for failure in failures] == ["corrupt"]


def test_any_number_of_tar_headers_before_a_page_are_passed_over(tmp_path: Path) -> None:
    page = html(1).encode()
    attributes = {f"tide.{number}": "low" for number in range(2000)}
    member = tarfile.TarInfo("berth.html")
    member.size = len(page)
    member.pax_headers = attributes | {"path": "quay/berth-1.html"}
    content = member.tobuf(tarfile.PAX_FORMAT)
    (tmp_path / "pages.tar").write_bytes(content + page + bytes(-len(page) % 512 + 1024))
    records, failures = read_all(tmp_path / "pages.tar")
    assert [(record.id, record.page) for record in records] == [("quay/berth-1.html", page)]
    assert not failures


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_name_longer_than_any_disk_takes_is_told(form: int, tmp_path: Path) -> None:
    archive = tar_bytes(count=1, form=form, name="a" * 70_000) + tar_bytes(1, 2)
    (tmp_path / "pages.tar").write_bytes(archive)
    records, failures = read_all(tmp_path / "pages.tar")
    assert pages(records)[-2:] == [html(1), html(2)]
    assert len(failures) == 1
