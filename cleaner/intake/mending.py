"""What is no text in the lines of a dump: references of HTML that nobody read, and the marks of a wiki.

docs/decisions/verbatim-text.md says why these are taken out although the text is the page's own.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from cleaner.characters import ZERO_WIDTH
from cleaner.intake.escapes import are_shown

MIN_MARKS: Final = 2
"""Numbers in brackets behind a sentence's end that show a page to have references: one may be an editor's note."""

_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

_EDIT_WORDS: Final = (
    "edit|edit source|bearbeiten|Bearbeiten|Quelltext bearbeiten|modifier|modifier le code|editar|editar código|"
    "editar código-fonte|editar a fonte|modifica|modifica wikitesto|bewerken|brontekst bewerken|edytuj|edytuj kod|"
    "править|править код|редагувати|редагувати код|düzenle|kaynağı değiştir|編集|ソースを編集|编辑|編輯|编辑源代码|"
    "편집|원본 편집"
)
_EDIT: Final = re.compile(rf"(?<=\S) ?\[ ?(?:{_EDIT_WORDS})(?: ?\| ?(?:{_EDIT_WORDS}))? ?\]$")
"""What MediaWiki prints behind a heading (its messages `editsection` and `visualeditor-ca-editsource`)."""

_MARK: Final = re.compile(
    r"(?<=[^\s\[(])\[(?:\d{1,3}|[a-z]|(?:note|nb|n) \d{1,2}|[a-z]+ needed|who\?|when\?|which\?)\]"
)
"""A reference or a remark on a text, right behind it."""

_NUMBERED: Final = re.compile(r"[.,;:!?…。，\"”’»)\]]\[\d{1,3}\](?!\w)")


def mended(texts: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The texts without what is no text in them, and a warning if they are not what the page has.

    A text that would have nothing left stays as it is.
    """
    if any("&" in text for text in texts) and are_shown(texts):
        read = [references_read(text) for text in texts]
        return without_marks(read), ("references of HTML (&rsquo;) stood in the text; they were read as meant",)
    return without_marks(texts), ()


def references_read(text: str) -> str:
    """A text with the characters that its references stand for, escaped twice or not."""
    return _REFERENCE.sub(_character, _REFERENCE.sub(_character, text)).strip() or text if "&" in text else text


def without_marks(texts: list[str]) -> list[str]:
    """The texts without the marks of a wiki, if these show that they are from one."""
    marked = [text for text in texts if "[" in text]
    if not marked:
        return texts
    has_edits = any(map(_EDIT.search, marked))
    if not has_edits and sum(len(_NUMBERED.findall(text)) for text in marked) < MIN_MARKS:
        return texts
    return [unmarked(text) for text in texts]


def unmarked(text: str) -> str:
    """A text without "[edit]" at its end, numbers of references and remarks such as "[citation needed]"."""
    return _MARK.sub("", _EDIT.sub("", text)) if "[" in text else text


def _character(reference: re.Match[str]) -> str:
    character = unescape(reference[0])
    if character in ZERO_WIDTH:
        return ""
    return character if character.isprintable() or character == "\xa0" else " "
