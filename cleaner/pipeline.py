"""Options in, stages in order, story out."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cleaner import facts, scorecard
from cleaner.decide import decide
from cleaner.engine import ENGINES, decide_by_trafilatura
from cleaner.errors import OptionError, PageTypeError
from cleaner.intake.text import text_page
from cleaner.model import LABELS, Evidence, Fact, Form, Likelihood, Page, Story
from cleaner.rulebook import Rulebook, load
from cleaner.stages import article_body, captions, container, echoes, headlines, prose, rules, second_opinion, topic
from cleaner.verdicts import Verdicts

if TYPE_CHECKING:
    from cleaner.columns import Columns

STAGES: Final = (
    "rules",
    "prose",
    "container",
    "captions",
    "article_body",
    "headlines",
    "echoes",
    "topic",
    "second_opinion",
)
"""The names of the stages, for switching some of them off."""


BETWEEN_BLOCKS: Final = "\n\n"
"""What stands between two blocks in `Story.text`: a blank line."""


class Cleaner:
    """A pipeline, compiled once: threads may share it, and it pickles.

    Args:
        rules: files and folders of rule packs, beside the built-in ones.
        keep: labels of blocks to keep in the story's text although they are not the story ("caption").
        drop: labels of blocks to leave out of it although they are ("heading", "summary").
        stages: the stages to run; None for all. `STAGES` has their names.
        gate: whether an HTML page that looks like a listing, a shop, a forum or the like holds no story.
        engine: who chooses the blocks of HTML pages; "trafilatura" for its own extraction, without stages and gate.

    Raises:
        RulebookError: a pack cannot be used; the message names file, line and rule.
        OptionError: a label or a stage that does not exist.
    """

    def __init__(
        self,
        *,
        rules: Sequence[str | os.PathLike[str]] = (),
        keep: Collection[str] = (),
        drop: Collection[str] = (),
        stages: Collection[str] | None = None,
        gate: bool = True,
        engine: str = "cleaner",
    ) -> None:
        self.keep = _known(keep, LABELS, "label")
        self.drop = _known(drop, LABELS, "label")
        self.stages = _known(STAGES if stages is None else stages, STAGES, "stage")
        self.gate = gate
        (self.engine,) = _known(engine, ENGINES, "engine")
        self.rulebook = load([Path(path) for path in rules])

    def clean(
        self,
        page: str | bytes | Any,
        *,
        url: str | None = None,
        about: str | None = None,
        encoding: str | None = None,
        form: Form | None = None,
    ) -> Story:
        """Finds the story on a page.

        Args:
            page: the page as text or HTML, in str or bytes.
            url: where the page came from.
            about: what the reader is after ("Alibaba"); without it the page's title and lead decide.
            encoding: the charset of `page`, if it is bytes and the charset is known.
            form: whether the page is HTML or text, if that is known; without it the page's beginning tells.

        Raises:
            DecodeError: the bytes are no text, or `encoding` does not exist.
        """
        cut = intake(page, url=url, encoding=encoding, form=form)
        self.rulebook.vocabulary.read(cut)
        columns, hits = rules.read(cut, self.rulebook if "rules" in self.stages else Rulebook())
        rule_facts = list(rules.facts(columns, self.rulebook, hits))
        title = facts.find_title(columns, (*cut.facts, *rule_facts), rules.named(hits))
        cards = scorecard.load(cut.form)
        known = facts.gathered(cut.facts, rule_facts, title)
        if self.engine == "trafilatura" and cut.form == "html":
            evidence = list(second_opinion.second_opinion(columns))
            by_trafilatura = decide_by_trafilatura(columns, self.keep, self.drop)
            return _story(columns, Verdicts(by_trafilatura, evidence), known)
        evidence = list(self._evidence(columns, hits, title, about, cards))
        gate_card = scorecard.load("gate").get(cut.form) if self.gate else None
        likelihoods = self._likelihoods(columns, cards)
        decision = decide(columns, likelihoods, evidence, cards, self.keep, self.drop, gate_card)
        unsure = "second_opinion" in self.stages and decision.confidence < second_opinion.UNSURE
        if unsure and second_opinion.is_worth_asking(columns, rules.named(hits)):
            evidence += second_opinion.second_opinion(columns)
            decision = decide(columns, likelihoods, evidence, cards, self.keep, self.drop, gate_card)
        return _story(columns, Verdicts(decision, evidence, likelihoods), known)

    def clean_many(self, pages: Iterable[str | bytes], *, workers: int | None = 1) -> Iterator[Story]:
        """Cleans a stream of pages: one story for each, in order, as they come.

        Args:
            pages: the pages.
            workers: how many processes clean; 1 is this one alone, None is one a core.

        Raises:
            DecodeError: a page's bytes are no text, when its turn comes.
            WorkerError: a page took its worker down.
        """
        if workers == 1:
            return map(self.clean, pages)
        from cleaner.batch.stories import clean_many

        return clean_many(self, pages, workers)

    def _likelihoods(self, columns: Columns, cards: dict[str, scorecard.Card]) -> list[Likelihood]:
        found = []
        if "prose" in self.stages:
            found.append(prose.prose(columns, cards["prose"]))
        if "container" in self.stages and columns.page.containers is not None:
            found.append(container.container(columns, cards["container"]))
        return found

    def _evidence(
        self,
        columns: Columns,
        hits: rules.Hits,
        title: facts.Title | None,
        about: str | None,
        cards: dict[str, scorecard.Card],
    ) -> Iterator[Evidence]:
        if "rules" in self.stages:
            yield from rules.hits_as_evidence(columns, self.rulebook, hits)
        if "captions" in self.stages:
            yield from captions.captions(columns)
        if "article_body" in self.stages and columns.page.article_body:
            yield from article_body.article_body(columns)
        if "headlines" in self.stages:
            yield from headlines.headlines(columns, cards["headlines"])
        furniture = rules.furniture(hits, self.rulebook)
        if "echoes" in self.stages:
            yield from echoes.echoes(columns, title, furniture)
        if "topic" in self.stages:
            yield from topic.topic(columns, about, furniture, rules.promoted(hits, self.rulebook))


def intake(
    page: str | bytes | Any, *, url: str | None = None, encoding: str | None = None, form: Form | None = None
) -> Page:
    """Decodes a page, tells HTML from text if the caller does not, and cuts it into blocks."""
    if isinstance(page, str):
        return _cut(page, url, form)
    if not isinstance(page, bytes) and hasattr(page, "find_all"):
        return _cut(page, url, "html")
    from cleaner.intake.decode import decode

    if not isinstance(page, bytes | bytearray | memoryview):
        raise PageTypeError(f"a page is str, bytes or a bs4 soup or tag, not {type(page).__name__}")
    decoded = decode(bytes(page), encoding)
    cut = _cut(decoded.text, url, form)
    return replace(cut, encoding=decoded.encoding, warnings=(*decoded.warnings, *cut.warnings))


def _cut(source: str | Any, url: str | None, form: Form | None) -> Page:
    if form == "text" or (form is None and not looks_like_html(source)):
        return text_page(source, url=url)
    from cleaner.intake.html import html_page

    return html_page(source, url=url)


HTML_SAMPLE: Final = 2048
"""Characters at the start of a page in which HTML shows itself by its first tags."""

_HTML_START: Final = re.compile(
    r"""\s*<(?:!doctype\s|!--|\?xml\b|(?:html|head|body|base|link|meta|title|script|style|noscript|article|main|header
    |section|div|p|h[1-6]|ul|ol|table|center|span|br)[\s/>])""",
    re.IGNORECASE | re.VERBOSE,
)


def looks_like_html(source: str) -> bool:
    """Whether a page begins the way HTML does: with a doctype, a comment, or a tag. Some servers put a script, or
    the warnings of their software, before the page."""
    return _HTML_START.match(source[:HTML_SAMPLE].lstrip("\ufeff")) is not None


def _known(names: Collection[str], known: Collection[str], what: str) -> frozenset[str]:
    if isinstance(names, str):
        names = (names,)
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise OptionError(f"unknown {what} {unknown[0]!r}; there are {', '.join(sorted(known))}")
    return frozenset(names)


def _story(columns: Columns, verdicts: Verdicts, known: tuple[Fact, ...]) -> Story:
    decision = verdicts.decision
    return Story(
        columns.page,
        verdicts,
        BETWEEN_BLOCKS.join(compress(columns.page.texts, decision.kept)),
        known,
        decision.confidence if decision.is_story else 0.0,
        decision.is_story,
        columns.page.warnings,
    )
