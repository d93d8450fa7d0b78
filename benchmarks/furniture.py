"""How many lines of furniture stay in a story when they stand alone between two of its paragraphs.

    python benchmarks/furniture.py [--show LANGUAGE]

The paragraphs are those of the stories in fixtures/. The lines are the `drop` examples of the built-in rules, by
strength, and those of furniture-languages.json, which no rule was written from. Prints a row a language; `--show` also
prints what stays.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cleaner import Cleaner  # noqa: E402
from cleaner.language import spoken  # noqa: E402
from cleaner.rulebook import load  # noqa: E402
from training.corpora import folder  # noqa: E402

MIN_CHARACTERS = 60
"""Shorter blocks of a story are its subheadings."""

KINDS = ("certain", "strong", "unseen")
STANDING_IN = {"{site}": "Harbor Courier", "{site_host}": "harborcourier.example", "{title}": "Harbor bridge to reopen"}
"""What the placeholders of furniture-languages.json are replaced with."""


def stories() -> dict[str, list[str]]:
    """For each language the long paragraphs of its longest fixture."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "fixtures").glob("*.story.txt")):
        text = path.read_text(encoding="utf-8")
        languages = spoken(text)
        if len(languages) == 1:
            paragraphs = [
                line for line in text.split("\n") if len(line) * (2 if text[:9].isalpha() else 1) >= MIN_CHARACTERS
            ]
            (language,) = languages
            found[language] = max(found.get(language, []), paragraphs, key=len)
    return found


def examples() -> Iterator[tuple[str, str, str]]:
    """Kind, language and text of every line of furniture."""
    for rule in load().rules:
        if rule.strength in KINDS and rule.language and rule.weight < 0:
            for line in rule.drop:
                yield rule.strength, rule.language, line
    path = folder() / "furniture-languages.json"
    if not path.exists():
        print(f"{path} is not there: no unseen lines", file=sys.stderr)
        return
    for language, groups in json.loads(path.read_text(encoding="utf-8")).items():
        for line in _lines(groups):
            for placeholder, name in STANDING_IN.items():
                line = line.replace(placeholder, name)
            yield "unseen", language, line


def _lines(groups: object) -> Iterator[str]:
    if isinstance(groups, str):
        if groups.strip():
            yield groups
    else:
        for group in groups.values() if isinstance(groups, dict) else groups:  # type: ignore[attr-defined]
            yield from _lines(group)


def stays(cleaner: Cleaner, paragraphs: list[str], line: str) -> bool:
    """Whether the line is still there once a story with it in its midst has been cleaned."""
    half = (len(paragraphs) + 1) // 2
    page = "\n\n".join([*paragraphs[:half], line, *paragraphs[half:]])
    return line.strip() in cleaner.clean(page, form="text").text.split("\n")


def main() -> None:
    shown = sys.argv[2] if sys.argv[1:2] == ["--show"] else ""
    cleaner, told = Cleaner(), stories()
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for kind, language, line in examples():
        if language in told:
            stayed = stays(cleaner, told[language], line)
            counts[kind, language].append(stayed)
            if stayed and language == shown:
                print(f"{kind}: {line[:140]}")
    print("language  " + "  ".join(f"{kind:>16}" for kind in KINDS) + "   (lines that stay)")
    for language in sorted(told):
        print(f"{language:8}  " + "  ".join(_cell(counts[kind, language]) for kind in KINDS))
    print(
        "all       " + "  ".join(_cell([x for (k, _), xs in counts.items() if k == kind for x in xs]) for kind in KINDS)
    )


def _cell(stayed: list[bool]) -> str:
    return f"{sum(stayed):4} of {len(stayed):4} {sum(stayed) / len(stayed):4.0%}" if stayed else f"{'-':>16}"


if __name__ == "__main__":
    main()
