"""The same as `cleaner.sites.site.learned` for crawls that no memory holds: in SQL, for DuckDB and for Spark.

Pages come as rows of `PAGE_COLUMNS`, one a page. Sites are counted alone, so that the work can be parted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from cleaner.records.extras import extra
from cleaner.sites.file import EXTRA
from cleaner.sites.furniture import (
    FEW_PAGES,
    MIN_OTHERS_OF_PROSE,
    MIN_STORY_WORDS,
    ONE_IN_OF_PROSE,
)
from cleaner.sites.seen import ABOVE, BELOW, INSIDE, Seen

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

BLOCK_COLUMNS: Final = ("fingerprint", "words", "place", "container", "sample")
SEEN_COLUMNS: Final = ("fingerprints", "words", "places", "containers", "samples")
"""The same in `Seen`."""


def page_schema() -> Schema:
    """The columns of a page: its site, its fingerprint and its blocks."""
    arrow = extra("pyarrow", EXTRA)
    types = (arrow.int64(), arrow.int32(), arrow.int32(), arrow.string(), arrow.string())
    block = arrow.struct(list(zip(BLOCK_COLUMNS, types, strict=True)))
    return arrow.schema([("site", arrow.string()), ("page", arrow.int64()), ("blocks", arrow.list_(block))])


def page_rows(pages: Sequence[tuple[str, Seen]]) -> RecordBatch:
    """Pages with the names of their sites, as rows."""
    arrow = extra("pyarrow", EXTRA)
    schema = page_schema()
    block = schema.field("blocks").type.value_type
    ends = list(accumulate([len(seen.fingerprints) for _, seen in pages], initial=0))
    columns = [list(chain.from_iterable([getattr(seen, name) for _, seen in pages])) for name in SEEN_COLUMNS]
    cells = [arrow.array(column, field.type) for column, field in zip(columns, block, strict=True)]
    blocks = arrow.StructArray.from_arrays(cells, fields=list(block))
    return arrow.RecordBatch.from_arrays(
        [
            arrow.array([name for name, _ in pages], arrow.string()),
            arrow.array([seen.page for _, seen in pages], arrow.int64()),
            arrow.ListArray.from_arrays(arrow.array(ends, arrow.int32()), blocks, type=schema.field("blocks").type),
        ],
        schema=schema,
    )


def seen_in(rows: RecordBatch) -> Iterator[tuple[str, Seen]]:
    """The pages that `page_rows` made rows of."""
    for name, page, blocks in zip(*[column.to_pylist() for column in rows.columns], strict=True):
        columns = [[block[column] for block in blocks] for column in BLOCK_COLUMNS]
        yield name, Seen(page, *columns)


PROSE_LINE: Final = f"""
    CASE WHEN pages <= {FEW_PAGES} THEN 2
         ELSE 1 + greatest({MIN_OTHERS_OF_PROSE},
                           CAST(floor((pages - 1 + {ONE_IN_OF_PROSE} - 1) / {ONE_IN_OF_PROSE}) AS BIGINT)) END"""
"""`cleaner.sites.furniture.usual_lines(pages).prose`."""

STEPS: Final = {
    "fetched_again": "SELECT site, page FROM pages GROUP BY site, page HAVING count(*) > 1",
    # Of pages with the same fingerprint the first in the order of their blocks: they differ in digits at most.
    "distinct_pages": """
        SELECT pages.site, pages.page, pages.blocks FROM pages
        LEFT JOIN fetched_again AS again ON pages.site = again.site AND pages.page = again.page
        WHERE again.page IS NULL
        UNION ALL SELECT site, page, blocks FROM (
            SELECT pages.site, pages.page, pages.blocks,
                   row_number() OVER (PARTITION BY pages.site, pages.page ORDER BY pages.blocks) AS copy
            FROM pages JOIN fetched_again AS again ON pages.site = again.site AND pages.page = again.page) AS numbered
        WHERE copy = 1""",
    "all_sites": f"""
        SELECT site, pages, {PROSE_LINE} AS prose_line
        FROM (SELECT site, count(*) AS pages FROM distinct_pages GROUP BY site) AS counted""",
    "seen": "SELECT site, page, {blocks} FROM distinct_pages",
    "repeated_prose": """
        SELECT counted.site, fingerprint, stands_on
        FROM (SELECT site, fingerprint, count(*) AS stands_on, max(words) AS words FROM seen
              GROUP BY site, fingerprint) AS counted
        JOIN all_sites ON counted.site = all_sites.site
        WHERE words > 0 AND stands_on >= prose_line""",
    # `cleaner.sites.furniture.is_copy`
    "not_alone": f"""
        SELECT site, page FROM (
            SELECT seen.site, seen.page, sum(words) AS prose,
                   sum(CASE WHEN repeated.fingerprint IS NULL THEN words ELSE 0 END) AS own
            FROM seen LEFT JOIN repeated_prose AS repeated
                ON seen.site = repeated.site AND seen.fingerprint = repeated.fingerprint
            WHERE words > 0 GROUP BY seen.site, seen.page) AS summed
        WHERE prose >= {MIN_STORY_WORDS} AND own < {MIN_STORY_WORDS}""",
    # `cleaner.sites.site.story_of`
    "stories": """
        SELECT site, page, fingerprint AS story FROM (
            SELECT seen.site, seen.page, seen.fingerprint,
                   row_number() OVER (PARTITION BY seen.site, seen.page ORDER BY stands_on, seen.fingerprint) AS place
            FROM seen JOIN not_alone ON seen.site = not_alone.site AND seen.page = not_alone.page
            JOIN repeated_prose AS repeated
                ON seen.site = repeated.site AND seen.fingerprint = repeated.fingerprint
            WHERE words > 0) AS numbered
        WHERE place = 1""",
    "copies": """
        SELECT site, page FROM (
            SELECT stories.site, stories.page,
                   row_number() OVER (PARTITION BY stories.site, story ORDER BY has DESC, stories.page) AS copy
            FROM stories JOIN (SELECT site, page, count(*) AS has FROM seen GROUP BY site, page) AS sizes
                ON stories.site = sizes.site AND stories.page = sizes.page) AS numbered
        WHERE copy > 1""",
    "originals": """
        SELECT seen.* FROM seen LEFT JOIN copies ON seen.site = copies.site AND seen.page = copies.page
        WHERE copies.page IS NULL""",
    "known_sites": """
        SELECT all_sites.site, pages - coalesce(fewer, 0) AS site_pages FROM all_sites
        LEFT JOIN (SELECT site, count(*) AS fewer FROM copies GROUP BY site) AS left_out
            ON all_sites.site = left_out.site""",
    "lasting": f"""
        SELECT counted.* FROM (
            SELECT site, fingerprint, sum(CASE WHEN place = {ABOVE} THEN 1 ELSE 0 END) AS above,
                   sum(CASE WHEN place = {INSIDE} THEN 1 ELSE 0 END) AS inside,
                   sum(CASE WHEN place = {BELOW} THEN 1 ELSE 0 END) AS below
            FROM originals GROUP BY site, fingerprint) AS counted
        JOIN known_sites ON counted.site = known_sites.site
        WHERE above + inside + below > 1 OR site_pages <= {FEW_PAGES}""",
    "texts": """
        SELECT lasting.site, lasting.fingerprint, min(nullif(originals.container, '')) AS container,
               min(nullif(originals.sample, '')) AS sample
        FROM originals
        JOIN lasting ON originals.site = lasting.site AND originals.fingerprint = lasting.fingerprint
        WHERE above + inside + below > 1
        GROUP BY lasting.site, lasting.fingerprint""",
    "file_rows": """
        SELECT known_sites.site AS site, CAST(site_pages AS INT) AS site_pages, lasting.fingerprint AS fingerprint,
               CAST(coalesce(above, 0) AS INT) AS above, CAST(coalesce(inside, 0) AS INT) AS inside,
               CAST(coalesce(below, 0) AS INT) AS below, coalesce(container, '') AS container,
               coalesce(sample, '') AS sample
        FROM known_sites LEFT JOIN lasting ON known_sites.site = lasting.site
        LEFT JOIN texts ON lasting.site = texts.site AND lasting.fingerprint = texts.fingerprint""",
}
"""Each step by the name under which the next ones read it; `{blocks}` is what makes rows of a page's blocks."""

KEPT: Final = frozenset(
    "fetched_again all_sites repeated_prose not_alone copies known_sites lasting texts".split(),
)
"""Steps whose rows are few, and are kept because several others read them."""
