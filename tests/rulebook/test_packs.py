"""Reading packs: what a user is told when one is wrong, and how packs are put together."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import CleanerError, RulebookError
from cleaner.rulebook import STRENGTHS, Rule, check, load
from cleaner.rulebook.packs import is_anchored

PACK = """\
[pack]
name = "harbor"
about = "What the Harbor Courier prints"
"""

RULE = """
[[rule]]
id = "tide-table"
label = "navigation"
strength = "certain"
match = '^Tide table for (?P<section>.+)$'
drop = ["Tide table for Northfield"]
keep = ["The tide table for Northfield was wrong."]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return tmp_path / "harbor.toml"


def load_only(*paths: Path) -> list[Rule]:
    return list(load(paths, builtin=False).rules)


def test_a_pack_gives_its_rules(pack: Path) -> None:
    pack.write_text(PACK + 'language = "en"\n' + RULE)
    (rule,) = load_only(pack)
    assert (rule.id, rule.label, rule.strength, rule.reach) == (
        "tide-table",
        "navigation",
        "certain",
        "block",
    )
    assert (rule.pack, rule.language, rule.path, rule.line) == ("harbor", "en", str(pack), 6)
    assert rule.weight == STRENGTHS["certain"] == float("-inf")


def test_a_folder_is_read_at_any_depth_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.toml", "a/z.toml", "c/d/e.toml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PACK + RULE.replace("tide-table", name.replace("/", "-")[:-5]))
    (tmp_path / ".hidden.toml").write_text("not a pack")
    assert [rule.id for rule in load_only(tmp_path)] == ["a-z", "b", "c-d-e"]


def test_a_file_that_is_named_twice_is_read_once(pack: Path) -> None:
    pack.write_text(PACK + RULE)
    assert len(load_only(pack, pack.parent, pack)) == 1


def test_a_long_pattern_may_be_broken_over_lines(pack: Path) -> None:
    broken = "match = '''\n    ^Tide table\n        | for low water$'''".replace("\n        |", "\n    |^Table")
    pack.write_text(PACK + RULE.replace("match = '^Tide table for (?P<section>.+)$'", broken))
    assert load_only(pack)[0].match == "^Tide table|^Table for low water$"


