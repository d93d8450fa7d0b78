"""Which site a page is of, by its address."""

from __future__ import annotations

import pytest

from cleaner.errors import OptionError
from cleaner.sites import Sites
from cleaner.sites.keys import domain, host, section


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.harbourcourier.example/news/1", "harbourcourier.example"),
        ("http://sport.News.Example.co.uk:8080/a?b#c", "example.co.uk"),
        ("https://ada.blogspot.com/2011/", "ada.blogspot.com"),
        ("https://blogspot.com/", "blogspot.com"),
        ("http://localhost:8000/page", "localhost"),
        ("http://192.168.1.20/page", "192.168.1.20"),
        ("http://[2001:db8::1]/page", "2001:db8::1"),
        (" https://example.com. ", "example.com"),
    ],
)
def test_a_site_is_the_registrable_domain(url: str, site: str) -> None:
    assert domain(url) == site


@pytest.mark.parametrize(
    "url", ["", "example.com", "http://", "http://[", "ftp://example.com/a", "javascript:void(0)", "http:///path", "\0"]
)
def test_an_odd_address_is_of_no_site(url: str) -> None:
    assert domain(url) is host(url) is section(url) is None


def test_hosts_and_sections_can_be_sites() -> None:
    address = "https://www.example.com/Sport/football/match-1"
    assert host(address) == "example.com"
    assert section(address) == "example.com/sport"
    assert section("https://example.com/about") == "example.com"
    assert host("https://sport.example.com/match-1") == "sport.example.com"


def test_a_key_is_a_name_or_a_function() -> None:
    assert Sites(key=lambda url: url[:8]).name("https://x") == "https://"
    with pytest.raises(OptionError, match="unknown key 'page'; there are domain, host, section"):
        Sites(key="page")
