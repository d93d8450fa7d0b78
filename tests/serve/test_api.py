"""The HTTP API, asked over loopback as a scraping job asks it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import cleaner
from tests.pages import COST, LEAD, PLAN, QUOTE, STORY
from tests.serve.servers import Server, running

HTML = f"""<html><head><title>Channel to be dredged - Harbor Courier</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Channel to be dredged</h1><p>{LEAD}</p><p>{QUOTE}</p><p>{PLAN}</p><p>{COST}</p></article>
<footer>© 2026 Harbor Courier. All rights reserved.</footer></body></html>"""
SLOW = "".join(f"<p>{LEAD} {number}</p>" for number in range(30_000))
"""A page that takes seconds."""

STORY_JSON = "application/vnd.cleaner.story+json"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running("--workers", "2", "--max-bytes", "1M") as started:
        yield started


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as opened:
        yield opened


def post(client: httpx.Client, body: str | bytes = HTML, kind: str = "text/html", **options: Any) -> httpx.Response:
    headers = {"Content-Type": kind, **options.pop("headers", {})}
    return client.post("/v1/clean", content=body, headers=headers, **options)


def schema(client: httpx.Client, name: str) -> Draft202012Validator:
    document = client.get("/v1/openapi.json").json()
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **document})


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "text/xml, application/*;q=0.5"])
def test_a_page_gives_the_row_of_its_story(client: httpx.Client, accept: str) -> None:
    answer = post(client, params={"url": "https://harbor-courier.example/channel"}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == cleaner.clean(HTML, url="https://harbor-courier.example/channel").row()
    schema(client, "Row").validate(answer.json())


@pytest.mark.parametrize(
    ("accept", "text"),
    [
        ("text/plain", f"{STORY}\n"),
        ("text/markdown;q=0.9, text/plain;q=0.1", cleaner.clean(HTML).to_markdown(title=False)),
        ("text/html", cleaner.clean(HTML).to_html(title=False)),
    ],
)
def test_a_page_gives_its_story_in_the_form_that_accept_names(client: httpx.Client, accept: str, text: str) -> None:
    answer = post(client, headers={"Accept": accept})
    assert answer.text == text
    assert answer.headers["content-type"].startswith(accept[:9])


def test_a_page_gives_the_full_story_with_every_block(client: httpx.Client) -> None:
    answer = post(client, headers={"Accept": STORY_JSON})
    assert answer.json() == cleaner.clean(HTML.encode(), form="html").to_dict()
    schema(client, "Story").validate(answer.json())


def test_a_json_request_says_what_the_page_is_about_and_how_to_clean_it(client: httpx.Client) -> None:
    request = {
        "html": HTML,
        "url": "https://harbor-courier.example/channel",
        "about": ["the harbour board", "Ada Ferreira"],
        "options": {"drop": ["heading"], "min_relevance": 0.1, "title": True},
    }
    schema(client, "Request").validate(request)
    answer = client.post("/v1/clean", json=request, headers={"Accept": "text/plain"})
    assert answer.text == f"Channel to be dredged\n\n{STORY}\n"
    row = client.post("/v1/clean", json=request).json()
    assert row["relevance"] > 0
    assert row["url"] == request["url"]


def test_the_parameters_of_the_address_are_the_options_of_a_page_that_is_sent_as_it_is(client: httpx.Client) -> None:
    page = f"{STORY}\n\nPhoto: Ada Ferreira at the quay\n"
    for kept in ([], ["caption", "credit"]):
        params = {"keep": kept, "title": "true", "form": "text", "about": "harbour board"}
        answer = post(client, page, "application/octet-stream", params=params, headers={"Accept": STORY_JSON})
        assert answer.json()["text"] == cleaner.clean(page, keep=kept, form="text").text


def test_the_charset_of_the_header_is_that_of_the_page(client: httpx.Client) -> None:
    page = HTML.replace("Ferreira", "Ferreiró").encode("iso-8859-1")
    answer = post(client, page, "text/html; charset=iso-8859-1", headers={"Accept": "text/plain"})
    assert "Ada Ferreiró, who chairs the board" in answer.text


@pytest.mark.parametrize(
    ("body", "kind", "params", "accept", "status", "says"),
    [
        (HTML, "text/html", {}, "image/png", 406, "name one of them in Accept"),
        (HTML, "application/x-www-form-urlencoded", {}, "", 415, "set Content-Type to one of"),
        ("", "text/html", {}, "", 400, "send a page as the body"),
        (HTML, "text/html", {"colour": "red"}, "", 400, "unknown 'colour' in the address"),
        (HTML, "text/html", {"keep": "advert"}, "", 400, "unknown label 'advert' in 'keep'"),
        (HTML, "text/html", {"keep": "caption", "drop": "caption"}, "", 400, "caption is to be kept and dropped"),
        (HTML, "text/html", {"min_relevance": "much"}, "", 400, "not a number from 0 to 1"),
        (HTML, "text/html", {"title": "maybe"}, "", 400, "not true or false"),
        (HTML, "text/html", {"form": "poem"}, "", 400, "not one of html, text, markdown, fragment"),
        (HTML, "text/html; charset=klingon", {}, "", 422, "unknown encoding 'klingon'"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "", {}, "", 422, ""),
        ("{", "application/json", {}, "", 400, "the body is not JSON"),
        ("[" * 100_000, "application/json", {}, "", 400, "not JSON"),
        ("[]", "application/json", {}, "", 400, "is no JSON object"),
        ('{"html": "a", "text": "b"}', "application/json", {}, "", 400, "give the page once"),
        ('{"html": 5}', "application/json", {}, "", 400, "'html' is no text"),
        ('{"html": "a", "about": 5}', "application/json", {}, "", 400, "'about' in the request is not a text"),
        ('{"html": "a", "option": {}}', "application/json", {}, "", 400, "unknown 'option' in the request"),
        ('{"html": "a", "options": {"keep": "caption"}}', "application/json", {}, "", 400, "is not a list of labels"),
        ('{"html": "a"}', "application/json", {"url": "x"}, "", 400, "take the parameters out of the address"),
    ],
)
def test_a_request_that_cannot_be_answered_is_told_what_to_do(
    client: httpx.Client, body: str | bytes, kind: str, params: dict[str, str], accept: str, status: int, says: str
) -> None:
    answer = post(client, body, kind, params=params, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    schema(client, "Problem").validate(answer.json())
    assert says in answer.json()["detail"]


def test_a_page_that_is_packed_is_refused(client: httpx.Client) -> None:
    assert post(client, headers={"Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_page_that_is_too_large_is_refused_and_the_next_one_is_not(client: httpx.Client, is_chunked: bool) -> None:
    page = b"<p>" + b"a" * (2 << 20)
    answer = post(client, iter([page[:100], page[100:]]) if is_chunked else page)  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert "--max-bytes" in answer.json()["detail"]
    assert post(client).status_code == 200


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/clean", 405), ("GET", "/v1/../etc/passwd", 404)])
def test_what_is_not_there_is_a_problem_too(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_the_description_is_valid_openapi_and_names_all_that_is_answered(client: httpx.Client) -> None:
    document = client.get("/v1/openapi.json").json()
    validate(document)
    assert set(document["paths"]) == {"/v1/clean", "/v1/health", "/v1/metrics", "/v1/openapi.json"}
    assert list(document["components"]["schemas"]["Row"]["properties"]) == list(cleaner.clean(HTML).row())


def test_health_says_what_runs(client: httpx.Client) -> None:
    health = client.get("/v1/health").json()
    assert (health["status"], health["version"], health["workers"]) == ("ok", cleaner.__version__, 2)
    schema(client, "Health").validate(health)


def counts(client: httpx.Client) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in client.get("/v1/metrics").text.splitlines() if line[0] != "#"]
    return {name: float(value) for name, _, value in lines}


def test_metrics_count_requests_and_pages(client: httpx.Client) -> None:
    before = counts(client)
    post(client)
    post(client, "Home\nSport\nAbout us\n", "text/plain")
    post(client, "")
    after = counts(client)
    changed = {name: after[name] - before.get(name, 0) for name in after if name.startswith("cleaner_")}
    assert changed['cleaner_requests_total{status="200"}'] == 2
    assert changed['cleaner_requests_total{status="400"}'] == 1
    assert changed['cleaner_pages_total{outcome="story"}'] == 1
    assert changed['cleaner_pages_total{outcome="no_story"}'] == 1
    assert changed["cleaner_page_seconds_count"] == 2
    assert after["cleaner_queue_taken"] == 0


def test_beyond_the_queue_the_answer_is_429_and_nothing_is_lost() -> None:
    with running("--workers", "1", "--queue", "3") as server, server.client() as client:
        with ThreadPoolExecutor(24) as threads:
            answers = list(threads.map(lambda _: post(client, HTML * 20), range(120)))
        refused = [answer for answer in answers if answer.status_code == 429]
        cleaned = [answer for answer in answers if answer.status_code == 200]
        assert len(refused) + len(cleaned) == 120
        assert refused
        assert cleaned
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
        assert {answer.text for answer in cleaned} == {cleaned[0].text}
        found = counts(client)
        assert found['cleaner_requests_total{status="429"}'] == len(refused)
        assert found["cleaner_page_seconds_count"] == len(cleaned)
        assert found["cleaner_queue_taken"] == 0


def test_a_page_that_takes_too_long_is_given_up_and_costs_no_other() -> None:
    with running("--workers", "1", "--timeout", "2") as server, server.client() as client:
        answer = post(client, "\n\n".join(f"{LEAD} {number}" for number in range(120_000)), "text/plain")
        assert answer.status_code == 504
        assert "took longer than 2 seconds; --timeout allows more" in answer.json()["detail"]
        assert post(client).status_code == 200


def test_a_server_that_is_told_to_stop_answers_what_it_has_begun() -> None:
    with running("--workers", "1", "--timeout", "60") as server, server.client() as client:
        answers: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: answers.append(post(client, SLOW)))
        asking.start()
        with server.client() as other:
            while not other.get("/v1/health").json()["taken"]:
                pass
        code, said = server.stop()
        asking.join()
        assert answers[0].status_code == 200
        assert (code, said) == (0, "")
        with pytest.raises(httpx.ConnectError):
            post(client)


def test_an_address_that_is_taken_is_one_line(server: Server) -> None:
    port = server.host.rpartition(":")[2]
    with pytest.raises(AssertionError, match="already in use; --port takes another"), running("--port", port):
        pass


def test_a_body_that_never_ends_does_not_hold_its_place(server: Server) -> None:
    """A client that hangs up half way leaves the queue."""
    with socket.create_connection(("127.0.0.1", int(server.host.rpartition(":")[2]))) as half:
        half.sendall(f"POST /v1/clean HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 99\r\n\r\n<p>".encode())
        with server.client() as client:
            while not client.get("/v1/health").json()["taken"]:
                pass
            half.close()
            while client.get("/v1/health").json()["taken"]:
                pass
            assert json.loads(post(client).text)["is_story"]
