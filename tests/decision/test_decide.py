"""The steps of the decision, each on a small page and with cards made by hand."""

from __future__ import annotations

from math import inf

import pytest

from cleaner.cause import AWAY_FROM_THE_STORY, IN_THE_STORY
from cleaner.decision import Decision, Policy, Verdicts, context, decide
from cleaner.decision.decide import HINTS_AGAIN, NAMED_AGAIN, STRIPPED_SCORE, add_up, expected_f1, named_again
from cleaner.decision.extend import drop_lone_headings, extend, keep_last_alike, keep_only_long_block
from cleaner.decision.labels import labels_of
from cleaner.decision.region import Region
from cleaner.decision.tails import cut_tails
from cleaner.model import Evidence, Label, Likelihood, Reach
from cleaner.stages import topic
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE, analysis_of, cards, measures_of

OWN_SCORES = cards(context.FEATURES, own=[*(score for score in (-5, -3, -2, -1, -0.5, 0.5, 1, 2, 3, 5)), *[0.0] * 10])
"""A context that says of a block what its own score says, and nothing else."""


def evidence(block: int, weight: float, label: Label = "share", reach: Reach = "block", names: bool = True) -> Evidence:
    return Evidence(block, "rules", "by-hand", label, weight, "", reach, names)


def likelihood(*weights: float) -> Likelihood:
    return Likelihood("prose", weights, lambda: [""] * len(weights))


# Adding up


def test_what_stages_say_of_a_block_is_added_up() -> None:
    summed = add_up(2, [likelihood(1.0, -1.0), likelihood(0.5, 0.5)], [evidence(1, -3.0)])
    assert summed.own == [1.5, -3.5]
    assert summed.named == [False, True]


def test_evidence_that_only_weighs_names_nothing() -> None:
    assert add_up(1, [], [evidence(0, -3.0, names=False)]).named == [False]


def test_a_certain_hit_removes_its_block_whatever_speaks_for_it() -> None:
    summed = add_up(1, [likelihood(30.0)], [evidence(0, -inf)])
    assert summed.certain == [True]
    assert summed.own[0] < -10


def test_evidence_whose_reach_is_the_tail_begins_one() -> None:
    assert add_up(2, [], [evidence(1, -3.0, reach="tail")]).tails == [False, True]


# Deciding


def decided(source: str, *own: float, hits: tuple[Evidence, ...] = (), policy: Policy | None = None) -> list[bool]:
    analysis = analysis_of(source, weights=OWN_SCORES)
    return decide(analysis, [likelihood(*own)], hits, policy or Policy()).kept


PAGE = "\n".join((*[f"Menu {number}" for number in range(14)], LEAD, QUOTE, PLAN))
MENU = (-2.0,) * 14


def test_blocks_that_score_above_zero_are_kept() -> None:
    assert decided(PAGE, *MENU, 2.0, 2.0, -2.0) == [False] * 14 + [True, True, False]


def test_a_block_beside_the_story_is_kept_a_little_below_zero_if_it_reads_like_prose() -> None:
    assert decided(PAGE, *MENU, 2.0, 2.0, -0.2)[-1] is False
    weights = cards(context.FEATURES, base=-1.0, own=[0.0] * 20)
    analysis = analysis_of(PAGE, weights=weights)
    measures = analysis.measures
    kept = [False] * 14 + [True, True, False]
    extend(measures, kept, [-1.0] * 17, [*MENU, 2.0, 2.0, 0.3], [False] * 17, [])
    assert kept[-1]


def kept_with_its_row(last: str, *, score: float = -1.0, named: bool = False, row: str = "<div>{}</div>" * 3) -> bool:
    """Whether the block that ends a row of kept ones is kept too."""
    analysis = analysis_of(f"<html><body><section>{row.format(LEAD, QUOTE, PLAN)}{last}</section></body></html>")
    others = len(analysis) - 1
    kept, is_named, may_keep = [True] * others + [False], [False] * others + [named], [True] * (others + 1)
    keep_last_alike(analysis, kept, [2.0] * others + [score], is_named, may_keep)
    return kept[-1]


