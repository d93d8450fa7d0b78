"""What the web app's endpoints answer, and what they refuse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cleaner import Cleaner
from cleaner.evaluation import evaluate, read
from cleaner.rulebook import check
from cleaner.scoring.weights import BUILTIN
from cleaner.sites import learn
from tests.pages import COST, LEAD, PLAN, QUOTE, STORY
from tests.serve.servers import Server, running
from tests.sites import made

TIPS = [
    f"Have a boat for the Saturday list? Write to {name}, extension {n}"
    for n, name in enumerate(("Ada Lind", "Bo Quist"))
]
WRITING = {"X-Cleaner": "1"}


def pages_in(folder: Path) -> Path:
    """A folder with two pages that end with a line of their paper's."""
    pages = folder / "pages"
    pages.mkdir()
    for number, tip in enumerate(TIPS):
        (pages / f"page-{number}.txt").write_text(f"{STORY}\n\n{tip}\n", encoding="utf-8")
    return pages


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(str(pages_in(tmp_path)), "--workers", "1", folder=tmp_path) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client(headers=WRITING) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def shared_server(folder: Path) -> Iterator[Server]:
    """One for all requests that are to change nothing."""
    with running(str(pages_in(folder)), "--workers", "1", folder=folder) as started:
        yield started


@pytest.fixture(scope="module")
def shared_client(shared_server: Server) -> Iterator[httpx.Client]:
    with shared_server.client(headers=WRITING) as opened:
        yield opened


