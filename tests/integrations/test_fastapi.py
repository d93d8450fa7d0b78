"""The endpoint of docs/integrations/fastapi.md, served over loopback."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import cleaner
from tests.conftest import ROOT
from tests.integrations.rough import ALL_DAY, DEADLY, LARGE
from tests.integrations.site import FIXTURES
from tests.integrations.test_docs import FILE

pytest.importorskip("fastapi")
httpx = pytest.importorskip("httpx")
uvicorn = pytest.importorskip("uvicorn")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service's address. It has a shorter limit than in the docs, and a cleaner that reaches it; and takes larger
    pages."""
    page = (ROOT / "docs/integrations/fastapi.md").read_text(encoding="utf-8")
    (file,) = FILE.finditer(page)
    path = tmp_path_factory.mktemp("service") / file["name"]
    code = file["code"].replace("SECONDS = 10\n", "SECONDS = 3\n")
    code = code.replace("MAX_BYTES = 20_000_000\n", "MAX_BYTES = 60_000_000\n")
    code = code.replace("import Cleaner\n", "import Cleaner\nfrom tests.batch.functions import Fragile\n")
    path.write_text(code.replace("AsyncCleaner(Cleaner(),", "AsyncCleaner(Fragile(),"), encoding="utf-8")
    server = uvicorn.Server(uvicorn.Config(module(path).app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    (socket,) = server.servers[0].sockets
    yield f"http://127.0.0.1:{socket.getsockname()[1]}/clean"
    server.should_exit = True
    thread.join()


def module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("service", path)
    assert spec and spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def answer(service: str, page: bytes, content_type: str = "text/html", url: str = "https://courier.example/a") -> Any:
    headers = {"Content-Type": content_type}
    return httpx.post(service, params={"url": url}, content=page, headers=headers, timeout=60)


def test_rows_are_those_of_the_library(service: str) -> None:
    with ThreadPoolExecutor(8) as clients:
        answers = dict(
            zip(FIXTURES, clients.map(lambda page: answer(service, page.body), FIXTURES.values()), strict=True)
        )
    for path, page in FIXTURES.items():
        assert answers[path].json() == cleaner.clean(page.body, url="https://courier.example/a").row()


def test_a_page_of_50_mb_is_cleaned(service: str) -> None:
    assert answer(service, LARGE).json() == cleaner.clean(LARGE, url="https://courier.example/a").row()


def test_the_charset_of_the_header_is_taken(service: str) -> None:
    page = "<p>Пристань закроют в понедельник, сказал начальник порта.".encode("koi8-r")
    told = answer(service, page, "text/html; charset=koi8-r").json()
    assert told == cleaner.clean(page, encoding="koi8-r", url="https://courier.example/a").row()


def test_a_page_that_takes_too_long_holds_up_no_other(service: str) -> None:
    with ThreadPoolExecutor(2) as clients:
        slow = clients.submit(answer, service, ALL_DAY.encode())
        news = answer(service, FIXTURES["/html-news.page.html"].body)
        assert news.json()["is_story"]
        assert not slow.done()
        assert (slow.result().status_code, slow.result().json()) == (
            504,
            {"detail": "a page took longer than 3 seconds, twice"},
        )


def test_what_cannot_be_cleaned_is_said(service: str) -> None:
    assert answer(service, b"%PDF-1.7").json()["detail"].startswith("this is a PDF document")
    assert answer(service, b"<p>", "text/html; charset=klingon").status_code == 422
    assert answer(service, b" " * 61_000_000).status_code == 413
    assert answer(service, DEADLY.encode()).json()["detail"].startswith("a page took its worker down, twice")
    assert answer(service, b"").json()["is_story"] is False
