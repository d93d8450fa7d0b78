"""The HTTP API: `/v1/clean`, `/v1/health`, `/v1/metrics` and `/v1/openapi.json`. docs/serve.md describes it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cleaner import __version__
from cleaner.serve.answers import RENDER, wanted
from cleaner.serve.asked import FORM_OF_TYPE, JSON, media_type
from cleaner.serve.jobs import Answer, CleanJob
from cleaner.serve.metrics import CONTENT_TYPE, Metrics
from cleaner.serve.openapi import document
from cleaner.serve.problems import PROBLEM_TYPE, RequestError
from cleaner.serve.queue import Queue

GONE: Final = 499
"""What nginx logs when a client hangs up before it is answered; nobody receives it."""


@dataclass(frozen=True)
class Api:
    """The endpoints.

    Args:
        queue: where pages wait for a worker.
        metrics: what is counted.
        max_bytes: the largest body that is read.
        body_seconds: how long a client may take to send it.
    """

    queue: Queue
    metrics: Metrics
    max_bytes: int
    body_seconds: float

    def routes(self) -> list[Route]:
        return [
            Route("/v1/clean", self.clean, methods=["POST"]),
            Route("/v1/health", self.health),
            Route("/v1/metrics", self.measures),
            Route("/v1/openapi.json", self.openapi),
        ]

    async def clean(self, request: Request) -> Response:
        start = time.perf_counter()
        try:
            response = await self._cleaned(request)
        except RequestError as problem:
            response = problem_response(problem)
        self.metrics.answered(response.status_code, time.perf_counter() - start)
        return response

    async def _cleaned(self, request: Request) -> Response:
        kind = wanted(request.headers.get("accept", ""))
        if kind is None:
            raise RequestError(406, f"there are {', '.join(RENDER)}; name one of them in Accept")
        content_type = request.headers.get("content-type", "")
        check_type(media_type(content_type)[0], request.headers.get("content-encoding", ""))
        with self.queue.place():
            body = await body_of(request, self.max_bytes, self.body_seconds)
            query = request.query_params.multi_items()
            answer: Answer = await self.queue.done(CleanJob(body, content_type, query, kind))
        self.queue.timed(answer.seconds)
        self.metrics.cleaned(len(body), answer.is_story, answer.seconds)
        return Response(answer.body, media_type=kind, headers={"Vary": "Accept"})

    async def health(self, _: Request) -> Response:
        queue = self.queue
        return JSONResponse(
            {
                "status": "ok",
                "version": __version__,
                "workers": queue.workers,
                "taken": queue.taken,
                "limit": queue.limit,
            }
        )

    async def measures(self, _: Request) -> Response:
        return Response(self.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(document())


def check_type(kind: str, encoding: str) -> None:
    """Raises `RequestError` if a body of this media type and content encoding is not read."""
    if kind != JSON and kind not in FORM_OF_TYPE:
        known = ", ".join(filter(None, (JSON, *FORM_OF_TYPE)))
        raise RequestError(415, f"a page is not sent as {kind}; set Content-Type to one of {known}")
    if encoding.lower() not in ("", "identity"):
        raise RequestError(415, f"a body is not unpacked here; send it without Content-Encoding: {encoding}")


async def body_of(request: Request, max_bytes: int, seconds: float) -> bytes:
    """The body of a request.

    Raises:
        RequestError: it is too large, or takes too long to come.
    """
    too_large = RequestError(413, f"the body is larger than {max_bytes} bytes; --max-bytes allows more")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes:
        raise too_large
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                chunks.append(chunk)
                size += len(chunk)
                if size > max_bytes:
                    raise too_large
    except TimeoutError:
        raise RequestError(408, f"the body took longer than {seconds:g} s to come", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise RequestError(GONE, "the client has hung up") from None
    return b"".join(chunks)


def problem_response(problem: RequestError) -> Response:
    """A problem as it is answered."""
    if problem.status == GONE:
        return Response(status_code=GONE)
    return JSONResponse(problem.document(), problem.status, problem.headers, media_type=PROBLEM_TYPE)
