"""Text inside what is no element: plain script templates and CDATA sections."""

from __future__ import annotations

import re
from typing import Final

_TEMPLATE: Final = re.compile(
    r"""<script\s+type=["']?text/template["']?\s*>((?:(?!</script|\{\{|\{%|<%|\$\{).)*+)</script>""",
    re.DOTALL | re.IGNORECASE,
)
"""A template without placeholders: its text is shown as it is."""

TEMPLATE: Final = "text/template"
CDATA: Final = "[CDATA["

_UNREAD: Final = (("<script", "</script"), ("<style", "</style"), ("<!--", "-->"))
"""What is not read as text, by its beginning and its end."""


def without_cdata(text: str) -> str:
    """A text without the marks around CDATA sections."""
    begin = f"<!{CDATA}"
    return text.replace(begin, "").replace("]]>", "") if begin in text else text


def unwrapped(source: str) -> str:
    """The page with the text of plain script templates, which a script puts in their place (Blogger's posts), and of
    CDATA sections, which feeds and XHTML have."""
    if TEMPLATE in source:
        source = _TEMPLATE.sub(_template_text, source)
    return without_cdata(source)


def _template_text(template: re.Match[str]) -> str:
    """A template up to a script, style or comment that does not end in it: put in its place, that would swallow what
    follows on the page."""
    text: str = template[1]
    for begin, end in _UNREAD:
        lower = text.lower()
        last = lower.rfind(begin)
        if last > lower.rfind(end):
            text = text[:last]
    return text