def test_a_short_sentence_is_kept_with_the_row_that_it_ends() -> None:
    assert kept_with_its_row("<div>The ferry sails in May.</div>")


@pytest.mark.parametrize(
    "last",
    [
        "<div>The ferry sails in May</div>",
        f"<div>{ELSEWHERE}</div>",
        '<div class="note">The ferry sails in May.</div>',
        "<p>The ferry sails in May.</p>",
        '<div><a href="/ferry">The ferry sails in May.</a></div>',
        "<section><div>The ferry sails in May.</div></section>",
    ],
    ids=["no sentence", "long", "other classes", "other element", "a link", "elsewhere"],
)
def test_what_is_not_like_the_row_above_it_is_not_kept_with_it(last: str) -> None:
    assert not kept_with_its_row(last)


def test_what_is_named_or_far_below_zero_is_not_kept_with_a_row() -> None:
    last = "<div>The ferry sails in May.</div>"
    assert not kept_with_its_row(last, named=True)
    assert not kept_with_its_row(last, score=-2.5)


def test_two_elements_alike_are_no_row() -> None:
    assert not kept_with_its_row("<div>The ferry sails in May.</div>", row="<div>{}</div>" * 2 + "<p>{}</p>")


def test_what_names_a_block_counts_again_beside_its_surroundings() -> None:
    weak = evidence(15, -0.3)
    assert decided(PAGE, *MENU, 2.0, 0.9, 2.0, hits=(weak,))[15] is False
    only_weighs = weak._replace(names=False)
    assert decided(PAGE, *MENU, 2.0, 0.9, 2.0, hits=(only_weighs,))[15] is True


def test_fewer_than_twenty_five_words_are_no_story() -> None:
    analysis = analysis_of("The board met.\nIt voted.", weights=OWN_SCORES)
    decision = decide(analysis, [likelihood(2.0, 2.0)], [], Policy())
    assert not decision.is_story
    assert decision.kept == [False, False]
    reasons = {verdict.reason for verdict in Verdicts(decision, [])}
    assert reasons == {"gate: fewer than 25 words of story"}


def test_labels_are_kept_and_dropped_as_the_caller_wants() -> None:
    hit = evidence(14, -inf, "byline")
    assert decided(PAGE, *MENU, 2.0, 2.0, 2.0, hits=(hit,))[14] is False
    assert decided(PAGE, *MENU, 2.0, 2.0, 2.0, hits=(hit,), policy=Policy(keep=frozenset({"byline"})))[14] is True
    assert not any(decided(PAGE, *MENU, 2.0, 2.0, 2.0, policy=Policy(drop=frozenset({"story"}))))


def test_a_page_without_menus_has_a_little_in_its_favour() -> None:
    stripped, whole = analysis_of(f"{LEAD}\n{QUOTE}"), analysis_of(PAGE)
    assert named_again(stripped.measures, [0.0, 0.0], []) == [STRIPPED_SCORE, STRIPPED_SCORE]
    assert named_again(whole.measures, [0.0] * 17, []) == [0.0] * 17


def test_what_names_a_block_counts_again_unless_it_is_certain_or_only_weighs() -> None:
    measures = analysis_of(PAGE).measures
    hits = [evidence(14, -2.0), evidence(15, -1.0, names=False), evidence(16, -inf)]
    assert named_again(measures, [0.0] * 17, hits)[14:] == [-2 * NAMED_AGAIN["text"], 0.0, 0.0]


def test_a_hint_counts_less_again_on_a_paragraph_than_on_a_label() -> None:
    measures = analysis_of(PAGE).measures
    hits = [evidence(0, -1.0), evidence(14, -1.0)]
    scores = named_again(measures, [0.0] * 17, hits)
    assert (scores[0], scores[14]) == (-NAMED_AGAIN["text"], -HINTS_AGAIN)


# Edges


