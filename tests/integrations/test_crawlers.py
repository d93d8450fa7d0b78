"""aiohttp, httpx and Playwright hand over what docs/integrations/asyncio.md says: page, address and charset."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator

import pytest

import cleaner
from cleaner import Story
from tests.browser.conftest import OPTIONS
from tests.integrations.site import Answer, site

PARAGRAPHS = (
    "Пристань закроют с понедельника, сказал начальник порта, и суда пойдут к рыбному рынку до конца месяца.",
    "Рабочие заменят сваи, которые стоят в воде с прошлого века, и поднимут причал на полметра выше прилива.",
    "Капитаны просили начать работы осенью, когда туристов меньше, но совет города решил, что ждать больше нельзя.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = f"<html><head><title>Пристань</title></head><body><article><h1>Пристань</h1>{BODY}</article></body></html>"
CYRILLIC = Answer(PAGE.encode("koi8-r"), "text/html; charset=koi8-r")
"""A page whose charset only its HTTP header tells."""


@pytest.fixture
def url() -> Iterator[str]:
    with site({"/": CYRILLIC}) as address:
        yield f"{address}/"


def test_aiohttp(url: str) -> None:
    aiohttp = pytest.importorskip("aiohttp")

    async def crawl() -> Story:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return await cleaner.aio.clean(await response.read(), url=str(response.url), encoding=response.charset)

    assert asyncio.run(crawl()) == cleaner.clean(CYRILLIC.body, url=url, encoding="koi8-r")


def test_httpx(url: str) -> None:
    httpx = pytest.importorskip("httpx")

    async def crawl() -> Story:
        async with httpx.AsyncClient() as client:
            response = await client.get(url)
            return await cleaner.aio.clean(response.content, url=str(response.url), encoding=response.charset_encoding)

    assert asyncio.run(crawl()) == cleaner.clean(CYRILLIC.body, url=url, encoding="koi8-r")


def test_playwright(url: str) -> None:
    playwright = pytest.importorskip("playwright.async_api")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("no chromium: apt-get install chromium")

    async def crawl() -> Story:
        async with playwright.async_playwright() as driver:
            browser = await driver.chromium.launch(executable_path=chromium, args=list(OPTIONS))
            page = await browser.new_page()
            await page.goto(url)
            story = await cleaner.aio.clean(await page.content(), url=page.url)
            await browser.close()
            return story

    story = asyncio.run(crawl())
    assert (story.title, story.text) == ("Пристань", "\n\n".join(PARAGRAPHS))
