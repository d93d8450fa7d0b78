"""From blocks that somebody has marked to rules that hit them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from cleaner.characters import plain, unmarked
from cleaner.markup import names
from cleaner.model import Label
from cleaner.proposals.effects import Effect, ShownPage, effect_of, with_examples
from cleaner.proposals.labels import Labels
from cleaner.proposals.patterns import common_pattern, common_start, is_fixed
from cleaner.rulebook import Rule, Rulebook, Strength, Words
from cleaner.rulebook.matcher import LONGEST_LINE
from cleaner.rulebook.packs import is_anchored

Form = Literal["lines", "pattern", "start", "words"]
"""What a rule looks at: whole lines, a whole line with gaps, how it begins, or the words in classes and ids."""

STRONG_SHARE: Final = 0.05
"""A strong rule is right 95 times in 100 (docs/rules.md)."""

CERTAIN_HITS: Final = 3
CERTAIN_LETTERS: Final = 20
"""So many hits without one in a story, on a line of so many letters of its own, before a rule is called certain."""

ID_WORDS: Final = 4

GROUP_OF_LABEL: Final[dict[Label, str]] = {
    "advertisement": "advertisement",
    "byline": "byline",
    "caption": "captions",
    "comment": "comments",
    "legal": "footer",
    "navigation": "navigation",
    "newsletter": "newsletter",
    "paywall": "paywalls",
    "promotion": "advertisement",
    "related": "related",
    "share": "share",
    "summary": "summary",
}
"""The group of words in classes and ids that stands for each label; others go to the sidebar."""

_NAME_WORD: Final = re.compile("[A-Z]?[a-z]{3,}|[A-Z]{3,}(?![a-z])")
"""The words that names are read as (`cleaner.rulebook.vocabulary`), but for the shortest, which say nothing."""


class Marked(NamedTuple):
    """A block that was marked: its text, and the tags around it, from the innermost on (`ShownPage.tags`)."""

    text: str
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule, or a list of words, that hits all marked blocks.

    Attributes:
        form: what it looks at.
        table: the rule or the list of words, with examples.
        effect: what it would hit on the pages at hand.
    """

    form: Form
    table: Rule | Words
    effect: Effect


def propose(
    marked: Sequence[Marked], pages: Sequence[ShownPage], labels: Labels, taken: Collection[str] = ()
) -> list[Proposal]:
    """The rules that marked blocks suggest, the best first: those that hit fewest paragraphs of stories, and of these
    the ones that hit most.

    Args:
        marked: the blocks, at least one.
        pages: the pages at hand.
        labels: tells what the blocks are.
        taken: ids that rules have already, and words in classes and ids that stand for something already.
    """
    texts = [plain(block.text) for block in marked]
    label = labels.ranked(texts)[0]
    found = [
        *_rules(texts, label, pages, taken),
        *_word_lists(marked, label, pages, taken),
    ]
    return sorted(found, key=lambda proposal: (len(proposal.effect.story), -len(proposal.effect.hits)))


def _rules(
    texts: Sequence[str], label: Label, pages: Sequence[ShownPage], taken: Collection[str]
) -> Iterator[Proposal]:
    name = _free_id(label, texts[0], taken)
    lines = tuple(dict.fromkeys(map(unmarked, texts)))
    are_lines = all(lines) and max(map(len, texts)) <= LONGEST_LINE
    whole, start = common_pattern(texts), common_start(texts)
    patterns: dict[Form, str] = {"lines": ""} if are_lines else {}
    if whole and not (are_lines and is_fixed(whole)):
        patterns["pattern"] = whole
    if start and start != whole:
        patterns["start"] = start
    for form, pattern in patterns.items():
        rule = Rule(
            id=name,
            label=label,
            strength="weak",
            reach="block",
            match=pattern,
            lines=lines if form == "lines" else (),
            anchored=is_anchored(pattern),
            drop=(),
            keep=(),
        )
        if all(Rulebook([rule]).match(text) for text in texts):
            effect = effect_of(rule, pages)
            rule = replace(rule, strength=strength_of(rule, effect))
            yield Proposal(form, with_examples(rule, texts, pages), effect)


def strength_of(rule: Rule, effect: Effect) -> Strength:
    """How much a hit says, as far as the pages at hand can tell."""
    if len(effect.story) > STRONG_SHARE * len(effect.hits):
        return "weak"
    own = min([sum(map(str.isalpha, text)) for text in rule.lines or (rule.match,)])
    closed = bool(rule.lines) or rule.match.endswith("$")
    if not effect.story and closed and len(effect.hits) >= CERTAIN_HITS and own >= CERTAIN_LETTERS:
        return "certain"
    return "strong"


def _word_lists(
    marked: Sequence[Marked], label: Label, pages: Sequence[ShownPage], taken: Collection[str]
) -> Iterator[Proposal]:
    """The words in the classes and ids around all marked blocks that stand around no paragraph of a story."""
    common = set.intersection(*[_words_of(block.tags) for block in marked])
    of_stories = {tag: None for page in pages for block in page.blocks if block.is_story for tag in page.tags(block)}
    best: Proposal | None = None
    for word in sorted(common - _words_of(list(of_stories)) - set(taken)):
        hit = dict.fromkeys([tag for block in marked for tag in block.tags if word in _words_of([tag])])
        table = Words(GROUP_OF_LABEL.get(label, "sidebar"), (word,), tuple(hit)[:2], tuple(of_stories)[:2])
        proposal = Proposal("words", table, effect_of(table, pages))
        if best is None or len(proposal.effect.hits) < len(best.effect.hits):
            best = proposal
    if best:
        yield best


def _words_of(tags: Sequence[str]) -> set[str]:
    return {word.lower() for tag in tags for name in names(_attributes(tag)) for word in _NAME_WORD.findall(name)}


def _attributes(tag: str) -> dict[str, str]:
    from cleaner.markup import parse_attributes

    return parse_attributes(tag.partition(" ")[2].removesuffix(">"))


def _free_id(label: Label, text: str, taken: Collection[str]) -> str:
    """An id that says what the rule is about and that no rule has yet."""
    words = re.findall("[a-z]+", text.lower())[:ID_WORDS]
    name = "-".join(["own", *(words or [label])])
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name}-{number}"
    return free
