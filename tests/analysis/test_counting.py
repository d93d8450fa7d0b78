"""The plain counterpart of counting as bytes: one text at a time, with what Python has for texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.analysis import counting
from cleaner.analysis.counting import MEASURED_CHARACTERS, MEASURED_WORDS, SHORT_WORDS
from cleaner.characters import SENTENCE_ENDS, plain
from cleaner.language import words_of
from tests.pages import COST, LEAD, PLAN, QUOTE, fixture_pages

LATIN = "".join(chr(code) for code in range(32, 127)) + "äöüßéèçñÅøœšž“”’–…¿¡€"

TEXTS = st.one_of(
    st.sampled_from((LEAD, QUOTE, PLAN, COST, f"{LEAD} {QUOTE} {PLAN} {COST}", "", "Menu", "Who? He! They.")),
    st.text(LATIN, max_size=120).map(plain),
    st.text(max_size=60).map(plain),
    st.lists(
        st.sampled_from(("The", "ferry", "of", "Écluse", "is", "über", "Larkhaven.", "“No.”", "why?")), max_size=120
    ).map(" ".join),
    st.lists(
        st.sampled_from(
            (
                "Паром",
                "не",
                "Кто?",
                "港の理事会は決めた。",
                "東の",
                "水路",
                "العبارة",
                "؟",
                "→",
                "No. 9",
                "สะพานที่",
                "และ",
                "ແລະ",
                "ស្ពាននេះ។",
            )
        ),
        max_size=120,
    ).map(" ".join),
)


def is_unspaced(character: str) -> bool:
    """Whether a character is Chinese or Japanese."""
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def is_phrased(character: str) -> bool:
    """Whether a character is Thai, Lao, Burmese or Khmer."""
    return "\u0e00" <= character <= "\u0eff" or "\u1000" <= character <= "\u109f" or "\u1780" <= character <= "\u17ff"


def phrased_in(text: str) -> int:
    return sum(map(is_phrased, text[:MEASURED_CHARACTERS]))


def unspaced_in(text: str) -> int:
    return sum(map(is_unspaced, text[:MEASURED_CHARACTERS]))


def spaced_words(text: str) -> list[str]:
    return text.split(" ") if text else []


def words_in(text: str) -> int:
    head = text[:MEASURED_CHARACTERS]
    if not text:
        return 0
    unspaced, phrased = unspaced_in(text), phrased_in(text)
    return len(spaced_words(text)) + len(text) * unspaced // (2 * len(head)) + len(text) * phrased // (5 * len(head))


def functions_in(text: str) -> int:
    head = text[:MEASURED_CHARACTERS]
    known = words_of("function_words")
    in_phrases = [word for word in known if is_phrased(word[0])]
    words = sum(word in known and word not in in_phrases for word in head.lower().split(" "))
    return (
        words
        + (sum(map(head.count, words_of("function_characters"))) if unspaced_in(text) else 0)
        + sum(map(head.count, in_phrases))
    )


def measured_in(text: str) -> int:
    return min(len(spaced_words(text)), MEASURED_WORDS) + unspaced_in(text) // 2 + phrased_in(text) // 5


def capitals_in(text: str) -> int:
    return sum(word[:1].isupper() for word in spaced_words(text)[:MEASURED_WORDS])


def sentences_in(text: str) -> int:
    head = text[:MEASURED_CHARACTERS]
    return sum(map(head.count, SENTENCE_ENDS)) if words_in(text) > SHORT_WORDS else 0


def check(texts: list[str]) -> None:
    counts = counting.count(texts)
    assert counts.words == list(map(words_in, texts))
    assert counts.functions == list(map(functions_in, texts))
    assert counts.measured == list(map(measured_in, texts))
    assert counts.capitals == list(map(capitals_in, texts))
    assert counts.sentences == list(map(sentences_in, texts))
    assert counting.terms(counts.encoded, texts, [1] * len(texts)) == list(map(counting.terms_of, texts))


@given(st.lists(TEXTS, max_size=8))
def test_counting_over_all_blocks_at_once_gives_what_counting_each_gives(texts: list[str]) -> None:
    check(texts)


def test_and_so_it_does_on_pages() -> None:
    for page in fixture_pages():
        check(list(map(plain, page.texts)))
