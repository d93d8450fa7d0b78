"""Makes the screenshots in docs/images/ from the fixtures, with Chromium from the system's packages.

python docs/screenshots.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from cleaner import clean
from cleaner.batch import run
from cleaner.reports import document, entry, page_view

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
SHOWN = "fixtures/html-news.page.html"
OPENED = """() => {
  document.querySelector(".facts").open = false;
  [...document.querySelectorAll(".why")].find((why) => why.textContent.includes("related-alone")).click();
}"""
"""Facts folded, and the evidence about the first list of other stories open."""


def main() -> None:
    chromium = shutil.which("chromium") or sys.exit("screenshots.py: no chromium: apt-get install chromium")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as work:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        report = Path(work) / "page.html"
        view = page_view(SHOWN, clean((ROOT / SHOWN).read_bytes()))
        report.write_text(document(f"{view['title']} · cleaner", [entry(view)]), encoding="utf-8")
        shot(browser, report, "page-report.png", 1180, 1010, OPENED)
        shot(browser, batch_report(Path(work)), "batch-report.png", 1180, 1000)
        browser.close()


def batch_report(work: Path) -> Path:
    """The report of a batch of all fixtures."""
    pages = work / "pages"
    pages.mkdir()
    for page in sorted((ROOT / "fixtures").glob("*.page.*")):
        shutil.copy(page, pages)
    report = work / "report.html"
    run(pages, work / "stories.jsonl", report=report)
    return report


def shot(browser: Browser, report: Path, name: str, width: int, height: int, first: str = "") -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(report.as_uri())
    page.locator("h2").first.wait_for()
    if first:
        page.evaluate(first)
    page.screenshot(path=IMAGES / name)
    page.close()
    print(f"{IMAGES / name}: {(IMAGES / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
