"""What is the same text on two pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.sites.fingerprints import NOTHING, fingerprints


def test_case_digits_and_white_space_are_left_aside() -> None:
    assert len(set(fingerprints(["12 Comments", "comments", "COM\nMENTS 3", "7comments\u00a0"]))) == 1


def test_letters_and_marks_are_not() -> None:
    assert len(set(fingerprints(["Comments", "Comment", "Comments!", "Kommentare"]))) == 4


def test_a_block_of_digits_says_nothing() -> None:
    assert fingerprints(["12", "", " 3 4 "]) == [NOTHING] * 3


@given(st.lists(st.text(max_size=20), max_size=8))
def test_texts_do_not_depend_on_those_beside_them(texts: list[str]) -> None:
    """The plain counterpart of one pass over all of them, whatever the texts hold."""
    assert fingerprints(texts) == [fingerprints([text])[0] for text in texts]


@given(st.lists(st.text(), max_size=5))
def test_they_fit_in_64_bits(texts: list[str]) -> None:
    assert all(-(2**63) <= found < 2**63 for found in fingerprints(texts))
