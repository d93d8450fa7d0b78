"""Dates as ISO 8601 has them: as much as is said, and nothing that no calendar has."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cleaner import clean
from cleaner.facts.dates import Reader, date_in_address, iso_date, month_first, typed
from tests.test_import import modules_after

FETCHED = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
SENTENCES = (
    "The owls are back in the harbour crane, and this year there are four chicks, the port’s warden said on Monday.",
    "She asked crews to keep their radios down until the middle of June, when the chicks will have left the crane.",
    "Last year the birds came in April, and the crane stood still for eleven weeks while ships were unloaded by hand.",
)
PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025-11-15", "2025-11-15"),
        ("2025/11/17 01:29", "2025-11-17T01:29"),
        ("2025-11-15T09:41:00+0100", "2025-11-15T09:41:00+01:00"),
        ("2025-11-15T09:41:07.123Z", "2025-11-15T09:41:07+00:00"),
        ("2025-1-5", "2025-01-05"),
        ("2025-02-30", None),
        ("2025-11-15T25:00", None),
        ("20251115-2", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_as_much_as_is_said_comes_out(printed: str, iso: str | None) -> None:
    assert iso_date(printed) == iso


@pytest.mark.parametrize(
    ("language", "printed", "iso"),
    [
        ("en", "Nov 15, 2025", "2025-11-15"),
        ("en", "Published: 3rd of May 2024", "2024-05-03"),
        ("en", "Nov. 15, 2025, 9:07 p.m. ET", "2025-11-15T21:07"),
        ("en", "Sat, 15 Nov 2025 12:05 AM GMT", "2025-11-15T00:05+00:00"),
        ("en", "16/04/2026", "2026-04-16"),
        ("de", "13. Mai 2026 um 15:44", "2026-05-13T15:44"),
        ("de", "Stand: 03.04.2026, 07:05 Uhr", "2026-04-03T07:05"),
        ("fr", "le 3 février 2025 à 10h15", "2025-02-03T10:15"),
        ("es", "15 de noviembre de 2025", "2025-11-15"),
        ("pt", "17 de novembro de 2025 às 10h15", "2025-11-17T10:15"),
        ("sv", "17 november 2025 kl 10:15", "2025-11-17T10:15"),
        ("pl", "17 listopada 2025, 10:15", "2025-11-17T10:15"),
        ("hu", "2025. november 17. 10:15", "2025-11-17T10:15"),
        ("ru", "17 ноября 2025, 10:15", "2025-11-17T10:15"),
        ("el", "17 Νοεμβρίου 2025", "2025-11-17"),
        ("ar", "١٧ نوفمبر ٢٠٢٥", "2025-11-17"),
        ("fa", "۲۶ آبان ۱۴۰۴", "2025-11-17"),
        ("hi", "17 नवंबर 2025", "2025-11-17"),
        ("th", "17 พ.ย. 2568", "2025-11-17"),
        ("zh", "2024年04月24日23:52", "2024-04-24T23:52"),
        ("ja", "2025年11月17日 10時15分", "2025-11-17T10:15"),
        ("ko", "2025년 11월 17일", "2025-11-17"),
        ("en", "May 1968 was a month of strikes", None),
        ("en", "31 February 2026", None),
    ],
)
def test_dates_in_the_usual_forms_of_languages(language: str, printed: str, iso: str | None) -> None:
    assert Reader((language,)).iso(printed) == iso


def test_the_order_of_day_and_month_is_told_by_other_dates_and_the_language() -> None:
    assert month_first(["4/13/2026"], "en-GB") and not month_first(["13/4/2026"], "en-US")
    assert month_first([], "en-US") and not month_first([], "en-GB") and not month_first([], None)
    assert Reader(month_first=True).iso("3/4/2026") == "2026-03-04"
    assert Reader(month_first=False).iso("3/4/2026") == "2026-04-03"
    assert Reader(month_first=True).iso("3.4.2026") == "2026-04-03"


@pytest.mark.parametrize(
    ("language", "printed", "iso"),
    [
        ("en", "2 hours ago", "2026-03-01T10:30+00:00"),
        ("en", "Updated 2 hours ago", "2026-03-01T10:30+00:00"),
        ("de", "vor 3 Tagen", "2026-02-26"),
        ("fr", "Publié il y a 2 heures", "2026-03-01T10:30+00:00"),
        ("en", "5 min read", None),
        ("en", "5 min", None),
        ("en", "in 2 days", None),
    ],
)
def test_what_is_told_from_now_on_is_read_only_if_it_is_known_when_that_was(
    language: str, printed: str, iso: str | None
) -> None:
    assert Reader((language,), seen_at=FETCHED).iso(printed) == iso
    assert Reader((language,)).iso(printed) is None


def test_a_date_without_a_time_stays_a_date() -> None:
    assert type(typed("2025-11-15")) is date
    assert typed("2025-11-15T09:41") == datetime(2025, 11, 15, 9, 41)
    assert typed("") is None


def test_the_date_in_an_address() -> None:
    assert date_in_address("https://n.example/2026/03/01/owls") == "2026-03-01"
    assert date_in_address("https://n.example/news/20260301/owls.html") == "2026-03-01"
    assert date_in_address("https://n.example/2026/13/45/owls") is None
    assert date_in_address("https://n.example/a-20260301987") is None


def published(
    above: str = "", below: str = "", head: str = "", url: str | None = None, **options: datetime
) -> str | None:
    article = f"<article><h1>Owls return to the crane</h1>{above}{PROSE}{below}</article>"
    page = f'<html lang="en"><head><title>Owls return to the crane</title>{head}</head><body>{article}</body></html>'
    return clean(page, url=url, **options).row()["published"]


def test_the_date_is_the_storys_and_no_other_on_the_page() -> None:
    time = '<div class="meta"><time datetime="2026-03-01T09:41">Sunday</time></div>'
    teaser = (
        '<h2>More</h2><div><h3><a href="/x">Swans</a></h3><time datetime="2026-02-28">28 February 2026</time></div>'
    )
    assert published(above=time, below=teaser) == "2026-03-01T09:41"
    assert published(below=teaser) is None
    assert published(below="<footer><p>© 2026 Harbor Courier</p></footer>") is None


def test_what_is_declared_goes_before_what_is_printed() -> None:
    head = '<meta property="article:published_time" content="2026-03-01T09:41:00Z">'
    assert published("<p>March 2, 2026</p>", head=head) == "2026-03-01T09:41:00+00:00"


def test_a_printed_date_in_another_language_is_given_as_iso() -> None:
    story = clean(f"Eulen kehren zurück\n13. März 2026, 10:15 Uhr\n{GERMAN}")
    assert story.fact("published") == "2026-03-13T10:15"
    assert story.published == datetime(2026, 3, 13, 10, 15)


GERMAN = (
    "Die Eulen sind wieder im Hafenkran, und in diesem Jahr sind es vier Küken, sagte die Hafenmeisterin am Montag.\n"
    "Sie bat die Besatzungen, ihre Funkgeräte bis Mitte Juni leise zu stellen, wenn die Küken den Kran verlassen haben."
)


def test_the_address_tells_the_day_if_nothing_else_does() -> None:
    assert published(url="https://n.example/2026/03/01/owls") == "2026-03-01"


def test_hours_ago_need_the_time_of_the_crawl() -> None:
    above = '<div class="meta"><span>2 hours ago</span></div>'
    assert published(above) is None
    assert published(above, seen_at=FETCHED) == "2026-03-01T10:30+00:00"


def test_english_dates_and_iso_dates_load_no_library() -> None:
    page = f'<html><head><meta name="date" content="2026-03-01"></head><body><p>March 1, 2026</p>{PROSE}</body></html>'
    program = f"import cleaner; assert cleaner.clean({page!r}).published is not None"
    assert "dateparser" not in modules_after(program)
