"""DuckDB: SQL functions `clean` and `clean_story`, and a table function `clean_table`, on a connection."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Unpack

from cleaner.arrow import ArrowCleaner, Options
from cleaner.errors import OptionError
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

duckdb = extra("duckdb", "duckdb")
pyarrow = extra("pyarrow", "duckdb")

STORY: Final = "story"

CLEAN_TABLE: Final = """
CREATE OR REPLACE TEMP MACRO clean_table(pages, html := 'html', url := 'url') AS TABLE
    SELECT * EXCLUDE (_page, _url, _none, story), unnest(story)
    FROM (
        SELECT *, clean_story_once(_page, _url) AS story
        FROM (
            SELECT
                COLUMNS(lambda name: name NOT IN (html, url)),
                COLUMNS([html]) AS _page,
                coalesce(*COLUMNS(lambda name: name IN (url, '_none'))) AS _url
            FROM (SELECT *, NULL::VARCHAR AS _none FROM query_table(pages))
        )
    )
"""
"""`_none` is the address where there is no column of them."""


def register(connection: DuckDBPyConnection, **options: Unpack[Options]) -> None:
    """Makes the functions on a connection; docs/integrations/duckdb.md says what they give and which options there are.
    Those of an earlier call are replaced.

    Raises:
        OptionError: an option has a value that it cannot have.
    """
    given: Options = {**options, "text": None, "url": None, "carry": (), "struct": STORY}
    cleaner = ArrowCleaner(html="html", **given)

    def clean_story(*columns: Any) -> Any:
        if len(columns) > 2:
            raise OptionError("a page and its url are all that can be given")
        pages = pyarrow.table(dict(zip(("html", "url"), columns, strict=False)))
        return cleaner.found(pages).column(STORY).combine_chunks()

    def clean(*columns: Any) -> Any:
        return clean_story(*columns).field("text")

    story_type = connection.from_arrow(cleaner.found_schema.empty_table()).types[0]
    for name, function, type in (
        ("clean", clean, "VARCHAR"),
        ("clean_story", clean_story, story_type),
        ("clean_story_once", clean_story, story_type),
    ):
        with suppress(duckdb.InvalidInputException):
            connection.remove_function(name)
        # What has side effects is not called again for the condition of a WHERE. Without types of parameters DuckDB
        # takes all: text and bytes, with an address and without.
        known = {"type": "arrow", "null_handling": "special", "side_effects": name == "clean_story_once"}
        connection.create_function(name, function, None, type, **known)
    connection.execute(CLEAN_TABLE)
