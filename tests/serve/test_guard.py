"""Who is answered, and who is not: other hosts' names, pages of other sites, and who has no token."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.pages import STORY
from tests.serve.servers import Server, running

TOKEN = "correct-horse"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running("--workers", "1") as started:
        yield started


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    with running("--workers", "1", "--host", "0.0.0.0", CLEANER_TOKEN=TOKEN) as started:
        yield started


def clean(server: Server, **headers: str) -> httpx.Response:
    with server.client() as client:
        return client.post(
            "/v1/clean", content=STORY, headers={"Content-Type": "text/plain", "Accept": "text/plain", **headers}
        )


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:8765", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_name_that_somebody_points_here_is_not_answered(server: Server, host: str) -> None:
    with server.client() as client:
        assert client.get("/v1/health", headers={"Host": host}).status_code == 403
        assert client.get("/", headers={"Host": host}).status_code == 403


def test_this_machine_is_answered_by_each_of_its_names(server: Server) -> None:
    port = server.host.rpartition(":")[2]
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        assert clean(server, Host=f"{name}:{port}").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_other_sites_are_not_answered(server: Server, headers: dict[str, str]) -> None:
    answer = clean(server, **headers)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_page_of_this_server_is_answered(server: Server) -> None:
    origin = server.address.strip("/")
    assert clean(server, Origin=origin, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_every_answer_tells_the_browser_what_not_to_do(server: Server) -> None:
    with server.client() as client:
        for path in ("/v1/health", "/nothing", "/v1/clean"):
            headers = client.get(path).headers
            assert headers["content-security-policy"].startswith("default-src 'none'")
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert "server" not in headers


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"])
def test_without_the_token_nothing_is_answered_but_health(guarded: Server, authorization: str) -> None:
    headers = {"Authorization": authorization.encode()}
    with guarded.client() as client:
        for path in ("/", "/v1/metrics", "/v1/openapi.json"):
            assert client.get(path, headers=headers).status_code == 401  # type: ignore[arg-type]
        assert client.post("/v1/clean", content=STORY, headers=headers).status_code == 401  # type: ignore[arg-type]
        assert client.get("/v1/health").status_code == 200


def test_with_the_token_any_host_is_answered(guarded: Server) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": "cleaner.internal"}
    assert clean(guarded, **headers).status_code == 200
    assert clean(guarded, **headers, Origin="https://evil.example").status_code == 403


def test_the_address_with_the_token_logs_a_browser_in(guarded: Server) -> None:
    with guarded.client() as client:
        answer = client.get("/v1/metrics", params={"token": TOKEN, "page": "1"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/v1/metrics?page=1")
        assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))
        assert client.get("/v1/metrics").status_code == 200
        assert client.get("//evil.example", params={"token": TOKEN}).headers.get("location") in (None, "/evil.example")


def test_an_address_for_others_gets_a_token_of_its_own() -> None:
    with running("--workers", "1", "--host", "0.0.0.0") as server:
        assert len(server.token) >= 24
        assert clean(server).status_code == 401
        assert clean(server, Authorization=f"Bearer {server.token}").status_code == 200
