"""The package as users get it: installed from a wheel, and from an editable checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import cleaner
from tests.conftest import ROOT

RULES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.toml")}
"""The packs of rules, and the files of the languages."""


def sh(*command: str | Path, cwd: Path) -> str:
    """What a command prints, run where nothing of the checkout is in reach; fails with its complaint."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive, built without a package index."""
    folder = tmp_path_factory.mktemp("dist")
    sh(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The bin folder of a new virtual environment with the wheel and all that it says it needs."""
    folder = tmp_path_factory.mktemp("fresh")
    sh(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    sh(folder / "venv/bin/pip", "install", "--quiet", wheel, cwd=folder)
    return folder / "venv/bin"


def check_command(bin_folder: Path, cwd: Path, rules: Path) -> None:
    """The command cleans a page from a folder of its own, with the packs in `rules`."""
    page = ROOT / "fixtures/syndication-feed-plugin.page.txt"
    story = page.with_name("syndication-feed-plugin.story.txt").read_text(encoding="utf-8")
    printed = sh(bin_folder / "cleaner", page, cwd=cwd)
    assert printed.split() == story.split()
    ids = [row.split()[0] for row in sh(bin_folder / "cleaner", "rules", "list", cwd=cwd).splitlines()[1:]]
    shown = sh(bin_folder / "cleaner", "rules", "show", *ids, cwd=cwd)
    files = {line[2:].rpartition(":")[0] for line in shown.splitlines() if line.startswith("# ")}
    assert {Path(file).resolve() for file in files} == {
        path.resolve() for path in rules.rglob("*.toml") if path.name != "language.toml"
    }


def test_a_wheel_carries_the_rules_and_the_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.replace("cleaner/_rules", "rules") for name in names if "_rules/" in name} == RULES
    assert {"cleaner/py.typed", "cleaner/reports/static/report.css", "cleaner/reports/static/report.js"} <= names
    assert not [name for name in names if not name.startswith(("cleaner/", "story_cleaner-"))]


def test_a_source_archive_can_be_built_and_tested_from(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.partition("/")[2] for name in files.getnames()}
    assert names >= RULES | {"pyproject.toml", "README.md", "LICENSE", "tests/test_packaging.py"}


def test_an_installed_wheel_works_from_anywhere(fresh: Path, wheel: Path, tmp_path: Path) -> None:
    sh(fresh / "pip", "install", "--quiet", "--no-deps", "--force-reinstall", wheel, cwd=tmp_path)
    (package,) = fresh.parent.glob("lib/python*/site-packages/cleaner")
    check_command(fresh, tmp_path, package / "_rules")


def test_an_editable_checkout_works_from_anywhere(fresh: Path, tmp_path: Path) -> None:
    """A rule that is written in the checkout holds at once: the packs read are the checkout's own."""
    sh(fresh / "pip", "install", "--quiet", "--no-deps", "--editable", ROOT, cwd=tmp_path)
    check_command(fresh, tmp_path, ROOT / "rules")


def test_installed_version_is_the_one_in_the_code(fresh: Path, tmp_path: Path) -> None:
    assert f"Version: {cleaner.__version__}\n" in sh(fresh / "pip", "show", "story-cleaner", cwd=tmp_path)


def test_every_dependency_is_explained() -> None:
    """A name in docs/decisions/dependencies.md for each one that users must install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decisions = (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8")
    for dependency in project["dependencies"]:
        name = dependency.partition(">")[0]
        assert f"**{name}**" in decisions, f"{name} is not explained"
