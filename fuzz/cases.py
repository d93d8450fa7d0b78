"""What the fuzzer hands to the library, and how a case is kept in a file."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cleaner.model import SourceForm


@dataclass(frozen=True, slots=True)
class Case:
    """A page and the options it is cleaned with.

    Attributes:
        page: the page, as str or as bytes.
        encoding: the charset that the caller says it has; only for bytes.
        form: the form that the caller says it has.
        url: where the page came from.
        about: what the reader is after.
    """

    page: str | bytes
    encoding: str | None = None
    form: SourceForm | None = None
    url: str | None = None
    about: str | None = None

    def save(self, path: Path, failure: str) -> None:
        """Writes the case as JSON; bytes become base64, as they are in no known charset."""
        record = asdict(self) | {"failure": failure, "base64": isinstance(self.page, bytes)}
        if isinstance(self.page, bytes):
            record["page"] = base64.b64encode(self.page).decode()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Case:
    """The case in a file that `Case.save` wrote."""
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["failure"]
    if record.pop("base64"):
        record["page"] = base64.b64decode(record["page"])
    return Case(**record)
