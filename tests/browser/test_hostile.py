"""Nothing that a page holds runs, asks for anything, pops up, or gets out of its place."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Reported

PROSE = (
    "The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years of talk. ",
    "Work is to begin in April, and fishermen will be paid for the days on which they cannot leave the port. ",
)
ATTACKS = {
    "script": "<script>alert(1)</script><script src='http://evil.example/x.js'></script>",
    "handler": "<img src=x onerror=alert(1)><body onload=alert(1)><p onclick=alert(1)>Click here to read more now</p>",
    "svg": "<svg onload=alert(1)><script>alert(1)</script><use href='http://evil.example/#x'/></svg>",
    "css": "<style>body{background:url(http://evil.example/x.png)}@import 'http://evil.example/x.css';</style>"
    "<p style='background:url(http://evil.example/y.png)'>A line with a style of its own, as it was sent.</p>",
    "refresh": "<meta http-equiv=refresh content='0;url=http://evil.example/'><base href='http://evil.example/'>",
    "form": "<form action='http://evil.example/'><input autofocus onfocus=alert(1)><button>Send it</button></form>",
    "frame": "<iframe src='http://evil.example/'></iframe><object data='http://evil.example/x.swf'></object>",
    "url": "<link rel=canonical href='javascript:alert(1)'><a href='javascript:alert(1)'>A link to read more</a>",
}
ESCAPED = {
    "script": "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "image": "&lt;img src=http://evil.example/x.png onerror=alert(1)&gt;",
    "comment": "&lt;!--&lt;script&gt;alert(1)//--&gt;",
    "template": "${alert(1)} {{constructor.constructor('alert(1)')()}} `${alert(1)}`",
    "bidi": "\u202eLine that turns around\u2066 and never ends it\u202b",
    "lines": "One\u2028two\u2029three\u0085four\ufffefive",
}


def attacked(attack: str) -> str:
    article = f"<h1>{attack}</h1><p>{PROSE[0]}</p><p>{attack} {PROSE[1]}</p>"
    return f"<title>{attack} | Ledger</title><article>{article}</article>"


@pytest.mark.parametrize(
    "attack", [*ATTACKS.values(), *ESCAPED.values()], ids=[*ATTACKS, *(f"text-{n}" for n in ESCAPED)]
)
def test_a_hostile_page_does_nothing(reported: Reported, attack: str) -> None:
    """The fixture fails if there is a request, a dialog, a new window or a complaint of the policy."""
    page = reported(attacked(attack), names=[attack])
    for run in page.locator(".run button").all():
        run.click()
    for why in page.locator(".why:visible").all():
        why.click()
    page.locator("input[type=search]").fill("alert")
    page.wait_for_timeout(50)
    assert page.locator("#report :is(script, img, iframe, form, style, object, base, meta)").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    assert page.url.startswith("file://")


def test_what_looks_like_markup_is_shown_as_it_stands(reported: Reported) -> None:
    page = reported(attacked(ESCAPED["script"]))
    texts = "".join(page.locator(".text").all_text_contents())
    assert "</script><script>alert(1)</script>" in texts


def test_a_text_that_turns_around_stays_in_its_block(reported: Reported) -> None:
    page = reported(attacked(ESCAPED["bidi"]))
    for why in page.locator(".why:visible").all():
        assert why.locator(".index").evaluate("element => getComputedStyle(element).direction") == "ltr"