def answered(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_from_marked_blocks_to_a_rule_that_is_used(client: httpx.Client, tmp_path: Path) -> None:
    """The API uses it at once, and so does the command from then on."""
    place = [[0, 4], [1, 4]]
    assert TIPS[0] in client.post("/v1/clean", content=f"{STORY}\n\n{TIPS[0]}").json()["text"]
    found = answered(client.post("/app/proposals", json={"marked": place}))["proposals"]
    pattern = next(proposal for proposal in found if proposal["form"] == "pattern")
    assert pattern["effect"]["count"] == 2
    assert [hit["text"] for hit in pattern["effect"]["hits"]] == TIPS

    answered(client.post("/app/pages/0/marks", json={"blocks": {"4": False}}))
    answered(client.post("/app/pages/0/gold", json={}))
    table = {**pattern["table"], "label": "newsletter", "strength": "certain"}
    changes = answered(client.post("/app/changes", json={"table": table}))
    assert (changes["pages"], changes["better"], changes["worse"]) == (1, ["page-0.txt"], [])
    assert changes["before"] < changes["after"] == 1

    saved = answered(client.post("/app/rules", json={"pack": "desk", "table": table}))
    assert saved == {"file": "house-rules/desk.toml", "packs": ["desk"]}
    assert check([tmp_path / "house-rules"]) == []
    last = answered(client.get("/app/pages/1"))["view"]["blocks"][-1]
    assert (last["kept"], last["label"], last["reason"]) == (False, "newsletter", f"rules/{table['id']}")
    assert TIPS[0] not in client.post("/v1/clean", content=f"{STORY}\n\n{TIPS[0]}").json()["text"]
    gold = read([tmp_path / "house-rules/gold.jsonl"])
    assert [page.f1 for page in evaluate(Cleaner(rules=[tmp_path / "house-rules"]), gold)] == [1]


def test_a_corrected_page_is_gold_and_its_last_correction_counts(client: httpx.Client, tmp_path: Path) -> None:
    gold = tmp_path / "house-rules/gold.jsonl"
    for blocks in ({"4": False, "1": False}, {"1": None}):
        answered(client.post("/app/pages/1/marks", json={"blocks": blocks}))
        assert answered(client.post("/app/pages/1/gold", json={})) == {"file": "house-rules/gold.jsonl"}
    (record,) = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    assert record == {"id": "page-1.txt", "text": f"{STORY}\n\n{TIPS[1]}\n", "story": STORY} | {
        key: record[key] for key in ("title",) if key in record
    }
    assert answered(client.get("/app/session"))["corrected"] == ["page-1.txt"]


def test_story_paragraphs_that_a_rule_would_take_come_first(client: httpx.Client) -> None:
    table = {
        "id": "own-harbour",
        "label": "related",
        "strength": "strong",
        "match": "^(?:The harbour|Have a boat)",
        "drop": [TIPS[0]],
        "keep": [PLAN],
    }
    answered(client.post("/app/pages/0/marks", json={"blocks": {"4": False}}))
    effect = answered(client.post("/app/effect", json={"table": table}))["effect"]
    assert (effect["count"], effect["pages"], effect["story"]) == (4, 2, 3)
    assert [hit["is_story"] for hit in effect["hits"]] == [True, True, True, False]
    narrow = {**table, "keep": [LEAD]}
    (problem,) = answered(client.post("/app/effect", json={"table": narrow}))["problems"]
    assert "hits its keep example" in problem
    broken = answered(client.post("/app/effect", json={"table": {**table, "match": "^Have ("}}))
    assert "does not compile" in broken["problems"][0]
    assert broken["effect"]["count"] == 0
    refused = client.post("/app/rules", json={"pack": "desk", "table": narrow})
    assert refused.status_code == 422
    assert "hits its keep example" in refused.json()["detail"]


def test_pages_are_added_and_numbered(client: httpx.Client) -> None:
    for name in ("dropped.html", "dropped.html"):
        number = answered(client.post("/app/pages", params={"name": name}, content=f"<p>{LEAD}</p>"))["number"]
    assert number == 3
    assert answered(client.get("/app/session"))["pages"][2:] == ["dropped.html", "dropped.html (2)"]
    assert answered(client.get("/app/pages/3"))["view"]["form"] == "html"
    assert client.post("/app/pages", content=" ").status_code == 400


def test_more_pages_are_loaded_when_they_are_asked_for(tmp_path: Path) -> None:
    options = (str(pages_in(tmp_path)), "--workers", "1", "--pages", "1")
    with running(*options, folder=tmp_path) as server, server.client(headers=WRITING) as client:
        first = answered(client.get("/app/session"))
        assert (first["pages"], first["has_more"]) == (["page-0.txt"], True)
        more = answered(client.post("/app/more"))
        assert (more["pages"], more["has_more"]) == (["page-0.txt", "page-1.txt"], False)


OLD = """#!/bin/sh
exec {python} -m cleaner --rules {rules} "$@"
"""


def test_pages_are_compared_with_a_pack_and_with_another_command(tmp_path: Path) -> None:
    """Both have a rule more than this configuration."""
    import sys

    pages = pages_in(tmp_path)
    pack = tmp_path / "desk.toml"
    pack.write_text(
        '[pack]\nname = "desk"\nabout = "The desk"\n[[rule]]\nid = "desk-tip"\nlabel = "newsletter"\n'
        f"strength = 'certain'\nmatch = '^Have a boat'\ndrop = ['{TIPS[0]}']\nkeep = ['Boats are welcome.']\n",
        encoding="utf-8",
    )
    command = tmp_path / "old-cleaner"
    command.write_text(OLD.format(python=sys.executable, rules=pack), encoding="utf-8")
    command.chmod(0o755)
    options = (str(pages), "--workers", "1", "--compare", "desk.toml", "--compare", "old-cleaner")
    with running(*options, folder=tmp_path) as server, server.client(headers=WRITING) as client:
        assert answered(client.get("/app/session"))["others"] == ["desk.toml", "old-cleaner"]
        answered(client.post("/app/pages/0/marks", json={"blocks": {"4": False}}))
        answered(client.post("/app/pages/0/gold"))
        for other in ("desk.toml", "old-cleaner"):
            found = answered(client.post("/app/pages/0/comparison", json={"other": other}))
            assert found["here"] < found["there"] == 1
            assert [row for row in found["rows"] if row["here"] != row["there"]] == [
                {"text": TIPS[0], "here": True, "there": False}
            ]
            assert {row["text"] for row in found["rows"]} == {LEAD, QUOTE, PLAN, COST, TIPS[0]}
        assert client.post("/app/pages/0/comparison", json={"other": "/bin/sh"}).status_code == 400


def test_pages_are_compared_with_a_file_of_sites_and_with_other_weights(tmp_path: Path) -> None:
    """The one knows what the site repeats, the other takes more of what stands on a page for the story."""
    record = {"id": "page", "html": made.page(3), "url": made.url(3)}
    (tmp_path / "pages.jsonl").write_text(json.dumps(record), encoding="utf-8")
    learn(made.crawl(6)).save(tmp_path / "sites.parquet")
    weights = shutil.copytree(BUILTIN, tmp_path / "weights")
    for path in weights.rglob("*.json"):
        card = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(card | {"base": 50.0}), encoding="utf-8")
    options = ("pages.jsonl", "--workers", "1", "--compare", "sites.parquet", "--compare", "weights")
    with running(*options, folder=tmp_path) as server, server.client(headers=WRITING) as client:
        found = {
            other: answered(client.post("/app/pages/0/comparison", json={"other": other}))["rows"]
            for other in ("sites.parquet", "weights")
        }
    furniture = [row for row in found["sites.parquet"] if row["here"] != row["there"]]
    assert furniture == [{"text": made.TEASER, "here": True, "there": False}]
    taken = [row["text"] for row in found["weights"] if row["there"] and not row["here"]]
    assert taken and taken[0].endswith("and the pier"), "the headline above the story"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/app/pages/99", None),
        ("/app/pages/0/marks", {"blocks": {"4": "yes"}}),
        ("/app/pages/0/marks", {"blocks": {"99": True}}),
        ("/app/pages/0/marks", {"blocks": []}),
        ("/app/proposals", {"marked": []}),
        ("/app/proposals", {"marked": [[0, -1]]}),
        ("/app/proposals", {"marked": [[0, True]]}),
        ("/app/proposals", {"marked": "all"}),
        ("/app/effect", {"table": []}),
        ("/app/changes", {"table": {"id": "x", "match": 5}}),
        ("/app/changes", {"table": {"group": "related"}}),
        ("/app/rules", {"pack": "../../etc/passwd", "table": {}}),
        ("/app/rules", []),
    ],
)
def test_what_makes_no_sense_is_a_problem_and_not_a_fault(shared_client: httpx.Client, path: str, body: Any) -> None:
    answer = shared_client.get(path) if body is None else shared_client.post(path, json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["detail"]


TABLE = {"id": "own-x", "label": "related", "strength": "weak", "lines": ["tide x"], "drop": ["Tide x"], "keep": [LEAD]}


@pytest.mark.parametrize("pack", ["../outside", "..", "/tmp/outside", "a/b", "C:\\x", ".bashrc"])
def test_a_pack_is_saved_nowhere_but_in_the_folder(shared_client: httpx.Client, folder: Path, pack: str) -> None:
    before = sorted(folder.rglob("*"))
    answer = shared_client.post("/app/rules", json={"pack": pack, "table": TABLE})
    assert (answer.status_code, sorted(folder.rglob("*"))) == (400, before)


@pytest.mark.parametrize(
    "path",
    ["/static/..%2f..%2f..%2fpyproject.toml", "/static/%2e%2e/web.py", "/static//etc/passwd", "/static/index.html"],
)
def test_no_file_of_the_host_can_be_read(shared_client: httpx.Client, path: str) -> None:
    assert shared_client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/app/more", "/app/pages", "/app/rules", "/app/pages/0/gold", "/app/pages/0/marks"])
def test_only_its_own_pages_may_write(shared_server: Server, path: str) -> None:
    """A form of another site can send all that this request has, but not the header."""
    with shared_server.client() as client:
        assert client.post(path, content="{}", headers={"Content-Type": "text/plain"}).status_code == 403
        forged = {**WRITING, "Origin": "http://evil.example"}
        assert client.post(path, content="{}", headers=forged).status_code == 403


def test_the_apps_policy_lets_its_own_scripts_run_and_no_others(shared_client: httpx.Client) -> None:
    answer = shared_client.get("/")
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_without_the_app_there_is_the_api_alone() -> None:
    with running("--api-only", "--workers", "1") as server, server.client() as client:
        assert client.get("/").status_code == 404
        assert client.get("/app/session").status_code == 404
        assert client.get("/v1/health").status_code == 200


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--api-only", "pages"), "has no place to show pages in"),
        (("missing",), "no such file"),
        (("--compare", "missing"), "does not exist"),
        (("--gold", "missing"), "does not exist"),
    ],
)
def test_options_that_make_no_sense_are_one_line(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    with pytest.raises(AssertionError, match=says), running(*options, folder=tmp_path):
        pass


def test_a_pack_of_the_folder_that_is_broken_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "house-rules").mkdir()
    (tmp_path / "house-rules/desk.toml").write_text("[pack]\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"desk\.toml"), running(folder=tmp_path):
        pass
