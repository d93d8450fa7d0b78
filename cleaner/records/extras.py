"""Libraries that only some formats need: imported when such a file is met."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import MissingExtraError


def extra(module: str, name: str) -> Any:
    """A module that comes with an extra of this package.

    Raises:
        MissingExtraError: it is not installed; the message says what to install.
    """
    try:
        return import_module(module)
    except ImportError:
        library = module.partition(".")[0]
        raise MissingExtraError(
            f"this needs {library}, which is not installed: pip install 'story-cleaner[{name}]'"
        ) from None
