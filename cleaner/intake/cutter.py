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
from cleaner.markup import BREAK, Containers, Inline, Markup, collapse, is_hidden
from cleaner.model import Block

MAX_LOOK_UP: Final = 64
"""How many open elements an end tag is compared with before it is ignored. Real pages need two or three;
the limit keeps a page of stray end tags linear."""

MIN_PARAGRAPH: Final = 100
"""Characters of a sentence and a half: menus and headlines are shorter."""

NESTING: Final = frozenset({"span", "svg", "template"})
"""Skipped elements that have others of their name in them."""

_SENTENCE_ENDS: Final = (*(STOPS.replace(",", "")), *CLOSING_QUOTES, ":", BREAK)

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

    def cut(self, tokens: Iterable[Token]) -> None:
        """Walks over a page's tags and the text between them, once."""
        with suppress(_FullError):
            self._cut(tokens)

    def _cut(self, tokens: Iterable[Token]) -> None:
        actions, stack, tags, contexts = self._actions, self._open_elements, self._tags, self._contexts
        parents, attributes_of = self._parents, self._attributes
        container = 0
        pieces: list[str] = []  # of the text of the block at hand
        marks: list[tuple[int, str, str]] = []  # the inline tags between them
        link, link_depth, linked = "", 0, 0  # the open link, how deep it was opened, characters read in links
        skipped, nested, depth = "", 0, 0  # the element that is not read; elements, and such elements, opened in it
        for name, attributes, text in tokens:
            action, tag = actions[name]
            if skipped:
                if action <= CLOSE:
                    nested += -1 if action == CLOSE else 1
                elif tag == skipped and not attributes.endswith("/"):
                    depth += skipped in NESTING
                elif tag in SKIPPED_UP_TO[skipped]:
                    depth -= 1
                if nested >= 0 and depth > 0:
                    if len(text) >= MIN_PARAGRAPH and skipped == "noscript":
                        self.noscript_prose += len(text)
                    continue
                skipped = ""
            if action <= CUT:
                if pieces:
                    self._emit(container, pieces, marks, linked)
                    pieces, linked = [], 0
                if action == OPEN and tags[container] != "p":  # two in three, so not worth a call
                    contexts.append(contexts[container])
                    parents.append(container)
                    attributes_of.append(attributes)
                    container = len(tags)
                    tags.append(tag)
                    stack.append(container)
                    if container > MAX_ELEMENTS:
                        self._stop()
                elif action == CLOSE:
                    if tag == tags[container]:
                        stack.pop()
                        container = stack[-1]
                    else:
                        container = self._close(tag)
                    if link and len(stack) < link_depth:
                        link = ""
                elif action != CUT:
                    container = self._open(container, tag, attributes)
                if link:
                    marks = [(0, "a", link)]
                elif marks:
                    marks = []
            elif action == LINK:
                link, link_depth = attributes if "href=" in attributes else "", len(stack)
                marks.append((len(pieces), tag, attributes))
            elif action == UNLINK:
                link = ""
                marks.append((len(pieces), tag, ""))
            elif action == PASS:
                pass
            elif action == MARK:
                marks.append((len(pieces), tag, ""))
            elif action == NEWLINE:
                if pieces and pieces[-1] is BREAK:  # the second one in a row parts paragraphs
                    self._emit(container, pieces, marks, linked)
                    pieces, linked = [], 0
                    marks = [(0, "a", link)] if link else []
                elif pieces:
                    pieces.append(BREAK)
                    if text.isspace():
                        continue
            elif action == SPAN:
                if attributes and is_hidden(attributes):
                    skipped, nested, depth = tag, 0, 1
                    continue
            elif action == SKIP:
                if tag == "title":
                    self.declarations.note(tag, text)
                if not attributes.endswith("/") and not self._is_text(tag, attributes, container, pieces):
                    skipped, nested, depth = tag, 0, 1
                    if len(text) >= MIN_PARAGRAPH and tag == "noscript":
                        self.noscript_prose += len(text)
                    continue
            else:
                self.declarations.note(tag, attributes)
            if text and (pieces or not text.isspace()):
                if "&" in text:
                    text = decode_references(text)
                pieces.append(text)
                if link:
                    linked += len(text.strip())
        if pieces:
            self._emit(container, pieces, marks, linked)
        self.unclosed = skipped

    def _is_text(self, tag: str, attributes: str, container: int, pieces: list[str]) -> bool:
        """Whether an element of a kind that is not read is text all the same: a declarative shadow root, and a button
        that is a heading or stands in the middle of a sentence."""
        if tag == "template":
            return "shadowrootmode" in attributes.lower()
        if tag != "button":
            return False
        if self._tags[container] in HEADINGS:
            return not pieces
        return self._tags[container] == "p" and bool(pieces) and not pieces[-1].rstrip().endswith(_SENTENCE_ENDS)

    def _open(self, parent: int, tag: str, attributes: str) -> int:
        """Opens an element, after ending what cannot hold it, and returns its index among the containers."""
        stack, tags = self._open_elements, self._tags
        if tags[parent] == "p":
            stack.pop()
            parent = stack[-1]
        if tag in IMPLIED_ENDS and tags[parent] not in LISTS:
            self._end(*IMPLIED_ENDS[tag])
            parent = stack[-1]
        context = self._contexts[parent]
        self._contexts.append(inner(context, tag) if tag in CHANGES_CONTEXT else context)
        self._parents.append(parent)
        self._attributes.append(attributes)
        container = len(tags)
        tags.append(tag)
        stack.append(container)
        if container > MAX_ELEMENTS:
            self._stop()
        return container

    def _close(self, tag: str) -> int:
        """Closes an element that is not the innermost, if it is open, and returns the one that is then."""
        self._end(HEADINGS if tag in HEADINGS else frozenset({tag}), SCOPES.get(tag, SCOPE))
        return self._open_elements[-1]

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

    def _emit(self, container: int, pieces: list[str], marks: list[tuple[int, str, str]], linked: int) -> None:
        """Makes a block of the text that was read in a container, if there is more to it than white space."""
        kind, level, _ = self._contexts[container]
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
        markup = Markup(self._tags[container], container, density, Inline(pieces, marks) if marks else None)
        self.blocks.append(Block(index, text, -1, -1, kind, level, markup))
