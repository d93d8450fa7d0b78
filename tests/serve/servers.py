"""Real servers for tests: the command itself, listening at a free port of this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.conftest import ROOT

LISTENING = re.compile(r"cleaner: listening at (\S+)")


@dataclass
class Server:
    """A server that runs.

    Attributes:
        address: where it listens, with a slash at its end and no token.
        token: what it wants; "" if it wants none.
        process: the process.
    """

    address: str
    token: str
    process: subprocess.Popen[str]

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://").strip("/")

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=30, trust_env=False, **options)  # type: ignore[arg-type]

    def stop(self) -> tuple[int, str]:
        """Ends it as a container does; returns its exit code and what else it said."""
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@contextmanager
def running(*options: str, folder: Path | None = None, **environment: str) -> Iterator[Server]:
    """`cleaner serve` with these options, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "serve", "--port", "0", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        said = ""
        while not (found := LISTENING.search(said)):
            line = process.stderr.readline()
            assert line, f"the server did not start: {said}"
            said += line
        address, _, token = found[1].partition("?token=")
        yield Server(address, token, process)
    finally:
        process.kill()
        process.communicate()
