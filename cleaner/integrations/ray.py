"""Ray Data: `clean(dataset, html="html", url="url")`, in actors that each keep one cleaner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from cleaner.arrow import ArrowCleaner, Options
from cleaner.arrow.cleaning import BATCH_ROWS
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from pyarrow import Table
    from ray.data import Dataset

ray_data = extra("ray.data", "ray")


class CleanPages:
    """What an actor does with the pages of a dataset; for `map_batches`, with `batch_format="pyarrow"`."""

    def __init__(self, cleaner: ArrowCleaner) -> None:
        self._cleaner = cleaner

    def __call__(self, pages: Table) -> Table:
        return self._cleaner(pages)


def clean(
    dataset: Dataset, html: str | None = None, *, ray: dict[str, Any] | None = None, **options: Unpack[Options]
) -> Dataset:
    """The stories of a dataset of pages, a row for each; docs/integrations/ray.md has the options and what is raised.

    Args:
        ray: what else `map_batches` takes: `compute`, `num_cpus`, `batch_size` and the like. By default there are as
            many actors as Ray has processors for.
    """
    given = {"batch_size": BATCH_ROWS, "compute": ray_data.ActorPoolStrategy(min_size=1), **(ray or {})}
    cleaner = ArrowCleaner(html=html, **options)
    return dataset.map_batches(CleanPages, fn_constructor_args=(cleaner,), batch_format="pyarrow", **given)