WRONG = {
    "label": (RULE.replace('"navigation"', '"navigatoin"'), 7, "did you mean 'navigation'?"),
    "strength": (RULE.replace('"certain"', '"sure"'), 8, "unknown strength 'sure'"),
    "reach": (RULE + 'reach = "page"\n', 12, "unknown reach 'page'"),
    "key": (RULE + "weight = 3\n", 12, "unknown key 'weight'"),
    "next without reach": (RULE + 'next = "byline"\n', 12, "`next` needs reach"),
    "unknown next": (RULE + 'reach = "next"\nnext = "bylin"\n', 13, "did you mean 'byline'?"),
    "no id": (RULE.replace('id = "tide-table"\n', ""), 5, "has no 'id'"),
    "number for text": (RULE.replace("'^Tide table for (?P<section>.+)$'", "3"), 9, "'match' is not text"),
    "no match": (
        RULE.replace("match = '^Tide table for (?P<section>.+)$'\n", ""),
        5,
        "has neither 'match' nor 'lines'",
    ),
    "empty line": (RULE + 'lines = ["Tides", "…"]\n', 12, "'lines' is not a list of texts"),
    "pattern": (RULE.replace("(?P<section>.+)", "(.+"), 9, "does not compile: missing )"),
    "look-ahead": (RULE.replace("^Tide", "^(?=Tide)"), 9, "does not compile"),
    "empty match": (RULE.replace("'^Tide table for (?P<section>.+)$'", "'x*'"), 9, "matches empty text"),
    "group": (RULE.replace("<section>", "<place>"), 9, "the group 'place' is no fact"),
    "no keep": (
        RULE.replace('["The tide table for Northfield was wrong."]', "[]"),
        11,
        "'keep' has no examples",
    ),
    "drop missed": (RULE.replace('["Tide table for', '["Tides for'), 10, "misses its drop example"),
    "keep hit": (RULE.replace('["The tide table', '["Tide table'), 11, "hits its keep example"),
    "prefilter": (RULE + "prefilter = 'ebb'\n", 10, "prefilter misses the drop example"),
    "same id": (RULE + RULE, 13, "the id is taken by"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_file_line_and_rule(case: str, pack: Path) -> None:
    rules, line, what = WRONG[case]
    pack.write_text(PACK + "\n" + rules.lstrip("\n"))
    with pytest.raises(RulebookError) as caught:
        load_only(pack)
    message = str(caught.value)
    assert message.startswith(f"{pack}:{line}: ")
    assert what in message
    assert "\n" not in message
    assert case == "no id" or "rule 'tide-table': " in message


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("", 1, "no [pack] table"),
        (PACK, 1, "no rules"),
        (PACK + '\n[[rule]]\nid = "a', 6, "is not TOML"),
        (PACK + "\n[[rules]]\n", 5, "unknown table 'rules'"),
        (PACK + 'of = ["x"]\n' + RULE, 4, "did you mean 'off'?"),
        (PACK + 'off = "x"\n' + RULE, 4, "not a list of rule ids"),
        (PACK.replace('name = "harbor"', "name = 3") + RULE, 2, "'name' is not text"),
        (PACK.replace('name = "harbor"\n', "") + RULE, 1, "[pack] has no 'name'"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(content: str, line: int, what: str, pack: Path) -> None:
    pack.write_text(content)
    problems = check([pack], builtin=False)
    assert any(problem.startswith(f"{pack}:{line}: ") and what in problem for problem in problems), problems


def test_a_file_that_is_not_utf8_is_named(pack: Path) -> None:
    pack.write_bytes(PACK.encode() + b"# caf\xe9\n" + RULE.encode())
    with pytest.raises(RulebookError, match=r"harbor\.toml:4: is not UTF-8"):
        load_only(pack)


def test_a_path_that_does_not_exist_and_a_folder_without_packs_are_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert check([missing, tmp_path], builtin=False) == [
        f"{missing}:1: does not exist; give a pack of rules or a folder of them",
        f"{tmp_path}:1: has no .toml files; give a pack of rules or a folder of them",
    ]
    with pytest.raises(RulebookError):
        load_only(missing)


def test_check_tells_all_problems_and_load_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(PACK + RULE.replace('"certain"', '"sure"'))
    (tmp_path / "b.toml").write_text(PACK + RULE.replace('"navigation"', '"nav"'))
    problems = check([tmp_path], builtin=False)
    assert len(problems) == 2
    with pytest.raises(RulebookError) as caught:
        load_only(tmp_path)
    assert str(caught.value) == problems[0]
    assert caught.value.problems == tuple(problems)
    assert isinstance(caught.value, (ValueError, CleanerError))


def test_a_pack_switches_off_a_rule_of_another(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(PACK + RULE)
    (tmp_path / "b.toml").write_text(PACK + 'off = ["tide-table"]\n' + RULE.replace("tide-table", "tide-times"))
    assert [rule.id for rule in load_only(tmp_path)] == ["tide-times"]


def test_a_pack_cannot_switch_off_what_is_not_there(tmp_path: Path, pack: Path) -> None:
    pack.write_text(PACK + 'off = ["appeared-first-no"]\n' + RULE)
    with pytest.raises(RulebookError, match=r"harbor\.toml:4: .*did you mean 'appeared-first-on'"):
        load([pack])


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        ("^Ferry", True),
        ("(?i)^ferry(?: fares| times)$", True),
        (r"^a[|(]b\||^c", True),
        ("^Ferry|Tram", False),
        ("Ferry", False),
        ("(?:^Ferry)?Tram", False),
    ],
)
def test_a_pattern_is_anchored_if_it_can_only_hit_at_the_start(pattern: str, anchored: bool) -> None:
    assert is_anchored(pattern) is anchored
