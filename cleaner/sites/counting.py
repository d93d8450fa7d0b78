"""The same as `cleaner.sites.site.learned` for crawls that no memory holds: in SQL, for DuckDB and for Spark.

Pages come as rows of `PAGE_COLUMNS`, one a page. Sites are counted alone, so that the work can be parted anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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


def page_schema() -> Schema:
    """The columns of a page: its site, its fingerprint and its blocks."""
    arrow = extra("pyarrow", EXTRA)
    types = (arrow.int64(), arrow.int32(), arrow.int32(), arrow.string(), arrow.string())
    block = arrow.struct(list(zip(BLOCK_COLUMNS, types, strict=True)))
    return arrow.schema([("site", arrow.string()), ("page", arrow.int64()), ("blocks", arrow.list_(block))])


def page_rows(pages: list[tuple[str, Seen]]) -> RecordBatch:
    """Pages with their sites, as rows."""
    arrow = extra("pyarrow", EXTRA)
    columns: list[list[Any]] = [[], [], []]
    for name, seen in pages:
        blocks = [dict(zip(BLOCK_COLUMNS, block, strict=True)) for block in seen.blocks()]
        for column, value in zip(columns, (name, seen.page, blocks), strict=True):
            column.append(value)
    return arrow.RecordBatch.from_arrays(
        [arrow.array(column, field.type) for column, field in zip(columns, page_schema(), strict=True)],
        schema=page_schema(),
    )


PROSE_LINE: Final = f"""
    CASE WHEN pages <= {FEW_PAGES} THEN 2
         ELSE 1 + greatest({MIN_OTHERS_OF_PROSE},
                           CAST(floor((pages - 1 + {ONE_IN_OF_PROSE} - 1) / {ONE_IN_OF_PROSE}) AS BIGINT)) END"""
"""`cleaner.sites.furniture.usual_lines(pages).prose`."""

STEPS: Final = {
    # Of pages with the same fingerprint the first in the order of their blocks: they differ in digits at most.
    "distinct_pages": """
        SELECT site, page, blocks FROM (
            SELECT *, row_number() OVER (PARTITION BY site, page ORDER BY blocks) AS copy FROM pages) AS numbered
        WHERE copy = 1""",
    "all_sites": f"""
        SELECT site, pages, {PROSE_LINE} AS prose_line
        FROM (SELECT site, count(*) AS pages FROM distinct_pages GROUP BY site) AS counted""",
    "seen": "SELECT site, page, {blocks} FROM distinct_pages",
    "repeated_prose": """
        SELECT site, fingerprint
        FROM (SELECT site, fingerprint, count(*) AS stands_on FROM seen GROUP BY site, fingerprint) AS counted
        JOIN all_sites USING (site) WHERE stands_on >= prose_line""",
    # `cleaner.sites.furniture.is_copy`
    "copies": f"""
        SELECT site, page FROM (
            SELECT seen.site, seen.page, sum(words) AS prose,
                   sum(CASE WHEN repeated.fingerprint IS NULL THEN words ELSE 0 END) AS own
            FROM seen LEFT JOIN repeated_prose AS repeated
                ON seen.site = repeated.site AND seen.fingerprint = repeated.fingerprint
            WHERE words > 0 GROUP BY seen.site, seen.page) AS summed
        WHERE prose >= {MIN_STORY_WORDS} AND own < {MIN_STORY_WORDS}""",
    "originals": """
        SELECT pages.site, pages.page, pages.blocks FROM distinct_pages AS pages
        LEFT JOIN copies ON pages.site = copies.site AND pages.page = copies.page
        WHERE copies.page IS NULL""",
    "known_sites": """
        SELECT all_sites.site, count(originals.page) AS site_pages FROM all_sites
        LEFT JOIN originals ON all_sites.site = originals.site GROUP BY all_sites.site""",
    "known_blocks": f"""
        SELECT site, fingerprint,
               sum(CASE WHEN place = {ABOVE} THEN 1 ELSE 0 END) AS above,
               sum(CASE WHEN place = {INSIDE} THEN 1 ELSE 0 END) AS inside,
               sum(CASE WHEN place = {BELOW} THEN 1 ELSE 0 END) AS below,
               min(nullif(container, '')) AS container, min(nullif(sample, '')) AS sample
        FROM (SELECT site, page, {{blocks}} FROM originals) AS blocks_seen
        GROUP BY site, fingerprint""",
    "file_rows": f"""
        SELECT known_sites.site AS site, CAST(site_pages AS INT) AS site_pages, fingerprint,
               CAST(coalesce(above, 0) AS INT) AS above, CAST(coalesce(inside, 0) AS INT) AS inside,
               CAST(coalesce(below, 0) AS INT) AS below,
               CASE WHEN above + inside + below > 1 THEN coalesce(container, '') ELSE '' END AS container,
               CASE WHEN above + inside + below > 1 THEN coalesce(sample, '') ELSE '' END AS sample
        FROM known_sites LEFT JOIN (
            SELECT known_blocks.* FROM known_blocks JOIN known_sites USING (site)
            WHERE above + inside + below > 1 OR site_pages <= {FEW_PAGES}) AS lasting
        ON known_sites.site = lasting.site""",
}
"""Each step by the name under which the next ones read it; `{blocks}` is what makes rows of a page's blocks."""
