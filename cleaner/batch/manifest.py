"""What a batch has finished: a small JSON file beside its output, replaced as a whole each time that more is sure."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.atomic import replacing
from cleaner.batch.tally import Tally
from cleaner.errors import OutputError, ResumeError
from cleaner.records.reader import Place

FORMAT: Final = 1
"""Goes up when the manifest's keys or the spools' bytes mean something else."""


class Done(NamedTuple):
    """How far a batch is: what is not behind this place is not in the output yet.

    Attributes:
        chunks: how many chunks are written.
        place: where the reader goes on.
        part: number of the output's part that the last chunk went to, from 0.
        size: bytes of that part's spool.
        failures: bytes of the file of failures.
    """

    chunks: int = 0
    place: Place = Place()
    part: int = 0
    size: int = 0
    failures: int = 0


class Manifest:
    """A batch's manifest.

    Args:
        path: its file; it need not be there.
        identity: what the batch is of; a part of it each, by the name that a message calls it.
        anew: whether to begin anew, whatever is there.

    Attributes:
        is_new: whether nothing was read.
        done: how far the batch is.
        tally: the sums over what is done.
        all_cleaned: whether no page is left, so that only the output's files are to be put in place.
        published: whether the output is in place.

    Raises:
        ResumeError: the file is no manifest.
    """

    def __init__(self, path: Path, identity: dict[str, Any], *, anew: bool = False) -> None:
        self.path = path
        # As it will be read back: a tuple is a list in JSON.
        self._identity: dict[str, Any] = json.loads(json.dumps({"manifest": FORMAT, **identity}))
        self.begin()
        self.is_new = anew or not path.exists()
        if self.is_new:
            return
        try:
            self._read(json.loads(path.read_bytes()))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ResumeError(f"{path} is no manifest of a batch; begin again with --restart") from None

    def begin(self) -> None:
        """Begins anew, whatever was there."""
        self._before = self._identity
        self.done = Done()
        self.tally = Tally()
        self.all_cleaned = self.published = False

    def check(self) -> None:
        """Raises ResumeError if what was there is of another batch."""
        changed = [name for name, value in self._identity.items() if self._before.get(name) != value]
        if changed:
            raise ResumeError(
                f"{self.path} is of a batch with other {' and '.join(changed)}: "
                "make that what it was to go on, or begin again with --restart"
            )

    def add(self, done: Done, tally: Tally) -> None:
        """Notes a chunk; it counts from the next `commit` on."""
        self.done = done
        self.tally.add(tally)

    def note(self, what: str) -> None:
        """Notes, for good, that the batch is `all_cleaned` or `published`."""
        setattr(self, what, True)
        self.commit()

    def commit(self) -> None:
        """Writes all that was noted to the disk."""
        state = {
            **self._identity,
            "done": self.done._asdict(),
            "tally": self.tally.to_dict(),
            "all_cleaned": self.all_cleaned,
            "published": self.published,
        }
        with replacing(self.path, aside=self.path.with_name(f"{self.path.name}.aside"), sync=True) as aside:
            aside.write_text(json.dumps(state, indent=1), encoding="utf-8")

    def _read(self, state: dict[str, Any]) -> None:
        self._before = {name: state.get(name) for name in self._identity}
        done = state["done"]
        self.done = Done(**{**done, "place": Place(*done["place"])})
        self.tally = Tally.from_dict(state["tally"])
        self.all_cleaned, self.published = state["all_cleaned"], state["published"]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds a folder, which is made if it is not there, against a second run, until the end of this one, however it
    ends. Windows has no lock that a kill takes away for sure: there it is made and not held.

    Raises:
        OutputError: another run has it.
    """
    folder.mkdir(exist_ok=True)
    lock = folder / LOCK
    try:
        import fcntl
    except ImportError:
        yield
        return
    with lock.open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"{folder}: another run is at work here; wait for it, or stop it") from None
        try:
            yield
        finally:
            if folder.exists() and os.listdir(folder) == [LOCK]:
                lock.unlink()
                folder.rmdir()


LOCK: Final = "lock"
