"""The Dockerfile, as far as it can be checked without Docker: what it copies, whom it runs as, what it starts."""

from __future__ import annotations

import json
import re

from cleaner.cli.serve import command
from tests.conftest import ROOT
from tests.serve.servers import running

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
INSTRUCTIONS = [
    (line.split()[0], line.partition(" ")[2].strip())
    for line in DOCKERFILE.splitlines()
    if line and not line.startswith("#")
]


def words_of(name: str) -> list[str]:
    """The words of an instruction in the exec form."""
    (found,) = [re.search(r"\[.*\]", rest) for instruction, rest in INSTRUCTIONS if instruction == name]
    assert found, f"{name} is not in the exec form, and a shell would swallow signals"
    return list(json.loads(found[0]))


def test_it_does_not_run_as_root() -> None:
    last = len(INSTRUCTIONS) - 1 - [name for name, _ in INSTRUCTIONS][::-1].index("FROM")
    users = [rest for name, rest in INSTRUCTIONS[last:] if name == "USER"]
    assert users
    assert all(user.isdecimal() and int(user) for user in users), (
        "orchestrators check that a user is not root by number"
    )


def test_its_command_starts_a_server_that_wants_a_token() -> None:
    program, name, *options = words_of("ENTRYPOINT")
    assert (program, name) == ("cleaner", "serve")
    with command.make_context("serve", list(options)) as context:
        assert context.params["host"] == "0.0.0.0"
        assert f"EXPOSE {context.params['port']}" in DOCKERFILE
    with running(*options, "--workers", "1", CLEANER_TOKEN="correct-horse") as server, server.client() as client:
        assert client.get("/v1/health").status_code == 200
        assert client.get("/v1/metrics").status_code == 401
        assert server.stop()[0] == 0


def test_what_a_wheel_is_made_of_reaches_the_image_and_nothing_else() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert "*" in ignored
    kept = {line[1:] for line in ignored if line.startswith("!")}
    assert kept == {"cleaner", "rules", "pyproject.toml", "README.md", "LICENSE"}
    assert all((ROOT / name).exists() for name in kept)
