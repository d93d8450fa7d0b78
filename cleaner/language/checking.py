"""Checks the language files: each is well formed, and its example is told to be in its language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cleaner.language.language import Language
from cleaner.language.loading import files_of_languages, languages
from cleaner.language.reading import line_of, read
from cleaner.language.telling import spoken


def check() -> list[str]:
    """All that is wrong with the language files, one line each; empty if nothing is."""
    files = files_of_languages()
    return read(files)[1] or untold(files, languages())


def untold(files: Sequence[Path], known: Mapping[str, Language]) -> list[str]:
    """A line for each file whose example is not told to be in its language, among all those that are known."""
    told = [(file, file.parent.name, spoken(known[file.parent.name].example)) for file in files]
    return [
        f"{file}:{line_of(file.read_text('utf-8'), 'example')}: the example is taken for {', '.join(sorted(found))}, "
        f"not for {code}; add words of it to 'function_words', or take a longer example"
        for file, code, found in told
        if found != {code}
    ]
