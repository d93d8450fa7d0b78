"""The language is what the page declares, unless the text is surely written in another."""

from __future__ import annotations

import sys

import pytest

from cleaner import Cleaner, clean
from cleaner.facts.language import language, told_by
from cleaner.facts.tags import language_tag
from cleaner.language import languages
from cleaner.model import Fact

ENGLISH = (
    "The owls are back in the harbour crane, and this year there are four chicks, the port’s warden said on Monday. "
    "She asked crews to keep their radios down until the middle of June, when the chicks will have left the crane."
)
GERMAN = (
    "Die Eulen sind wieder im Hafenkran, und in diesem Jahr sind es vier Küken, sagte die Hafenmeisterin am Montag. "
    "Sie bat die Besatzungen, ihre Funkgeräte bis Mitte Juni leise zu stellen, wenn die Küken den Kran verlassen haben."
)
NORWEGIAN = (
    "Uglene er tilbake i havnekranen, og i år er det fire unger, sa havnesjefen mandag. Hun ba mannskapene om å holde "
    "radioene sine lave til midten av juni, når ungene har forlatt kranen og lossingen kan begynne for fullt igjen."
)
SWAHILI = (
    "Bundi wamerudi kwenye winchi ya bandari, na mwaka huu kuna vifaranga wanne, mkuu wa bandari alisema Jumatatu. "
    "Aliwaomba wafanyakazi wapunguze sauti za redio zao hadi katikati ya mwezi wa Juni, vifaranga watakapoondoka."
)


def of(text: str, *declared: str) -> str | None:
    found = language([text], [Fact("language", tag) for tag in declared])
    return found[0].value if found else None


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("en_us", "en-US"),
        ("DE-de", "de-DE"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("english", None),
        ("", None),
    ],
)
def test_tags_are_written_as_bcp_47_has_them(declared: str, tag: str | None) -> None:
    assert language_tag(declared) == tag


def test_a_declaration_that_the_text_supports_holds_with_its_region() -> None:
    assert of(ENGLISH, "en_gb") == "en-GB"
    assert of(NORWEGIAN, "nb-NO") == "nb-NO"


def test_a_text_goes_before_a_declaration_that_it_contradicts() -> None:
    assert of(GERMAN, "en-US") == "de"
    assert of(GERMAN, "en-US", "de-AT") == "de-AT"
    assert language([GERMAN], [Fact("language", "en")])[0].confidence < 1


def test_a_text_shows_its_language_if_nothing_is_declared() -> None:
    assert of(ENGLISH) == "en" and of(GERMAN) == "de"


def test_a_short_text_contradicts_nothing() -> None:
    assert of("Eulen sind zurück.", "en") == "en"


def test_a_declared_language_that_is_not_known_holds() -> None:
    assert of(SWAHILI, "sw") == "sw"


def test_a_wrong_declaration_of_a_known_language_is_not_repeated() -> None:
    assert of(SWAHILI, "en-US") in (None, "sw")


def test_py3langid_tells_what_is_not_known() -> None:
    pytest.importorskip("py3langid", reason="py3langid is not installed: pip install 'story-cleaner[language]'")
    assert of(SWAHILI, "en-US") == "sw"


@pytest.mark.parametrize("code", sorted(languages()))
def test_prose_is_told_to_be_in_its_language(code: str) -> None:
    example = languages()[code].example
    assert told_by(f"{example} {example} {example}").code == code


def test_the_language_of_a_story_is_a_tag() -> None:
    paragraphs = "".join(f"<p>{GERMAN}</p>" for _ in range(3))
    assert clean(f'<html lang="en"><body><article>{paragraphs}</article></body></html>').language == "de"


def test_a_cleaner_that_cannot_tell_other_languages_has_another_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    with_detector = Cleaner().identity()
    monkeypatch.setitem(sys.modules, "py3langid", None)
    assert Cleaner().identity() == with_detector | {"language_detector": False}
