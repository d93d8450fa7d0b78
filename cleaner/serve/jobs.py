"""What a worker does for a request."""

from __future__ import annotations

import time
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from cleaner.errors import CleanerError, DecodeError
from cleaner.pipeline import Cleaner
from cleaner.proposals.own import OwnRules, with_own_rules
from cleaner.serve.answers import RENDER
from cleaner.serve.asked import How, asked
from cleaner.serve.problems import RequestError
from cleaner.story import Story


class Job(Protocol):
    """Something to be done with a cleaner. It pickles, and so does what comes of it."""

    def run(self, cleaner: Cleaner) -> Any:
        """Does it.

        Raises:
            RequestError: it cannot be done, and the client can mend that.
        """


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker process applies to each job, with the rules that the user has of their own by then."""

    cleaner: Cleaner

    def __call__(self, item: tuple[OwnRules, Job]) -> Any:
        own, job = item
        try:
            return job.run(with_own_rules(self.cleaner, own))
        except DecodeError as error:
            raise RequestError(422, str(error)) from None
        except CleanerError as error:
            raise RequestError(400, str(error)) from None
        except MemoryError:
            raise RequestError(413, "the page takes more memory than there is") from None


class Answer(NamedTuple):
    """A story as the client wants it.

    Attributes:
        body: the answer's body.
        is_story: whether the page holds a story.
        seconds: how long a worker took.
    """

    body: bytes
    is_story: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class CleanJob:
    """A request to `/v1/clean`, as it came.

    Attributes:
        body: the body of the request.
        content_type: its Content-Type header.
        query: the parameters in its address.
        kind: the media type to answer with.
    """

    body: bytes
    content_type: str
    query: Sequence[tuple[str, str]]
    kind: str

    def run(self, cleaner: Cleaner) -> Answer:
        start = time.perf_counter()
        request = asked(self.body, self.content_type, self.query)
        story = cleaned(cleaner, request.page, request.how)
        body = RENDER[self.kind](story, request.how.title).encode("utf-8", "replace")
        return Answer(body, story.is_story, time.perf_counter() - start)


def cleaned(cleaner: Cleaner, page: str | bytes, how: How) -> Story:
    """The story on a page.

    Raises:
        RequestError: a label is to be kept and dropped.
        CleanerError: as `Cleaner.clean` raises it.
    """
    cleaner = with_labels(cleaner, how)
    return cleaner.clean(
        page,
        url=how.url,
        about=how.about or None,
        min_relevance=how.min_relevance,
        encoding=how.encoding,
        form=how.form,
    )


def with_labels(cleaner: Cleaner, how: How) -> Cleaner:
    """The same cleaner, with the labels to keep and to drop that a request asks for."""
    if how.keep is None and how.drop is None:
        return cleaner
    policy = cleaner.policy
    keep, drop = (policy.keep if how.keep is None else how.keep), (policy.drop if how.drop is None else how.drop)
    if both := sorted(keep & drop):
        raise RequestError(400, f"{both[0]} is to be kept and dropped; take one of the two out")
    other = copy(cleaner)
    other.policy = policy._replace(keep=keep, drop=drop)
    return other
