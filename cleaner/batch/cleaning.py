"""What a worker does with a page of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from cleaner.analysis.subject import names_of
from cleaner.batch.findings import Finder, Finding
from cleaner.batch.tally import PageCounts
from cleaner.decision import Verdicts
from cleaner.errors import CleanerError, fault
from cleaner.model import InputForm
from cleaner.pipeline import Cleaner
from cleaner.records.record import Failure, Line, Record
from cleaner.records.tables import parsed
from cleaner.records.writers import Rendered
from cleaner.story import Story


class Cleaned(NamedTuple):
    """A story as the output's format has it, what was done to get it, and what a report says of it."""

    rendered: Any
    counts: PageCounts
    finding: Finding | None = None


class PageWork(Protocol):
    """What is done with each page of a batch, in a worker; goes there pickled."""

    def __call__(self, item: Record | Line) -> Cleaned | Failure: ...

    def identity(self) -> dict[str, Any]:
        """What shapes its results, by the names that messages call it, as plain data; "options" is one of them."""


@dataclass(frozen=True)
class CleanPage:
    """Cleans a record and renders its story.

    Args:
        cleaner: how to clean.
        render: how to render.
        about: what the stories are about.
        min_relevance: how much they must be, from 0 to 1.
        encoding: the charset of all pages, whatever their sources say.
        form: what all pages are, whatever their sources say; but what comes from a feed stays an entry of one.
        finder: what is looked for in pages for a report; None without one. Each worker has its own copy.
    """

    cleaner: Cleaner
    render: Rendered
    about: str | Sequence[str] | None = None
    min_relevance: float = 0.0
    encoding: str | None = None
    form: InputForm | None = None
    finder: Finder | None = None

    def identity(self) -> dict[str, Any]:
        identity = self.cleaner.identity()
        apart = {name: identity.pop(name) for name in ("rules", "weights", "sites")}
        options = {
            **identity,
            "about": names_of(self.about),
            "min_relevance": self.min_relevance,
            "encoding": self.encoding,
            "form": self.form,
        }
        return {"options": options, **apart}

    def __call__(self, item: Record | Line) -> Cleaned | Failure:
        record = parsed(item) if isinstance(item, Line) else item
        if isinstance(record, Failure):
            return record
        try:
            story = self.story(record)
            counts = counted(story)
            rendered = self.render(record, story)
            finding = self.finder.found(record, story, counts) if self.finder else None
            return Cleaned(rendered, counts, finding)
        except CleanerError as error:
            kind, reason = "not-a-page", str(error)
        except MemoryError:
            kind, reason = "memory", "takes more memory than there is"
        except Exception as error:
            # A fault of ours. One page must not take the others down with it.
            kind, reason = "bug", fault(error)
        return Failure(record.id, record.source, record.number, kind, reason)  # type: ignore[arg-type]

    def story(self, record: Record) -> Story:
        """The story of a record; raises what `Cleaner.clean` does."""
        return self.cleaner.clean(
            record.page,
            url=record.url,
            about=self.about,
            min_relevance=self.min_relevance,
            encoding=self.encoding or record.encoding,
            form=record.form if record.form == "fragment" else self.form or record.form,
            seen_at=record.seen_at,
        )


def counted(story: Story) -> PageCounts:
    """What was done with a page."""
    account = story.verdicts
    # Reading its verdicts would write one for each block, with its reason: a tenth of the time that cleaning takes.
    assert isinstance(account, Verdicts), "every story of a Cleaner has its account"
    return PageCounts(
        story.is_story,
        sum(map(len, story.page.texts)),
        len(story.text),
        dict(account.removed()),
        dict(account.rules()),
    )
