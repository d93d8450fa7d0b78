"""HTML's elements, as far as they move the border of a block: what opens, ends, cuts or skips text.

The rules are those of the HTML standard's tree construction (section 13.2.6), without what only a DOM needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.model import Kind

HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))
_BLOCKS: Final = HEADINGS | frozenset(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
    figure footer form header hgroup legend li main menu nav ol p pre search section summary table td th
    tr ul""".split()
)
_EMPHASIS: Final = frozenset("b code em i strong".split())
# Interactive, drawn or alternative content: its words are not on the page as text.
_SKIPPED: Final = frozenset(
    """audio button canvas iframe noembed noframes noscript object rp rt select svg template textarea title
    video""".split()
)
# Start and end tags at which a skipped element ends, if not at its own end tag alone.
SKIPPED_UP_TO: Final = {
    "rp": frozenset({"/rp", "rt", "/ruby"}),
    "rt": frozenset({"/rt", "rp", "/ruby"}),
    **{tag: frozenset({f"/{tag}"}) for tag in (*_SKIPPED - {"rp", "rt"}, "span", "sup")},
}
_PLAIN: Final = frozenset("font img input label option path picture ruby small source sub u use wbr".split())

# What a tag does: opens an element, one that ends others or changes what its text becomes (ENTER) or any other
# (OPEN); closes an element; parts blocks without either; nothing; begins or ends a link; breaks a line; begins or ends
# emphasis; begins text that may be hidden; begins what is not read; says something about the page; is a script, a
# style or a comment, which have no name here; or opens or closes a custom element, which may be of any kind. The order
# counts: all up to CUT part blocks.
OPEN, ENTER, CLOSE, CUT, PASS, LINK, UNLINK, NEWLINE, MARK, SPAN, SKIP, DECLARE, DATA, CUSTOM = range(14)
CELLS: Final = frozenset({"td", "th"})
_FLOW: Final = _BLOCKS - {"address", "div", "p"}
# Which open elements a start tag ends, and where the search for them stops.
IMPLIED_ENDS: Final = {
    "li": (frozenset({"li"}), _FLOW - {"li"}),
    "dt": (frozenset({"dt", "dd"}), _FLOW - {"dt", "dd"}),
    "dd": (frozenset({"dt", "dd"}), _FLOW - {"dt", "dd"}),
    "td": (CELLS, frozenset({"tr", "table"})),
    "th": (CELLS, frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **dict.fromkeys(HEADINGS, (HEADINGS, _BLOCKS - HEADINGS)),
}
# Open elements that an end tag does not reach beyond.
SCOPE: Final = frozenset({"table", "td", "th", "caption"})
SCOPES: Final = {
    "li": SCOPE | {"ul", "ol", "menu"},
    **{tag: frozenset({"table"}) for tag in ("td", "th", "tr", "table")},
}


class Context(NamedTuple):
    """What text becomes in an element: the kind and level of its block, and how many lists are around it."""

    kind: Kind = "text"
    level: int = 0
    lists: int = 0


_KINDS: Final[dict[str, Kind]] = {
    "blockquote": "quote",
    "caption": "caption",
    "dd": "item",
    "dt": "item",
    "figcaption": "caption",
    "li": "item",
    "pre": "code",
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys("article aside footer header main nav section table td th".split(), "text"),
}
LISTS: Final = frozenset({"ul", "ol", "menu"})
CHANGES_CONTEXT: Final = LISTS.union(_KINDS)


class Actions(dict[str, tuple[int, str]]):
    """What each tag does, and its name. Tags are looked up as written, since nearly all are in lower case."""

    def __missing__(self, tag: str) -> tuple[int, str]:
        name = tag.lower()
        return self.get(name, (CUSTOM, name) if "-" in name else UNKNOWN)

    def reading(self, tags: Iterable[str]) -> Actions:
        """The same, but that the text of these elements is read."""
        return Actions({**self, **dict.fromkeys(tags, UNKNOWN)})


UNKNOWN: Final = (PASS, "")
ACTIONS: Final = Actions(
    {
        **{name: (PASS, name) for tag in _PLAIN for name in (tag, f"/{tag}")},
        **{tag: (ENTER if tag in IMPLIED_ENDS or tag in CHANGES_CONTEXT else OPEN, tag) for tag in _BLOCKS},
        **{f"/{tag}": (CLOSE, tag) for tag in _BLOCKS},
        **{name: (MARK, name) for tag in _EMPHASIS for name in (tag, f"/{tag}")},
        **{tag: (SKIP, tag) for tag in _SKIPPED},
        **{f"/{tag}": (PASS, f"/{tag}") for tag in _SKIPPED},
        **{tag: (DECLARE, tag) for tag in ("html", "link", "meta", "time")},
        # The body goes on until the page ends, whatever is written.
        **{tag: (CUT, tag) for tag in ("hr", "/body", "/html", "option")},
        "a": (LINK, "a"),
        "/a": (UNLINK, "/a"),
        "span": (SPAN, "span"),
        "/span": (PASS, "/span"),
        "sup": (SPAN, "sup"),
        "/sup": (PASS, "/sup"),
        "br": (NEWLINE, "br"),
        "/br": (NEWLINE, "br"),
        "": (DATA, ""),
    }
)


@lru_cache(maxsize=256)
def inner(context: Context, tag: str) -> Context:
    """The context within an element that stands in `context`."""
    if tag in LISTS:
        return context._replace(lists=context.lists + 1)
    kind = _KINDS[tag]
    level = int(tag[1]) if kind == "heading" else max(1, context.lists) if kind == "item" else 0
    return Context(kind, level, context.lists)
