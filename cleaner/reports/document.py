"""One HTML file that holds all it needs. It fetches nothing, and runs nothing of what pages hold."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Final

from cleaner import __version__
from cleaner.reports.entry import Entry

_IN_SCRIPT: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
"""What could end a `<script>` element, or a line of a script, written as JSON's own escapes."""


def document(title: str, pages: Sequence[Entry], overview: str = "") -> str:
    """A report as the text of an HTML file.

    Its Content-Security-Policy lets the file's own script and style run, by their digests, and nothing else: no
    handler or script that some page brought, were it ever to get past the escaping, and no request.

    Args:
        title: the report's title.
        pages: the pages to look at.
        overview: HTML to show above the list of pages, or in place of the only one; it must be escaped.
    """
    style, script = static("report.css"), static("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="cleaner {escape(__version__)}">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<header class="masthead"><h1>{escape(title)}</h1></header>
<main id="report">{overview}
<noscript><p>The pages are drawn by a script, which this browser does not run.</p></noscript>
</main>
<script type="application/json" id="pages">{embedded(pages)}</script>
<script>{script}</script>
</body>
</html>
"""


def embedded(data: Any) -> str:
    """Data as JSON that can stand in a `<script>` element, whatever it holds."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)


@cache
def static(name: str) -> str:
    """The text of a file in `static/`."""
    return (files("cleaner.reports") / "static" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The source expression of CSP that lets this very text run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
