"""Hugging Face datasets: `clean(dataset, html="html", url="url")`, by `map`, with its cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from cleaner import __version__
from cleaner.arrow import ArrowCleaner, Options
from cleaner.arrow.cleaning import BATCH_ROWS
from cleaner.records.extras import extra

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, IterableDataset, IterableDatasetDict
    from pyarrow import DataType, Schema, Table

    AnyDataset = TypeVar("AnyDataset", Dataset, DatasetDict, IterableDataset, IterableDatasetDict)

datasets = extra("datasets", "datasets")
pyarrow = extra("pyarrow", "datasets")


def clean(
    dataset: AnyDataset, html: str | None = None, *, map: dict[str, Any] | None = None, **options: Unpack[Options]
) -> AnyDataset:
    """The stories of a dataset of pages, a row for each; docs/integrations/datasets.md has the options and what is
    raised. The result of a `Dataset` is cached under a fingerprint that the pages, the options, the rules and the
    version decide, in any process.

    Args:
        map: what else the dataset's `map` takes: `num_proc`, `batch_size`, `keep_in_memory` and the like.
    """
    if isinstance(dataset, dict):
        return type(dataset)({split: clean(part, html, map=map, **options) for split, part in dataset.items()})
    cleaner = ArrowCleaner(html=html, **options)
    given = {"batch_size": BATCH_ROWS, "features": _features(dataset, cleaner), **(map or {})}
    if isinstance(dataset, datasets.Dataset):
        given.setdefault("new_fingerprint", fingerprint(dataset, cleaner))
    tables = dataset.with_format("arrow").map(CleanTable(cleaner), batched=True, **given)
    return tables.with_format(None)


@dataclass(frozen=True)
class CleanTable:
    """Cleans a table. What is a map for Arrow, `removed`, is a list of its keys and values, as datasets has no maps."""

    cleaner: ArrowCleaner

    def __call__(self, pages: Table) -> Table:
        stories = self.cleaner(pages)
        return stories.cast(_without_maps(stories.schema))


def fingerprint(dataset: Dataset, cleaner: ArrowCleaner) -> str:
    """What the stories of a dataset depend on, as a number that is the same in any process."""
    return str(datasets.fingerprint.Hasher.hash([dataset._fingerprint, __version__, cleaner.identity()]))


def _features(dataset: Dataset | IterableDataset, cleaner: ArrowCleaner) -> Any:
    """The types of the columns, without looking at a page; None for a stream that does not know its own."""
    if dataset.features is None:
        return None
    carried = {new: dataset.features[name] for name, new in cleaner.carried(list(dataset.features)).items()}
    found = datasets.Features.from_arrow_schema(_without_maps(cleaner.found_schema))
    return datasets.Features({**carried, **found})


def _without_maps(schema: Schema) -> Schema:
    return pyarrow.schema([field.with_type(_list_for_map(field.type)) for field in schema])


def _list_for_map(type: DataType) -> DataType:
    if pyarrow.types.is_map(type):
        return pyarrow.list_(pyarrow.struct([("key", type.key_type), ("value", type.item_type)]))
    if pyarrow.types.is_struct(type):
        return pyarrow.struct([field.with_type(_list_for_map(field.type)) for field in type])
    return type
