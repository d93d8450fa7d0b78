"""Boxes in the story that only their names tell: a sign-up form, an advertisement, the author's biography.

A sentence of prose in `<div class="newsletter-signup">` reads like the story around it. What gives it away is that its
box has a name of another group of words than what holds the story, and that little of the page's prose stands in boxes
of that group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.analysis import Analysis
from cleaner.analysis.measures import LONG
from cleaner.intake.elements import HEADINGS
from cleaner.markup import Said
from cleaner.model import Evidence, Label

LABELS: Final[dict[str, Label]] = {
    "advertisement": "advertisement",
    "advertising": "advertisement",
    "author": "byline",
    "author_notes": "byline",
    "captions": "caption",
    "comment_sections": "comment",
    "comments": "comment",
    "consent": "legal",
    "consent_notices": "legal",
    "consent_platforms": "legal",
    "disclaimers": "legal",
    "embed_notices": "legal",
    "hidden": "navigation",
    "newsletter": "newsletter",
    "other_stories": "related",
    "paywalls": "paywall",
    "pull_quotes": "duplicate",
    "related": "related",
    "share": "share",
    "share_bars": "share",
    "sidebar": "related",
    "sign_ups": "newsletter",
}
"""What the blocks of a box are, by the group of its name; "author" and "hidden" are no places of the vocabulary."""

NO_BOXES: Final = HEADINGS | {"body", "html", "main"}
"""Elements that are no box, whatever their names say: the ids of headings are made of their words."""

SURE: Final = frozenset({"consent_platforms"})
"""Groups that are boxes although they hold more prose than the story: a consent platform's text, beside a brief."""

MAX_SURE_SHARE: Final = 0.95
"""Share of the page's prose up to which they are; a page that is nothing else is judged as it stands."""

MAX_SHARE: Final = 0.3
"""Share of the page's other prose up to which a box is one, and all boxes of a group together. More is the story
itself, in a template whose classes say "card" or "sidebar" of everything."""

NOTES: Final = frozenset({"advertisement", "advertising", "consent", "consent_notices", "newsletter", "sign_ups"})
"""Groups of boxes that may be a larger share of a short story. Paywalls are none of them: what readers pay for
stands in `<div class="paywall">` as well (schema.org's own example of `hasPart`)."""

MAX_NOTE: Final = 60
"""Words of such a box: one or two sentences."""

MAX_NOTE_SHARE: Final = 0.5
"""Share of the page's other prose up to which such a box is one: a note beside three paragraphs of its length is a
third, one beside a single paragraph may be the story."""

BOX_WEIGHT: Final = -2.0
"""A little less than a strong rule: the words that a box is told by are ordinary ones."""


def run(analysis: Analysis) -> Iterator[Evidence]:
    """Evidence on the blocks that stand in boxes of an HTML page."""
    containers = analysis.markup
    assert containers is not None
    groups = list(map(_group, containers.tags, analysis.said))
    leads = frozenset(_around_lead(analysis))
    for lead in leads:
        if groups[lead] in ("related", "other_stories") and not analysis.links_inside[lead]:
            groups[lead] = ""
    headings = analysis.sums_inside([int(kind == "heading") for kind in analysis.measures.kinds])
    boxes = _boxes(containers.parents, groups, analysis.prose_inside, headings, leads)
    small = _small_groups(boxes, groups, analysis.prose_inside)
    for index, block in enumerate(analysis.page.blocks):
        box = boxes[block.markup.container] if block.markup else 0
        if groups[box] in small:
            note = f"in a box of its own: <{containers.tags[box]}{containers.attributes[box]}>"
            yield Evidence(index, "boxes", groups[box], LABELS[groups[box]], BOX_WEIGHT, note)


def _around_lead(analysis: Analysis) -> Iterator[int]:
    """The elements around the first long block below the headline, innermost first. Templates call the lead itself a
    teaser: it is what they show of the story elsewhere. A teaser of another story has a link to it."""
    title, measures, containers = analysis.title, analysis.measures, analysis.markup
    if title is None or title.block < 0 or containers is None:
        return
    lead = next((block for block in range(title.block + 1, len(measures)) if measures.sizes[block] == LONG), 0)
    markup = analysis.page.blocks[lead].markup
    container = markup.container if lead and markup else 0
    while container:
        yield container
        container = containers.parents[container]


def _boxes(
    parents: Sequence[int],
    groups: Sequence[str],
    prose: Sequence[int],
    headings: Sequence[int],
    leads: frozenset[int],
) -> list[int]:
    """The outermost box around each element, 0 if there is none. A caption has no heading in it: "article-caption" is
    the story's head."""
    surely = MAX_SURE_SHARE * prose[0]
    boxes = [0] * len(parents)
    for container in range(1, len(parents)):
        group, words = groups[container], prose[container]
        boxes[container] = boxes[parents[container]]
        if not group or boxes[container] or (group == "captions" and headings[container]):
            continue
        share = MAX_SHARE if container in leads else _max_share(group, words)
        if words <= (surely if group in SURE else share * (prose[0] - words)):
            boxes[container] = container
    return boxes


def _small_groups(boxes: Sequence[int], groups: Sequence[str], prose: Sequence[int]) -> frozenset[str]:
    """The groups whose boxes hold little of the page's prose together."""
    sums: dict[str, int] = {}
    for box in set(boxes) - {0}:
        sums[groups[box]] = sums.get(groups[box], 0) + prose[box]
    outside = prose[0] - sum(sums.values())
    return frozenset(
        group for group, words in sums.items() if words <= _max_share(group, words) * outside or group in SURE
    )


def _max_share(group: str, words: int) -> float:
    """The share of the page's other prose that so many words in boxes of a group may be."""
    return MAX_NOTE_SHARE if group in NOTES and words <= MAX_NOTE else MAX_SHARE


def _group(tag: str, said: Said) -> str:
    if said.hidden:
        return "hidden"
    if tag in NO_BOXES:
        return ""
    if said.place == "byline" and "author_names" in said.signs:
        return "author"
    return said.box
