"""Makes the screenshots in docs/images/ from the fixtures, with Chromium from the system's packages.

python docs/screenshots.py
"""

from __future__ import annotations

import shutil
import subprocess
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
        rule(browser, Path(work))
        browser.close()


def rule(browser: Browser, work: Path) -> None:
    """A rule that is being made in `cleaner serve`, from a line of a page."""
    command = [sys.executable, "-m", "cleaner", "serve", str(work / "pages"), "--port", "0", "--workers", "1"]
    server = subprocess.Popen(command, cwd=work, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    try:
        page = browser.new_page(viewport={"width": 1220, "height": 700}, color_scheme="light")
        page.goto(server.stderr.readline().split()[-1])
        page.get_by_role("link", name="html-news.page.html").click()
        line = page.locator(".block", has_text="Sign up for our morning letter").first
        line.get_by_role("checkbox").check()
        page.get_by_role("button", name="Make a rule").click()
        page.get_by_label("how it begins").check()
        page.locator("#gold-figure", has_text="there is none yet").wait_for()
        line.scroll_into_view_if_needed()
        page.screenshot(path=IMAGES / "make-a-rule.png")
        page.close()
    finally:
        server.kill()
        server.wait()
    print(f"{IMAGES / 'make-a-rule.png'}: {(IMAGES / 'make-a-rule.png').stat().st_size:,} bytes")


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
