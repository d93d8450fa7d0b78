"""The result of cleaning: a page with a verdict on every block, and its story as text, Markdown, HTML and JSON."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.cause import GATE
from cleaner.model import OTHER_HEAD, OTHER_STORY, Fact, Page
from cleaner.verdict import JudgedBlock, Verdict

if TYPE_CHECKING:
    from datetime import date, datetime

    from cleaner.facts.row import Row

BETWEEN_BLOCKS: Final = "\n\n"
"""The separator of blocks in `Story.text`: a blank line."""


class OtherStory(NamedTuple):
    """A story on the page that was not chosen.

    Attributes:
        blocks: its blocks, without those that are named as something else, such as a byline or a share bar.
    """

    blocks: tuple[JudgedBlock, ...]

    @property
    def title(self) -> str:
        """Its first block, which is its headline in most stories."""
        return self.blocks[0].text

    @property
    def text(self) -> str:
        """Its blocks, with a blank line between them."""
        return BETWEEN_BLOCKS.join([block.text for block in self.blocks])


@dataclass(frozen=True)
class Story:
    """A page with a verdict on every block: the kept ones are the story.

    Attributes:
        page: the page, cut into blocks.
        verdicts: one verdict per block, in the page's order.
        text: the story's blocks, with a blank line between them; empty if there is no story.
        facts: what is known about the story, each with the block it was read from.
        confidence: from 0 to 1, the expected F1 of the kept text against the true story, given the probabilities that
            the scores stand for; 0.0 when there is no story.
        is_story: whether the page has a story at all.
        warnings: problems that did not stop the work, one line each.
        relevance: how much the story is about what was asked for (`about`), from 0 (nothing names it) to 1; None if
            nothing was.
    """

    page: Page = field(repr=False)
    verdicts: Sequence[Verdict] = field(repr=False)
    text: str
    facts: tuple[Fact, ...] = ()
    confidence: float = 0.0
    is_story: bool = False
    warnings: tuple[str, ...] = ()
    relevance: float | None = None

    @cached_property
    def blocks(self) -> tuple[JudgedBlock, ...]:
        """All blocks of the page in order, each with its verdict."""
        return tuple(map(JudgedBlock, self.page.blocks, self.verdicts))

    @property
    def kept(self) -> tuple[JudgedBlock, ...]:
        """The story's blocks."""
        return tuple(block for block in self.blocks if block.verdict.kept)

    @property
    def removed(self) -> tuple[JudgedBlock, ...]:
        """The blocks that were removed, each with its label and the reason."""
        return tuple(block for block in self.blocks if not block.verdict.kept)

    @property
    def others(self) -> tuple[OtherStory, ...]:
        """The other stories that were told apart on the page, in order: below the story on text that was stripped of
        its menus, and wherever they stand on a page that `about` was given for."""
        return tuple(map(OtherStory, _other_stories(self.blocks)))

    @property
    def rejected_text(self) -> str:
        """The text that would be kept if the page were not of a kind that has no story (`is_story` is False), for a
        caller who disagrees; empty on a page that holds a story. `Cleaner(gate=False)` never closes a page."""
        return BETWEEN_BLOCKS.join([block.text for block in self.blocks if block.verdict.cause.stage == GATE])

    @property
    def title(self) -> str | None:
        """The story's title, or None if none was found."""
        return self.fact("title")

    def fact(self, name: str) -> str | None:
        """The value of the first fact of a name as the page prints it, or None."""
        return next((fact.value for fact in self.facts if fact.name == name), None)

    @cached_property
    def url(self) -> str | None:
        """Where the page came from, if the caller said so."""
        return self.page.url

    @property
    def published(self) -> datetime | date | None:
        """When the story was published, as far as the page says it: a `datetime`, aware if a zone is given, or a
        `date` where no time is. None if it says nothing that can be read."""
        return self._typed_date("published")

    @property
    def modified(self) -> datetime | date | None:
        """When the story was last changed, as `published`."""
        return self._typed_date("modified")

    def _typed_date(self, name: str) -> datetime | date | None:
        from cleaner.facts.dates import typed

        return typed(self.iso_date(name) or "")

    def iso_date(self, name: str) -> str | None:
        """The first date of a name ("published", "modified") that can be read, as ISO 8601 has it: "2025-11-15",
        "2025-11-15T09:41", "2025-11-15T09:41:00+01:00"."""
        from cleaner.facts.dates import Reader

        read = (Reader().iso(fact.value) for fact in self.facts if fact.name == name)
        return next(filter(None, read), None)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Who wrote the story, a name each: the persons that sign it, or the newsroom or agency where nobody is named
        (`organisation`)."""
        from cleaner.facts.authors import authors

        return authors(self.facts)

    @property
    def organisation(self) -> str | None:
        """The newsroom or firm that signs the story, alone or beside persons."""
        return self.fact("organisation")

    @cached_property
    def language(self) -> str | None:
        """The story's language as a BCP 47 tag ("de", "pt-BR"): what the page declares, unless the text is surely in
        another; if it declares none, what the text shows."""
        from cleaner.facts.language import told_language
        from cleaner.facts.tags import language_tag

        return language_tag(self.fact("language") or "") or told_language(self.text)

    @property
    def site(self) -> str | None:
        """What the site calls itself."""
        return self.fact("site")

    @property
    def section(self) -> str | None:
        """The section of the paper that the story stands in."""
        return self.fact("section")

    @property
    def image(self) -> str | None:
        """The address of the story's main image."""
        return self._address("image")

    @property
    def canonical_url(self) -> str | None:
        """The address that the page gives as its own."""
        return self._address("canonical_url")

    def _address(self, name: str) -> str | None:
        from urllib.parse import urljoin

        address = self.fact(name)
        try:
            return address and urljoin(self.url or "", address)
        except ValueError:  # "https://[" and the like.
            return address

    @property
    def syndicated_from(self) -> str | None:
        """The site where the story first appeared, if the page says that it is from elsewhere."""
        return self.fact("syndicated_from")

    @property
    def agency(self) -> str | None:
        """The news agency that the story is credited to."""
        return self.fact("agency")

    @property
    def republisher(self) -> str | None:
        """Who published the story again, if the page says so."""
        return self.fact("republisher")

    @cached_property
    def removed_characters(self) -> Mapping[str, int]:
        """How many of the page's characters were removed under each label, by label."""
        from cleaner.facts.row import removed_characters

        return removed_characters(self.page, self.verdicts)

    @cached_property
    def removed_share(self) -> Mapping[str, float]:
        """The share of the page's characters, from 0 to 1, that was removed under each label, by label."""
        from cleaner.facts.row import removed_share

        return removed_share(self)

    def row(self) -> Row:
        """The story as one flat row of a table: its text and what is known about it, without the page's blocks.
        docs/schema.md describes the columns, which are those that batches and Parquet have too."""
        from cleaner.facts.row import row_of

        return row_of(self)

    @cached_property
    def markdown(self) -> str:
        """The story as Markdown, with its title as the first heading. Links are plain text, but on a page that is
        Markdown itself."""
        return self.to_markdown()

    def to_markdown(self, *, title: bool = True, links: bool | None = None) -> str:
        """The story as Markdown, with or without its title and with or without links; by default links are kept
        where the page is Markdown itself."""
        from cleaner.render.markdown import markdown

        links = self.page.is_markdown if links is None else links
        return markdown(self, title=title, links=links)

    @cached_property
    def html(self) -> str:
        """The story as a fragment of safe HTML, with its title as the first heading."""
        return self.to_html()

    def to_html(self, *, title: bool = True, links: bool = True) -> str:
        """The story as a fragment of safe HTML, with or without its title and with or without links."""
        from cleaner.render.html import html

        return html(self, title=title, links=links)

    def __getstate__(self) -> dict[str, Any]:
        """The story as it is pickled: its page and verdicts, most of it, are sealed until somebody reads them."""
        if SEALED not in vars(self):
            _ = self.url, self.removed_share  # What a row needs of the page is read before it is sealed.
        state = {name: value for name, value in vars(self).items() if name not in (*SEALED_FIELDS, "blocks")}
        if SEALED not in state:
            packed = pickle.dumps((self.page, self.verdicts), pickle.HIGHEST_PROTOCOL)
            state[SEALED] = zlib.compress(packed, SEALED_LEVEL)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)

    if not TYPE_CHECKING:  # For a type checker it would make every misspelt attribute one that exists.

        def __getattr__(self, name: str) -> Any:
            """Opens what is sealed when it is first read."""
            own = vars(self)
            if name in SEALED_FIELDS and (sealed := own.get(SEALED)):
                own.update(zip(SEALED_FIELDS, pickle.loads(zlib.decompress(sealed)), strict=True))
                # Last, so that another thread which finds no seal finds what was in it.
                own.pop(SEALED, None)
            if name in own:
                return own[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def to_dict(self) -> dict[str, Any]:
        """The story as plain data for JSON. docs/schema.md describes the schema, to which keys are only ever added."""
        return {
            "schema": SCHEMA,
            "title": self.title,
            "text": self.text,
            "is_story": self.is_story,
            "confidence": round(self.confidence, 4),
            "relevance": self.relevance if self.relevance is None else round(self.relevance, 4),
            "facts": [fact._asdict() for fact in self.facts],
            "warnings": list(self.warnings),
            "page": {"url": self.page.url, "form": self.page.source_form, "encoding": self.page.encoding},
            "blocks": [_block_dict(judged) for judged in self.blocks],
        }


def _other_stories(blocks: Iterable[JudgedBlock]) -> Iterator[tuple[JudgedBlock, ...]]:
    """The blocks of each other story: what the topic stage put there and nothing else has a name for."""
    story: list[JudgedBlock] = []
    for block in blocks:
        told = {hit.rule for hit in block.verdict.evidence if hit.names and hit.weight < 0}
        if OTHER_HEAD in told and story:
            yield tuple(story)
            story = []
        if told and told <= OTHER_STORY:
            story.append(block)
    if story:
        yield tuple(story)


SEALED: Final = "_sealed"
SEALED_FIELDS: Final = ("page", "verdicts")
"""Nine tenths of a story's bytes, and of the time it takes to unpickle one, which most callers never read."""

SEALED_LEVEL: Final = 1
"""The quickest of zlib: a page of news-dev, its blocks and verdicts take 103 KB; without it 393, and the page 289."""

INFINITE: Final = float("inf")
SCHEMA: Final = 1
"""The version of `Story.to_dict`; it changes only if a field is renamed or removed."""


def _block_dict(judged: JudgedBlock) -> dict[str, Any]:
    block, verdict = judged
    return {
        "text": block.text,
        "start": block.start,
        "end": block.end,
        "kind": block.kind,
        "level": block.level,
        "kept": verdict.kept,
        "label": verdict.label,
        "score": round(verdict.score, 3),
        "reason": verdict.reason,
        "evidence": [
            {
                "stage": evidence.stage,
                "rule": evidence.rule,
                "label": evidence.label,
                "weight": None if evidence.weight in (INFINITE, -INFINITE) else round(evidence.weight, 3),
                "reach": evidence.reach,
                "note": evidence.note,
            }
            for evidence in verdict.evidence
        ],
    }
