"""The endpoints of the web app. What they answer is JSON; what the browser is given to run is in `static/`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cleaner.errors import CleanerError, RulebookError
from cleaner.model import LABELS, STORY_LABELS, InputForm, Reach
from cleaner.proposals import Effect, Proposal
from cleaner.proposals.tables import data_of, example_problems, table_of
from cleaner.reports.document import static
from cleaner.rulebook import STRENGTHS
from cleaner.rulebook.checks import GROUPS
from cleaner.serve.api import body_of
from cleaner.serve.problems import RequestError
from cleaner.workbench.bench import Place, Workbench, mean_f1
from cleaner.workbench.rendering import style_digest

HEADER: Final = "x-cleaner"
"""Every request that writes has it. Pages of other sites cannot send it without being allowed to."""

MOST_HITS: Final = 200
"""So many hits of a rule are listed; beyond that they are counted."""

MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
PAGES_MORE: Final = 100
BODY_SECONDS: Final = 30.0

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' '{style}'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Own scripts, styles and icon, the style of the frame by its digest, requests to this server, and nothing else. The
frame with a page's own rendering inherits it."""

KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ASSETS: Final[Mapping[str, str]] = {
    "icon.svg": "cleaner.workbench",
    "report.css": "cleaner.reports",
    "report.js": "cleaner.reports",
    "workbench.css": "cleaner.workbench",
    "workbench.js": "cleaner.workbench",
}
"""What the browser may ask for, and the package that has it."""

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Web:
    """The endpoints.

    Args:
        bench: the work.
        max_bytes: the largest body that is read.
    """

    bench: Workbench
    max_bytes: int

    def routes(self) -> list[Route]:
        def get(path: str, endpoint: Endpoint) -> Route:
            return Route(path, _explaining(endpoint))

        def post(path: str, endpoint: Endpoint) -> Route:
            return Route(path, _explaining(_own_pages_only(endpoint)), methods=["POST"])

        return [
            get("/", self.index),
            get("/static/{name}", self.asset),
            get("/app/session", self.session),
            post("/app/more", self.more),
            post("/app/pages", self.add),
            get("/app/pages/{number:int}", self.look),
            post("/app/pages/{number:int}/marks", self.mark),
            post("/app/pages/{number:int}/gold", self.correct),
            post("/app/pages/{number:int}/comparison", self.compare),
            post("/app/proposals", self.propose),
            post("/app/effect", self.effect),
            post("/app/changes", self.changes),
            post("/app/rules", self.save),
        ]

    async def index(self, _: Request) -> Response:
        policy = POLICY.format(style=style_digest())
        return Response(_own_file("index.html"), media_type="text/html", headers={"Content-Security-Policy": policy})

    async def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            raise RequestError(404, f"there is no {name}")
        text = static(name) if ASSETS[name] == "cleaner.reports" else _own_file(name)
        return Response(text, media_type=KINDS[name[name.rindex(".") :]])

    async def session(self, _: Request) -> Response:
        bench = self.bench
        return JSONResponse(
            {
                "pages": [page.id for page in bench.shelf.pages],
                "has_more": bench.shelf.has_more,
                "folder": str(bench.folder),
                "packs": bench.packs(),
                "corrected": [page.id for page in await asyncio.to_thread(bench.corrections.pages)],
                "others": [other.name for other in bench.others],
                "labels": sorted(LABELS - STORY_LABELS),
                "strengths": list(STRENGTHS),
                "reaches": list(Reach.__args__),  # type: ignore[attr-defined]
                "groups": list(GROUPS),
            }
        )

    async def more(self, request: Request) -> Response:
        await asyncio.to_thread(self.bench.shelf.load, PAGES_MORE)
        return await self.session(request)

    async def add(self, request: Request) -> Response:
        body = await body_of(request, self.max_bytes, BODY_SECONDS)
        if not body.strip():
            raise RequestError(400, "the page is empty")
        name = request.query_params.get("name", "")[:200].strip() or "pasted page"
        form: InputForm | None = "markdown" if name.lower().endswith(MARKDOWN_SUFFIXES) else None
        number = self.bench.shelf.add(body, name, request.query_params.get("url") or None, form)
        return JSONResponse({"number": number})

    async def look(self, request: Request) -> Response:
        number = request.path_params["number"]
        look = await self.bench.look(number)
        marks = self.bench.marks[number].of(look.shown)
        return JSONResponse({"view": look.view, "frame": look.frame, "marks": marks})

    async def mark(self, request: Request) -> Response:
        blocks = (await self._json(request)).get("blocks")
        if not isinstance(blocks, dict) or not all(
            key.isdecimal() and (value is None or isinstance(value, bool)) for key, value in blocks.items()
        ):
            raise RequestError(400, "'blocks' is no object of block numbers with true, false or null")
        marks = {int(key): value for key, value in blocks.items()}
        return JSONResponse({"marks": await self.bench.mark(request.path_params["number"], marks)})

    async def correct(self, request: Request) -> Response:
        return JSONResponse({"file": str(await self.bench.correct(request.path_params["number"]))})

    async def compare(self, request: Request) -> Response:
        name = (await self._json(request)).get("other")
        found = await self.bench.compare(request.path_params["number"], str(name))
        return JSONResponse({**found._asdict(), "rows": [row._asdict() for row in found.rows]})

    async def propose(self, request: Request) -> Response:
        found = await self.bench.propose(_places(await self._json(request)))
        return JSONResponse({"proposals": list(map(_proposal, found))})

    async def effect(self, request: Request) -> Response:
        given = await self._json(request)
        try:
            table = table_of(_object(given, "table"))
        except RulebookError as error:  # Half of what a person types is no pattern yet.
            return JSONResponse({"problems": error.problems, "effect": _effect(Effect(()))})
        effect = await self.bench.effect(table, _places(given))
        return JSONResponse({"problems": example_problems(table), "effect": _effect(effect)})

    async def changes(self, request: Request) -> Response:
        table = table_of(_object(await self._json(request), "table"))
        return JSONResponse(mean_f1(await self.bench.changes(table)))

    async def save(self, request: Request) -> Response:
        given = await self._json(request)
        file = await self.bench.save(str(given.get("pack")), table_of(_object(given, "table")))
        return JSONResponse({"file": str(file), "packs": self.bench.packs()})

    async def _json(self, request: Request) -> dict[str, Any]:
        try:
            given = json.loads(await body_of(request, self.max_bytes, BODY_SECONDS))
        except (ValueError, RecursionError) as error:
            raise RequestError(400, f"the body is not JSON: {error}") from None
        if not isinstance(given, dict):
            raise RequestError(400, "the body is no JSON object")
        return given


