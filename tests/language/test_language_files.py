"""Language files: what is read from them, and what a person is told when one is wrong."""

from __future__ import annotations

import marshal
import shutil
from collections.abc import Iterator
from importlib.util import source_hash
from pathlib import Path

import pytest

from cleaner import checked_copy
from cleaner.builtin import rules_folder
from cleaner.errors import RulebookError
from cleaner.language import checking, languages, loading, words_of
from cleaner.language.reading import read
from cleaner.rulebook import check, load

WELSH = """\
[language]
name = "Welsh"
example = "Mae'r bont ar gau tan ddiwedd y mis, ac nid oes neb yn gwybod pryd bydd hi ar agor."
function_words = "y yr yn ac ar am gan mae nid oes neb bydd hi tan"

[page_type]
calls = ["prynwch nawr"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cy" / "language.toml"
    path.parent.mkdir()
    path.write_text(WELSH, encoding="utf-8")
    return path


@pytest.fixture
def unread() -> Iterator[None]:
    """Before and after, no language has been read in this process."""
    loading.languages.cache_clear()
    yield
    loading.languages.cache_clear()


def test_a_file_is_a_language_by_the_name_of_its_folder(file: Path) -> None:
    (welsh,), problems = read([file])
    assert problems == []
    assert (welsh.code, welsh.name, welsh.calls) == ("cy", "Welsh", ("prynwch nawr",))
    assert welsh.function_words[:3] == ("y", "yr", "yn")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('name = "Welsh"', "", "cy/language.toml:1: [language] has no 'name'; add the language's name in English"),
        ("example", "sample", "cy/language.toml:3: unknown key 'sample' in [language]; known are name, example,"),
        ('calls = ["prynwch nawr"]', 'calls = "prynwch"', "cy/language.toml:7: 'calls' is no list of texts;"),
        ("function_words", "questions", "nothing tells this language; add 'function_words', or 'letters'"),
        (
            "[page_type]",
            "[page]",
            "cy/language.toml:6: unknown table 'page'; write [language], [page_type], [signature], [speech], ",
        ),
        ("[language]", "[language]\nborrows = 'en'", "'borrows' needs 'letters', here and in 'en'; add them"),
        ("[language]", "[language", "cy/language.toml:1: cannot be read as TOML:"),
        ("[language]", '[language]\nletters = ["z", "a"]', "is not the first and the last letter of a script;"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(file: Path, old: str, new: str, problem: str) -> None:
    file.write_text(WELSH.replace(old, new), encoding="utf-8")
    assert any(problem in line for line in read([file])[1])


def test_an_example_that_is_taken_for_another_language_is_a_problem(file: Path) -> None:
    file.write_text(WELSH.replace("Mae'r bont ar gau", "The bridge is closed for the rest of the month"), "utf-8")
    (welsh,), _ = read([file])
    (problem,) = checking.untold([file], {"cy": welsh})
    assert "cy/language.toml:3: the example is taken for en, not for cy;" in problem


def test_nothing_is_wrong_with_the_built_in_languages() -> None:
    assert checking.check() == []


def test_a_language_in_a_folder_of_own_rules_is_refused_and_not_passed_over(file: Path) -> None:
    (problem,) = check([file.parent])
    assert problem == f"{file}:1: languages are not read from here; add a folder to {rules_folder()}"
    with pytest.raises(RulebookError, match="languages are not read from here"):
        load([file.parent])


def test_words_of_all_languages_are_one_set() -> None:
    assert {"the", "der", "как"} <= words_of("function_words")
    assert not {"add to cart"} & words_of("function_words")


def test_a_broken_copy_of_the_languages_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unread: None
) -> None:
    monkeypatch.setattr(checked_copy, "folder", lambda: tmp_path)
    known = languages()
    (copy,) = tmp_path.glob("languages-*")
    whole = copy.read_bytes()
    key, _ = marshal.loads(whole[checked_copy.HASH_BYTES :])
    other = marshal.dumps((key, [[1] * 99]))
    for content in (b"", b"{", whole[:-1], source_hash(other) + other):
        copy.write_bytes(content)
        loading.languages.cache_clear()
        assert languages() == known
        assert copy.read_bytes() == whole


def test_a_language_file_that_is_broken_stops_the_start_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unread: None
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(rules_folder() / "de", rules / "de")
    (rules / "de" / "language.toml").write_text("[language]\nname = 7\n")
    monkeypatch.setattr(loading, "rules_folder", lambda: rules)
    with pytest.raises(RulebookError, match=r"de/language\.toml:2: 'name' is not text"):
        languages()
