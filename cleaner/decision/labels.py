"""What each block is, once it is decided whether it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from cleaner.analysis.endings import COLON, NO_MARK, QUESTION
from cleaner.analysis.measures import LONG_WORDS, Measures
from cleaner.decision.tails import TAIL_WEIGHT
from cleaner.model import STORY_LABELS, Evidence, Label, Page
from cleaner.rulebook.vocabulary import Vocabulary
from cleaner.stages.boxes import LABELS as BOXES


def labels_of(
    measures: Measures, kept: Sequence[bool], evidence: Sequence[Evidence], tail_of: Sequence[int]
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
        if not keep_it and labels[block] == "navigation" and measures.words[block] >= LONG_WORDS:
            labels[block] = "other-story"
    _label_headings(measures, kept, labels)
    return labels


def _label_headings(measures: Measures, kept: Sequence[bool], labels: list[Label]) -> None:
    kinds = measures.kinds
    last = len(kept) - 1
    for block in compress(range(len(kept)), kept):
        if labels[block] != "story":
            continue
        if kinds[block] == "item" and block and labels[block - 1] == "summary":
            labels[block] = "summary"
        elif kinds[block] == "heading" or (
            kinds[block] == "text"
            and measures.sizes[block] < 2
            and measures.endings[block] in (NO_MARK, QUESTION, COLON)
            and block < last
            and kept[block + 1]
            and measures.words[block + 1] > measures.words[block]
        ):
            labels[block] = "heading"


def labels_aside(page: Page, places: Sequence[int], vocabulary: Vocabulary | None) -> dict[int, Label]:
    """What the blocks are that were not judged, by their place.

    Args:
        page: the page with all its blocks.
        places: which of them were judged.
        vocabulary: what tells the boxes that they stand in by their names; None if navigation is name enough.
    """
    aside = frozenset(range(len(page.blocks))).difference(places)
    if not aside or vocabulary is None or page.containers is None:
        return dict.fromkeys(sorted(aside), "navigation")
    of_elements: list[Label] = []
    for parent, attributes in zip(page.containers.parents, page.containers.attributes, strict=True):
        outer = of_elements[parent] if of_elements else "navigation"
        of_elements.append(BOXES.get(vocabulary.said(attributes).box, outer))
    return {
        place: of_elements[markup.container] if (markup := page.blocks[place].markup) else "navigation"
        for place in sorted(aside)
    }
