"""The matcher: which rules hit a line, what they say about it, and where."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.characters import plain, unmarked
from cleaner.language import languages
from cleaner.rulebook import Rule, Rulebook, load
from cleaner.rulebook.matcher import LONGEST_LINE, MATCHED_TOGETHER, compile_pattern, on_demand
from cleaner.rulebook.quoted import QUOTABLE, is_quoted
from tests.pages import fixture_pages


def rule(rule_id: str, match: str, **more: object) -> Rule:
    return Rule(rule_id, "navigation", "strong", "block", match, (), (), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def builtin() -> Rulebook:
    return load(examples=True)


def ids(rulebook: Rulebook, text: str) -> set[str]:
    return {rulebook.rules[index].id for index in rulebook.match(text)}


def test_all_rules_that_hit_are_named_in_order() -> None:
    rulebook = Rulebook(
        [
            rule("tram", "tram"),
            rule("ferry", "^Ferry", anchored=True),
            rule("end", r"\.$"),
            rule("start", "^F.+y", anchored=True),
        ]
    )
    assert rulebook.match("Ferry and tram.") == [0, 1, 2, 3]
    assert rulebook.match("The Ferry and a tram") == [0]
    assert rulebook.match("") == []
    assert Rulebook().match("Ferry") == []


def test_a_prefilter_lets_through_but_does_not_decide() -> None:
    rulebook = Rulebook([rule("cookies", "(?i)this site uses cookies", prefilter="(?i)cookie")])
    assert rulebook.match("This site uses cookies.") == [0]
    assert rulebook.match("Cookies for the crew") == []


def test_lines_are_whole_blocks_in_any_case_with_any_marks() -> None:
    rulebook = Rulebook([rule("tides", "", lines=("tide table", "don't panic")), rule("ferry", "erry")])
    for text in ("Tide table", "TIDE TABLE:", "» tide table »", "(Tide Table)", "Don’t panic!"):
        assert rulebook.match(text) == [0]
        assert rulebook.spans(0, text) == [(0, len(text))]
        assert rulebook.facts(0, text) == {}
    assert rulebook.match("The tide table") == []
    assert rulebook.match("") == rulebook.match("»") == []
    assert rulebook.spans(0, "The tide table") == []


def test_named_groups_become_facts_and_empty_ones_do_not() -> None:
    rulebook = Rulebook([rule("by", "^Published By:(?P<byline>.*)$"), rule("none", "Published")])
    assert rulebook.facts(0, "Published By: Ana Duarte ") == {"byline": "Ana Duarte"}
    assert rulebook.facts(0, "Published By:") == {}
    assert rulebook.facts(1, "Published By: Ana Duarte") == {}


def test_facts_that_were_read_before_are_the_same_whatever_became_of_them() -> None:
    rulebook = Rulebook([rule("by", "^Published By:(?P<byline>.*)$")])
    rulebook.facts(0, "Published By: Ana Duarte").clear()
    assert rulebook.facts(0, "Published By: Ana Duarte") == {"byline": "Ana Duarte"}


def test_spans_are_in_characters_whatever_the_script() -> None:
    rulebook = Rulebook([rule("end", r"\(AFP\)")])
    text = "Café “fermé” 港口 (AFP) puis (AFP)"
    assert [text[start:end] for start, end in rulebook.spans(0, text)] == ["(AFP)", "(AFP)"]


def test_a_group_without_a_name_is_all_that_a_rule_takes() -> None:
    rulebook = Rulebook([rule("ad", r"(?P<title>said)[.!] ?(?:(Advert)|Ad)$")])
    assert rulebook.spans(0, "“Owls,” she said. Advert") == [(18, 24)]
    assert rulebook.spans(0, "“Owls,” she said. Ad") == []


def test_lone_surrogates_are_no_obstacle() -> None:
    rulebook = Rulebook([rule("share", "Share (?P<title>.)", prefilter="Share"), rule("x", "^\\?$")])
    text = "\ud800 Share \udfff"
    assert rulebook.match(text) == [0]
    assert rulebook.facts(0, text) == {"title": "?"}
    assert rulebook.spans(0, text) == [(2, 9)]


def test_threads_may_share_a_rulebook(builtin: Rulebook) -> None:
    lines = [example for rule in builtin.rules[::60] for example in rule.drop] * 2
    expected = [builtin.match(line) for line in lines]
    fresh = Rulebook(builtin.rules)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(fresh.match, lines)) == expected


def test_a_rulebook_survives_pickling(builtin: Rulebook) -> None:
    copy = pickle.loads(pickle.dumps(builtin))
    assert copy.rules == builtin.rules
    line = "The post Rates rise again appeared first on Harbor Courier."
    assert copy.match(line) == builtin.match(line) != []


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_matched(text: str) -> None:
    rulebook = _BUILTIN
    for index in rulebook.match(text):
        facts, spans = rulebook.facts(index, text), rulebook.spans(index, text)
        assert all(value == value.strip() != "" for value in facts.values())
        assert spans
        assert all(0 <= start < end <= len(text) for start, end in spans)


_BUILTIN = load(examples=True)
_BUILTIN.match("")  # Compiling takes longer than one example may.


class OneByOne:
    """The plain counterpart of the matcher: each rule is tried on each text by itself, and nothing is remembered."""

    def __init__(self, rules: Sequence[Rule], spoken: Collection[str] | None) -> None:
        self.rules = rules
        self.patterns = {
            index: [compile_pattern(pattern) for pattern in (rule.match, rule.prefilter) if pattern]
            for index, rule in enumerate(rules)
            if spoken is None or rule.language not in on_demand() or rule.language in spoken
        }
        self.lines = {index: {unmarked(line) for line in rules[index].lines} for index in self.patterns}

    def hits(self, text: str) -> tuple[int, ...]:
        return tuple(index for index in self.patterns if self._is_line(index, text) or self._is_found(index, text))

    def _is_line(self, index: int, text: str) -> bool:
        return len(text) <= LONGEST_LINE and unmarked(text) in self.lines[index]

    def _is_found(self, index: int, text: str) -> bool:
        valid, patterns = text.encode(errors="replace").decode(), self.patterns[index]
        if not patterns or not all(pattern.search(valid) for pattern in patterns):
            return False
        rule = self.rules[index]
        if not rule.language or rule.label not in QUOTABLE or rule.reach == "part":
            return True
        return not is_quoted(lambda said: patterns[0].search(said) is not None, valid, rule.language)


EXAMPLES = sorted({example for rule in _BUILTIN.rules for example in (*rule.drop, *rule.keep)})
LANGUAGES = st.none() | st.sets(st.sampled_from(sorted(languages())))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(EXAMPLES) | st.text(max_size=120), max_size=40), LANGUAGES)
def test_matching_all_rules_and_texts_at_once_gives_what_matching_one_by_one_gives(
    texts: list[str], spoken: set[str] | None
) -> None:
    plain_counterpart = OneByOne(_BUILTIN.rules, spoken)
    assert _BUILTIN.matcher(spoken)(texts) == list(map(plain_counterpart.hits, texts))


def test_and_so_it_does_on_pages() -> None:
    texts = sorted({plain(text) for page in fixture_pages() for text in page.texts})
    some = Rulebook(_BUILTIN.rules[::10])
    plain_counterpart = OneByOne(some.rules, None)
    assert len(texts) > MATCHED_TOGETHER
    assert some.matcher()(texts) == list(map(plain_counterpart.hits, texts))
    assert some.matcher()(texts[::-1]) == list(map(plain_counterpart.hits, texts))[::-1], "they are remembered"


@pytest.mark.parametrize("unit", ["The post ", "( ", "a", "by Ana Duarte, ", "subscribe to ", "… [...] "])
def test_time_grows_no_faster_than_the_text(builtin: Rulebook, unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        builtin.match(text)
        started = time.perf_counter()
        for _ in range(3):
            builtin.match(text)
        return time.perf_counter() - started

    short, long = seconds(20_000), seconds(400_000)
    # Twenty times the text: a quadratic matcher would take four hundred times as long.
    assert long < 100 * max(short, 1e-3)


def test_rules_of_the_seed_layouts(builtin: Rulebook) -> None:
    for line, wanted in {
        "With inputs from Reuters": ("with-inputs-from", {"agency": "Reuters"}),
        "2025/11/17 01:29": ("timestamp", {"published": "2025/11/17 01:29"}),
        "Nov 15, 2025": ("date-line", {"published": "Nov 15, 2025"}),
        "World": ("published-in-section", {"section": "World"}),
        "Published By: Ana Duarte": ("written-by", {"byline": "Ana Duarte"}),
        "The post Rates “Hold” appeared first on CoinHarbor.": (
            "appeared-first-on",
            {"title": "Rates “Hold”", "syndicated_from": "CoinHarbor"},
        ),
        "Posts do not necessarily reflect the views of TIDEX. All rights remain with the original authors.": (
            "views-of-republisher",
            {"republisher": "TIDEX"},
        ),
    }.items():
        facts = {builtin.rules[index].id: builtin.facts(index, line) for index in builtin.match(line)}
        assert facts.get(wanted[0]) == wanted[1], (line, facts)


@pytest.mark.parametrize(
    ("line", "fact"),
    [("Published By:", "byline"), ("Published On:", "published"), ("Last updated:", "modified")],
)
def test_labels_say_which_fact_the_next_block_states(builtin: Rulebook, line: str, fact: str) -> None:
    hits = [builtin.rules[index] for index in builtin.match(line)]
    assert [rule.next for rule in hits if rule.reach == "next"] == [fact]


def test_a_footer_in_the_middle_of_a_line_is_found_where_it_stands(builtin: Rulebook) -> None:
    text = "It closed early and [...] The post Port closes early appeared first on TideNews.TLDRs; A Port. More"
    cuts = [
        text[start:end]
        for index in builtin.match(text)
        if builtin.rules[index].reach == "part"
        for start, end in builtin.spans(index, text)
    ]
    assert cuts == ["[...] The post Port closes early appeared first on TideNews."]


def test_prose_that_looks_like_furniture_is_left_alone(builtin: Rulebook) -> None:
    """Every keep example is a sentence no English or general rule may take with certainty."""
    harm = {
        (hit.id, example)
        for rule in builtin.rules
        if rule.language in ("", "en")
        for example in rule.keep
        if re.search(r"[a-z]{2}.*[.!?]$", example)
        for hit in map(builtin.rules.__getitem__, builtin.match(example))
        if hit.strength == "certain"
    }
    assert harm == set()


def prompt(match: str, language: str = "en") -> Rulebook:
    return Rulebook([Rule("prompt", "newsletter", "certain", "block", match, (), (), language=language)])


def test_words_that_somebody_is_quoted_with_are_no_hit() -> None:
    rulebook = prompt("(?i)sign up for our letter")
    for furniture in (
        "Sign up for our letter",
        "“Sign up for our letter!”",
        "Sign up for our letter, “Low Water”, which comes on Fridays",
        "The ferry sails, the pilot said. Sign up for our letter.",
    ):
        assert rulebook.match(furniture) == [0], furniture
    for news in (
        "“Sign up for our letter” is the sentence on which the house was built.",
        "Sign up for our letter, the house had promised, and win a lamp.",
        "The house wrote to all, “Sign up for our letter”, and nobody did.",
        "「Sign up for our letter」と書かれた紙が the door of the house にあった。",
    ):
        assert rulebook.match(news) == [], news


@pytest.mark.parametrize(
    ("language", "news"),
    [
        ("ru", "Мы используем куки, сказал представитель порта."),
        ("de", "Wir verwenden Cookies – so stand es da, sagte der Richter."),
    ],
)
def test_who_says_it_is_told_in_the_language_of_the_rule(language: str, news: str) -> None:
    match = "(?i)мы используем куки|wir verwenden cookies"
    assert prompt(match, language).match(news) == []
    assert prompt(match, "en").match(news) == [0]


def test_names_in_quotation_marks_do_not_keep_furniture() -> None:
    rulebook = prompt("^«[^»]+» не несёт ответственности")
    assert rulebook.match("«Портовая газета» не несёт ответственности за рекламу.") == [0]


def test_rules_of_no_language_hit_what_their_author_wrote() -> None:
    text = "“Sign up for our letter” is the sentence on which the house was built."
    assert prompt("sign up for our letter|Sign up for our letter", language="").match(text) == [0]


def test_rules_of_other_labels_hit_what_is_quoted() -> None:
    assert Rulebook([rule("sign", "Sign up")]).match("Sign up, the house had promised.") == [0]
