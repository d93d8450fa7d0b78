"""Heavy libraries load when they are first needed, not before."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"trafilatura", "bs4", "lxml", "rich", "click", "selectolax", "numpy", "nh3", "_hashlib"}
STORY = (
    "The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years.\n"
    "Work is to begin in April, and fishermen will be paid for the days they cannot leave the port.\n"
)


def modules_after(program: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running a program."""
    listing = f"{program}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", listing], check=True, capture_output=True, text=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


@pytest.mark.parametrize(
    "program",
    [
        "import cleaner",
        "from cleaner import Cleaner, Story",
        f"import cleaner; assert cleaner.clean({STORY!r}).is_story",
        f"import cleaner; assert cleaner.clean({STORY.encode()!r}).is_story",
    ],
    ids=["import", "names", "text", "bytes"],
)
def test_no_heavy_library_is_loaded(program: str) -> None:
    assert not HEAVY & modules_after(program)


def test_importing_the_package_loads_neither_rules_nor_pipeline() -> None:
    assert "re2" not in modules_after("import cleaner")


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    import cleaner

    with pytest.raises(AttributeError, match="no attribute 'klean'"):
        cleaner.klean  # noqa: B018
