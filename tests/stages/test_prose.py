from __future__ import annotations

from cleaner.model import Evidence
from cleaner.scoring import Feature
from cleaner.stages import prose
from tests.pages import LEAD, QUOTE, analysis_of, cards

MENU = "Home News Sport Weather Jobs"
SENTENCE_ENDS = cards(
    prose.FEATURES, base=-1.0, ending=[3.0 if "/ stop" in name else 0.0 for name in prose.ENDINGS.names()]
)


def bins(feature: Feature, *lines: str) -> list[str]:
    """The names of the bins that the lines of a page fall into."""
    names = feature.names()
    return [names[bin_] for bin_ in prose.codes(analysis_of("\n".join(lines)))[feature.name]]


def test_a_block_is_seen_by_its_length_and_how_it_ends() -> None:
    assert bins(prose.LENGTH, "Menu", MENU, LEAD) == ["below 2", "4 to 6", "19 to 29"]
    assert bins(prose.ENDINGS, "Menu", LEAD, "Is it?") == ["short / no mark", "long / stop", "short / question"]


def test_prose_has_function_words_and_few_capitals() -> None:
    assert bins(prose.FUNCTION_WORDS, MENU, LEAD) == ["short / below 1", "long / 4 to 5"]
    assert bins(prose.CAPITALS, MENU, LEAD) == ["short / 5 and more", "long / below 1"]


def test_furniture_repeats_and_prose_has_sentences() -> None:
    assert bins(prose.REPEATS, "Share", LEAD, "Share", "Share", "Share")[:2] == ["short / 3 and more", "long / below 2"]
    assert bins(prose.SENTENCES, "Menu", f"{LEAD} {LEAD} {LEAD}") == ["below 1", "2 to 3"]


def evidence(*lines: str) -> list[Evidence]:
    return list(prose.run(analysis_of("\n".join(lines), weights=SENTENCE_ENDS)))


def test_a_block_weighs_what_its_bins_are_worth() -> None:
    assert [hit.weight for hit in evidence("Menu", LEAD, QUOTE)] == [-1.0, 2.0, 2.0]


def test_every_block_gets_evidence_that_names_what_it_looks_like() -> None:
    hits = evidence("Menu", LEAD, "He left at nine, and")
    assert [hit.block for hit in hits] == [0, 1, 2]
    assert [hit.label for hit in hits] == ["navigation", "story", "navigation"]
    assert [hit.note for hit in hits[:2]] == ["short, no sentence end", "long, ends like a sentence"]
