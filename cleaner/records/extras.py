"""Libraries that only some formats need: imported when such a file is met."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import InputError, MissingExtraError


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


def file_system(url: str) -> tuple[Any, str]:
    """fsspec's file system for a URL, and the path in it.

    Raises:
        MissingExtraError: fsspec, or its own package for this kind of store, is not installed.
        InputError: fsspec knows no such kind of store.
    """
    core = extra("fsspec", "cloud").core
    try:
        system, path = core.url_to_fs(url)
    except ImportError as error:
        raise MissingExtraError(f"{url}: {error}") from None
    except ValueError as error:
        raise InputError(f"{url}: {error}") from None
    return system, path
