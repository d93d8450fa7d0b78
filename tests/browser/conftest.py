"""A real browser: Chromium from the system's packages, driven by Playwright. Without either, the tests skip."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cleaner
from cleaner.reports import document, entry, page_view

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser in a container, that asks nothing of anybody by itself."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for a file of tests: its driver keeps an event loop running, in which asyncio's own tests cannot."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'"
    )
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("no chromium: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        yield launched
        launched.close()


class Watched:
    """A browser's window, and all that a page must not do in it: requests, dialogs, messages of errors.

    Attributes:
        page: the window.
        requests: what was asked for, but for the documents that the test opened.
        dialogs: what popped up.
        errors: exceptions of scripts, and what the console complains of.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.page.set_default_timeout(10_000)
        self._opened: set[str] = set()
        context.on("request", self._request)
        context.on("page", lambda page: self.errors.append(f"a new window: {page.url}"))
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _request(self, request: Request) -> None:
        if request.url.partition("#")[0] not in self._opened:
            self.requests.append(request.url)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path: Path) -> Page:
        """Opens a file from the disk."""
        address = path.resolve().as_uri()
        self._opened.add(address)
        self.page.goto(address)
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A window of its own, which must neither ask for anything nor complain."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    window = Watched(context)
    yield window
    context.close()
    assert (window.requests, window.dialogs, window.errors) == ([], [], [])


@pytest.fixture
def reported(tmp_path: Path, watched: Watched) -> Reported:
    return Reported(tmp_path, watched)


class Reported:
    """Writes reports of pages and opens them."""

    def __init__(self, folder: Path, watched: Watched) -> None:
        self.folder = folder
        self.watched = watched

    def __call__(self, *pages: str | bytes | Path, names: Sequence[str] = ()) -> Page:
        entries = []
        for number, page in enumerate(pages):
            content = page.read_bytes() if isinstance(page, Path) else page
            name = names[number] if names else page.name if isinstance(page, Path) else f"page {number}"
            entries.append(entry(page_view(name, cleaner.clean(content)), pack=len(pages) > 1))
        return self.written(document("A report", entries))

    def written(self, text: str) -> Page:
        """Opens a report that is written already."""
        file = self.folder / f"report{os.urandom(3).hex()}.html"
        file.write_text(text, encoding="utf-8", errors="replace")
        return self.watched.open(file)
