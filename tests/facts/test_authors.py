"""Who wrote the story: declared, in elements for it, by rules; never those of other things on the page."""

from __future__ import annotations

import json

import pytest

from cleaner import Story, clean

SENTENCES = (
    "The owls are back in the harbour crane, and this year there are four chicks, the port’s warden said on Monday.",
    "She asked crews to keep their radios down until the middle of June, when the chicks will have left the crane.",
    "Last year the birds came in April, and the crane stood still for eleven weeks while ships were unloaded by hand.",
)
PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
URL = "https://www.harbor-courier.example/owls"


def story(head: str = "", above: str = "", below: str = "", data: object = None) -> Story:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    article = f"<article><h1>Owls return to the crane</h1>{above}{PROSE}{below}</article>"
    head = f"<title>Owls return to the crane</title>{head}{script}"
    return clean(f'<html lang="en"><head>{head}</head><body>{article}</body></html>', url=URL)


def article(author: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Owls return to the crane", "author": author}


@pytest.mark.parametrize(
    "author",
    [
        [{"@type": "Person", "name": "Una Whitby"}, {"@type": "Person", "name": "Jon Marsh"}],
        [[{"name": "Una Whitby"}], {"name": "Jon Marsh"}],
        {"@type": "Person", "name": "Una Whitby and Jon Marsh"},
        ["Una Whitby", "Jon Marsh"],
        {"name": ["Una Whitby", "Jon Marsh"]},
        "By Una Whitby, Jon Marsh",
    ],
)
def test_authors_in_json_ld(author: object) -> None:
    assert story(data=article(author)).authors == ("Una Whitby", "Jon Marsh")


def test_authors_in_json_ld_by_reference() -> None:
    graph = {"@graph": [article({"@id": "#una"}), {"@type": "Person", "@id": "#una", "name": "Una Whitby"}]}
    assert story(data=graph).authors == ("Una Whitby",)


@pytest.mark.parametrize(
    "above",
    [
        '<div class="article-byline">By Una Whitby</div>',
        '<div class="meta"><span class="author">Una Whitby</span> <time datetime="2026-03-01">now</time></div>',
        '<div><a rel="author" href="/x">Una Whitby</a></div>',
        '<div><a href="/authors/una-whitby">Una Whitby</a> in Nature</div>',
        '<div itemprop="author"><p itemprop="name">Una Whitby</p></div>',
        "<p>By Una Whitby</p>",
        '<div class="article__autor">Una Whitby</div>',
        '<div class="meta"><a class="yazar-link">Una Whitby</a> 08:15</div>',
    ],
)
def test_authors_in_elements(above: str) -> None:
    found = story(above=above)
    assert found.authors == ("Una Whitby",)
    fact = next(fact for fact in found.facts if fact.name == "byline")
    assert "Una Whitby" in found.blocks[fact.block].text


def test_persons_near_the_story_go_before_the_house_that_is_declared() -> None:
    found = story(
        above='<div class="byline">By Una Whitby</div>', data=article({"@type": "Organization", "name": "Ledger"})
    )
    assert found.authors == ("Una Whitby",)


def test_a_house_that_signs_alone_is_the_author_and_told_apart() -> None:
    found = story(data=article({"@type": "Person", "name": "Harbor Courier Newsroom"}))
    assert found.authors == ("Harbor Courier Newsroom",)
    assert found.organisation == "Harbor Courier Newsroom"


def test_an_agency_beside_a_person_is_no_author() -> None:
    found = story(data=article(["Una Whitby", "Reuters"]))
    assert (found.authors, found.agency) == (("Una Whitby",), "Reuters")


def test_an_element_that_names_one_more_completes_what_is_declared() -> None:
    found = story(above='<div class="byline">Una Whitby, Jon Marsh</div>', data=article("Una Whitby"))
    assert found.authors == ("Una Whitby", "Jon Marsh")


def test_witnesses_that_disagree_are_doubted() -> None:
    found = story(above='<div class="byline">By Jon Marsh</div>', data=article("Una Whitby"))
    assert next(fact.confidence for fact in found.facts if fact.name == "byline") < 1


@pytest.mark.parametrize(
    "below",
    [
        '<h2>More news</h2><div><h3><a href="/x">Swans block the road</a></h3><p>By Jon Russet</p></div>',
        '<div class="comments"><div class="comment-author">Jon Russet</div><p>I saw all four of them, too.</p></div>',
        '<aside class="related"><div class="byline">By Jon Russet</div></aside>',
    ],
)
def test_names_of_teasers_and_comments_are_not_the_authors(below: str) -> None:
    assert story(below=below).authors == ()


def test_a_signature_below_the_story_counts_if_none_stands_above() -> None:
    assert story(below='<p class="byline">Una Whitby</p>').authors == ("Una Whitby",)
