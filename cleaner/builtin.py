"""Where the data that come with the package are."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """The built-in rules and languages: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"
