"""A page's own rendering, to be shown in a sandboxed frame: its text and structure, and nothing that runs or loads."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import Final

from cleaner.model import Page

MOST_CHARACTERS: Final = 2_000_000
"""Of a page's source; a browser takes seconds to lay out more, and the largest news pages have as much."""

STYLE: Final = """
body { margin: 1rem; font: 0.9375rem/1.5 system-ui, sans-serif; color: #1d2024; background: #fff; }
* { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; unicode-bidi: plaintext; text-align: start; font: inherit; }
table { border-collapse: collapse; }
td, th { padding: 0.2rem 0.5rem; border: 1px solid #dcdcd5; }
"""

TAGS: Final = frozenset(
    """a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn
    div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark menu nav ol p
    pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr u ul
    var wbr""".split()
)
WITHOUT_CONTENT: Final = frozenset("script style title template iframe svg math textarea".split())
"""What goes with all that is in it. Of others the content stays: left open, a `<video>` would take the page with it."""

ATTRIBUTES: Final = {
    "*": {"dir", "lang", "hidden"},
    "img": {"alt"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
"""None that names an address: nothing is asked of anybody, and no click leads away."""


def style_digest() -> str:
    """The source expression of CSP that lets the frame's style apply."""
    return "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode("ascii")


def rendering(page: Page) -> str:
    """The page as a document for a frame: sanitized HTML, or the text as it stands."""
    source = page.source
    if len(source) > MOST_CHARACTERS:
        body = f"<p>The page has {len(source)} characters, which is too much to show here.</p>"
    elif page.form == "html":
        body = _sanitized(source)
    else:
        body = f"<pre>{escape(source)}</pre>"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><style>{STYLE}</style></head><body>{body}</body></html>'


def _sanitized(source: str) -> str:
    import nh3

    return nh3.clean(
        source,
        tags=set(TAGS),
        clean_content_tags=set(WITHOUT_CONTENT),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )
