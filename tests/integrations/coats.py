"""Every place of `cleaner.integrations` that takes tables: how it is given one, and what rows it gives back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

Columns = Mapping[str, list[Any]]
Row = dict[str, Any]
Coat = Callable[..., list[Row]]
"""Takes columns that are called `html`, `url` and `id`, and the options of `ArrowCleaner`; gives rows in any order."""


def by_arrow(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    from cleaner.arrow import clean

    return clean(pa.table(dict(columns)), html="html", **options).to_pylist()


def by_pandas(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    import pandas

    import cleaner.integrations.pandas  # noqa: F401

    return pandas.DataFrame(columns).cleaner.clean("html", **options).to_dict("records")


def by_polars(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    import polars

    import cleaner.integrations.polars  # noqa: F401

    return polars.DataFrame(columns).cleaner.clean("html", **options).to_dicts()


def by_lazy_polars(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    import polars

    import cleaner.integrations.polars  # noqa: F401

    return polars.LazyFrame(columns).cleaner.clean("html", **options).collect(engine="streaming").to_dicts()


def by_duckdb(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    import duckdb

    from cleaner.integrations.duckdb import register

    with duckdb.connect() as connection:
        register(connection, **options)
        connection.register("pages", pa.table(dict(columns)))
        found = connection.execute("FROM clean_table('pages', html := 'html', url := 'url')")
        return [dict(zip([column[0] for column in found.description], row, strict=True)) for row in found.fetchall()]


def by_dask(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    import dask.dataframe
    import pandas

    from cleaner.integrations.dask import clean

    with dask.config.set({"dataframe.convert-string": not any(isinstance(cell, bytes) for cell in columns["html"])}):
        frame = dask.dataframe.from_pandas(pandas.DataFrame(columns), npartitions=2)
        return clean(frame, "html", **options).compute(scheduler="threads").to_dict("records")


def by_datasets(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    import datasets

    from cleaner.integrations.datasets import clean

    return list(clean(datasets.Dataset.from_dict(columns), "html", map={"keep_in_memory": True}, **options))


def by_ray(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    import ray.data

    from cleaner.integrations.ray import clean

    request.getfixturevalue("ray_cluster")
    return clean(ray.data.from_arrow(pa.table(dict(columns))), "html", **options).take_all()


def by_spark(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    from cleaner.integrations.spark import clean

    return _spark_rows(request.getfixturevalue("spark"), columns, request, clean, options)


def by_spark_connect(columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    from cleaner.integrations.spark import clean

    return _spark_rows(request.getfixturevalue("spark_connect"), columns, request, clean, options)


def _spark_rows(session: Any, columns: Columns, request: Any, clean: Any, options: Any) -> list[Row]:
    path = request.getfixturevalue("tmp_path") / "pages.parquet"
    table = pa.table(dict(columns))
    # A file of Parquet says of a column without a value that it has integers.
    types = [field.with_type(pa.string()) if field.type == pa.null() else field for field in table.schema]
    pq.write_table(table.cast(pa.schema(types)), path)
    return [row.asDict() for row in clean(session.read.parquet(str(path)).repartition(2), "html", **options).collect()]


COATS: dict[str, Coat] = {
    "arrow": by_arrow,
    "pandas": by_pandas,
    "polars": by_polars,
    "lazy polars": by_lazy_polars,
    "duckdb": by_duckdb,
    "dask": by_dask,
    "datasets": by_datasets,
    "ray": by_ray,
    "spark": by_spark,
    "spark connect": by_spark_connect,
}


def rows(coat: Coat, columns: Columns, request: pytest.FixtureRequest, **options: Any) -> list[Row]:
    """The rows that a coat gives, in the order of their ids, as `Story.row()` has them."""
    found = sorted(coat(columns, request, **options), key=lambda row: row["id"])
    return [{**_plain(row), "removed": _shares(row["removed"])} for row in found]


def _plain(row: Row) -> Row:
    return {name: None if _is_null(cell) else cell for name, cell in row.items()}


def _is_null(cell: Any) -> bool:
    return str(cell) == "<NA>" or (isinstance(cell, float) and math.isnan(cell))


def _shares(removed: Any) -> dict[str, float] | None:
    """Some have dictionaries, some pairs, some pairs with names."""
    if removed is None or isinstance(removed, dict):
        return removed
    return (
        {pair["key"]: pair["value"] for pair in removed} if removed and isinstance(removed[0], dict) else dict(removed)
    )
