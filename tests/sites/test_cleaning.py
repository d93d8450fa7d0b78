"""Cleaning with what was learned of a site, and the same without."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleaner import Cleaner, Story
from cleaner.errors import SitesError
from cleaner.sites import Sites, learn
from tests.sites import made

PLAIN = Cleaner()


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(sites=learn(made.crawl(12)))


@pytest.fixture(scope="module")
def of_dumps() -> Cleaner:
    return Cleaner(sites=learn([(made.dump(number), made.url(number)) for number in range(12)]))


def same(one: Story, other: Story) -> bool:
    return one.to_dict() == other.to_dict()


def test_furniture_that_reads_like_the_story_goes_with_its_reason(cleaner: Cleaner) -> None:
    """The trip is advertised in a paragraph like any other, in the element that holds the story."""
    assert made.TEASER in PLAIN.clean(made.page(3), url=made.url(3)).text
    story = cleaner.clean(made.page(3), url=made.url(3))
    assert story.text.split("\n\n")[-3:] == made.story(3)
    (teaser,) = [block for block in story.removed if block.text == made.TEASER]
    assert teaser.reason == "site/repeats: stands on 12 of 12 pages of harbourcourier.example"


def test_a_page_of_the_site_that_was_not_learned_from(cleaner: Cleaner) -> None:
    story = cleaner.clean(made.page(30), url=made.url(30))
    assert made.TEASER not in story.text
    assert made.story(30)[0] in story.text


def test_dumped_text_is_cleaned_as_html_is(of_dumps: Cleaner) -> None:
    story = of_dumps.clean(made.dump(5), url=made.url(5))
    assert made.TEASER not in story.text
    assert made.STANDING not in story.text
    assert all(paragraph in story.text for paragraph in made.story(5))


def test_two_pages_are_enough() -> None:
    cleaner = Cleaner(sites=learn(made.crawl(2)))
    assert made.TEASER not in cleaner.clean(made.page(1), url=made.url(1)).text
    of_one = Cleaner(sites=learn(made.crawl(1)))
    assert made.TEASER in of_one.clean(made.page(0), url=made.url(0)).text
    assert made.TEASER not in of_one.clean(made.page(1), url=made.url(1)).text


@pytest.mark.parametrize("copies", [2, 3, 5])
def test_a_story_fetched_often_stays_whole(copies: int) -> None:
    """Each time with other words around it, so that it is not known for the same page."""
    fetched = [
        (made.page(4, extra=f"<p>{word} of the day</p>"), f"{made.url(4)}?{word}")
        for word in ("Word", "Fish", "Joke", "Bird", "Song")[:copies]
    ]
    cleaner = Cleaner(sites=learn([*made.crawl(9), *fetched]))
    for page, url in [(made.page(4), made.url(4)), *fetched]:
        assert all(paragraph in cleaner.clean(page, url=url).text for paragraph in made.story(4))


def test_a_site_of_which_only_copies_are_known_loses_no_story() -> None:
    fetched = [(made.page(4, extra=f"<p>{word} of the day</p>"), made.url(4)) for word in ("Word", "Fish", "Joke")]
    cleaner = Cleaner(sites=learn(fetched))
    assert all(paragraph in cleaner.clean(*fetched[0][:1], url=made.url(4)).text for paragraph in made.story(4))


@pytest.mark.parametrize("url", [None, "", "http://[", "http://elsewhere.example/1", "no address"])
def test_without_an_address_of_a_known_site_nothing_changes(cleaner: Cleaner, url: str | None) -> None:
    assert same(cleaner.clean(made.page(3), url=url), PLAIN.clean(made.page(3), url=url))


def test_without_the_stage_nothing_changes() -> None:
    stages = [stage.name for stage in PLAIN.stages if stage.name != "site"]
    cleaner = Cleaner(sites=learn(made.crawl(12)), stages=stages)
    assert same(cleaner.clean(made.page(3), url=made.url(3)), PLAIN.clean(made.page(3), url=made.url(3)))


def test_what_was_learned_is_part_of_the_identity(tmp_path: Path) -> None:
    sites = learn(made.crawl(12))
    sites.save(tmp_path / "sites.parquet")
    assert Cleaner(sites=sites).identity() == Cleaner(sites=tmp_path / "sites.parquet").identity()
    assert Cleaner(sites=sites).identity() != PLAIN.identity()
    assert Cleaner(sites=sites).identity() != Cleaner(sites=learn(made.crawl(11))).identity()


def test_a_cleaner_with_sites_pickles_and_is_shared_by_threads(tmp_path: Path, cleaner: Cleaner) -> None:
    learn(made.crawl(12)).save(tmp_path / "sites.parquet")
    from_file = pickle.loads(pickle.dumps(Cleaner(sites=str(tmp_path / "sites.parquet"))))
    pages = [(made.page(number), made.url(number)) for number in range(12)] * 3
    with ThreadPoolExecutor(4) as threads:
        texts = list(threads.map(lambda page: from_file.clean(page[0], url=page[1]).text, pages))
    assert texts == [cleaner.clean(page, url=url).text for page, url in pages]


def test_a_cleaner_sees_what_is_learned_while_it_cleans() -> None:
    sites = Sites()
    cleaner = Cleaner(sites=sites)
    seen, warnings = [], []
    for page, url in made.crawl(6):
        sites.update(page, url)
        story = cleaner.clean(page, url=url)
        seen.append(made.TEASER in story.text)
        warnings += story.warnings
    assert seen == [True, False, False, False, False, False]
    assert warnings[4] == "cleaned with what was known of harbourcourier.example at the time: 5 pages"


def test_a_file_that_cannot_be_used_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SitesError, match="cannot be read"):
        Cleaner(sites=tmp_path / "none.parquet")
