"""README.md and docs/ show real output. After a change: UPDATE_DOCS=1 python -m pytest tests/test_docs.py

`docs/cli.md` has a test of its own, tests/cli/test_docs.py.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.test_docs import EXAMPLE, printed
from tests.conftest import ROOT

PROGRAM = re.compile(r"^```python\n(?P<code>.*?)^```\n\nprints\n\n```\n(?P<output>.*?)(?=^```$)", re.M | re.S)
"""A program, the word "prints", and what it prints."""

SNIPPET = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)
RECORD = re.compile(r"(?<=^```json\n).*?(?=^```$)", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "fixtures/README.md"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with nothing but the fixtures."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output_of(program: str) -> str:
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        exec(compile(program, "<docs>", "exec"), {})
    return written.getvalue()


def assert_same(page: Path, shown: str, real: str) -> None:
    if os.environ.get("UPDATE_DOCS"):
        page.write_text(real, encoding="utf-8")
    assert shown == real


def test_the_commands_of_the_readme_print_what_it_shows(folder: Path) -> None:
    def rerun(example: re.Match[str]) -> str:
        commands = [line for line in example[0].splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{printed(command[2:], folder)}" for command in commands)

    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    real, examples = EXAMPLE.subn(rerun, shown)
    assert examples
    assert_same(ROOT / "README.md", shown, real)


@pytest.mark.parametrize("name", ["README.md", "docs/library.md"])
def test_the_programs_of_a_page_print_what_it_shows(name: str, folder: Path) -> None:
    def rerun(example: re.Match[str]) -> str:
        code = example["code"]
        return f"```python\n{code}```\n\nprints\n\n```\n{output_of(code)}"

    shown = (ROOT / name).read_text(encoding="utf-8")
    real, programs = PROGRAM.subn(rerun, shown)
    assert programs
    assert_same(ROOT / name, shown, real)


def test_the_program_of_the_reports_page_runs(folder: Path) -> None:
    (program,) = SNIPPET.findall((ROOT / "docs/reports.md").read_text(encoding="utf-8"))
    output_of(program)


def test_every_program_of_the_library_page_runs(folder: Path) -> None:
    programs = SNIPPET.findall((ROOT / "docs/library.md").read_text(encoding="utf-8"))
    assert len(programs) > 3
    for program in programs:
        output_of(program)


def test_the_record_of_the_schema_page_is_what_to_dict_gives() -> None:
    import cleaner

    page = ROOT / "docs/schema.md"
    shown = page.read_text(encoding="utf-8")
    text, record = RECORD.findall(shown)
    story = cleaner.clean(json.loads(text), url="https://harbor-courier.example/owls")
    written = json.dumps(story.to_dict(), indent=2, ensure_ascii=False) + "\n"
    assert_same(page, shown, shown.replace(record, written) if record else shown)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_images_are_small_enough_to_load_with_the_page() -> None:
    assert [image.name for image in (ROOT / "docs/images").iterdir() if image.stat().st_size > 200_000] == []
