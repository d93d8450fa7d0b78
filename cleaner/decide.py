"""The one place where blocks are kept or dropped. docs/how-it-works.md tells in a paragraph how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
from math import exp
from typing import Final, NamedTuple

from cleaner import gate, surroundings
from cleaner.columns import COLON, LONG_WORDS, NO_MARK, QUESTION, Columns
from cleaner.gate import MIN_STORY_WORDS
from cleaner.model import STORY_LABELS, Evidence, Label, Likelihood
from cleaner.scorecard import Card, points
from cleaner.stages.topic import content

CERTAIN_SCORE: Final = -12.0
"""What a certain hit counts for in its neighbours' surroundings: beyond the largest bin."""

NAMED_AGAIN: Final = 2.0
"""How often the evidence that names a block is added to the score of its surroundings. They have seen it, but a
teaser in the midst of a story has a whole story that speaks for it. On mixed-dev, of teasers between paragraphs 14 in
100 are left at 1, 4 at 1.5, 1 at 2; more changes nothing."""

REMOVED_SCORE: Final = -3.0
"""The score of a block that a certain hit or a tail removed although its words and place speak for it."""

STRIPPED_SCORE: Final = 0.6
"""What each block of a page without menus has in its favour: what is left is story more often than its neighbours can
say. On mixed-dev two pages in a hundred more come out exact, what other extractors return gains 0.0003 of F1 (as HTML
0.001), and flat-dev loses 0.0007."""

RESUME_SHARED: Final = 0.15
"""Share of a block's content words that stand in the story before the tail. Between 0.05 and 0.25 it moves flat-dev by
0.003 one way and mixed-dev's leak by 0.003 the other."""


class Decision(NamedTuple):
    """One entry a block: kept or not, what it is, its score, and whether a tail took it; of the page, how sure that is,
    whether it holds a story, and the reason if it does not."""

    kept: list[bool]
    labels: list[Label]
    scores: list[float]
    tail_of: list[int]
    confidence: float
    is_story: bool
    no_story: str = ""


def decide(
    columns: Columns,
    likelihoods: Sequence[Likelihood],
    evidence: Sequence[Evidence],
    cards: Mapping[str, Card],
    keep: frozenset[str] = frozenset(),
    drop: frozenset[str] = frozenset(),
    gate_card: Card | None = None,
) -> Decision:
    """Weighs the evidence over the whole sequence of blocks; one entry a block in every list of the result."""
    own, certain, tails, named = added_up(len(columns), likelihoods, evidence)
    scores = points(cards["surroundings"], surroundings.codes(own, columns, tails, named))
    if not columns.has_menu:
        scores = [score + STRIPPED_SCORE for score in scores]
    for hit in evidence:
        if hit.rule not in ANONYMOUS and hit.weight > CERTAIN_SCORE:
            scores[hit.block] += NAMED_AGAIN * hit.weight
    kept = [score > 0 and not sure for score, sure in zip(scores, certain, strict=True)]
    if columns.page.containers is None or not columns.has_menu:
        _extend(columns, kept, scores, own, named, evidence)
    tail_of = _cut_tails(columns, kept, evidence)
    _drop_lone_headings(columns, kept)
    if not any(kept) and columns.page.form == "text":
        _keep_only_long_block(columns, kept, certain)
    scores = [score if keep_it or score < 0 else REMOVED_SCORE for score, keep_it in zip(scores, kept, strict=True)]
    labels = _labels(columns, kept, evidence, tail_of)
    confidence = _expected_f1(columns, kept, scores)
    no_story = gate.closed(columns, kept, confidence, gate_card)
    if no_story:
        kept = [False] * len(kept)
    if keep or drop:
        kept = [label in keep or (keep_it and label not in drop) for label, keep_it in zip(labels, kept, strict=True)]
    return Decision(kept, labels, scores, tail_of, confidence, not no_story, no_story)


def added_up(
    size: int, likelihoods: Sequence[Likelihood], evidence: Sequence[Evidence]
) -> tuple[list[float], list[bool], list[bool], list[bool]]:
    """Each block's own score, whether a certain hit removes it, whether a tail begins there, and whether a rule or
    an echo names it as something other than story."""
    own = [0.0] * size
    for likelihood in likelihoods:
        own = list(map(float.__add__, own, likelihood.weights))
    certain = [False] * size
    tails = [False] * size
    named = [False] * size
    for block, _, rule, _, weight, _, reach in evidence:
        own[block] += weight
        if weight < 0 and rule not in ANONYMOUS:
            named[block] = True
        if weight < CERTAIN_SCORE:
            certain[block] = True
            own[block] = CERTAIN_SCORE
        if reach == "tail":
            tails[block] = True
    return own, certain, tails, named


