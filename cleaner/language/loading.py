"""All languages of the built-in rules, from a checked copy where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from cleaner import checked_copy
from cleaner.builtin import rules_folder
from cleaner.errors import RulebookError
from cleaner.language.language import Language

FILE_NAME: Final = "language.toml"
"""The file that makes a folder of rules a language."""

FORMAT: Final = 3
"""Goes up when the checks on language files change, so that older copies are not trusted."""

_LAYOUT: Final = (FORMAT, [field.name for field in fields(Language)])


@cache
def languages() -> Mapping[str, Language]:
    """What is known of each language, by its code.

    Raises:
        RulebookError: a file cannot be used; the message names it and the line.
    """
    files = files_of_languages()
    known = _stored(files)
    if known is None:
        from cleaner.language.reading import read

        known, problems = read(files)
        if problems:
            raise RulebookError(tuple(problems))
        checked_copy.write("languages", files, _LAYOUT, list(map(astuple, known)))
    return MappingProxyType({language.code: language for language in known})


@lru_cache(maxsize=512)
def words_of(key: str, of: frozenset[str] | None = None) -> frozenset[str]:
    """What one attribute of `Language` holds over these languages, by their codes, and those that are everywhere; over
    all languages if `of` is None.

    A block is judged by the function words of all languages together: a menu has few of any.
    """
    known = languages().values()
    chosen = known if of is None else [one for one in known if one.everywhere or one.code in of]
    return frozenset([word for language in chosen for word in getattr(language, key)])


def digest() -> str:
    """The SHA-256 of all that is known of languages, in hexadecimal digits."""
    from hashlib import sha256

    return sha256(repr(list(languages().values())).encode()).hexdigest()


def files_of_languages() -> list[Path]:
    """The built-in language files, in the order of their codes."""
    return sorted(rules_folder().glob(f"*/{FILE_NAME}"))


def _stored(files: Sequence[Path]) -> list[Language] | None:
    """The languages as they were last checked; None if there is no copy that still holds."""
    try:
        return [Language(*row) for row in checked_copy.read("languages", files, _LAYOUT)]
    except TypeError:
        return None
