"""The plain counterpart of counting as bytes: one text at a time, character by character."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.analysis import counting
from cleaner.analysis.counting import MEASURED_CHARACTERS, MEASURED_WORDS, SHORT_WORDS
from cleaner.characters import plain
from cleaner.function_words import FUNCTION_WORDS
from tests.pages import COST, LEAD, PLAN, QUOTE

LATIN = "".join(chr(code) for code in range(32, 127)) + "äöüßéèçñÅøœšž“”’–…¿¡€"


def words_of(text: str) -> list[str]:
    return text.split(" ") if text else []


def functions_in(text: str) -> int:
    return sum(word in FUNCTION_WORDS for word in text[:MEASURED_CHARACTERS].lower().split(" "))


def capitals_in(text: str) -> int:
    return sum(word[:1].isupper() for word in words_of(text)[:MEASURED_WORDS])


def sentences_in(text: str) -> int:
    if len(words_of(text)) <= SHORT_WORDS:
        return 0
    return len(re.findall(r"""[.!?](?: |["”] )""", text[:MEASURED_CHARACTERS]))


TEXTS = st.one_of(
    st.sampled_from((LEAD, QUOTE, PLAN, COST, f"{LEAD} {QUOTE} {PLAN} {COST}", "", "Menu", "Who? He! They.")),
    st.text(LATIN, max_size=120).map(plain),
    st.lists(
        st.sampled_from(("The", "ferry", "of", "Écluse", "is", "über", "Larkhaven.", "“No.”", "why?")), max_size=120
    ).map(" ".join),
)


@given(st.lists(TEXTS, max_size=8))
def test_counting_over_all_blocks_at_once_gives_what_counting_each_gives(texts: list[str]) -> None:
    counts = counting.count(texts)
    assert counts.words == [len(words_of(text)) for text in texts]
    assert counts.functions == [functions_in(text) for text in texts]
    assert counts.capitals == [capitals_in(text) for text in texts]


@given(
    st.lists(
        st.sampled_from((LEAD, QUOTE, PLAN, f"{LEAD} {PLAN} {QUOTE}", "Menu", "They came at 9. Who? No.")), max_size=8
    )
)
def test_sentence_ends_too(texts: list[str]) -> None:
    assert counting.count(texts).sentences == [sentences_in(text) for text in texts]


@given(st.lists(TEXTS, max_size=8))
def test_terms_of_all_blocks_are_the_terms_of_each(texts: list[str]) -> None:
    encoded = counting.count(texts).encoded
    assert counting.terms(encoded, texts, [1] * len(texts)) == list(map(counting.terms_of, texts))
