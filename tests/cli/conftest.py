"""The command line in this process, with its own stdin and stdout, and a few pages to give it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from cleaner.cli import main

Run = Callable[..., Result]

STORY = """The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years.

"Ships have grown and our channel has not," said Ada Ferreira, who chairs the board, after the vote.

Work is to begin in April, and fishermen will be paid for the days on which they cannot leave the port.
"""
FOOTER = "The post Board votes to dredge the channel appeared first on Northfield Ledger."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty working directory: run("explain", "page.txt", input=b"…")."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLEANER_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    command = SimpleNamespace(name="cleaner", main=lambda args, prog_name: main(args))

    def run(*args: str | Path, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(command, [str(arg) for arg in args], input, catch_exceptions=False)

    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A story with a feed's footer."""
    path = tmp_path / "page.txt"
    path.write_text(f"{STORY}\n{FOOTER}\n", encoding="utf-8")
    return path


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    """A page with nothing on it to read."""
    path = tmp_path / "empty.txt"
    path.write_text("\n \n", encoding="utf-8")
    return path


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one rule, which takes the quotation out of the story."""
    path = tmp_path / "house.toml"
    path.write_text(
        """
        [pack]
        name = "house"
        about = "What our own desk adds"

        [[rule]]
        id = "chair-says"
        label = "promotion"
        strength = "certain"
        match = '^"Ships have grown'
        drop = ['"Ships have grown up," he said.']
        keep = ["The ships have grown."]
        note = "the chair's standing quotation"
        """,
        encoding="utf-8",
    )
    return path
