"""The story's region: the element that parts story from rest, on small pages and with cards made by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.analysis import Analysis
from cleaner.decision import region
from cleaner.decision.region import NOTHING
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, analysis_of, cards

PAGE = f"""<html><body>
<div class="story"><h1>Board votes to dredge</h1><p>{LEAD}</p><p>{QUOTE}</p><p>{PLAN}</p></div>
<div class="teaser"><p>{ELSEWHERE}</p><p>{COST}</p></div>
<div class="teaser"><p>{ELSEWHERE} Again.</p></div>
</body></html>"""
SCORES = [1.0, 3.0, 3.0, 3.0, 1.0, 1.0, 1.0]


def kept_in(analysis: Analysis, names: list[str]) -> list[list[str]]:
    """For each candidate the classes of its element."""
    containers = analysis.markup
    assert containers is not None
    return [[name for name in names if name in containers.attributes[found.container]] for found in all_of(analysis)]


def all_of(analysis: Analysis) -> list[region.Candidate]:
    return region.candidates(analysis, range(len(analysis)))


def bins(analysis: Analysis, feature: region.Feature) -> list[str]:
    """The names of the bins of every candidate."""
    found = all_of(analysis)
    codes = region.codes(analysis, range(len(analysis)), found, SCORES, SCORES)
    return [feature.names()[code[feature.name]] for code in codes]


def restricted(card: cards, source: str = PAGE) -> list[str]:
    analysis = analysis_of(source, weights=card)
    kept = [True] * len(analysis)
    region.restrict(analysis, kept, SCORES, SCORES)
    return [text for text, keep_it in zip(analysis.page.texts, kept, strict=True) if keep_it]


def test_the_page_and_the_elements_that_hold_enough_text_are_candidates() -> None:
    assert kept_in(analysis_of(PAGE), ["story", "teaser"]) == [[], ["story"], ["teaser"]]


def test_of_elements_with_the_same_blocks_the_outermost_is_one() -> None:
    nested = PAGE.replace('<div class="story">', '<div class="outer"><div class="story">').replace(
        '</div>\n<div class="teaser">', '</div></div>\n<div class="teaser">', 1
    )
    assert kept_in(analysis_of(nested), ["outer", "story"])[1] == ["outer"]


def test_a_thousand_nested_elements_are_one_candidate() -> None:
    nested = "<div>" * 1000 + f"<p>{LEAD}</p><p>{QUOTE}</p>" + "</div>" * 1000 + f"<p>{ELSEWHERE}</p>"
    assert len(all_of(analysis_of(nested))) <= 4


def test_what_lies_inside_is_measured_against_what_lies_outside() -> None:
    analysis = analysis_of(PAGE)
    assert bins(analysis, region.IN_CONTEXT)[1] == "2.5 to 3.5"
    assert bins(analysis, region.OUT_CONTEXT)[:2] == ["below -90", "0.5 to 1.5"]
    assert bins(analysis, region.TITLE) == ["title / inside".split(" / ")[1], "inside", "further above"]
    assert bins(analysis, region.ALIKE)[2] == "2 to 3", "there are two teasers"
    assert bins(analysis, region.NEXT)[:2] == ["below 0", "1 to 2"]


def test_the_best_candidate_restricts_what_is_kept() -> None:
    by_scores = cards(region.FEATURES, context_inside=[0, 0, 0, 0, 0, 0, 0, 2, 3, 4])
    assert restricted(by_scores) == ["Board votes to dredge", LEAD, QUOTE, PLAN]


def test_where_the_page_is_best_nothing_changes() -> None:
    everything = cards(region.FEATURES, share=[0.0] * 10 + [5.0])
    assert len(restricted(everything)) == len(SCORES)


def test_the_reason_names_the_element_and_what_spoke_for_it() -> None:
    card = cards(region.FEATURES, context_inside=[0, 0, 0, 0, 0, 0, 0, 2, 3, 4])
    chosen = region.restrict(analysis_of(PAGE, weights=card), [True] * len(SCORES), SCORES, SCORES)
    assert chosen is not None
    assert chosen.note.startswith('outside <div class="story">, chosen over the page by what it takes in')


def test_a_page_of_one_column_is_left_as_it_is() -> None:
    story = "".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST))
    assert Cleaner().clean(f"<html><body>{story}</body></html>").text == "\n\n".join((LEAD, QUOTE, PLAN, COST))


def plain_measures(
    terms: list[frozenset[str]], title: frozenset[str], start: int, end: int
) -> tuple[float, float, float, float]:
    """What `_Terms` measures, with sets of words."""
    inside = frozenset[str]().union(*terms[start:end])
    outside = frozenset[str]().union(*terms[:start], *terms[end:])
    said = sum(map(len, terms[start:end]))
    return (
        len(inside & outside) / len(outside) if outside else NOTHING,
        1 - len(inside) / said if said else NOTHING,
        len(title & inside) / len(title) if title else NOTHING,
        len(title & outside) / len(title) if title and outside else NOTHING,
    )


WORDS = st.frozensets(st.sampled_from("abcdefgh"), max_size=5)


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS, st.data())
def test_terms_as_bits_measure_what_terms_as_words_do(
    terms: list[frozenset[str]], title: frozenset[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(terms) - 1))
    end = data.draw(st.integers(start + 1, len(terms)))
    assert region._Terms(terms, title).measures(start, end) == plain_measures(terms, title, start, end)
