"""`cleaner rules`: the rules as a person sees them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from cleaner.language import languages
from cleaner.rulebook import Rule, load
from tests.cli.conftest import Run

PLACE = ("pack", "language", "path", "line")
"""What a rule knows of where it stands."""


def test_list_is_a_table_of_all_rules_and_words(run: Run) -> None:
    header, *rows = run("rules", "list").stdout.splitlines()
    assert header.split() == ["id", "label", "strength", "reach", "pack"]
    words = load().vocabulary.tables
    assert [row.split()[0] for row in rows] == [rule.id for rule in load().rules] + [table.group for table in words]
    assert rows[-len(words)].split() == [words[0].group, "words", words[0].pack]


def test_list_takes_own_rules_in(run: Run, pack: Path) -> None:
    row = next(row for row in run("rules", "list", "--rules", pack).stdout.splitlines() if "chair-says" in row)
    assert row.split() == ["chair-says", "promotion", "certain", "block", "house"]


def odd_rules() -> list[Rule]:
    """Every tenth built-in rule, and each with a character in its patterns or examples that is no letter and that none
    before it has."""
    chosen, met = [], set[str]()
    for number, rule in enumerate(load(examples=True).rules):
        odd = {letter for letter in repr(rule) if not letter.isalnum()}
        if number % 10 == 0 or odd - met:
            chosen.append(rule)
        met |= odd
    return chosen


def test_show_prints_rules_as_packs_have_them(run: Run) -> None:
    rules = odd_rules()
    shown = run("rules", "show", *(rule.id for rule in rules)).stdout
    Path("again.toml").write_text(f"[pack]\nname = 'again'\nabout = 'a copy'\n{shown}", encoding="utf-8")
    again = load(["again.toml"], builtin=False, examples=True).rules
    lines = set(shown.splitlines())
    for rule, copy in zip(rules, again, strict=True):
        assert f"# {rule.path}:{rule.line}" in lines
        assert copy == replace(rule, **{key: getattr(copy, key) for key in PLACE})


def test_show_prints_words_as_packs_have_them(run: Run) -> None:
    tables = load().vocabulary.tables
    shown = run("rules", "show", *(table.group for table in tables)).stdout
    Path("again.toml").write_text(f"[pack]\nname = 'again'\nabout = 'a copy'\n{shown}", encoding="utf-8")
    again = load(["again.toml"], builtin=False).vocabulary.tables
    assert [(copy.group, copy.words, copy.hit, copy.miss) for copy in again] == [
        (table.group, table.words, table.hit, table.miss) for table in tables
    ]


def test_show_of_an_unknown_rule_suggests_a_known_one(run: Run, pack: Path) -> None:
    result = run("rules", "show", "--rules", pack, "chair-say")
    assert result.exit_code == 2
    assert "did you mean 'chair-says'?" in result.stderr


def test_check_finds_nothing_wrong_with_the_built_in_packs(run: Run) -> None:
    result = run("rules", "check")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{len(load().rules)} rules and ")


def test_check_prints_all_problems_of_a_pack(run: Run, pack: Path) -> None:
    pack.write_text(pack.read_text().replace('"promotion"', '"promo"').replace('"certain"', '"sure"'))
    result = run("rules", "check", pack)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert all(line.startswith(f"{pack}:") for line in result.stdout.splitlines())


def test_check_of_a_missing_pack(run: Run) -> None:
    result = run("rules", "check", "missing.toml")
    assert result.exit_code == 1
    assert "missing.toml" in result.stdout


def test_coverage_counts_rules_and_words_by_language(run: Run, pack: Path) -> None:
    counts = json.loads(run("rules", "coverage", "--format", "json").stdout)
    rules = load().rules
    assert sum(sum(row.values()) for row in counts["rules"].values()) == len(rules)
    assert counts["rules"]["legal"]["en"] == sum((rule.label, rule.language) == ("legal", "en") for rule in rules)
    assert counts["rules"]["promotion"]["km"] == 0
    assert counts["words"]["calls"]["de"] == len(languages()["de"].calls)
    with_own = json.loads(run("rules", "coverage", "-f", "json", "--rules", pack).stdout)
    assert with_own["rules"]["promotion"]["any"] == counts["rules"]["promotion"]["any"] + 1


def test_coverage_is_a_table_whose_gaps_are_dashes(run: Run) -> None:
    rules, words = (part.splitlines() for part in run("rules", "coverage").stdout.split("\n\n"))
    columns = rules[0].split()
    assert columns == ["rules", "any", *sorted(languages())]
    (promotions,) = (line.split() for line in rules if line.startswith("promotion "))
    assert promotions[columns.index("km")] == "-"
    assert int(promotions[columns.index("de")]) > 0
    assert words[0].split()[1:] == columns[1:]
