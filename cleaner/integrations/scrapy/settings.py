"""The settings, CLEANER_*; docs/integrations/scrapy.md explains them to users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Self

from itemadapter import ItemAdapter
from scrapy.settings import BaseSettings

from cleaner.errors import OptionError
from cleaner.integrations.rows import COLUMNS

PREFIX: Final = "CLEANER_"


@dataclass(frozen=True)
class Settings:
    """CLEANER_PAGE_FIELD and so on, each in the type of its default. "", () and 0 stand for none, as Scrapy has it."""

    page_field: str = "html"
    url_field: str = "url"
    encoding_field: str = "encoding"
    fields: Sequence[str] | Mapping[str, str] = ()
    form: str = ""
    no_story: str = "keep"
    languages: Sequence[str] = ()
    rules: Sequence[str] = ()
    sites: str = ""
    keep: Sequence[str] = ()
    drop: Sequence[str] = ()
    workers: int = 0
    timeout: float = 60.0

    @classmethod
    def read(cls, settings: BaseSettings) -> Self:
        """Reads the settings of a crawl, which may also come from a command line as text.

        Raises:
            OptionError: one does not exist, or has a value that it cannot have.
        """
        names = {PREFIX + field.name.upper(): field for field in fields(cls)}
        for name in settings:
            if name.startswith(PREFIX) and name not in names:
                raise OptionError(f"there is no setting {name}; there are {', '.join(names)}")
        methods: dict[type, Any] = {
            str: settings.get,
            tuple: settings.getdictorlist,
            int: settings.getint,
            float: settings.getfloat,
        }
        return cls(**{field.name: methods[type(field.default)](name, field.default) for name, field in names.items()})

    def __post_init__(self) -> None:
        if self.no_story not in ("keep", "drop"):
            raise OptionError(f"CLEANER_NO_STORY cannot be {self.no_story!r}; it is keep or drop")
        if unknown := set(self.fields) - set(COLUMNS):
            raise OptionError(f"CLEANER_FIELDS: there is no column {min(unknown)!r}; there are {', '.join(COLUMNS)}")

    def cleaner_options(self) -> dict[str, Any]:
        """Those that `Cleaner` takes, as far as they are given."""
        return {name: value for name in ("rules", "sites", "keep", "drop") if (value := getattr(self, name))}

    def outcome(self, row: Mapping[str, Any]) -> str:
        """What became of a page, by its name in the stats."""
        if row["error"]:
            return f"errors/{row['error'].partition(':')[0]}"
        language = (row["language"] or "").partition("-")[0]
        is_wanted = not language or not self.languages or language in self.languages
        return "no_story" if not row["is_story"] else "stories" if is_wanted else "other_language"

    def drops(self, outcome: str) -> bool:
        """Whether pages of which this became are dropped."""
        return outcome == "other_language" or (outcome != "stories" and self.no_story == "drop")

    def written(self, row: Mapping[str, Any], item: ItemAdapter) -> dict[str, Any]:
        """What is written into an item: the fields that are named, else all that it has (any in a dict) and that the
        spider has left empty, and the text."""
        if self.fields:
            names = self.fields if isinstance(self.fields, Mapping) else dict.fromkeys(self.fields)
            found = {field or column: row[column] for column, field in names.items()}
        else:
            has = COLUMNS if isinstance(item.item, dict) else item.field_names()
            found = {
                column: row[column]
                for column in COLUMNS
                if column in has and (column == "text" or not item.get(column))
            }
        return {field: value for field, value in found.items() if value is not None or not item.get(field)}
