"""Stages look at what was measured about a page and leave evidence on its blocks. `STAGES` lists them all.

Every stage is `run(analysis)`, in a file of its own, and returns evidence. Its evidence names what a block is, or only
weighs (`Evidence.names`), or ends the story (`reach="tail"`). The order of the stages does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from cleaner.analysis import Analysis
from cleaner.model import Evidence
from cleaner.scoring import Codes, Feature
from cleaner.stages import (
    article_body,
    boxes,
    captions,
    container,
    echoes,
    headline_lists,
    headlines,
    links,
    promotions,
    prose,
    rules,
    second_opinion,
    site,
    topic,
)

Run = Callable[[Analysis], Iterable[Evidence]]
"""What a stage does; `Cleaner(stages=…)` takes a function of this kind as well as a name."""


class Stage(NamedTuple):
    """A line of the table of stages.

    Attributes:
        name: what `Cleaner(stages=…)`, evidence and reasons call it.
        run: the stage.
        sees: what it looks at, in a few words.
        needs: attributes of the analysis without which it has nothing to say.
        card: the names of its cards, "" if none; "{form}" stands for the form of the page.
        features: what its card listens to.
        codes: for a card that scores every block, what gives the bins of the blocks; the training reads it.
        asked: "always", or "unsure": only where the others leave the decision open.
    """

    name: str
    run: Run
    sees: str
    needs: tuple[str, ...] = ()
    card: str = ""
    features: tuple[Feature, ...] = ()
    codes: Callable[[Analysis], Codes] | None = None
    asked: str = "always"


STAGES: Final = (
    Stage("rules", rules.run, "formulas of newsrooms and their software, from the rulebook"),
    Stage(
        "prose",
        prose.run,
        "whether a block reads like prose: length, function words, capitals, sentence ends",
        card="{form}/prose",
        features=prose.FEATURES,
        codes=prose.codes,
    ),
    Stage(
        "container",
        container.run,
        "the element, its containers, its links, the words in classes and ids",
        needs=("markup",),
        card="html/container",
        features=container.FEATURES,
        codes=container.codes,
    ),
    Stage("links", links.run, "blocks that are links and little else", needs=("links",)),
    Stage("boxes", boxes.run, "boxes in the story that only their names tell", needs=("markup",)),
    Stage("captions", captions.run, "captions of figures and tables"),
    Stage(
        "article_body", article_body.run, "what the page's own JSON-LD repeats of the story", needs=("article_body",)
    ),
    Stage(
        "headlines",
        headlines.run,
        "how long the run of headlines is that a block stands in",
        card="{form}/headlines",
        features=headlines.FEATURES,
        codes=headlines.codes,
    ),
    Stage(
        "headline_lists",
        headline_lists.run,
        "lists of other stories, marked or not, by what their lines and the story speak of",
        card="headline_lists",
        features=headline_lists.FEATURES,
    ),
    Stage("echoes", echoes.run, "the title again and the name below it, a paragraph that stands twice, a teaser"),
    Stage(
        "topic",
        topic.run,
        "whole other stories, by the key words of the first that they do not use; what `about` names",
        card="topic",
        features=topic.FEATURES,
    ),
    Stage(
        "promotions", promotions.run, "coins, bargains and prize draws in a story that speaks of nothing of the kind"
    ),
    Stage(
        "site",
        site.run,
        "on how many pages of its site a block stands, where `sites` say it",
        needs=("site",),
        card="{form}/site",
        features=site.FEATURES,
    ),
    Stage(
        "second_opinion",
        second_opinion.run,
        "what trafilatura keeps",
        needs=("markup",),
        asked="unsure",
    ),
)
"""All stages. The pipeline, the training, the profile and the docs read this table."""

NAMES: Final = tuple(stage.name for stage in STAGES)
