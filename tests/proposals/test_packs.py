"""A rule is saved into a pack only if the pack is right with it, and nowhere but in the folder given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import OptionError, RulebookError
from cleaner.proposals import save
from cleaner.rulebook import Rule, Words, check, load
from tests.pages import LEAD, STORY

RULE = Rule(
    id="own-have-a-tip",
    label="newsletter",
    strength="certain",
    reach="block",
    match=r"^Have a tip\? Write to \p{Lu}",
    drop=("Have a tip? Write to Ada Ferreira",),
    keep=(LEAD, 'Don\'t "have" a tip?'),
)


PACK = """# Written by hand.
[pack]
name = "ledger"
about = "What the Ledger prints"

[[rule]]
id = "ledger-tides"
label = "navigation"
strength = "strong"
lines = ["tide table"]
drop = ["Tide Table"]
keep = ["The tide table was wrong."]
"""


def test_a_saved_rule_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "house-rules"
    file = save(folder, "ledger", RULE)
    assert file == folder / "ledger.toml"
    (rule,) = [rule for rule in load([folder], examples=True).rules if rule.id == RULE.id]
    assert (rule.match, rule.drop, rule.keep) == (RULE.match, RULE.drop, RULE.keep)
    page = f"{STORY}\n\nHave a tip? Write to Mara Quist\n"
    (removed,) = cleaner.clean(page, rules=[folder]).removed
    assert removed.label == "newsletter"


def test_what_is_in_a_pack_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "ledger.toml"
    file.write_text(PACK, encoding="utf-8")
    save(tmp_path, "ledger", RULE)
    save(tmp_path, "ledger", Words("related", ("moorings",), ('<div class="moorings">',), ('<div class="story">',)))
    assert file.read_text(encoding="utf-8").startswith(PACK.rstrip())
    assert check([tmp_path]) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"match": "^Have a ("}, "does not compile"),
        ({"match": ""}, "has neither 'match' nor 'lines'"),
        ({"keep": ()}, "'keep' has no examples"),
        ({"keep": ("Have a tip? Write to Bo",)}, "hits its keep example"),
        ({"drop": ("Home",)}, "misses its drop example"),
        ({"label": "advert"}, "unknown label 'advert'"),
        ({"id": "byline"}, "the id is taken by"),
    ],
)
def test_a_rule_that_is_not_right_is_not_saved(tmp_path: Path, changes: dict[str, object], says: str) -> None:
    before = PACK.encode()
    (tmp_path / "ledger.toml").write_bytes(before)
    with pytest.raises(RulebookError, match=says) as raised:
        save(tmp_path, "ledger", replace(RULE, **changes))  # type: ignore[arg-type]
    assert str(tmp_path / "ledger.toml") in str(raised.value)
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.toml"]
    assert (tmp_path / "ledger.toml").read_bytes() == before


@pytest.mark.parametrize(
    "name",
    ["", "..", "../ledger", "/etc/ledger", "a/b", "a\\b", ".hidden", "Ledger", "a.toml", "a\n", "x" * 61, "a\0b"],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "rules"
    with pytest.raises(OptionError, match="a pack cannot be called"):
        save(folder, name, RULE)
    assert list(tmp_path.iterdir()) == []


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text("[pack]\nname = 'outside'\nabout = 'Not ours'\n", encoding="utf-8")
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "ledger.toml").symlink_to(outside)
    with pytest.raises(OptionError, match="is no file of its own"):
        save(folder, "ledger", RULE)
    assert "have-a-tip" not in outside.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["[project]\nname = 'mine'\n", "not TOML", "\x00"])
def test_a_file_that_is_no_pack_is_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(OptionError, match="is no pack of rules"):
        save(tmp_path, "pyproject", RULE)
    assert file.read_text(encoding="utf-8") == content
