"""The words in classes and ids: what tags say, and how packs add to it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.decision import page_type
from cleaner.errors import RulebookError
from cleaner.intake.html import html_page
from cleaner.markup import Said
from cleaner.rulebook import Vocabulary, Words, check, load
from cleaner.rulebook.vocabulary import BOXES, PLACES, SIGNS
from cleaner.stages import container
from tests.pages import COST, ELSEWHERE, LEAD, PLAN, QUOTE

HARBOR = """\
[pack]
name = "harbor"
about = "What the Harbor Courier calls its boxes"

[[words]]
group = "related"
words = ["tidings", "moorings"]
hit = ['<div class="box-tidings">']
miss = ['<div class="tiding">']

[[words]]
group = "forum_names"
words = ["quayside"]
hit = ['<ol id="quaysideTalk">']
miss = ['<ol id="quay">']
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "harbor.toml"
    file.write_text(HARBOR)
    return file


@pytest.fixture(scope="module")
def builtin() -> Vocabulary:
    return load().vocabulary


def said(vocabulary: Vocabulary, tag: str) -> Said:
    """What the innermost element says."""
    page = html_page(f"{tag}x")
    assert page.containers is not None
    return vocabulary.said(page.containers.attributes[-1])


def with_place(place: str, *signs: str, box: str = "") -> Said:
    return Said(place, frozenset(signs), box=box)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<div>", Said()),
        ('<div class="box">', Said()),
        ('<div class="related-posts">', with_place("related", box="related")),
        ('<div class="RelatedPosts">', with_place("related", box="related")),
        ("<div class=related_posts data-page='7'>", with_place("related", box="related")),
        ('<div data-note="related">', Said()),
        ('<div class="unrelated">', Said()),
        ('<div class="sidebar comments" id="share">', with_place("share", box="share")),
        ('<div id="a1" class="HTMLFooter">', with_place("footer")),
        ('<p class="author-bio">', with_place("byline", "author_names", box="author_notes")),
        ('<div class="forum-reply author">', with_place("comments", "forum_names", "author_names", box="comments")),
    ],
)
def test_the_first_known_word_in_id_and_classes_is_the_place(builtin: Vocabulary, tag: str, expected: Said) -> None:
    assert said(builtin, tag) == expected


@pytest.mark.parametrize(
    ("names", "box"),
    [
        ("article-comments-rules", "comments"),
        ("post share-bar", "share"),
        ("wp-caption-text", "captions"),
        ("has-sidebar", ""),
        ("no-comments single", ""),
        ("article-body", ""),
        ("autorenkasten", "author_notes"),
        ("articleKommentarbereich", "comment_sections"),
        ("relatedposts", "related"),
        ("authorbox", "author_notes"),
        ("newsletterbox", "newsletter"),
        ("adcontainer", "advertisement"),
        ("sharebar", "share"),
        ("photocredit", "captions"),
        ("box-lire-aussi", "other_stories"),
        ("pie-de-foto", "captions"),
        ("commentary", ""),
        ("shareholders", ""),
        ("adaptive", ""),
        ("subscribers", ""),
        ("authority", ""),
        ("lire", ""),
        ("block-a-d", ""),
    ],
)
def test_a_box_is_named_by_any_word_but_behind_a_negation(builtin: Vocabulary, names: str, box: str) -> None:
    assert said(builtin, f'<div class="{names}">').box == box


ATTRIBUTES = st.sampled_from(
    (
        *(' id="share"', ' id=""', ' id="quay"', " id=comments"),
        *(' class="related box"', '\n class="quay-author"', " class='footer'", ' class="R&amp;D"', ' CLASS="sidebar"'),
        *(' data-class="sidebar"', ' data-id="a>b"', " data-x", " data-note=related", ' data-role="menu" '),
        *(' role="menu"', " hidden", ' style="display:none"', ' title="related"'),
    )
)


@given(st.lists(ATTRIBUTES, max_size=5).map("".join))
def test_an_attribute_that_says_nothing_changes_nothing(builtin: Vocabulary, attributes: str) -> None:
    assert builtin.said(attributes) == builtin.said(f'{attributes} lang="en"')


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        (" hidden", True),
        (' style="color:red; DISPLAY : none"', True),
        (' class="teaser d-none"', True),
        (' class="hidden md:block"', False),
        (' aria-hidden="true"', False),
        (' class="hidden-gem"', False),
        (' style="display:block"', False),
        (' aria-hidden="false"', False),
    ],
)
def test_hidden_elements_are_told_apart(builtin: Vocabulary, attributes: str, hidden: bool) -> None:
    assert said(builtin, f"<div{attributes}>").hidden is hidden


