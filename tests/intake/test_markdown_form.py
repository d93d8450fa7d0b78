"""What is taken for Markdown and what is not; docs/decisions/markdown-input.md has the figures."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.intake.front_matter import front_matter
from cleaner.intake.markdown_form import looks_like_markdown
from tests.pages import LEAD, PLAN, QUOTE, STORY

HEAD = "Title: Owls are back\n\nURL Source: https://courier.example/owls\n\nMarkdown Content:\n"


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}{LEAD}",
        f"---\ntitle: Owls are back\ndate: 2026-03-04\n---\n\n{LEAD}",
        f"# Owls are back\n\n{LEAD}",
        f"\ufeff\n# Owls are back\r\n\r\n{LEAD}",
        f"{LEAD}\n\n## What it costs\n\n{QUOTE}\n\n### **Who was against**\n\n{PLAN}",
        f"{LEAD} [More](https://courier.example/more)\n## What it costs\n{QUOTE}",
        f"- [News](/news)\n- [Tides](/tides)\n- [Letters](#letters)\n\n{LEAD}",
        f"| tide | [hour](/hour) |\n| --- | :---: |\n| low | six |\n\n{LEAD}",
        f"![Owl](https://courier.example/owl.jpg)\n\n## Owls\n\n{LEAD}",
    ],
)
def test_evident_markdown_is_told(page: str) -> None:
    assert looks_like_markdown(page)
    assert clean(page).page.source_form == "markdown"


@pytest.mark.parametrize(
    "page",
    [
        "",
        STORY,
        f"{LEAD}\n\n- a rope\n- a lamp\n\n* * *\n\n{QUOTE}",
        f"{LEAD}\n\ngit init\n# initialise\ngit add -A\n# stage all\n\n{QUOTE}",
        f"#harbour #dredging\n\n{LEAD}",
        f"{LEAD}\n\n>> Owls return to the crane\n\n**Update**\n\n{QUOTE}",
        f"{LEAD}\n\n# of berths:\n\n{QUOTE}",
        f"Board votes\n===========\n\n{LEAD}",
        f"{LEAD} He wrote [sic](!) in the margin, and a[1](2).",
        f"## Courier\n\nSkip to content\nHome\nNews\nTides\n\n## Board votes\n\n{LEAD}",
        f"Title: Owls are back\nDate: Tuesday\n\n{LEAD}",
        f"---\nBy Mara Quist\n---\n\n{LEAD}",
    ],
)
def test_single_marks_make_no_markdown(page: str) -> None:
    assert not looks_like_markdown(page)
    assert clean(page).page.source_form == "text"


def test_html_goes_before() -> None:
    assert clean(f"<p># Owls\n\n[a](/a) [b](/b)</p><p>{LEAD}</p>").page.source_form == "html"


def test_a_head_says_what_meta_tags_say() -> None:
    head = front_matter(f"{HEAD}\n{LEAD}")
    assert head.meta == {"og:title": "Owls are back", "og:url": "https://courier.example/owls"}
    assert head.end == len(HEAD)


@pytest.mark.parametrize("source", ["", LEAD, "---\n---\n", "Title: \n\nMarkdown Content:\n", "Title: a\n" * 2000])
def test_what_is_no_head(source: str) -> None:
    assert front_matter(source) == ({}, 0)
