"""The file of sites: what is saved is what is loaded, and what is no such file is refused in one clear line."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.errors import OutputError, SitesError
from cleaner.sites import Repeated, Site, Sites, learn
from cleaner.sites.file import GROUP_ROWS, MARK, schema
from tests.sites import made

CRAWL = [*made.crawl(7), (made.page(1), "http://other.example/a"), (made.page(2), "http://other.example/b")]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    learn(CRAWL).save(tmp_path / "sites.parquet")
    return tmp_path / "sites.parquet"


def plain(sites: Sites) -> dict[str, object]:
    return {name: (site.pages, site.blocks) for name, site in sites.items()}


def test_what_is_saved_is_what_is_loaded(saved: Path) -> None:
    assert plain(Sites.load(saved)) == plain(learn(CRAWL))


def test_the_same_pages_give_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    learn(CRAWL[::-1]).save(tmp_path / "again.parquet")
    assert (tmp_path / "again.parquet").read_bytes() == saved.read_bytes()


def test_what_cleaning_reads_is_the_same_before_and_after(saved: Path) -> None:
    digests = {learn(CRAWL).digest(), Sites.load(saved).digest(), Sites.load(saved, samples=False).digest()}
    assert len(digests) == 1
    assert learn(CRAWL[:-1]).digest() not in digests


def test_it_is_a_table_that_others_can_read(saved: Path) -> None:
    table = pq.read_table(saved)
    assert table.column_names == [
        "site", "site_pages", "fingerprint", "above", "inside", "below", "container", "sample",
    ]  # fmt: skip
    rows = [row for row in table.to_pylist() if row["sample"] and made.TEASER.startswith(row["sample"])]
    assert [(row["site"], row["site_pages"], row["inside"]) for row in rows if row["site"] == made.SITE] == [
        (made.SITE, 7, 7)
    ]


def test_a_site_that_repeats_nothing_is_in_it_too(tmp_path: Path) -> None:
    Sites({"empty.example": Site(9), "full.example": Site(9, {-3: Repeated(0, 4, 1, "p", "x")})}).save(tmp_path / "s")
    assert plain(Sites.load(tmp_path / "s")) == {
        "empty.example": (9, {}),
        "full.example": (9, {-3: Repeated(0, 4, 1, "p", "x")}),
    }


def test_no_sites_are_a_file_too(tmp_path: Path) -> None:
    Sites().save(tmp_path / "s")
    assert plain(Sites.load(tmp_path / "s")) == {}


def test_it_may_have_more_rows_than_fit_in_a_row_group(tmp_path: Path) -> None:
    blocks = {key * 97_000_001: Repeated(0, 2, 0) for key in range(GROUP_ROWS + 7)}
    many = Sites({"a.example": Site(9, blocks), "b.example": Site(9, blocks)})
    many.save(tmp_path / "s")
    loaded = Sites.load(tmp_path / "s")
    assert plain(loaded) == plain(many)
    assert loaded.digest() == many.digest()


def test_it_pickles_and_can_be_learned_on(saved: Path) -> None:
    sites = pickle.loads(pickle.dumps(Sites.load(saved)))
    assert sites.update(made.page(20), made.url(20))
    assert sites[made.SITE].pages == 8
    assert Sites.load(saved)[made.SITE].pages == 7
    sites.save(saved)
    assert Sites.load(saved)[made.SITE].pages == 8


def test_how_sites_are_told_apart_is_kept(tmp_path: Path) -> None:
    learn(CRAWL, key="section").save(tmp_path / "s")
    assert f"{made.SITE}/news" in Sites.load(tmp_path / "s")
    assert Sites.load(tmp_path / "s").name("http://a.example/Sport/1") == "a.example/sport"


def test_a_function_of_ones_own_is_asked_for(tmp_path: Path) -> None:
    learn(CRAWL, key=lambda url: "all of them").save(tmp_path / "s")
    with pytest.raises(SitesError, match="told apart by a function"):
        Sites.load(tmp_path / "s")
    assert Sites.load(tmp_path / "s", key=lambda url: "all of them")["all of them"].pages == 7


def refused(path: Path) -> str:
    with pytest.raises(SitesError) as error:
        Sites.load(path)
    (line,) = str(error.value).splitlines()
    assert line.startswith(str(path))
    return line


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.parquet")
    assert "cannot be read: is a directory" in refused(tmp_path)


def test_a_file_that_is_no_parquet(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("not a table")
    assert "is damaged, or no file that" in refused(tmp_path / "s")
    (tmp_path / "s").write_bytes(b"")
    assert "is damaged, or no file that" in refused(tmp_path / "s")


def test_a_table_of_something_else(tmp_path: Path) -> None:
    pq.write_table(pa.table({"url": ["http://example.com"]}), tmp_path / "s")
    assert "is no file of sites" in refused(tmp_path / "s")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off(saved: Path, share: float) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * share)])
    assert "is damaged" in refused(saved)


def test_a_file_of_which_a_part_was_overwritten(saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    content[40:900] = bytes(860)
    saved.write_bytes(content)
    assert "damaged" in refused(saved)


def written(path: Path, rows: list[tuple[object, ...]], mark: dict[str, object]) -> Path:
    columns = [pa.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), schema(), strict=True)]
    marked = schema().with_metadata({MARK: json.dumps(mark).encode()})
    pq.write_table(pa.Table.from_arrays(columns, schema=marked), path, compression="zstd", write_statistics=False)
    return path


ROW = ("a.example", 5, 77, 0, 3, 0, "p", "Subscribe")
GOOD = {"version": 1, "key": "domain"}


def test_a_file_of_another_version(tmp_path: Path) -> None:
    assert "version 2, and this release reads 1" in refused(written(tmp_path / "s", [ROW], GOOD | {"version": 2}))


def test_a_file_whose_key_nobody_knows(tmp_path: Path) -> None:
    assert "told apart by 'moon'" in refused(written(tmp_path / "s", [ROW], GOOD | {"key": "moon"}))


def test_a_file_that_counts_less_than_nothing(tmp_path: Path) -> None:
    row = ("a.example", 5, 77, 0, -3, 0, "p", "Subscribe")
    assert "counts less than nothing" in refused(written(tmp_path / "s", [row], GOOD))


def test_a_file_in_which_a_site_stands_in_two_places(tmp_path: Path) -> None:
    other = ("b.example", *ROW[1:])
    assert "not in the order of its sites" in refused(written(tmp_path / "s", [ROW, other, ROW], GOOD))


def test_a_file_that_would_unpack_to_far_more_than_it_is(tmp_path: Path) -> None:
    bomb = written(
        tmp_path / "s", [("a.example", 5, n, 0, 3, 0, "p", f"{n}" + "x" * 2_000_000) for n in range(40)], GOOD
    )
    assert bomb.stat().st_size < 1_000_000
    assert "unpacks to more than a file of sites can" in refused(bomb)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        learn(CRAWL).save(tmp_path / "nowhere" / "sites.parquet")
