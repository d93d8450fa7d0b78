"""A page is matched against the rules of the languages it speaks; others are not even compiled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from cleaner.analysis.matches import match
from cleaner.intake.text import text_page
from cleaner.language import languages
from cleaner.rulebook import Rule, Rulebook, load

ENGLISH = "The ferry was late and the crew said that it would not leave before noon."
GERMAN = "Die Fähre ist nicht gekommen, und der Kapitän hat auf dem Steg mit einer Tasse gewartet."
BROKEN = "("
"""No RE2 pattern: a matcher with such a rule in it cannot be compiled."""


def rule(rule_id: str, match: str, language: str = "") -> Rule:
    return Rule(rule_id, "navigation", "strong", "block", match, (), (), language=language)


def rule_ids(rulebook: Rulebook, page: str) -> list[list[str]]:
    hits = match(text_page(page), rulebook).hits
    return [[rulebook.rules[index].id for index in found] for found in hits]


def test_a_german_page_is_read_with_the_german_rules() -> None:
    rulebook = Rulebook([rule("any", "^42$"), rule("german", "^Mehr lesen$", "de"), rule("english", "^More$", "en")])
    assert rule_ids(rulebook, f"{GERMAN}\n\nMehr lesen\n\nMore\n\n42") == [
        [],
        ["german"],
        ["english"],
        ["any"],
    ]


def test_an_english_page_is_not_read_with_the_german_rules() -> None:
    rulebook = Rulebook([rule("german", "^Mehr lesen$", "de"), rule("english", "^More$", "en")])
    assert rule_ids(rulebook, f"{ENGLISH}\n\nMehr lesen\n\nMore") == [[], [], ["english"]]


def test_rules_of_a_language_that_is_not_spoken_are_never_compiled() -> None:
    rulebook = Rulebook([rule("german", BROKEN, "de"), rule("english", "^More$", "en")])
    assert rule_ids(rulebook, f"{ENGLISH}\n\nMore") == [[], ["english"]]


def test_a_page_that_shows_no_language_is_read_with_all_rules() -> None:
    rulebook = Rulebook([rule("german", "^Mehr lesen$", "de"), rule("english", "^More$", "en")])
    assert rule_ids(rulebook, "Mehr lesen\n\nMore") == [["german"], ["english"]]


def test_a_language_that_cannot_be_told_always_counts() -> None:
    assert "cy" not in languages()
    rulebook = Rulebook([rule("welsh", "^Darllen mwy$", "cy"), rule("german", "^Mehr", "de")])
    assert rule_ids(rulebook, f"{ENGLISH}\n\nDarllen mwy") == [[], ["welsh"]]


def test_several_languages_give_what_each_gives_in_the_order_of_the_rules() -> None:
    rulebook = load(examples=True)
    lines = [example for rule in rulebook.rules for example in rule.drop]
    match = rulebook.matcher({"de", "fr"})
    wanted = {"", "en", "de", "fr"}
    for hits, of_all in zip(match(lines), rulebook.matcher()(lines), strict=True):
        assert list(hits) == [index for index in of_all if rulebook.rules[index].language in wanted]


def test_every_rule_hits_its_examples_when_its_language_is_spoken() -> None:
    rulebook = load(examples=True)
    for index, rule in enumerate(rulebook.rules):
        match = rulebook.matcher({rule.language})
        assert [line for line, hits in zip(rule.drop, match(rule.drop), strict=True) if index not in hits] == []


def test_what_is_remembered_changes_nothing() -> None:
    rulebook = load()
    match = rulebook.matcher({"en"})
    lines = [f"Read more about gate {number}" for number in range(10_000)] + ["Read more", "Tide 7"]
    first = match(lines)
    assert match(lines) == [match([line])[0] for line in lines] == first
    assert len(set(map(type, first))) == 1
    assert match("Read more")


def test_memory_for_texts_is_bounded() -> None:
    import tracemalloc

    match = load().matcher({"en"})
    match("Tide 7")

    def remembered(count: int) -> int:
        tracemalloc.start()
        for number in range(count):
            match(f"Berth {number} is free")
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size

    few = remembered(4_000)
    assert remembered(60_000) < 3 * few


def test_threads_that_ask_for_languages_at_once_get_the_same() -> None:
    rulebook = load()
    expected = load().matcher({"es"})("Leer más")
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: rulebook.matcher({"es"})("Leer más"), range(32)))
    assert found == [expected] * 32


def test_the_packs_are_in_languages_that_can_be_told() -> None:
    assert {rule.language for rule in load().rules} - {""} <= languages().keys()


def test_labels_in_another_language_than_the_story_are_read_with_its_rules() -> None:
    rulebook = Rulebook([rule("german", "^Mehr lesen$", "de"), rule("english", "^More$", "en")])
    story = f"{ENGLISH} {ENGLISH} {ENGLISH}"
    labels = "Alle Artikel aus der Region\n\nDas und mehr auf der Seite\n\nNicht von mir\n\nMehr lesen"
    assert rule_ids(rulebook, f"{story}\n\n{labels}")[-1] == ["german"]
