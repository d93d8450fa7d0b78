"""The built-in packs as a whole, and the pack that docs/rules.md shows."""

from __future__ import annotations

import re
from pathlib import Path

from cleaner.builtin import rules_folder
from cleaner.rulebook import check, load

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


def test_nothing_is_wrong_with_the_built_in_packs() -> None:
    assert check() == []


def test_a_folder_of_rules_is_a_language() -> None:
    for rule in load().rules:
        folder = Path(rule.path).relative_to(rules_folder()).parent.name
        assert rule.language == folder, f"{rule.path}: language {rule.language!r} in folder {folder!r}"


def test_every_language_has_the_same_files_with_the_labels_that_the_docs_say() -> None:
    rows = re.findall(r"^\| `(\w+\.toml)` \| (.*) \| .* \|$", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    labels = {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in rows}
    assert len(labels) == 11
    for rule in load().rules:
        if rule.language:
            assert rule.label in labels[Path(rule.path).name], f"{rule.id} is {rule.label} in {rule.path}"


def test_naming_the_built_in_folder_again_is_no_conflict() -> None:
    assert len(load([rules_folder()])) == len(load())


EXAMPLES = re.findall(r"```toml\n(\[pack\].*?)```", DOCS.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_the_pack_of_words_in_the_docs_loads_and_hits_what_it_says(tmp_path: Path) -> None:
    _, example = EXAMPLES
    pack = tmp_path / "markup.toml"
    pack.write_text(example, encoding="utf-8")
    assert check([pack]) == []
    assert load([pack]).vocabulary.said(' class="moorings"').place == "related"


def test_the_pack_in_the_docs_loads_and_hits_what_it_says(tmp_path: Path) -> None:
    example, _ = EXAMPLES
    pack = tmp_path / "ledger.toml"
    pack.write_text(example, encoding="utf-8")
    assert check([pack]) == []
    rulebook = load([pack], examples=True)
    mine = [index for index, rule in enumerate(rulebook.rules) if rule.path == str(pack)]
    assert mine
    for index in mine:
        for line in rulebook.rules[index].drop:
            assert index in rulebook.match(line)


def test_the_docs_name_every_key_and_group() -> None:
    from cleaner.rulebook.packs import GROUPS, PACK_KEYS, RULE_KEYS, WORDS_KEYS

    text = DOCS.read_text(encoding="utf-8")
    assert [key for key in (*PACK_KEYS, *RULE_KEYS, *WORDS_KEYS, *GROUPS) if f"`{key}`" not in text] == []
