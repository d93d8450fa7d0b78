"""Cuts a page's tags and text into blocks: one loop, a stack of open elements, no tree.

What an end tag closes is decided as HTML says, as far as it moves the border of a block.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final, NoReturn

from cleaner.characters import CLOSING_QUOTES, STOPS
from cleaner.intake.elements import (
    ACTIONS,
    CHANGES_CONTEXT,
    CLOSE,
    CUSTOM,
    CUT,
    HEADINGS,
    IMPLIED_ENDS,
    LINK,
    LISTS,
    MARK,
    NEWLINE,
    OPEN,
    PASS,
    SCOPE,
    SCOPES,
    SKIP,
    SKIPPED_UP_TO,
    SPAN,
    UNLINK,
    Context,
    inner,
)
from cleaner.intake.metadata import Declarations
from cleaner.intake.tags import TORN, Token, decode_references
from cleaner.markup import BREAK, Containers, Inline, Markup, collapse, is_hidden, is_mark
from cleaner.model import Block

MAX_LOOK_UP: Final = 64
"""How many open elements an end tag is compared with before it is ignored. Real pages need two or three;
the limit keeps a page of stray end tags linear."""

MIN_PARAGRAPH: Final = 100
"""Characters of a sentence and a half: menus and headlines are shorter."""

NESTING: Final = frozenset({"span", "sup", "svg", "template"})
"""Skipped elements that have others of their name in them."""

_SENTENCE_ENDS: Final = (*(STOPS.replace(",", "")), *CLOSING_QUOTES, ":", BREAK)

_SENTENCES: Final = HEADINGS | {"p"}
"""Elements that hold no block."""

MAX_BLOCKS: Final = 50_000
MAX_ELEMENTS: Final = 1_000_000
"""What is read of a page, of either: ten times as many as the largest pages of the development corpora have, and few
enough that a page made to be a burden is read in seconds. A page with more gets a warning."""


class _FullError(Exception):
    """The page has more blocks or elements than are read."""


class Cutter:
    """Cuts one page into blocks.

    Attributes:
        blocks: the blocks so far.
        containers: the block-level elements so far.
        declarations: the tags met that speak about the page.
        noscript_prose: characters of the paragraphs in `<noscript>`.
        unclosed: the skipped element in which the page ended, "" if in none.
        torn: whether the text looks as if a tag had been torn at a ">" within a quoted attribute.
        full: whether the page has more blocks or elements than are read.
    """

    def __init__(self, transparent: frozenset[str] = frozenset()) -> None:
        """Args: transparent: elements whose text is taken although it is skipped elsewhere."""
        self.blocks: list[Block] = []
        self.containers = Containers()
        self.declarations = Declarations()
        self.noscript_prose = 0
        self.unclosed = ""
        self.torn = False
        self.full = False
        self._actions = ACTIONS.reading(transparent) if transparent else ACTIONS
        self._parents = self.containers.parents
        self._tags = self.containers.tags
        self._attributes = self.containers.attributes
        self._contexts = [Context()]
        self._open_elements = [0]
        self._container = 0
        self._pieces: list[str] = []  # of the text of the block at hand
        self._marks: list[tuple[int, str, str]] = []  # the inline tags between them
        self._linked = 0  # characters of them that stand in links
        self._link = ""  # the attributes of the open link
        self._link_depth = 0  # open elements where it was opened
        self._skipped = ""  # the element that is not read
        self._nested = 0  # block-level elements opened in it
        self._depth = 0  # elements of its own name opened in it, itself counted

    def cut(self, tokens: Iterable[Token]) -> None:
        """Walks over a page's tags and the text between them, once."""
        with suppress(_FullError):
            self._walk(tokens)
            self._emit()
        self.unclosed = self._skipped
        self.declarations.blocks = len(self.blocks)

    def _walk(self, tokens: Iterable[Token]) -> None:
        actions = self._actions
        for name, attributes, text in tokens:
            action, tag = actions[name]
            if self._skipped and self._skips(action, tag, attributes, text):
                continue
            if action <= CUT:
                self._meet_block_tag(action, tag, attributes)
            elif action != PASS and self._meet_inline_tag(action, tag, attributes, text):
                continue
            if text and (self._pieces or not text.isspace()):
                if "&" in text:
                    text = decode_references(text)
                self._pieces.append(text)
                if self._link:
                    self._linked += len(text.strip())

    def _meet_block_tag(self, action: int, tag: str, attributes: str) -> None:
        """Ends the block at hand, and opens or closes an element. A link that stays open goes on in the next block."""
        if self._pieces:
            self._emit()
        if action == OPEN:
            self._add(tag, attributes)
        elif action == CLOSE:
            self._close(tag)
            if self._link and len(self._open_elements) < self._link_depth:
                self._link = ""
        elif action != CUT:
            self._open(tag, attributes)
        if self._link:
            self._marks = [(0, "a", self._link)]
        elif self._marks:
            self._marks = []

    def _meet_inline_tag(self, action: int, tag: str, attributes: str, text: str) -> bool:
        """Reads a tag within a block; returns whether the text that follows it is dealt with."""
        if action in (LINK, UNLINK, MARK):
            self._mark(action, tag, attributes)
        elif action == NEWLINE:
            return self._break(text)
        elif action == SPAN:
            if attributes and (is_hidden(attributes) or is_mark(attributes)):
                self._skip(tag, text)
                return True
            if "uthor" in attributes or "yline" in attributes:
                self._marks.append((len(self._pieces), "span", attributes))
        elif action == SKIP:
            if tag == "title":
                self.declarations.note(tag, text)
            if not attributes.endswith("/") and not self._is_text(tag, attributes):
                self._skip(tag, text)
                return True
        elif action == CUSTOM:
            self._meet_custom_tag(tag, attributes)
        else:
            self.declarations.note(tag, attributes, len(self.blocks))
        return False

    def _meet_custom_tag(self, tag: str, attributes: str) -> None:
        """Opens or closes a custom element (HTML standard, 4.13), or lets it pass in the midst of a sentence: only its
        style sheet says whether it is a block. Where a sentence may begin it is taken for one."""
        if tag.startswith("/"):
            if any(self._tags[container] == tag[1:] for container in self._open_elements[-MAX_LOOK_UP:]):
                self._meet_block_tag(CLOSE, tag[1:], attributes)
        elif self._tags[self._container] not in _SENTENCES and self._may_begin_sentence():
            self._meet_block_tag(OPEN, tag, attributes)

    def _may_begin_sentence(self) -> bool:
        return not self._pieces or self._pieces[-1].rstrip().endswith(_SENTENCE_ENDS)

    def _mark(self, action: int, tag: str, attributes: str) -> None:
        if action == LINK:
            self._link, self._link_depth = attributes if "href=" in attributes else "", len(self._open_elements)
        elif action == UNLINK:
            self._link = ""
        self._marks.append((len(self._pieces), tag, attributes if action == LINK else ""))

    def _break(self, text: str) -> bool:
        """Reads a line break, the second in a row of which parts paragraphs; returns whether only blanks follow."""
        if not self._pieces:
            return False
        if self._pieces[-1] is BREAK:
            self._emit()
            self._marks = [(0, "a", self._link)] if self._link else []
            return False
        self._pieces.append(BREAK)
        return text.isspace()

    def _skip(self, tag: str, text: str) -> None:
        self._skipped, self._nested, self._depth = tag, 0, 1
        self._note_noscript(text)

    def _skips(self, action: int, tag: str, attributes: str, text: str) -> bool:
        """Whether the text after a tag still belongs to the element that is not read."""
        if action <= CLOSE:
            self._nested += -1 if action == CLOSE else 1
        elif tag == self._skipped and not attributes.endswith("/"):
            self._depth += tag in NESTING
        elif tag in SKIPPED_UP_TO[self._skipped]:
            self._depth -= 1
        if self._nested >= 0 and self._depth > 0:
            self._note_noscript(text)
            return True
        self._skipped = ""
        return False

    def _note_noscript(self, text: str) -> None:
        if self._skipped == "noscript" and len(text) >= MIN_PARAGRAPH:
            self.noscript_prose += len(text)

    def _is_text(self, tag: str, attributes: str) -> bool:
        """Whether an element of a kind that is not read is text all the same: a declarative shadow root, and a button
        that is a heading or stands in the middle of a sentence."""
        if tag == "template":
            return "shadowrootmode" in attributes.lower()
        if tag != "button":
            return False
        around, pieces = self._tags[self._container], self._pieces
        if around in HEADINGS:
            return not pieces
        return around == "p" and not self._may_begin_sentence()

    def _add(self, tag: str, attributes: str) -> None:
        """Opens an element in the innermost open one; a paragraph ends first, for it holds no block."""
        stack, tags = self._open_elements, self._tags
        parent = self._container
        if tags[parent] == "p":
            stack.pop()
            parent = stack[-1]
        context = self._contexts[parent]
        self._contexts.append(inner(context, tag) if tag in CHANGES_CONTEXT else context)
        self._parents.append(parent)
        self._attributes.append(attributes)
        self._container = container = len(tags)
        tags.append(tag)
        stack.append(container)
        if container > MAX_ELEMENTS:
            self._stop()

    def _open(self, tag: str, attributes: str) -> None:
        """Opens an element after ending those that it ends without an end tag of theirs, as list items do."""
        stack, tags = self._open_elements, self._tags
        if tags[self._container] == "p":
            stack.pop()
            self._container = stack[-1]
        if tag in IMPLIED_ENDS and tags[self._container] not in LISTS:
            self._end(*IMPLIED_ENDS[tag])
            self._container = stack[-1]
        self._add(tag, attributes)

    def _close(self, tag: str) -> None:
        """Closes an element, if it is open."""
        stack = self._open_elements
        if tag == self._tags[self._container]:
            stack.pop()
        else:
            self._end(HEADINGS if tag in HEADINGS else frozenset({tag}), SCOPES.get(tag, SCOPE))
        self._container = stack[-1]

    def _end(self, ended: frozenset[str], stops: frozenset[str]) -> None:
        """Ends the innermost open element that is one of `ended`, unless one of `stops` is met first."""
        stack, tags = self._open_elements, self._tags
        for depth in range(len(stack) - 1, max(0, len(stack) - 1 - MAX_LOOK_UP), -1):
            tag = tags[stack[depth]]
            if tag in ended:
                del stack[depth:]
                return
            if tag in stops:
                return

    def _stop(self) -> NoReturn:
        self.full = True
        raise _FullError

    def _emit(self) -> None:
        """Makes a block of the text at hand, if there is more to it than white space."""
        pieces, marks, linked = self._pieces, self._marks, self._linked
        if not pieces:
            return
        self._pieces, self._linked = [], 0
        kind, level, _ = self._contexts[self._container]
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if kind == "code":
            text, marks = raw.replace(BREAK, "\n").strip("\n").rstrip(), []
        else:
            text = collapse(raw)
        if not text:
            return
        index = len(self.blocks)
        if index >= MAX_BLOCKS:
            self._stop()
        if ">" in text and TORN.search(text):
            self.torn = True
        density = 0.0 if not linked else linked / len(text) if linked < len(text) else 1.0
        markup = Markup(self._tags[self._container], self._container, density, Inline(pieces, marks) if marks else None)
        self.blocks.append(Block(index, text, -1, -1, kind, level, markup))
