"""What is learned from the pages of a site, in whatever order they come and however often they were fetched."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import NotTextError, SitesError
from cleaner.records.record import Failure, Record
from cleaner.sites import Sites, learn
from cleaner.sites.fingerprints import fingerprints
from tests.sites import made

COUNTS = st.lists(st.integers(0, 11), min_size=1, max_size=14)
"""Which pages of the made site a crawl fetched, in order; some of them more than once."""


def known(sites: Sites, text: str) -> int:
    """On how many pages of the made site a text stands, as far as the sites know."""
    (key,) = fingerprints([text])
    block = sites[made.SITE].blocks.get(key)
    return block.pages if block else 0


def of(numbers: list[int]) -> Sites:
    return learn([(made.page(number), made.url(number)) for number in numbers])


def plain(sites: Sites) -> dict[str, object]:
    return {name: (site.pages, site.blocks) for name, site in sites.items()}


def test_what_repeats_is_counted_with_where_it_stands() -> None:
    sites = learn(made.crawl(6))
    site = sites[made.SITE]
    assert site.pages == 6
    assert known(sites, made.TEASER) == known(sites, "7 COMMENTS") == known(sites, "Letters") == 6
    (teaser,) = [block for block in site.blocks.values() if made.TEASER.startswith(block.sample)]
    assert (teaser.inside, teaser.container) == (6, "div.text > p")
    (menu,) = [block for block in site.blocks.values() if block.sample == "Letters"]
    assert menu.above == 6


def test_what_stands_on_one_page_is_forgotten_on_a_site_of_some_size_and_known_on_a_small_one() -> None:
    assert known(learn(made.crawl(6)), made.story(2)[0]) == 0
    assert known(learn(made.crawl(3)), made.story(2)[0]) == 1


def test_a_page_crawled_three_times_counts_once() -> None:
    assert plain(of([0, 1, 2, 3, 4, 2, 2])) == plain(of([0, 1, 2, 3, 4]))


def test_a_page_is_the_same_whatever_its_numbers_say() -> None:
    again = made.page(2).replace("2 comments", "312 comments")
    assert learn([*made.crawl(5), (again, made.url(99))])[made.SITE].pages == 5


def test_print_versions_make_no_furniture_of_their_stories() -> None:
    pages = made.crawl(8) + [(made.print_version(number), made.url(number + 100)) for number in range(8)]
    sites = learn(pages)
    assert all(known(sites, text) < 3 for number in range(8) for text in made.story(number))
    assert known(sites, made.STANDING) == 8


def test_of_copies_that_other_addresses_have_with_other_furniture_one_is_learned_from() -> None:
    copies = [(made.page(2, extra=f"<p>{word} of the day</p>"), made.url(2)) for word in ("Word", "Fish", "Joke")]
    sites = learn([*made.crawl(8), *copies])
    assert sites[made.SITE].pages == 8
    assert known(sites, made.story(2)[0]) == 0


def test_a_crawl_of_which_every_page_was_fetched_three_times_teaches_what_one_does() -> None:
    words = ("", "<p>Fish of the day</p>", "<p>Joke of the day</p>")
    sites = learn([(made.page(number, extra=word), made.url(number)) for number in range(8) for word in words])
    assert sites[made.SITE].pages == 8
    assert known(sites, made.TEASER) == 8
    assert all(known(sites, text) == 0 for number in range(8) for text in made.story(number))


def test_a_wire_story_on_many_sites_is_furniture_of_none() -> None:
    pages = [(made.page(3), f"https://paper{number}.example/news/3") for number in range(9)]
    sites = learn(pages)
    assert len(sites) == 9
    assert all(site.pages == 1 for site in sites.values())


def test_a_columnists_footer_and_a_running_series_are_furniture() -> None:
    footer = "Ada Ferreira writes about boats every Friday, and her columns have been collected in a book."
    pages = [
        (made.page(number, extra=f"<p>{footer}</p>" if number % 3 == 0 else ""), made.url(number))
        for number in range(12)
    ]
    assert known(learn(pages), footer) == 4


def test_pages_without_an_address_or_with_an_odd_one_are_passed_over() -> None:
    odd = [None, "", "no address", "http://[", "mailto:editor@harbourcourier.example", "file:///etc/hosts"]
    sites = learn([*made.crawl(4), *[(made.page(9), address) for address in odd]])
    assert list(sites) == [made.SITE]
    assert sites[made.SITE].pages == 4


def test_records_are_learned_from_as_they_are_read() -> None:
    records = [Record(str(number), made.dump(number), made.url(number), "text") for number in range(5)]
    assert known(learn(records), made.TEASER) == 5


def test_a_page_that_cannot_be_read_ends_learning_or_is_reported() -> None:
    image = (b"\x89PNG\r\n\x1a\n" + bytes(200), made.url(77))
    with pytest.raises(NotTextError):
        learn([*made.crawl(4), image])
    failure = Failure("row 7", "crawl.jsonl", 7, "corrupt", "is no JSON")
    with pytest.raises(SitesError, match="row 7: is no JSON"):
        learn([failure])
    failed: list[str] = []
    sites = learn([*made.crawl(4), image, failure], failed=lambda record, why: failed.append(why))
    assert sites[made.SITE].pages == 4
    assert len(failed) == 2


@settings(deadline=None, max_examples=25)
@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_pages_does_not_matter(numbers: list[int], chance: random.Random) -> None:
    shuffled = numbers.copy()
    chance.shuffle(shuffled)
    assert plain(of(shuffled)) == plain(of(numbers))


@settings(deadline=None, max_examples=25)
@given(COUNTS, COUNTS, COUNTS)
def test_merging_is_associative_and_commutative(one: list[int], two: list[int], three: list[int]) -> None:
    a, b, c = of(one), of(two), of(three)
    assert plain(a.merge(b)) == plain(b.merge(a))
    assert plain(a.merge(b).merge(c)) == plain(a.merge(b.merge(c)))


def test_parts_of_a_crawl_put_together_know_what_the_whole_does_but_for_one_page_a_part() -> None:
    whole, parts = of(list(range(12))), of([0, 1, 2, 3, 4]).merge(of([5, 6, 7, 8, 9, 10, 11]))
    assert parts[made.SITE].pages == whole[made.SITE].pages
    for key, block in whole[made.SITE].blocks.items():
        found = parts[made.SITE].blocks.get(key)
        assert block.pages - 2 <= (found.pages if found else 0) <= block.pages


def test_sites_told_apart_in_other_ways_are_not_merged() -> None:
    with pytest.raises(SitesError, match="domain cannot be merged with sites told apart by host"):
        Sites().merge(Sites(key="host"))


def test_a_crawl_learns_as_it_goes() -> None:
    sites = Sites()
    learned = [sites.update(page, url) for page, url in made.crawl(6)]
    assert learned == [True] * 6
    assert not sites.update(*made.crawl(6)[2])
    assert known(sites, made.TEASER) == sites[made.SITE].pages == 6


def test_a_crawl_does_not_learn_from_copies_and_pages_without_an_address() -> None:
    sites = Sites()
    for page, url in made.crawl(6):
        sites.update(page, url)
    for word in ("Word", "Fish", "Joke"):
        sites.update(made.page(2, extra=f"<p>{word} of the day</p>"), made.url(2))
    assert not sites.update(made.page(9), None)
    assert known(sites, made.story(2)[0]) < 3


def test_of_a_site_that_is_crawled_on_and_on_what_is_rare_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.sites.site.MOST_BLOCKS", 30)
    sites = Sites()
    for page, url in made.crawl(20):
        sites.update(page, url)
    assert len(sites[made.SITE].blocks) <= 30
    assert known(sites, made.TEASER) == 20
