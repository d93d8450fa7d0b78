"""axe-core's checks on what is there at first and on what opens: no serious finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.browser.conftest import Reported
from tests.browser.test_page_view import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page


def serious(page: Page) -> list[Any]:
    """What axe-core finds that is serious or critical."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [
        (finding["id"], finding["impact"], finding["nodes"][0]["html"], finding["nodes"][0]["failureSummary"])
        for finding in found
        if finding["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_all_that_opens(reported: Reported, scheme: Literal["light", "dark"]) -> None:
    reported.watched.page.emulate_media(color_scheme=scheme)
    page = reported(PAGES[0])
    page.locator(".run button").first.click()
    for number in (0, 5, 12):
        page.locator(".why").nth(number).click()
    page.locator(".filter button").nth(1).click()
    assert serious(page) == []
    page.locator(".filter button").nth(1).click()
    page.locator("input[type=search]").fill("the")
    assert serious(page) == []


def test_a_list_of_pages(reported: Reported) -> None:
    assert serious(reported(*PAGES)) == []
