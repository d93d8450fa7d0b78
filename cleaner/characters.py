"""The characters that texts are read by, and what a text is once those that say nothing are left out."""

from __future__ import annotations

import re
from typing import Final

ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters without width that dumps carry: zero-width space and joiners, word joiner, BOM, soft hyphen."""

BULLETS: Final = "•*·‣▪◦●○■□–-—»►▶✓✔"
"""Signs that dumpers and writers put before a list item."""

CLOSING: Final = ",.;:!?)]}”’»…،؛؟。、，」』）"
"""Punctuation that only ever continues or closes what stands before it."""

TORN: Final = ",.;:!?…،؛؟。、，"
"""Closing punctuation with which, alone or before a space, a line begins that was torn off the one before it."""

CLOSING_QUOTES: Final = "\"”’'»“›」』"
STOPS: Final = ".!?。！？…,؟।។။"
"""Marks that a closing quotation mark stands behind where the quotation ends a sentence."""

SENTENCE_ENDS: Final = (". ", "? ", "! ", '." ', ".” ", "؟ ", "। ", "。", "！", "？", "។", "။")

UNSPACED: Final = r"\u3040-\u30ff\u3400-\u9fff"
"""Scripts that put no spaces between words, as ranges of a character class."""

PHRASED: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts that put spaces only between phrases: Thai, Lao, Burmese, Khmer."""

STOPLESS: Final = r"\u0e00-\u0eff"
"""Scripts that put no mark where a sentence ends: Thai, Lao."""

MARKS: Final = (
    " \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡¿©®«»‹›“”‘’„…–—―•·■□●○◦▪▸▶►▷▼▾▲△◀◄←→↑↓↗➔➜➤☰✓✔✕✖×★☆"
    "：；，。、！？（）［］｛｝【】〔〕〖〗《》〈〉「」『』｜＞＜＋－～＊＃／・※◆◇◎▽☞⇒⇩।។៖။၊"
)
"""What furniture stands between: "» Share «", "【関連記事】"."""

_ZERO_WIDTH: Final = re.compile(f"[{ZERO_WIDTH}]")
_NO_LETTER: Final = re.compile(r"[\W_]+")


_CONTROL: Final = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "�")


def visible(text: str) -> str:
    """The text with control characters, but tabs and line ends, as replacement marks: a page or a file's name must not
    steer the terminal that shows it."""
    return text.translate(_CONTROL)


def plain(text: str) -> str:
    """The text as rules and counts read it: single spaces, no invisible characters, no leading bullet."""
    text = text.strip()
    # What is not printable is white space other than " ", or invisible: most lines have none, and no two spaces.
    if "  " in text or not text.isprintable():
        text = " ".join(_ZERO_WIDTH.sub("", text).split())
    return text[1:].lstrip() if text[1:2] == " " and text[0] in BULLETS else text


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case: what is the same however it is spaced and punctuated."""
    return _NO_LETTER.sub("", text.casefold())


def unmarked(text: str) -> str:
    """A text in lower case, without the marks around it."""
    return text.strip(MARKS).replace("’", "'").lower()