def test_a_doubtful_block_behind_what_begins_something_else_stays_out() -> None:
    measures = measures_of("\n".join((LEAD, QUOTE, "A word from our sponsor", PLAN)))
    for label, keeps_it in (("promotion", False), ("kicker", True)):
        kept = [True, True, False, False]
        scores = [3.0, 3.0, -3.0, -0.5]
        extend(measures, kept, scores, scores, [False, False, True, False], [evidence(2, -3.0, label)])  # type: ignore[arg-type]
        assert kept[3] is keeps_it


def test_a_heading_goes_with_what_it_heads() -> None:
    measures = analysis_of(f"<h2>Tides</h2><p>{LEAD}</p><h2>Sport</h2><h2>Boats</h2><p>{QUOTE}</p>").measures
    kept = [True, True, True, True, False]
    drop_lone_headings(measures, kept)
    assert kept == [True, True, False, False, False]


def test_headings_right_below_each_other_share_what_follows() -> None:
    measures = analysis_of(f"<h1>Tides</h1><h2>Ebb</h2><p>{LEAD}</p>").measures
    kept = [True, True, True]
    drop_lone_headings(measures, kept)
    assert kept == [True, True, True]


def test_a_page_that_is_one_long_block_is_its_story() -> None:
    measures = measures_of(f"Menu\n{' '.join((LEAD, QUOTE, PLAN, COST))}")
    kept = [False, False]
    keep_only_long_block(measures, kept, [False, False])
    assert kept == [False, True]


# Tails

NO_COMMON_WORDS = cards(topic.FEATURES)


def cut(*lines: str, marker: int, label: Label = "related", weight: float = -inf) -> list[int]:
    """The blocks that are left when a tail begins at `marker`."""
    analysis = analysis_of("\n".join(lines), weights=NO_COMMON_WORDS)
    kept = [True] * len(lines)
    cut_tails(analysis, kept, [evidence(marker, weight, label, "tail")])
    return [block for block, is_kept in enumerate(kept) if is_kept]


def test_what_follows_a_marker_of_the_storys_end_goes() -> None:
    assert cut(LEAD, QUOTE, "Related stories", "Rye loaf wins prize", ELSEWHERE, marker=2) == [0, 1]


def test_unless_it_speaks_of_the_story() -> None:
    assert cut(LEAD, QUOTE, "Related stories", "Rye loaf wins prize", PLAN, COST, marker=2) == [0, 1, 4, 5]


def test_comments_speak_of_the_story_too_and_do_not_resume_it() -> None:
    assert cut(LEAD, QUOTE, "Comments", "Mara Quist", PLAN, marker=2, label="comment") == [0, 1]


@pytest.mark.parametrize("label", ["related", "comment"])
def test_a_marker_right_above_a_paragraph_of_the_story_cuts_nothing(label: Label) -> None:
    assert cut(
        LEAD, QUOTE, "Leave a comment", "Pilots have asked for the channel since the flood.", marker=2, label=label
    ) == [0, 1, 3]


def test_the_story_resumes_below_a_headline_where_only_paragraphs_follow() -> None:
    short = "Nobody from the ministry answered letters that reporters had sent about the channel this autumn."
    assert cut(LEAD, QUOTE, "Related stories", "Rye loaf wins prize", short, marker=2) == [0, 1, 4]
    assert cut(LEAD, QUOTE, "Related stories", "Rye loaf wins prize", short, "Ferry sails", marker=2) == [0, 1]


def test_a_weak_marker_cuts_nothing() -> None:
    assert cut(LEAD, QUOTE, "Related stories", ELSEWHERE, marker=2, weight=-1.0) == [0, 1, 2, 3]


def test_a_marker_above_the_story_cuts_nothing() -> None:
    assert cut("Related stories", LEAD, QUOTE, marker=0) == [0, 1, 2]


