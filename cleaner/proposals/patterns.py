"""What texts have in common, as a pattern: the same words in the same order, with names, dates and numbers left open.

A text is cut into tokens. Those of the first text are the template; each further text is aligned with it (longest
common subsequence), and what it does not have becomes a gap. Any number will do for a number, and any name for one in
which texts differ, or of a text that is alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Final, Literal, NamedTuple

from cleaner.characters import UNSPACED

Kind = Literal["word", "name", "number", "mark", "gap"]

MOST_TOKENS: Final = 60
"""So much of a text is looked at: a formula is shorter, and alignment takes the product of two lengths."""

LEAST_LETTERS: Final = 8
"""A pattern with fewer letters of its own says nothing: "By" begins a thousand sentences."""

START_TOKENS: Final = 7
"""A start is so long at most: "Sign up for our newsletter and" is told from all else by then."""

END_OF_ALONE: Final = 2 / 3
"""So much of a text that is alone is its start: all of it would be the same as the whole line."""

MOST_NAMES: Final = 1 / 3
"""Of the words of a text that is alone; with more of them it is a headline, or German, whose nouns have capitals, and
what is a name in it cannot be told."""

LEAST_RUN: Final = 5
"""What texts have in common between two gaps is chance if it has fewer letters: "the"."""

NAME: Final = r"\p{Lu}[\p{L}\p{M}\p{N} .'’&-]*"
NUMBER: Final = r"\d[\d.,:/-]*"
GAP: Final = "[^.!?]+"
"""Anything up to the end of the sentence."""

LAST_GAP: Final = ".+"

_TOKEN: Final = re.compile(
    rf"(?P<number>\d[\d.,:/-]*(?<=\d))|(?P<word>[{UNSPACED}]|[^\W\d_{UNSPACED}][\w'’&-]*)|(?P<mark>\S)"
)
_UNSPACED_LETTER: Final = re.compile(f"[{UNSPACED}]")
_SPECIAL: Final = re.compile(r"[\\.+*?()|\[\]{}^$]")
_SENTENCE_BEGINS: Final = frozenset('.!?:…”"»|-–—')
_SMALL: Final = frozenset("and of the de la van von".split())
"""Words that stand within names."""


class Token(NamedTuple):
    """A word, a number, a mark, or a gap.

    Attributes:
        text: as it is written; "" if it is open: for a gap, and for a name or a number of which any will do.
        kind: what it is. A name is a word with a capital that does not begin a sentence, with those that go with it.
        spaced: whether a space stands before it.
        optional: whether it may be missing; only a gap may.
    """

    text: str
    kind: Kind
    spaced: bool
    optional: bool = False

    def agrees(self, other: Token) -> bool:
        """Whether both may stand for the same in a pattern."""
        if self.kind in ("name", "number"):
            return self.kind == other.kind
        return self.kind == other.kind and self.text == other.text


def common_pattern(texts: Sequence[str]) -> str:
    """The pattern of what plain texts have in common, from start to end; "" if that is next to nothing."""
    return _written(_template(texts), closed=True)


def common_start(texts: Sequence[str]) -> str:
    """The pattern of how plain texts begin alike; "" if they hardly do."""
    template = _template(texts)
    end = next((place for place, token in enumerate(template) if token.kind == "gap"), len(template))
    if len(texts) == 1:
        end = ceil(END_OF_ALONE * len(template))
    start = template[: min(end, START_TOKENS)]
    while start and (start[-1].kind == "mark" or not start[-1].text):
        start.pop()
    return _written(start, closed=False)


def is_fixed(pattern: str) -> bool:
    """Whether a pattern of `common_pattern` leaves nothing open."""
    return not any(part in pattern for part in (NAME, NUMBER, GAP, LAST_GAP))


def _template(texts: Sequence[str]) -> list[Token]:
    template, *others = [_tokens(text) for text in texts]
    if not others:
        return _opened(template)
    for other in others:
        template = _aligned(template, other)
    return _without_chance([token._replace(text="") if token.kind == "number" else token for token in template])


def _opened(tokens: list[Token]) -> list[Token]:
    """The tokens of a text that is alone, with any name or number where it has one."""
    kinds = [token.kind for token in tokens]
    are_names = kinds.count("name") <= MOST_NAMES * (kinds.count("name") + kinds.count("word"))
    is_open = {"number", "name"} if are_names else {"number"}
    return [token._replace(text="") if token.kind in is_open else token for token in tokens]


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        spaced = found.start() > 0 and text[found.start() - 1].isspace()
        kind: Kind = found.lastgroup  # type: ignore[assignment]
        begins = not tokens or tokens[-1].text in _SENTENCE_BEGINS
        if kind == "word" and found[0][0].isupper() and not begins:
            _add_name(tokens, found[0], spaced)
        elif len(tokens) < MOST_TOKENS:
            tokens.append(Token(found[0], kind, spaced))
        else:
            tokens.append(Token("", "gap", True))
            break
    return tokens


def _add_name(tokens: list[Token], word: str, spaced: bool) -> None:
    """Adds a word with a capital: to the name before it, if there is one, small words between them included."""
    small = len(tokens) > 1 and tokens[-1].text in _SMALL and tokens[-2].kind == "name"
    before = tokens[-2] if small else tokens[-1]
    if before.kind == "name" and spaced:
        del tokens[-2 if small else -1 :]
        tokens.append(before._replace(text=f"{before.text} {word}"))
    else:
        tokens.append(Token(word, "name", spaced))


def _aligned(template: list[Token], other: list[Token]) -> list[Token]:
    """The template with gaps where the other text has something else."""
    result: list[Token] = []
    mine = theirs = 0
    for here, there in [*_matches(template, other), (len(template), len(other))]:
        if here > mine or there > theirs:
            skipped = template[mine:here]
            missing = here == mine or there == theirs or any(token.optional for token in skipped)
            first = (skipped or other[theirs:there])[0]
            result.append(Token("", "gap", first.spaced, optional=missing))
        if here < len(template):
            kept = template[here]
            same = kept.kind != "name" or kept.text == other[there].text
            result.append(kept if same else kept._replace(text=""))
        mine, theirs = here + 1, there + 1
    return result


def _without_chance(tokens: list[Token]) -> list[Token]:
    """The tokens, with one gap where there are two with next to nothing between them."""
    result: list[Token] = []
    for token in tokens:
        if token.kind != "gap":
            result.append(token)
            continue
        begins = next((place for place in reversed(range(len(result))) if result[place].kind == "gap"), None)
        if begins is None or _letters(result[begins:]) >= LEAST_RUN:
            begins = len(result)
        # An open name beside a gap is as open as the gap.
        while begins and result[begins - 1].kind == "name" and not result[begins - 1].text:
            begins -= 1
        merged = [*result[begins:], token]
        optional = all(part.optional for part in merged)
        result[begins:] = [Token("", "gap", merged[0].spaced, optional)]
    return result


def _letters(tokens: Sequence[Token]) -> int:
    """The letters that are the same in all texts; those of scripts without spaces say twice as much."""
    text = "".join([token.text for token in tokens if token.kind in ("word", "name")])
    return len(text) + len(_UNSPACED_LETTER.findall(text))


def _matches(template: list[Token], other: list[Token]) -> list[tuple[int, int]]:
    """The longest common subsequence of two lists of tokens, as pairs of places."""
    lengths = [[0] * (len(other) + 1) for _ in range(len(template) + 1)]
    for i in reversed(range(len(template))):
        for j in reversed(range(len(other))):
            lengths[i][j] = (
                lengths[i + 1][j + 1] + 1 if template[i].agrees(other[j]) else max(lengths[i + 1][j], lengths[i][j + 1])
            )
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(template) and j < len(other):
        if template[i].agrees(other[j]) and lengths[i][j] == lengths[i + 1][j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _written(tokens: Sequence[Token], *, closed: bool) -> str:
    """The pattern of tokens: at the start of the text, and if `closed` up to its end."""
    if _letters(tokens) < LEAST_LETTERS:
        return ""
    pattern = "".join([_piece(token, is_first=not place) for place, token in enumerate(tokens)])
    if closed:
        return f"^{pattern.removesuffix(GAP) + LAST_GAP if pattern.endswith(GAP) else pattern}$"
    return f"^{pattern}" + (r"\b" if tokens[-1].text[-1:].isascii() else "")


def _piece(token: Token, *, is_first: bool) -> str:
    space = " " if token.spaced and not is_first else ""
    if token.kind == "gap":
        return f"(?:{space}{GAP})?" if token.optional else f"{space}{GAP}"
    if not token.text:
        return space + (NAME if token.kind == "name" else NUMBER)
    return space + "".join(map(_escaped, token.text))


def _escaped(letter: str) -> str:
    if letter in "'’":
        return "['’]"
    if letter in "-–—":
        return "[-–—]"
    return f"\\{letter}" if _SPECIAL.match(letter) else letter
