from __future__ import annotations

import pytest

from cleaner.analysis.subject import Subject, subject_of
from cleaner.errors import OptionError


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Alibaba", "Shares of ALIBABA fell."),
        ("alibaba", "Alibaba's lawyers said no."),
        ("Jack Ma", "It was Jack  Ma who called."),
        ("Варшава", "Он приехал из Варшавы."),
        ("Warszawa", "W Warszawie spadł śnieg."),
        ("Kostka", "Zapytali Kostkę o śluzy."),
        ("الميناء", "وقال مدير بالميناء إن القناة مغلقة."),
        ("港务局", "昨天港务局决定疏浚航道。"),
        ("Xi", "Xi was there."),
        ("EU", "The EU’s rules"),
    ],
)
def test_a_name_is_found_in_the_forms_that_languages_give_it(name: str, text: str) -> None:
    assert Subject([name]).is_named(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ma", "Mayors met."),
        ("Xi", "Taxis were there."),
        ("EU", "Euphoria was there."),
        ("Apple", "She applied for a post."),
        ("Jack Ma", "Jack called his Ma."),
        ("...", "The board met."),
    ],
)
def test_other_words_are_not_the_name(name: str, text: str) -> None:
    assert not Subject([name]).is_named(text)


def test_a_description_is_met_by_half_of_its_words() -> None:
    subject = Subject(["goalkeeper Brandvold"])
    assert subject.is_named("Kofi Brandvold saved twice.") and subject.is_named("The goalkeeper fell.")
    assert not subject.is_named("The cider tax stays.")


def test_any_alias_will_do() -> None:
    assert Subject(["Alibaba", "阿里巴巴"]).is_named("阿里巴巴集团否认了。")


def test_a_sentence_is_spoken_of_by_who_uses_a_third_of_its_words() -> None:
    subject = Subject(["The harbour board of Northfield votes on dredging the eastern channel"])
    assert subject.is_named("The board will dredge the eastern channel in April.")
    assert not subject.is_named("The board of the bakery met.")


@pytest.mark.parametrize(("about", "least"), [("Alibaba", 1.5), ("Alibaba", -0.1), (None, 0.5), ([" "], 0.5)])
def test_a_relevance_that_cannot_be_asked_for_is_refused(about: str | list[str] | None, least: float) -> None:
    with pytest.raises(OptionError, match="min_relevance"):
        subject_of(about, least)


def test_no_name_is_no_subject() -> None:
    assert subject_of(None) is subject_of("") is subject_of([]) is None
