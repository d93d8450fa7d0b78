"""Reads language files from TOML and says all that is wrong with them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cleaner.language.language import Language

TABLES: Final = {
    "language": ("name", "example", "everywhere", "letters", "borrows", "function_words", "function_characters"),
    "page_type": (
        "first_person",
        "addressing",
        "questions",
        "calls",
        "error_titles",
        "forum_paths",
        "shop_paths",
        "manual_paths",
        "story_paths",
    ),
    "signature": ("by", "joins", "roles", "desks", "agencies"),
    "speech": ("says",),
    "promotion": ("coins", "trading", "offers", "money"),
}
"""The tables of a language file and their keys."""

LISTS: Final = frozenset(
    {"letters", "calls", "error_titles", "by", "desks", "agencies", "coins", "trading", "offers", "money"}
)
"""Keys that hold a list, since their values have spaces in them or count as two; the others hold text."""

REQUIRED: Final = {"name": "the language's name in English", "example": "a sentence of prose in it"}

TEXTS: Final = frozenset({"name", "example", "borrows"})
FLAGS: Final = frozenset({"everywhere"})
"""Keys that hold one text, and true or false. The remaining keys hold words with spaces between them."""


def read(files: Sequence[Path]) -> tuple[list[Language], list[str]]:
    """The languages of these files, and all that is wrong with them: `FILE:LINE: what is wrong; what to do`."""
    found, problems = [], []
    for file in files:
        try:
            text = file.read_text("utf-8")
            data = tomllib.loads(text)
        except (OSError, ValueError, RecursionError) as error:
            problems.append(f"{file}:1: cannot be read as TOML: {error}; mend it")
            continue
        wrong = list(_problems(data))
        problems += [f"{file}:{line_of(text, key)}: {what}" for key, what in wrong]
        if not wrong:
            found.append(_language(file.parent.name, data))
    return found, problems or list(_problems_between(files, found))


def _language(code: str, data: Mapping[str, Mapping[str, Any]]) -> Language:
    values: dict[str, Any] = {
        key: value if key in TEXTS | FLAGS else _parts(key, value)
        for table in data.values()
        for key, value in table.items()
    }
    return Language(code=code, **values)


def _parts(key: str, value: Any) -> tuple[str, ...]:
    if key in LISTS:
        return tuple(value)
    return tuple("".join(value.split())) if key == "function_characters" else tuple(value.split())


def _problems(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with one file: (the key, what)."""
    for name, table in data.items():
        if name not in TABLES or not isinstance(table, dict):
            yield name, f"unknown table {name!r}; write [{'], ['.join(TABLES)}]"
            continue
        for key, value in table.items():
            if key not in TABLES[name]:
                yield key, f"unknown key {key!r} in [{name}]; known are {', '.join(TABLES[name])}"
            elif (what := _wrong_value(key, value)) is not None:
                yield key, f"{key!r} {what}"
    language = data.get("language", {})
    if isinstance(language, dict):
        for key, what in REQUIRED.items():
            if not language.get(key):
                yield "[language]", f"[language] has no {key!r}; add {what}"
        if not (language.get("letters") or language.get("function_words")):
            yield "[language]", "nothing tells this language; add 'function_words', or 'letters' if its script does"


def _wrong_value(key: str, value: object) -> str | None:
    if key in FLAGS:
        return None if isinstance(value, bool) else "is neither true nor false"
    if key in LISTS:
        if not (isinstance(value, list) and all(isinstance(item, str) and item for item in value)):
            return "is no list of texts; write ['…', '…']"
        is_range = key != "letters" or (
            len(value) == 2 and all(len(item) == 1 for item in value) and value == sorted(value)
        )
        return None if is_range else "is not the first and the last letter of a script; write ['а', 'я']"
    return None if isinstance(value, str) else "is not text; put the words in quotes, with spaces between them"


def _problems_between(files: Sequence[Path], found: Sequence[Language]) -> Iterator[str]:
    with_letters = {language.code for language in found if language.letters}
    for file, language in zip(files, found, strict=True):
        if language.borrows and not {language.borrows, language.code} <= with_letters:
            line = line_of(file.read_text("utf-8"), "borrows")
            yield f"{file}:{line}: 'borrows' needs 'letters', here and in {language.borrows!r}; add them"


def line_of(text: str, key: str) -> int:
    """The first line that a key or a table begins, from 1."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.split("=")[0].strip(" []") == key.strip("[]")), 1)
