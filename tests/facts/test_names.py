"""Names are told from what stands around them in a signature, in any language that is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.facts.names import is_agency, names_in

SITES = frozenset({"harborcourier"})


def named(signature: str, language: str = "en", *, declared: bool = False) -> dict[str, str]:
    return {name.text: name.kind for name in names_in(signature, frozenset({language}), SITES, declared=declared)}


@pytest.mark.parametrize(
    ("signature", "language", "names"),
    [
        ("By Una Whitby and Jon Marsh, staff writers | Harbor Courier", "en", ["Una Whitby", "Jon Marsh"]),
        ("By Una Whitby, Political Editor, and Jon Marsh in Paris", "en", ["Una Whitby", "Jon Marsh"]),
        ("By Una Whitby • March 3, 2026", "en", ["Una Whitby"]),
        ("Una WhitbyNews Reporter", "en", ["Una Whitby"]),
        ("Una Whitby2, Jon Marsh1", "en", ["Una Whitby", "Jon Marsh"]),
        ("Una Whitby una@courier.example @unawhitby", "en", ["Una Whitby"]),
        ("Whitby, Una", "en", ["Una Whitby"]),
        ("Von Dr. Tobias Brandt (tbr) | 12.03.2026, 10:15 Uhr", "de", ["Dr. Tobias Brandt"]),
        ("Von Jan Meyer und Eva von der Aue", "de", ["Jan Meyer", "Eva von der Aue"]),
        ("Par Élise Marchand et Luc Petit", "fr", ["Élise Marchand", "Luc Petit"]),
        ("Por Ana Duarte y José Ortega", "es", ["Ana Duarte", "José Ortega"]),
        ("Af Mette Holm og Lars Friis", "da", ["Mette Holm", "Lars Friis"]),
        ("Автор: Анна Белова", "ru", ["Анна Белова"]),
        ("记者 牛小明、岳大伟", "zh", ["牛小明", "岳大伟"]),
        ("김하늘 기자", "ko", ["김하늘"]),
    ],
)  # fmt: skip
def test_the_persons_in_a_signature(signature: str, language: str, names: list[str]) -> None:
    assert named(signature, language) == dict.fromkeys(names, "person")


@pytest.mark.parametrize(
    ("signature", "language"),
    [
        ("Harbor Courier", "en"),
        ("By Courier Staff Reporter", "en"),
        ("Newsroom", "en"),
        ("Redaktion hafen.example", "de"),
        ("dpa", "de"),
        ("La rédaction", "fr"),
        ("Редакция", "ru"),
        ("Port Media Group", "en"),
    ],
)
def test_newsrooms_and_agencies_are_told_apart(signature: str, language: str) -> None:
    assert list(named(signature, language, declared=True).values()) == ["organisation"]


@pytest.mark.parametrize(
    "signature", ["admin", "105092", "By Friday the water had risen", "", "https://n.example/una", "ssi"]
)
def test_what_is_no_name_is_none(signature: str) -> None:
    assert named(signature, declared=signature in ("admin", "ssi", "105092")) == {}


def test_where_a_house_has_its_seat_is_no_author() -> None:
    assert named("Port Media GmbH, Munich, Germany", declared=True) == {"Port Media GmbH": "organisation"}


def test_agencies_are_known_in_any_case() -> None:
    assert is_agency("DPA") and is_agency("reuters") and not is_agency("Una Whitby")


@given(st.text())
def test_whatever_the_signature_is_its_names_are_parts_of_it(signature: str) -> None:
    for name in names_in(signature, frozenset({"en", "de", "zh"})):
        assert name.text and len(name.text) <= 60
