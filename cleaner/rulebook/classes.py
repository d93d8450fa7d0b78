r"""Classes of characters that patterns name, written out shorter than RE2 would.

RE2 compiles a class once for each place where it stands, and `\p{L}` has 650 ranges: half a millisecond, and fourteen
times that for `\p{L}{1,14}`. Forty languages name it a thousand times.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NO_WORD: Final = (
    r"\x00-/:-@\[-^`{-\x{bf}\x{d7}\x{f7}\x{5be}\x{5f3}\x{5f4}\x{60c}\x{61b}\x{61f}\x{6d4}\x{964}\x{965}"
    r"\x{2000}-\x{2bff}\x{3000}-\x{3004}\x{3008}-\x{3020}\x{3030}\x{fe00}-\x{fe0f}\x{ff00}-\x{ff0f}"
    r"\x{ff1a}-\x{ff20}\x{1f000}-\x{1faff}"
)
"""What `\\W` is in patterns. RE2's own is all beyond ASCII, letters too: `^\\W*Reuters\\W*$` hit whole sentences in
Greek. All marks of Unicode would make the automata several times as large."""

LETTERS: Final = (
    r"A-Za-z\x{aa}\x{b5}\x{ba}\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{2c1}\x{2c6}-\x{2d1}\x{2e0}-\x{2e4}\x{2ec}\x{2ee}"
    r"\x{370}-\x{374}\x{376}-\x{37d}\x{37f}\x{386}\x{388}-\x{3f5}\x{3f7}-\x{481}\x{48a}-\x{559}\x{560}-\x{588}"
    r"\x{5d0}-\x{5f2}\x{620}-\x{64a}\x{66e}-\x{66f}\x{671}-\x{6d3}\x{6d5}\x{6e5}-\x{6e6}\x{6ee}-\x{6ef}\x{6fa}-\x{6fc}"
    r"\x{6ff}\x{904}-\x{939}\x{93d}\x{950}\x{958}-\x{961}\x{971}-\x{980}\x{985}-\x{9b9}\x{9bd}\x{9ce}\x{9dc}-\x{9e1}"
    r"\x{9f0}-\x{9f1}\x{9fc}\x{e01}-\x{e30}\x{e32}-\x{e33}\x{e40}-\x{e46}\x{e81}-\x{eb0}\x{eb2}-\x{eb3}\x{ebd}-\x{ec6}"
    r"\x{edc}-\x{102a}\x{103f}\x{1050}-\x{1055}\x{105a}-\x{105d}\x{1061}\x{1065}-\x{1066}\x{106e}-\x{1070}"
    r"\x{1075}-\x{1081}\x{108e}\x{10d0}-\x{10fa}\x{10fc}-\x{17b3}\x{17d7}\x{17dc}\x{1e00}-\x{1fbc}\x{1fbe}"
    r"\x{1fc2}-\x{1fcc}\x{1fd0}-\x{1fdb}\x{1fe0}-\x{1fec}\x{1ff2}-\x{1ffc}\x{3005}-\x{3006}\x{3031}-\x{3035}"
    r"\x{303b}-\x{303c}\x{3041}-\x{3096}\x{309d}-\x{309f}\x{30a1}-\x{30fa}\x{30fc}-\x{4dbf}\x{4e00}-\x{d7a3}"
    r"\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}\x{ff66}-\x{ffdc}\x{20000}-\x{2fa1d}"
)
"""What `\\p{L}` is in patterns: all letters in the scripts of the languages that are known, and nothing that is
assigned there and is none. Between those scripts whole blocks count as letters or not, whichever makes fewer ranges."""

CAPITALS: Final = (
    r"A-Z\x{c0}-\x{de}\x{100}-\x{23f}\x{241}-\x{24f}\x{370}-\x{3ab}\x{3cf}-\x{42f}\x{460}-\x{556}\x{10a0}-\x{10cd}"
    r"\x{13a0}-\x{13f5}\x{1c89}-\x{1cbf}\x{1e00}-\x{1ffc}\x{2102}-\x{2183}\x{2c00}-\x{2cf2}\x{a640}-\x{a7f5}"
    r"\x{ff21}-\x{ff3a}\x{10400}-\x{1e921}"
)
"""All capitals (`\\p{Lu}`), and the small letters that stand between them."""

MOST_COPIES: Final = 3
"""RE2 compiles `[^.]{0,40}` as forty copies of the class."""

_ESCAPE: Final = r"\\(?:[pP]\{\^?\w+\}|[pP]\w|x\{\w+\}|.)"
_CLASS: Final = r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]])*\]"
_ESCAPE_OR_CLASS: Final = re.compile(f"{_ESCAPE}|{_CLASS}", re.DOTALL)
_ESCAPED: Final = re.compile(_ESCAPE, re.DOTALL)
_COUNTED: Final = re.compile(
    rf"({_CLASS}|\\[pP]\{{\^?\w+\}}|\\[pP]\w|\\S|\.)\{{(\d+)(,?)(\d*)\}}|{_ESCAPE}|{_CLASS}", re.DOTALL
)
_LETTER: Final = (r"\pL", r"\p{L}")


def written_out(pattern: str) -> str:
    """The pattern with the characters that `\\p{L}` stands for, and those for `\\W` where it is outside of a class."""
    if "\\W" not in pattern and "\\p" not in pattern:
        return pattern
    return _ESCAPE_OR_CLASS.sub(_written_out, pattern)


def _written_out(found: re.Match[str]) -> str:
    token = found[0]
    if token == r"\W":
        return f"[{_NO_WORD}]"
    if token in _LETTER:
        return f"[{LETTERS}]"
    return _ESCAPED.sub(_letters, token) if token[0] == "[" else token


def _letters(found: re.Match[str]) -> str:
    return LETTERS if found[0] in _LETTER else found[0]


@lru_cache(maxsize=4096)
def relaxed(pattern: str) -> str:
    """A pattern that hits all that this one hits, and perhaps more, and takes a fraction of the time to compile and to
    read new text with: classes may stand any number of times, and `\\p{Lu}` is `CAPITALS`."""
    if "{" not in pattern or "\\Q" in pattern:
        return pattern
    uncounted = _COUNTED.sub(_uncounted, pattern)
    return _ESCAPE_OR_CLASS.sub(_any_capitals, uncounted) if r"\p{Lu}" in uncounted else uncounted


def _uncounted(found: re.Match[str]) -> str:
    repeated, least, _, most = found.groups()
    if repeated is None or int(most or least) <= MOST_COPIES:
        return found[0]
    return repeated + ("+" if int(least) else "*")


def _any_capitals(found: re.Match[str]) -> str:
    token = found[0]
    if token == r"\p{Lu}":
        return f"[{CAPITALS}]"
    return token.replace(r"\p{Lu}", CAPITALS) if token[0] == "[" and token[1] != "^" else token
