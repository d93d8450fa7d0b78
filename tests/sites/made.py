"""A made site: its furniture, and stories that no two of its pages share."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

SITE = "harbourcourier.example"
MENU = ("Front page", "Harbour", "Council", "Sport", "Letters")
TEASER = (
    "Our readers' boat trip leaves from the fish market on the first Sunday of every month, and subscribers sail for "
    "half the price if they bring the coupon from the last page."
)
"""Prose that stands on every page, right below the story, in a paragraph like any other."""

STANDING = "The Harbour Courier is printed on paper from Northern mills and has belonged to its readers since 1921."

_WHO = ("The harbour board", "A fisherman", "The school council", "The ferry company", "A group of bakers", "The mayor")
_DID = ("voted to repair", "asked the county to buy", "wants to close", "has promised to paint", "found a buyer for")
_WHAT = ("the eastern pier", "the old customs house", "the number 4 bus", "the swimming pool", "the lighthouse stairs")


def story(number: int) -> list[str]:
    """The paragraphs of a story."""
    who, did, what = (words[number * step % len(words)] for words, step in ((_WHO, 1), (_DID, 2), (_WHAT, 3)))
    return [
        f"{who} {did} {what} this week, {_spelt(number)} years after the first plan for it had been drawn up and put "
        "away again.",
        f'"Nobody thought that we would live to see it," said {_name(number)}, who has kept a record of the matter '
        f"since {_name(number + 3)} first brought it up at a meeting.",
        f"The work on {what} is to begin when {_name(number + 5)} has signed, and will take as long as it takes, "
        f"according to a letter that {who.lower()} sent to {_name(number + 7)}.",
    ]


def page(number: int, paragraphs: Sequence[str] | None = None, *, extra: str = "") -> str:
    """A page of the site with a story in it."""
    body = "\n".join(f"<p>{escape(text)}</p>" for text in (paragraphs or story(number)))
    menu = "".join(f'<li><a href="/{entry}">{entry}</a></li>' for entry in MENU)
    return (
        f'<html><head><title>{_name(number)} and the pier</title></head><body><ul class="menu">{menu}</ul>'
        f'<div class="text"><h1>{_name(number)} and the pier</h1>{body}<p>{TEASER}</p>{extra}</div>'
        f'<div class="foot"><p>{STANDING}</p><p>{number} comments</p></div></body></html>'
    )


def print_version(number: int) -> str:
    """The same story for the printer, with other furniture."""
    body = "".join(f"<p>{escape(text)}</p>" for text in story(number))
    return f"<html><body><p>Printed from the Harbour Courier</p>{body}<p>Close this window</p></body></html>"


def dump(number: int) -> str:
    """The page as a dumper leaves it: lines."""
    return "\n".join([*MENU, f"{_name(number)} and the pier", *story(number), TEASER, STANDING, f"{number} comments"])


def url(number: int) -> str:
    return f"https://www.{SITE}/news/{number}"


def crawl(count: int) -> list[tuple[str, str]]:
    """Pages of the site with their addresses."""
    return [(page(number), url(number)) for number in range(count)]


def _spelt(number: int) -> str:
    tens = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy")
    ones = ("one", "two", "three", "four", "five", "six", "seven")
    return f"{tens[number // 7 % 6]}-{ones[number % 7]}"


def _name(number: int) -> str:
    first = ("Ada", "Bram", "Cleo", "Dora", "Emil", "Finn", "Greta", "Hugo", "Ines", "Jon", "Kaia")
    last = ("Ferreira", "Holm", "Okafor", "Lindqvist", "Marsh", "Novak", "Quayle")
    return f"{first[number % len(first)]} {last[number // 2 % len(last)]}"