LOW_SCORE: Final = -1.5
"""A block beside the story is kept down to this score if its own words read like prose and nothing names it, but on
whole HTML pages, where the container tells more, and a tenth more would leak. In stripped text it need not read like
prose: stories end on short lines, and of mixed-dev 2 pages in 100 more come out exact for it."""

HOLE_SCORE: Final = -1.0
"""A block with the story on both sides is kept down to this score if nothing names it."""


BORDERS: Final = frozenset(
    {"title", "promotion", "advertisement", "syndication", "comment", "legal", "newsletter", "credit"}
)
"""What begins something else: a doubtful block behind it is not kept for the sake of what stands before it."""


def _extend(
    columns: Columns,
    kept: list[bool],
    scores: Sequence[float],
    own: Sequence[float],
    named: Sequence[bool],
    evidence: Sequence[Evidence],
) -> None:
    """Keeps doubtful blocks beside kept ones, forwards and then backwards: two thresholds, one to begin a stretch of
    story and a lower one to go on with it (Canny, "A Computational Approach to Edge Detection", 1986)."""
    borders = {hit.block for hit in evidence if hit.weight < 0 and (hit.reach == "tail" or hit.label in BORDERS)}
    unnamed = [block for block, is_named in enumerate(named) if not is_named]
    for blocks, step in ((unnamed, 1), (unnamed[::-1], -1)):
        doubtful = [
            place for place, block in enumerate(blocks) if scores[block] > LOW_SCORE and not kept[block] and place > 0
        ]
        for place in doubtful:
            before, block = blocks[place - 1 : place + 1]
            if not kept[before] or not borders.isdisjoint(range(before, block, step)):
                continue
            between = place + 1 < len(blocks) and kept[blocks[place + 1]]
            like_prose = columns.is_stripped or own[block] > 0
            if scores[block] > (HOLE_SCORE if between else LOW_SCORE) and (between or like_prose):
                kept[block] = True


def _drop_lone_headings(columns: Columns, kept: list[bool]) -> None:
    """Drops the headings, as the markup calls them, below which nothing was kept up to the next one. Headings right
    below each other share what follows the last."""
    if "heading" not in columns.kinds:
        return
    kept_below = in_headings = False
    for block in range(len(kept) - 1, -1, -1):
        if columns.kinds[block] == "heading":
            kept[block] = kept[block] and kept_below
            in_headings = True
        else:
            kept_below = kept[block] or (kept_below and not in_headings)
            in_headings = False


MIN_LONE_WORDS: Final = 60
"""A block of so many words is a paragraph at least. Scrapers that lose all line breaks give a whole story as one
block, and nothing stands around it that could speak for it."""


def _keep_only_long_block(columns: Columns, kept: list[bool], certain: Sequence[bool]) -> None:
    """Keeps the longest block of a page of which nothing was kept, if it is long enough to be a story."""
    longest = max(range(len(kept)), key=columns.words.__getitem__, default=0)
    if kept and columns.words[longest] >= MIN_LONE_WORDS and not certain[longest]:
        kept[longest] = True


ANONYMOUS: Final = frozenset({"headline-run", "inside", "outside"})
"""Evidence that is a likelihood; what all other rules and stages say names what a block is."""

TAIL_WEIGHT: Final = -3.0
"""The weight of a strong hit: a weak marker is for the surroundings to weigh, it cuts nothing by itself."""


def _cut_tails(columns: Columns, kept: list[bool], evidence: Sequence[Evidence]) -> list[int]:
    """Drops what follows a certain or strong tail marker, unless the story resumes. Returns, for each block that
    a tail took, the block of its marker, and -1 for all others."""
    tail_of = [-1] * len(kept)
    markers = _tail_markers(evidence)
    if not markers:
        return tail_of
    story: list[int] = []
    before = Told(columns)
    story_words = 0
    marker = last = -1
    for block, keep_it in enumerate(kept):
        if block in markers and story_words >= MIN_STORY_WORDS:
            before.blocks += story
            story = []
            marker, last = block, _end_of_aside(columns, block)
            kept[block] = False
        elif block > last or (marker >= 0 and keep_it and _resumes(columns, block, before, markers[marker])):
            marker = -1
        if marker >= 0:
            if block != marker:
                tail_of[block] = marker
            kept[block] = False
        elif kept[block]:
            story.append(block)
            story_words += columns.words[block]
    return tail_of


