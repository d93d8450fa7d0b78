"""What must hold for every page, whatever is on it (the invariants of docs/how-it-works.md), checked on one case."""

from __future__ import annotations

import hashlib
import json
import traceback

from cleaner import Cleaner, Story
from cleaner.characters import ZERO_WIDTH
from cleaner.errors import CleanerError
from cleaner.intake.mending import references_read, unmarked
from fuzz.cases import Case

_INVISIBLE = str.maketrans("", "", ZERO_WIDTH)


class InvariantError(AssertionError):
    """A story breaks what must always hold."""


def digest(cleaner: Cleaner, case: Case) -> str:
    """A hash of all that the library says of a case: the story in every output, or the documented error.

    Raises:
        InvariantError: the story breaks an invariant.
        Exception: whatever else the library raises, which it should not.
    """
    try:
        story = cleaner.clean(case.page, url=case.url, about=case.about, encoding=case.encoding, form=case.form)
    except CleanerError as error:
        if len(str(error).splitlines()) != 1:
            raise InvariantError(f"the message of {type(error).__name__} is not one line") from error
        return hashlib.sha256(f"{type(error).__name__}: {error}".encode()).hexdigest()
    check_partition(story)
    if story.page.source_form == "text":
        check_offsets(story)
    outputs = (
        story.text,
        story.markdown,
        story.to_markdown(links=True),
        story.html,
        json.dumps(story.to_dict(), ensure_ascii=False, allow_nan=False),
    )
    return hashlib.sha256("\0".join(outputs).encode("utf-8")).hexdigest()


def check_partition(story: Story) -> None:
    """Kept and removed blocks together are the page, in order, and the text is the kept ones."""
    if [judged.block for judged in story.blocks] != list(story.page.blocks):
        raise InvariantError("the judged blocks are not the page's")
    both = sorted(story.kept + story.removed, key=lambda judged: judged.block.index)
    if [judged.block.index for judged in both] != list(range(len(story.page.blocks))):
        raise InvariantError("kept and removed blocks are not the page")
    if story.text != "\n\n".join(judged.text for judged in story.kept):
        raise InvariantError("the text is not that of the kept blocks")
    if story.is_story != bool(story.text) or not 0 <= story.confidence <= 1:
        raise InvariantError(f"is_story is {story.is_story}, confidence {story.confidence}, text {story.text[:40]!r}")


def check_offsets(story: Story) -> None:
    """The blocks of dumped text lie in the source one behind the other, and nothing visible lies between them."""
    source, position = story.page.source, 0
    for block in [judged.block for judged in story.blocks]:
        if not position <= block.start < block.end <= len(source):
            raise InvariantError(f"block {block.index} is at {block.start} to {block.end}, after {position}")
        if visible(source[position : block.start]):
            raise InvariantError(f"characters before block {block.index} are in no block")
        if not _is_piece(block.text, source[block.start : block.end]):
            raise InvariantError(f"block {block.index} is not its piece of the source")
        position = block.end
    if visible(source[position:]):
        raise InvariantError("characters at the page's end are in no block")


def _is_piece(text: str, piece: str) -> bool:
    """Whether a block's text is a piece of the source, with or without the marks that the text front door takes out,
    its references read or not."""
    readings = (piece, unmarked(piece), references_read(piece), unmarked(references_read(piece)))
    return visible(text) in map(visible, readings)


def visible(text: str) -> str:
    """The characters that are neither white space nor of zero width."""
    return "".join(text.translate(_INVISIBLE).split())


def failure(cleaner: Cleaner, case: Case) -> str | None:
    """What is wrong with a case, in one line that is the same for the same fault: the exception and where it came
    from. None if nothing is."""
    try:
        digest(cleaner, case)
    except Exception as error:
        return described(error)
    return None


def described(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = f": {error}" if isinstance(error, InvariantError) else ""
    return f"{type(error).__name__}{what} in {place.name} ({place.filename.rpartition('/')[2]}:{place.lineno})"
