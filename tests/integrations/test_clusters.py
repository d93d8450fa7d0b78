"""Ray and Dask: what goes to their workers."""

from __future__ import annotations

import pytest

from cleaner.errors import OptionError
from tests.batch.functions import Fragile
from tests.records.files import html

pytest.importorskip("ray")
dd = pytest.importorskip("dask.dataframe")
pd = pytest.importorskip("pandas")

from cleaner.integrations import dask as on_dask  # noqa: E402
from cleaner.integrations import ray as on_ray  # noqa: E402

PAGES = pd.DataFrame({"html": [html(number) for number in range(6)], "id": range(6)})
TITLES = [f"Berth {number} is dredged" for number in range(6)]


def test_ray_takes_what_map_batches_takes(ray_cluster: None) -> None:
    import ray.data

    pages = ray.data.from_pandas(PAGES)
    given = {"compute": ray.data.ActorPoolStrategy(size=1), "batch_size": 2}
    stories = on_ray.clean(pages, html="html", columns=["title"], ray=given, cleaner=Fragile())
    assert sorted(row["title"] for row in stories.take_all()) == TITLES
    with pytest.raises(OptionError, match="there is no column 'titel' of a story"):
        on_ray.clean(pages, html="html", columns=["titel"])


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_dask_cleans_partitions_where_its_scheduler_has_them(scheduler: str) -> None:
    pages = dd.from_pandas(PAGES, npartitions=3)
    stories = on_dask.clean(pages, html="html", columns=["title"], workers=2 if scheduler == "threads" else 1)
    assert stories.npartitions == 3 and stories.known_divisions
    found = stories.compute(scheduler=scheduler)
    assert list(found.title) == TITLES and list(found.index) == list(PAGES.index)
    assert list(found.dtypes) == list(stories.dtypes)


def test_dask_says_at_once_that_a_column_is_not_there() -> None:
    with pytest.raises(OptionError, match="there is no column 'page'"):
        on_dask.clean(dd.from_pandas(PAGES, npartitions=1), html="page")
