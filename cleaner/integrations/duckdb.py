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
CREATE OR REPLACE TEMP MACRO clean_table(pages, html) AS TABLE
    SELECT * EXCLUDE (_page, _row, story), {columns_but_url}
    FROM (
        SELECT *, clean_story_once(_page) AS story
        FROM (
            SELECT COLUMNS(lambda name: name <> html), COLUMNS([html]) AS _page
            FROM (SELECT *, NULL AS _row FROM query_table(pages))
        )
    )
    WHERE true,
(pages, html, url) AS TABLE
    SELECT * EXCLUDE (_page, _url, _row, story), {columns}
    FROM (
        SELECT *, clean_story_once(_page, _url) AS story
        FROM (
            SELECT COLUMNS(lambda name: name NOT IN (html, url)), COLUMNS([html]) AS _page, COLUMNS([url]) AS _url
            FROM (SELECT *, NULL AS _row FROM query_table(pages))
        )
    )
"""
"""A table function with a name for the column of addresses and one without. `_row` is there for tables that have no
other column, and the condition because the comma that begins the second form would go on with the list of tables."""


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
    names = [field.name for field in cleaner.found_schema.field(STORY).type]
    columns, columns_but_url = (
        ", ".join(f'story."{name}"' for name in names if name not in without) for without in ((), ("url",))
    )
    connection.execute(CLEAN_TABLE.format(columns=columns, columns_but_url=columns_but_url))