def test_nothing_is_cut_behind_a_marker_on_html() -> None:
    analysis = analysis_of(f"<p>{LEAD}</p><aside><p>Related stories</p><p>{ELSEWHERE}</p></aside><p>Boats sank.</p>")
    kept = [True] * 4
    assert cut_tails(analysis, kept, [evidence(1, -inf, "related", "tail")]) == [-1] * 4
    assert all(kept)


# Labels, confidence, causes


def test_one_long_block_that_a_certain_hit_removes_is_no_story() -> None:
    kept = [False]
    keep_only_long_block(measures_of(" ".join((LEAD, QUOTE, PLAN, COST))), kept, [True])
    assert kept == [False]


def test_what_a_rule_says_of_a_block_outweighs_the_marker_above_it() -> None:
    measures = measures_of("Related stories\nBy Mara Quist")
    hits = [evidence(0, -inf, "related", "tail"), evidence(1, -inf, "byline")]
    assert labels_of(measures, [False, False], hits, [-1, 0]) == ["related", "byline"]


def test_a_short_line_above_a_longer_kept_one_is_a_heading() -> None:
    measures = measures_of(f"Tides and boats\n{LEAD}\nShe nodded.")
    assert labels_of(measures, [True] * 3, [], [-1] * 3) == ["heading", "story", "story"]


def test_a_block_outside_the_region_says_so() -> None:
    region = Region(1, "the story is <article>")
    decision = Decision(
        [True, False], ["story", "navigation"], [3.0, -3.0], [-1, -1], 0.9, True, region=region, outside=frozenset({1})
    )
    assert [verdict.reason for verdict in Verdicts(decision, [])] == [
        "surroundings: in the midst of the story",
        "region: the story is <article>",
    ]


def test_a_removed_block_is_what_weighs_most_against_it_says() -> None:
    measures = measures_of(f"{LEAD}\nShare this")
    hits = [evidence(1, -1.0, "navigation"), evidence(1, -3.0, "share")]
    assert labels_of(measures, [True, False], hits, [-1, -1]) == ["story", "share"]


def test_a_long_block_that_nothing_names_is_another_story() -> None:
    measures = measures_of(f"{LEAD}\n{ELSEWHERE}")
    assert labels_of(measures, [True, False], [], [-1, -1]) == ["story", "other-story"]


def test_a_block_in_a_tail_is_what_its_marker_is() -> None:
    measures = measures_of("Related stories\nRye loaf wins prize")
    hits = [evidence(0, -inf, "related", "tail")]
    assert labels_of(measures, [False, False], hits, [-1, 0]) == ["related", "related"]


def test_confidence_is_the_f1_to_expect() -> None:
    measures = measures_of(f"{LEAD}\n{QUOTE}")
    assert expected_f1(measures, [True, True], [40.0, 40.0]) == pytest.approx(1.0)
    assert expected_f1(measures, [True, True], [0.0, 0.0]) == pytest.approx(2 / 3)
    assert expected_f1(measures, [False, False], [-9.0, -9.0]) == 0.0


def test_a_verdicts_cause_is_what_weighed_most_on_the_side_that_won() -> None:
    analysis = analysis_of(PAGE, weights=OWN_SCORES)
    hits = [evidence(16, -inf, "share")]
    prose = likelihood(*MENU, 2.0, 2.0, 2.0)
    verdicts = Verdicts(decide(analysis, [prose], hits, Policy()), hits, [prose])
    assert verdicts[14].cause.name == "prose/prose"
    assert verdicts[16].cause.name == "rules/by-hand"


def test_where_nothing_was_said_the_surroundings_are_the_cause() -> None:
    analysis = analysis_of(PAGE, weights=cards(context.FEATURES, base=2.0))
    assert {verdict.cause for verdict in Verdicts(decide(analysis, [], [], Policy()), [])} == {IN_THE_STORY}
    analysis = analysis_of(PAGE, weights=cards(context.FEATURES, base=-2.0))
    causes = {verdict.cause for verdict in Verdicts(decide(analysis, [], [], Policy()), [])}
    assert AWAY_FROM_THE_STORY in causes or {cause.stage for cause in causes} == {"gate"}
