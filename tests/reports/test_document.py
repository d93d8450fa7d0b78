"""The HTML file of a report: whole, closed, and deaf to what the pages hold."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import cleaner
from cleaner.reports import document, entry, page_view

HOSTILE = """<p>The harbour board voted on Tuesday to dredge the eastern channel after thirty years of talk.</p>
<p>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; was painted on the wall &lt;!-- they said --&gt; on Monday.</p>
<p>A line\u2028ends here, and \ud800 is half a character, as the harbour master said to the board.</p>"""


class Parsed(HTMLParser):
    """The elements of a document, and what stands in its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in ("script", "style"):
            self.raw.append(data)


def report_of(page: str, name: str = "page") -> str:
    return document("A report", [entry(page_view(name, cleaner.clean(page)))])


def data_of(report: str) -> Any:
    found = re.search(r'<script type="application/json" id="pages">(.*?)</script>', report, re.S)
    assert found
    return json.loads(found[1])


def test_the_file_refers_to_nothing_outside_itself() -> None:
    for tag, attributes in Parsed(report_of(HOSTILE)).elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        assert not {"src", "href", "style", "action"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]


def test_the_policy_lets_only_the_files_own_style_and_script_run() -> None:
    parsed = Parsed(report_of(HOSTILE))
    (policy,) = [a["content"] or "" for _, a in parsed.elements if a.get("http-equiv") == "Content-Security-Policy"]
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    style, _, script = [text for text in parsed.raw if text.strip()]

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert allowed == {
        "default-src": "'none'",
        "style-src": digest(style),
        "script-src": digest(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_a_page_cannot_end_the_script_that_holds_it() -> None:
    report = report_of(HOSTILE, name="</script><b>&amp;\u2029")
    assert report.count("</script>") == 2
    assert "\u2028" not in report
    (page,) = data_of(report)
    assert page["name"] == "</script><b>&amp;\u2029"
    assert "</script><script>alert(1)</script>" in "".join(block["text"] for block in page["view"]["blocks"])


def test_the_title_is_escaped() -> None:
    assert "<title>&lt;b&gt;" in document("<b>", [])


def test_a_packed_page_is_the_same_page_and_smaller() -> None:
    view = page_view("page", cleaner.clean(HOSTILE * 50))
    packed = entry(view, pack=True)["view"]
    assert isinstance(packed, str)
    assert len(packed) < len(json.dumps(view)) / 5
    sent = json.dumps(view, ensure_ascii=False).encode("utf-8", "replace")
    assert json.loads(gzip.decompress(base64.b64decode(packed))) == json.loads(sent)


def test_the_same_pages_give_the_same_file() -> None:
    assert report_of(HOSTILE) == report_of(HOSTILE)