def test_roles_are_read_in_lower_case(builtin: Vocabulary) -> None:
    assert said(builtin, '<div role=" Navigation">').role == "navigation"


def test_every_group_has_words_and_a_bin() -> None:
    assert {table.group for table in load().vocabulary.tables} == {*PLACES, *BOXES, *SIGNS}
    assert container.OUTER_VOCABULARY.names() == ["none", *PLACES]
    assert set(SIGNS) <= {feature.name for feature in page_type.FEATURES}


def test_a_pack_adds_words_to_groups(pack: Path) -> None:
    vocabulary = load([pack]).vocabulary
    assert said(vocabulary, '<div class="moorings">') == with_place("related", box="related")
    assert said(vocabulary, '<div class="quayside-related">') == with_place("related", "forum_names", box="related")
    assert said(load().vocabulary, '<div class="moorings">') == Said()


def test_a_vocabulary_pickles(pack: Path) -> None:
    again = pickle.loads(pickle.dumps(load([pack]))).vocabulary
    assert said(again, '<div class="moorings">').place == "related"


def test_words_of_a_pack_speak_against_what_stands_in_such_a_place(pack: Path) -> None:
    story = "".join(f"<p>{text}</p>" for text in (LEAD, QUOTE, PLAN, COST))
    box = f"<div class='moorings'><p>{ELSEWHERE}</p></div>"
    page = f"<html><body><article>{story}</article>{box}</body></html>"

    def weight(cleaner: Cleaner) -> float:
        evidence = cleaner.clean(page).blocks[-1].verdict.evidence
        return next(piece.weight for piece in evidence if piece.stage == "container")

    assert weight(Cleaner(rules=[pack])) < weight(Cleaner())


@pytest.mark.parametrize(
    ("written", "instead", "line", "what"),
    [
        ('"related"', '"relatde"', 6, "did you mean 'related'?"),
        ('["tidings", "moorings"]', "[]", 7, "'words' is no list of words"),
        ('["tidings", "moorings"]', '["tidings", "box-moor"]', 7, "'box-moor' is not of the letters a to z"),
        ('["tidings", "moorings"]', '["moorings"]', 8, "miss their hit example"),
        ('["tidings", "moorings"]', '["tidings", "tiding"]', 9, "hit their miss example"),
        ("""['<div class="tiding">']""", '["tiding"]', 9, "'tiding' is no tag"),
        ("""['<div class="tiding">']""", "[]", 9, "'miss' has no examples"),
        ("miss =", "mist =", 9, "did you mean 'miss'?"),
        ('["quayside"]', '["quayside", 1]', 13, "'words' is no list of words"),
    ],
)
def test_what_is_wrong_with_words_is_said_with_file_and_line(
    pack: Path, written: str, instead: str, line: int, what: str
) -> None:
    pack.write_text(HARBOR.replace(written, instead, 1))
    problems = [problem for problem in check([pack]) if what in problem]
    assert [problem.split(": ")[0] for problem in problems] == [f"{pack}:{line}"]
    with pytest.raises(RulebookError):
        load([pack], builtin=False)


def test_a_table_of_words_that_is_no_list_is_said_with_its_line(pack: Path) -> None:
    pack.write_text(HARBOR[: HARBOR.rindex("[[words]]")].replace("[[words]]", "[words]"))
    assert check([pack]) == [f"{pack}:5: 'words' is no list of tables; write [[words]]"]


def test_a_word_has_one_place(pack: Path) -> None:
    pack.write_text(HARBOR.replace('["tidings", "moorings"]', '["tidings", "sidebar"]'))
    (problem,) = check([pack])
    assert problem.startswith(f"{pack}:5: group 'related': 'sidebar' is in group 'sidebar' (")


def test_a_word_may_be_given_to_its_group_again(pack: Path) -> None:
    pack.write_text(HARBOR.replace('["tidings", "moorings"]', '["tidings", "related"]'))
    assert check([pack]) == []


def test_words_of_two_packs_add_up() -> None:
    tables = [Words("media", ("pier",), (), ()), Words("media", ("jetty",), (), ())]
    vocabulary = Vocabulary(tables)
    assert [said(vocabulary, f"<p class={word}>").place for word in ("pier", "jetty", "dock")] == ["media", "media", ""]
