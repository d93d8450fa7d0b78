"""The data that flows through the pipeline: Page, Block, Evidence, Fact.

Plain values. A page is cut into blocks, stages leave evidence on blocks, `decide` turns the evidence into one verdict
per block, and a story is the page with its verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, overload

from cleaner.markup import Containers, Markup

Label = Literal[
    "story",
    "heading",
    "title",
    "summary",
    "kicker",
    "byline",
    "dateline",
    "caption",
    "credit",
    "syndication",
    "related",
    "promotion",
    "advertisement",
    "share",
    "comment",
    "navigation",
    "newsletter",
    "legal",
    "paywall",
    "duplicate",
    "other-story",
]

STORY_LABELS: Final = frozenset({"story", "heading", "summary"})
"""Labels of blocks that belong to the story's text unless the caller drops them."""

LABELS: Final[frozenset[str]] = frozenset(Label.__args__)  # type: ignore[attr-defined]

OTHER_HEAD: Final = "other-story-begins"
OTHER_BODY: Final = "other-story"
OTHER_STORY: Final = frozenset({OTHER_HEAD, OTHER_BODY})
"""The rules of the evidence on the first block of another story, and on those below it."""

Kind = Literal["text", "heading", "item", "quote", "row", "code", "caption"]
"""What a block is on the page: running text, a heading, a list item, a quotation, a table row, …"""

Form = Literal["text", "html"]
"""What a page is judged as: text that somebody dumped, or HTML."""

SourceForm = Literal["text", "html", "markdown"]
"""What a page is written in, as a caller says it. Markdown is judged as text."""

InputForm = Literal["html", "text", "markdown", "fragment"]
"""What a caller may say that a page is. A fragment, in any of the others, is what a feed's entry holds, or any other
piece of a story: it has boilerplate, but it need not be a whole story."""

Reach = Literal["block", "next", "tail", "part"]
"""How far a piece of evidence goes: its block; the short block after it too; everything that follows
unless the story resumes; or only the part of the block that the rule matched."""

FACT_NAMES: Final = (
    "title",
    "section",
    "byline",
    "organisation",
    "published",
    "modified",
    "syndicated_from",
    "agency",
    "republisher",
    "site",
    "language",
    "image",
    "canonical_url",
)
"""The names a fact about a story can have; a named group of a rule is one of these."""


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or other unit of a page, in reading order.

    Treat it as immutable. It is not frozen, because a page has hundreds of blocks and a frozen one takes four times as
    long to make.

    Attributes:
        index: position in the page, from 0.
        text: the block's text as the page has it, without white space at its ends. Fragments that a
            dumper tore apart are joined by one space.
        start: offset of the block's first character in `Page.source`; -1 for an HTML or Markdown page.
        end: offset just past its last character; -1 for an HTML or Markdown page.
        kind: what the block is on the page.
        level: heading level (1 to 6) or list depth (from 1); 0 when it does not apply.
        markup: what the markup says about the block; None for dumped text.
    """

    index: int
    text: str
    start: int = -1
    end: int = -1
    kind: Kind = "text"
    level: int = 0
    markup: Markup | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """How a block is pickled: by its values alone, in half the time that it takes with their names."""
        return Block, (self.index, self.text, self.start, self.end, self.kind, self.level, self.markup)


class LazyBlocks(Sequence[Block]):
    """The blocks of dumped text, made on first use: most callers need only the texts.

    Attributes:
        texts: the blocks' texts.
        kinds: what each block is.
    """

    def __init__(self, texts: list[str], kinds: list[Kind], make: Callable[[], tuple[Block, ...]]) -> None:
        self.texts = texts
        self.kinds = kinds
        self._make = make

    @cached_property
    def _made(self) -> tuple[Block, ...]:
        return self._make()

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | Sequence[Block]:
        return self._made[index]

    def __iter__(self) -> Iterator[Block]:
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


class Evidence(NamedTuple):
    """What one stage or rule says about one block.

    `weight` is in natural log-odds that the block belongs to the story: above 0 speaks for keeping it,
    below 0 against, and minus or plus infinity is certain. `label` says what the block is if the
    evidence holds. Evidence that `names` its block counts once more after the blocks around it have been
    considered; other evidence only adds its weight.
    """

    block: int
    stage: str
    rule: str
    label: Label
    weight: float
    note: str = ""
    reach: Reach = "block"
    names: bool = True


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What one stage says about every block of a page. It becomes `Evidence` only when somebody reads it.

    Attributes:
        stage: the stage.
        weights: one per block, in natural log-odds that the block belongs to the story.
        notes: returns a note for each block. Notes take time to write, so this is called only for explanations.
    """

    stage: str
    weights: Sequence[float]
    notes: Callable[[], Sequence[str]]

    def __iter__(self) -> Iterator[Evidence]:
        """The same as one piece of evidence per block."""
        for block, (weight, note) in enumerate(zip(self.weights, self.notes(), strict=True)):
            label: Label = "story" if weight > 0 else "navigation"
            yield Evidence(block, self.stage, self.stage, label, weight, note, names=False)


FactSource = Literal["json-ld", "open-graph", "meta", "microdata", "markup", "rule", "text", "feed", "address", ""]
"""Where a fact was read: the page's JSON-LD, Open Graph, its other meta tags, microdata, elements and their classes, a
rule, the place of a line in the text, the feed that the page came in, its address; "" if nobody said."""


class Fact(NamedTuple):
    """One fact about the story.

    Attributes:
        name: one of `FACT_NAMES`.
        value: as the page prints it, white space collapsed.
        block: the index of the block it was read from; -1: not from a block.
        source: where it was read.
        confidence: from 0 to 1; below 1 where the page contradicts itself.
    """

    name: str
    value: str
    block: int = -1
    source: FactSource = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page, cut into blocks.

    Attributes:
        source: the decoded page, unchanged; of a feed's entry, its content.
        blocks: the blocks in reading order.
        form: whether the page is judged as HTML or as text.
        url: where the page came from, if the caller said so.
        encoding: the charset the bytes were decoded with; None when the page came as str.
        facts: what the page says about itself outside its blocks (HTML metadata).
        warnings: problems met while reading the page, one line each.
        containers: the elements that the blocks of an HTML or Markdown page stand in; None for dumped text.
        article_body: the story's text as the page's JSON-LD repeats it; "" when it does not.
        types: what the page says it is: schema.org types of its JSON-LD and microdata ("NewsArticle"), and Open
            Graph's type after "og:" ("og:website"), "rss:item" or "atom:entry".
        is_fragment: whether it is a piece of a story (`InputForm`), which is not asked whether it is a story at all.
        is_markdown: whether the text is Markdown; its blocks then have markup, as those of HTML do.
    """

    source: str
    blocks: Sequence[Block]
    form: Form = "text"
    url: str | None = None
    encoding: str | None = None
    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()
    containers: Containers | None = None
    article_body: str = ""
    types: tuple[str, ...] = ()
    is_fragment: bool = False
    is_markdown: bool = False

    @property
    def source_form(self) -> SourceForm:
        """What the page is written in."""
        return "markdown" if self.is_markdown else self.form

    @property
    def texts(self) -> list[str]:
        """The blocks' texts."""
        return self.blocks.texts if isinstance(self.blocks, LazyBlocks) else [block.text for block in self.blocks]

    @property
    def kinds(self) -> list[Kind]:
        """What each block is."""
        return self.blocks.kinds if isinstance(self.blocks, LazyBlocks) else [block.kind for block in self.blocks]