class Told:
    """What the story before a tail speaks of, gathered when somebody asks: most tails have no long block that could
    resume it. `blocks` are those that were not gathered yet."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.blocks: list[int] = []
        self._stems: set[str] = set()

    def stems(self) -> set[str]:
        self._stems.update(*[content(self.columns, block) for block in self.blocks])
        self.blocks.clear()
        return self._stems


def _end_of_aside(columns: Columns, marker: int) -> int:
    """The last block that a tail can take: the last one on the page, or in the `<aside>` that the marker stands in."""
    blocks, containers = columns.page.blocks, columns.page.containers
    last = len(columns) - 1
    markup = blocks[marker].markup if containers is not None else None
    if containers is None or markup is None:
        return last
    aside = next((index for index in containers.chain(markup.container) if containers.tags[index] == "aside"), 0)
    if not aside:
        return last
    beyond = (
        block.index - 1
        for block in blocks[marker + 1 :]
        if block.markup and aside not in containers.chain(block.markup.container)
    )
    return next(beyond, last)


MOST_MARKERS: Final = 2
"""A strong marker that stands on the page more often ends each section of a story, not the story."""


def _tail_markers(evidence: Sequence[Evidence]) -> dict[int, Label]:
    """The blocks of certain and strong tail markers, but for strong ones that come again and again, and what each
    begins."""
    hits = [hit for hit in evidence if hit.reach == "tail" and hit.weight <= TAIL_WEIGHT]
    times = Counter(hit.rule for hit in hits)
    return {hit.block: hit.label for hit in hits if hit.weight < CERTAIN_SCORE or times[hit.rule] <= MOST_MARKERS}


def _resumes(columns: Columns, block: int, told: Told, begun: Label) -> bool:
    """Whether a likely block of story after a tail marker speaks of the story before it. Comments do so too."""
    if columns.sizes[block] < 2 or begun == "comment":
        return False
    terms = content(columns, block)
    return len(terms & told.stems()) >= RESUME_SHARED * max(1, len(terms))


def _labels(
    columns: Columns, kept: Sequence[bool], evidence: Sequence[Evidence], tail_of: Sequence[int]
) -> list[Label]:
    """What each block is: for a removed one what the heaviest evidence against it says, or its tail's marker."""
    labels: list[Label] = ["story" if keep_it else "navigation" for keep_it in kept]
    heaviest = [0.0] * len(kept)
    for hit in evidence:
        block = hit.block
        if not kept[block]:
            if hit.weight < heaviest[block] and hit.label not in STORY_LABELS:
                heaviest[block], labels[block] = hit.weight, hit.label
        elif hit.label in STORY_LABELS and hit.stage == "rules":
            labels[block] = hit.label
    for block, marker in enumerate(tail_of):
        if marker >= 0 and heaviest[block] > TAIL_WEIGHT:
            labels[block] = labels[marker]
    for block, keep_it in enumerate(kept):
        if not keep_it and labels[block] == "navigation" and columns.words[block] >= LONG_WORDS:
            labels[block] = "other-story"
    _label_headings(columns, kept, labels)
    return labels


def _label_headings(columns: Columns, kept: Sequence[bool], labels: list[Label]) -> None:
    kinds = columns.kinds
    last = len(kept) - 1
    for block in compress(range(len(kept)), kept):
        if labels[block] != "story":
            continue
        if kinds[block] == "item" and block and labels[block - 1] == "summary":
            labels[block] = "summary"
        elif kinds[block] == "heading" or (
            kinds[block] == "text"
            and columns.sizes[block] < 2
            and columns.endings[block] in (NO_MARK, QUESTION, COLON)
            and block < last
            and kept[block + 1]
            and columns.words[block + 1] > columns.words[block]
        ):
            labels[block] = "heading"


def _expected_f1(columns: Columns, kept: Sequence[bool], scores: Sequence[float]) -> float:
    """The F1 of the kept words against the true story, if every block is story with the chance its score gives."""
    expected = [
        words / (1 + exp(-score)) if -30 < score < 30 else words * (score > 0)
        for words, score in zip(columns.words, scores, strict=True)
    ]
    hit = sum(compress(expected, kept))
    return 2 * hit / (sum(compress(columns.words, kept)) + sum(expected)) if hit else 0.0
