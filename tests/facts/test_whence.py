"""Where the story is from: footers of feeds, source lines, credits, and addresses of another site."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.language import languages

SENTENCES = (
    "The owls are back in the harbour crane, and this year there are four chicks, the port’s warden said on Monday.",
    "She asked crews to keep their radios down until the middle of June, when the chicks will have left the crane.",
    "Last year the birds came in April, and the crane stood still for eleven weeks while ships were unloaded by hand.",
)


def page(head: str = "", below: str = "") -> str:
    prose = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    head = f"<title>Owls return to the crane</title>{head}"
    article = f"<article><h1>Owls return to the crane</h1>{prose}{below}</article>"
    return f"<html><head>{head}</head><body>{article}</body></html>"


@pytest.mark.parametrize(
    ("language", "line", "agency", "source"),
    [
        ("en", "Source: Reuters", "Reuters", None),
        ("en", "This article was originally published in the Harbor Courier.", None, "Harbor Courier"),
        ("en", "The post Owls are back appeared first on Harbor Courier.", None, "Harbor Courier"),
        ("de", "Quelle: dpa", "dpa", None),
        ("de", "Der Beitrag Eulen sind zurück erschien zuerst auf Hafenkurier.", None, "Hafenkurier"),
        ("fr", "Source : AFP", "AFP", None),
        ("es", "La entrada Los búhos se publicó primero en El Correo.", None, "El Correo"),
        ("no", "Kilde: NTB", "NTB", None),
        ("pl", "Źródło: PAP", "PAP", None),
        ("ru", "Источник: ТАСС", "ТАСС", None),
        ("zh", "来源：新华社", "新华社", None),
        ("zh", "来源：港口信使报", None, "港口信使报"),
    ],
)
def test_source_lines_below_a_story(language: str, line: str, agency: str | None, source: str | None) -> None:
    prose = languages()[language].example
    story = clean("\n\n".join([f"{prose} {prose}", f"{prose} {prose} {prose}", prose, line]))
    assert (story.agency, story.syndicated_from) == (agency, source)


def test_an_address_on_another_site_says_where_the_story_first_appeared() -> None:
    canonical = '<link rel="canonical" href="https://www.northfield-ledger.example/owls">'
    story = clean(page(canonical), url="https://harbor-courier.example/owls")
    assert story.syndicated_from == "northfield-ledger.example"


@pytest.mark.parametrize(
    "own", ["https://amp.northfield-ledger.example/owls", "https://www.northfield-ledger.co.uk/owls"]
)
def test_another_host_of_the_same_site_does_not(own: str) -> None:
    canonical = '<link rel="canonical" href="https://www.northfield-ledger.example/owls">'
    assert clean(page(canonical), url=own).syndicated_from is None


def test_what_is_declared_as_the_original_source() -> None:
    meta = '<meta name="original-source" content="https://northfield-ledger.example/owls">'
    assert clean(page(meta), url="https://harbor-courier.example/owls").syndicated_from == "northfield-ledger.example"
    assert clean(page(meta), url="https://www.northfield-ledger.example/owls").syndicated_from is None
