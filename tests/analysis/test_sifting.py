from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.analysis.sifting import BELOW_HEADLINE, MIN_SET_ASIDE, put_together, sifted
from cleaner.intake import intake
from cleaner.model import Page

PARAGRAPH = (
    "The harbor board approved the second dredging contract on Tuesday, after a debate that went on until midnight "
    "and in which neither of the two bidders was named."
)
MENU = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(MIN_SET_ASIDE + 5))


def page_of(body: str) -> Page:
    return intake(f"<!doctype html><html><body>{body}</body></html>", form="html")


def article(*lines: str) -> str:
    return "<article>" + "".join(f"<p>{line}</p>" for line in lines) + "</article>"


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


def test_of_a_menu_only_the_first_line_is_looked_at() -> None:
    left = sifted(page_of(f"<nav><ul>{MENU}</ul></nav>{article(PARAGRAPH, 'It opens in May.')}"))
    assert texts(left) == ["Section 0", PARAGRAPH, "It opens in May."]


def test_short_lines_are_set_aside_only_outside_the_element_that_holds_the_prose() -> None:
    teasers = "".join(f"<div><a href='/{n}'>Teaser number {n} of many</a></div>" for n in range(MIN_SET_ASIDE + 5))
    left = sifted(page_of(f"{article(PARAGRAPH, PARAGRAPH, 'No.', 'Yes.')}<section>{teasers}</section>"))
    assert texts(left) == [PARAGRAPH, PARAGRAPH, "No.", "Yes.", "Teaser number 0 of many"]


def test_what_stands_below_the_headline_is_looked_at() -> None:
    above = "<header><h1>Dredging approved</h1><p>By Ann Miller</p><p>15 May 2025</p></header>"
    left = sifted(page_of(f"{above}{article(PARAGRAPH)}<footer>{MENU}</footer>"))
    assert texts(left)[:4] == ["Dredging approved", "By Ann Miller", "15 May 2025", PARAGRAPH]
    assert len(left.blocks) <= 3 + 1 + BELOW_HEADLINE


def test_a_paragraph_in_a_footer_is_looked_at() -> None:
    left = sifted(page_of(f"<footer>{MENU}<p>{PARAGRAPH}</p></footer>"))
    assert PARAGRAPH in texts(left)


def test_a_page_without_menus_and_a_page_without_prose_are_looked_at_whole() -> None:
    for body in (article(*[PARAGRAPH, "Yes."] * 5), "<ul>" + MENU + "</ul>"):
        page = page_of(body)
        assert sifted(page) is page


def test_dumped_text_is_looked_at_whole() -> None:
    page = intake("\n".join([*(f"Section {n}" for n in range(40)), PARAGRAPH]), form="text")
    assert sifted(page) is page


def test_the_account_has_what_was_set_aside_and_says_so() -> None:
    story = Cleaner().clean(f"<html><body><nav><ul>{MENU}</ul></nav>{article(*[PARAGRAPH] * 2)}</body></html>")
    assert [block.index for block in story.page.blocks] == list(range(MIN_SET_ASIDE + 7))
    aside = [judged for judged in story.removed if judged.verdict.cause.stage == "sifting"]
    assert [judged.text for judged in aside] == [f"Section {number}" for number in range(1, MIN_SET_ASIDE + 5)]
    assert {judged.label for judged in aside} == {"navigation"}
    assert all(hit.block == judged.block.index for judged in story.blocks for hit in judged.verdict.evidence)


def test_labels_that_are_kept_are_kept_among_what_was_set_aside_too() -> None:
    comments = "".join(f"<p>So true, reader {number}!</p>" for number in range(MIN_SET_ASIDE + 5))
    page = f"<html><body>{article(*[PARAGRAPH] * 4)}<div class='comments'>{comments}</div></body></html>"
    assert "reader 7!" in Cleaner(keep=["comment"]).clean(page).text
    assert "reader 7!" not in Cleaner().clean(page).text


@given(st.lists(st.sampled_from(["menu", "prose", "line", "headline"]), max_size=12))
def test_what_is_looked_at_and_what_is_not_are_the_page(parts: list[str]) -> None:
    bodies = {
        "menu": f"<nav>{MENU}</nav>",
        "prose": article(PARAGRAPH, "Yes."),
        "line": "<div>Share</div>",
        "headline": "<h1>Dredging approved</h1>",
    }
    page = page_of("".join(bodies[part] for part in parts))
    whole, places = put_together(page, sifted(page))
    assert whole is page
    assert [page.blocks[place] for place in places] == list(sifted(page).blocks)