def _own_file(name: str) -> str:
    return (files("cleaner.workbench") / "static" / name).read_text(encoding="utf-8")


def _explaining(endpoint: Endpoint) -> Endpoint:
    """The endpoint, with our errors as problems that a person can read."""

    async def explaining(request: Request) -> Response:
        try:
            return await endpoint(request)
        except RulebookError as error:
            raise RequestError(422, "\n".join(error.problems)) from None
        except CleanerError as error:
            raise RequestError(400, str(error)) from None
        except OSError as error:
            raise RequestError(500, f"{error.filename}: {error.strerror}") from None

    return explaining


def _own_pages_only(endpoint: Endpoint) -> Endpoint:
    """The endpoint, for requests that a page of ours sends."""

    async def own_pages_only(request: Request) -> Response:
        if HEADER not in request.headers:
            raise RequestError(403, f"the request has no header {HEADER}; only the app's own pages may write")
        return await endpoint(request)

    return own_pages_only


def _places(given: Mapping[str, Any]) -> list[Place]:
    """The marked blocks."""
    marked = given.get("marked", [])
    if not isinstance(marked, list) or not all(map(_is_place, marked)):
        raise RequestError(400, "'marked' is no list of pairs of a page and a block")
    return [(page, block) for page, block in marked]


def _is_place(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(number) is int for number in value)


def _object(given: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = given.get(key)
    if not isinstance(value, dict):
        raise RequestError(400, f"{key!r} is no object")
    return value


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {"form": proposal.form, "table": data_of(proposal.table), "effect": _effect(proposal.effect)}


def _effect(effect: Effect) -> dict[str, Any]:
    """The hits in stories first: they are what one must see."""
    hits = sorted(effect.hits, key=lambda hit: not hit.is_story)
    return {
        "count": len(effect.hits),
        "pages": effect.pages,
        "story": len(effect.story),
        "hits": [hit._asdict() for hit in hits[:MOST_HITS]],
    }
